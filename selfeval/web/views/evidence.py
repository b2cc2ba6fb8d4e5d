"""All evidence of a filing, and adding to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from selfeval.domain.rights import Right
from selfeval.domain.workflow import Role
from selfeval.models import EvidenceFile, Filing, Submission
from selfeval.queries.evidence import evidence_of_submission, standing_evidence
from selfeval.queries.filings import last_submission
from selfeval.queries.snapshots import assessment_of, framework_snapshot
from selfeval.services.errors import ClosedEvidence, FileFault, FileRefused, NotAllowed, NotEditable, WriteRefused
from selfeval.services.evidence import add_evidence
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.evidence import EvidenceView, Shelf, limits, quota_of
from selfeval.web.presenters.problems import problem_of
from selfeval.web.receiving import looked_at
from selfeval.web.views.access import actor_of, allowed, demand, filing_or_404, wants_json

_INVALID: Final = 422
_NOTHING_CAME: Final = 400
_STATUS: Final = {FileFault.EMPTY: 400, FileFault.TOO_LARGE: 413, FileFault.NO_ROOM: 409, FileFault.CONTENT: _INVALID}
_CONFLICT: Final = 409
UNLINKED: Final = "none"
_SEES_STANDING: Final = frozenset({Role.PREPARER, Role.UNIT_HEAD, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of one uploaded file; `status` says it to a script."""

    name: str
    is_kept: bool
    words: str
    status: int = 200


@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The list of all evidence; a POST adds `files` to the indicators `indicators`."""
    filing = filing_or_404(request, public_id)
    if request.method == "POST":
        return _add(request, filing)
    return render(request, "evidence/list.html", _context(request, filing))


def sees_standing(request: HttpRequest, filing: Filing) -> bool:
    """Whether the person sees what stands now; whoever judges or reads from outside sees what was submitted."""
    return actor_of(request).role in _SEES_STANDING or allowed(request, Right.EDIT, filing)


def _context(request: HttpRequest, filing: Filing) -> dict[str, Any]:
    now = timezone.now()
    is_editable, is_frozen = allowed(request, Right.EDIT, filing), not sees_standing(request, filing)
    framework = framework_snapshot(version=filing.cycle.framework)
    shelf = Shelf(filing.public_id, framework, now)
    files = _files(request, filing, shelf)
    wanted = request.GET.get("indicator", "")
    chosen = wanted if wanted in shelf.places else ""
    kept = list(filing.evidence.filter(removed_at=None)) if is_editable else []
    removed = filing.evidence.exclude(removed_at=None).filter(replaced_by=None) if is_editable else []
    return {
        "filing": filing,
        "docbar": docbar_of(filing, now),
        "files": [each for each in files if _is_shown(each, wanted, chosen)],
        "all_count": len(files),
        "places": list(shelf.places.values()),
        "chosen": chosen,
        "unlinked": UNLINKED,
        "is_unlinked": wanted == UNLINKED,
        "unlinked_count": sum(not each.places for each in files),
        "is_editable": is_editable,
        "is_frozen": is_frozen,
        "back_url": reverse("filing-review" if is_frozen else "filing", args=[filing.public_id]),
        "quota": quota_of(kept) if is_editable else None,
        "removed": [shelf.view(each) for each in removed],
        "missing": _missing(filing) if is_editable else [],
        "evidence_limits": limits(),
    }


def _files(request: HttpRequest, filing: Filing, shelf: Shelf) -> list[EvidenceView]:
    """What stands for the unit, what was submitted last for a reviewer."""
    if sees_standing(request, filing):
        return [shelf.view(each) for each in standing_evidence(filing=filing)]
    submission = last_submission(filing=filing)
    return [] if submission is None else frozen_views(submission, shelf)


def frozen_views(submission: Submission, shelf: Shelf) -> list[EvidenceView]:
    """The evidence of a frozen copy, belonging to what it belonged to then. One query, none where there is none."""
    if not submission.evidence:
        return []
    then = {each["public_id"]: each["indicators"] for each in submission.evidence}
    files = evidence_of_submission(submission=submission)
    return [shelf.view(each, then[str(each.public_id)]) for each in files]


def frozen_context(submission: Submission, shelf: Shelf) -> dict[str, Any]:
    """What `evidence/_submitted.html` and the strips beside a reviewer's scores need."""
    files = frozen_views(submission, shelf)
    return {"evidence_files": files, "evidence": shelf.strips(files)}


def _is_shown(file: EvidenceView, wanted: str, chosen: str) -> bool:
    if wanted == UNLINKED:
        return not file.places
    return not chosen or any(place.code == chosen for place in file.places)


def _missing(filing: Filing) -> list[Any]:
    """The indicators that ask for evidence and have none."""
    assessment = assessment_of(filing=filing, now=timezone.now(), texts=False)
    addresses = Addresses(public_id=filing.public_id, framework=assessment.framework)
    found = [each for each in assessment.findings if each.check == "evidence_attached"]
    return [problem_of(each, assessment, addresses) for each in found]


def _add(request: HttpRequest, filing: Filing) -> HttpResponse:
    demand(request, Right.EDIT, filing)
    codes = [code for code in request.POST.getlist("indicators") if code]
    try:
        taken = [_taken(request, filing, upload, codes) for upload in request.FILES.getlist("files")]
    except NotEditable as refusal:
        return refused_write(request, filing, str(refusal))
    if wants_json(request):
        answer = [{"name": each.name, "is_kept": each.is_kept, "words": each.words} for each in taken]
        return JsonResponse({"files": answer}, status=_status_of(taken))
    if not taken:
        messages.error(request, "还没有选文件：请先选一个或几个文件，再点“上传”。")
    for each in taken:
        messages.add_message(request, messages.SUCCESS if each.is_kept else messages.ERROR, each.words)
    return redirect(back_to(filing, codes[0] if len(codes) == 1 else ""))


def _taken(request: HttpRequest, filing: Filing, upload: UploadedFile, codes: list[str]) -> Taken:
    """Receive one file. One that is refused says why and keeps none of the others from being taken."""
    name = upload.name or ""
    try:
        file = looked_at(upload)
        added = add_evidence(actor=actor_of(request), filing_id=filing.pk, file=file, codes=codes, now=timezone.now())
    except ClosedEvidence as refusal:
        return Taken(name=name, is_kept=False, words=str(refusal), status=_CONFLICT)
    except (NotAllowed, NotEditable):
        raise
    except FileRefused as refusal:
        return Taken(name=name, is_kept=False, words=str(refusal), status=_STATUS[refusal.fault])
    except WriteRefused as refusal:
        return Taken(name=name, is_kept=False, words=str(refusal), status=_INVALID)
    kept: EvidenceFile = added.evidence
    words = f"“{kept.name}”先前已经上传，没有再存一份。" if added.was_there else f"已上传“{kept.name}”。"
    return Taken(name=kept.name, is_kept=True, words=words)


def _status_of(taken: Sequence[Taken]) -> int:
    """200 where all were kept, the fault they share where they share one."""
    faults = {each.status for each in taken if not each.is_kept}
    if not taken:
        return _NOTHING_CAME
    return faults.pop() if len(faults) == 1 else _INVALID if faults else 200


def refused_write(request: HttpRequest, filing: Filing, words: str) -> HttpResponse:
    """A write that did not happen because the filing or the evidence moved on."""
    if wants_json(request):
        return JsonResponse({"words": words}, status=_CONFLICT)
    return render(request, "409.html", {"filing": filing, "words": words}, status=_CONFLICT)


def back_to(filing: Filing, code: str = "") -> str:
    """The list, of one indicator where there is one."""
    address = reverse("evidence", args=[filing.public_id])
    return f"{address}?indicator={code}" if code else address
