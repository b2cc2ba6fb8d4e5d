"""One piece of evidence: seen in place, downloaded, replaced, linked, removed, restored.

Rights are asked at every request, of the filing and of the file: an id of another filing, or of what was never
submitted where only that may be seen, is as good as none.
"""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from selfeval.domain.rights import Right
from selfeval.models import EvidenceFile, Filing
from selfeval.queries.evidence import visible_evidence
from selfeval.queries.snapshots import framework_snapshot
from selfeval.services.errors import EvidenceGone, FileRefused, NotAllowed, NotEditable, WriteRefused
from selfeval.services.evidence import link_evidence, remove_evidence, replace_evidence, restore_evidence
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.evidence import Shelf, limits
from selfeval.web.receiving import looked_at
from selfeval.web.views.access import actor_of, allowed, demand, filing_or_404, wants_json
from selfeval.web.views.evidence import back_to, refused_write, sees_standing
from selfeval.web.views.kept_files import file_response, page_response

_INVALID: Final = 422
_PAGES_AT_ONCE: Final = 30


@require_safe
def evidence_file(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    """What it is, how it looks, which versions there were; with forms for who may change it."""
    filing, file = _found(request, public_id, file_id)
    shelf = Shelf(filing.public_id, framework_snapshot(version=filing.cycle.framework), timezone.now())
    view = shelf.view(file)
    is_standing = file.removed_at is None and not EvidenceFile.objects.filter(replaces=file).exists()
    start = _first_page(request, view.pages)
    last = min(view.pages, start + _PAGES_AT_ONCE - 1)
    context: dict[str, Any] = {
        "filing": filing,
        "docbar": docbar_of(filing, timezone.now()),
        "file": view,
        "is_standing": is_standing,
        "is_removed": file.removed_at is not None,
        "is_editable": is_standing and allowed(request, Right.EDIT, filing),
        "versions": [shelf.view(each) for each in _older(request, filing, file)],
        "shown_pages": range(start, last + 1) if view.is_pdf else (),
        "next_page": last + 1 if view.is_pdf and last < view.pages else 0,
        "places": list(shelf.places.values()),
        "linked": {place.code for place in view.places},
        "evidence_limits": limits(),
    }
    return render(request, "evidence/file.html", context)


@require_safe
def content(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponseBase:
    """The bytes as they were received: pictures may be looked at where they are, all else is downloaded."""
    return file_response(request, *_found(request, public_id, file_id))


@require_safe
def page(request: HttpRequest, public_id: UUID, file_id: UUID, number: int) -> HttpResponseBase:
    """A page of a PDF as a picture, drawn by the server: no reader of the browser's sees the file."""
    return page_response(request, *_found(request, public_id, file_id), number)


@require_POST
def link(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    """也用于其他指标: the indicators ticked are those it belongs to from now on."""
    codes = request.POST.getlist("indicators")
    return _changed(
        request,
        public_id,
        lambda filing: link_evidence(
            actor=actor_of(request), filing_id=filing.pk, evidence_id=file_id, codes=codes, now=timezone.now()
        ),
        "“{name}”对应的指标已更改。",
    )


@require_POST
def replace(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    """A new version in the place of this one."""
    upload = request.FILES.get("file")

    def write(filing: Filing) -> EvidenceFile:
        if not isinstance(upload, UploadedFile):
            raise FileRefused("新版本", "还没有选文件，请先选一个文件")
        file = looked_at(upload)
        return replace_evidence(
            actor=actor_of(request), filing_id=filing.pk, evidence_id=file_id, file=file, now=timezone.now()
        )

    return _changed(request, public_id, write, "已换成“{name}”，原来的一份留作旧版。")


@require_POST
def remove(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    """移除."""
    return _changed(
        request,
        public_id,
        lambda filing: remove_evidence(
            actor=actor_of(request), filing_id=filing.pk, evidence_id=file_id, now=timezone.now()
        ),
        "已移除“{name}”，30天内可以在“佐证材料”页恢复。",
    )


@require_POST
def restore(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    """恢复 what was removed."""
    return _changed(
        request,
        public_id,
        lambda filing: restore_evidence(
            actor=actor_of(request), filing_id=filing.pk, evidence_id=file_id, now=timezone.now()
        ),
        "已恢复“{name}”。",
    )


def _changed(
    request: HttpRequest, public_id: UUID, write: Callable[[Filing], EvidenceFile], words: str
) -> HttpResponse:
    """Make the write and say so, or say why not."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.EDIT, filing)
    try:
        evidence = write(filing)
    except NotAllowed:
        raise
    except (NotEditable, EvidenceGone) as refusal:
        return refused_write(request, filing, str(refusal))
    except WriteRefused as refusal:
        if wants_json(request):
            return JsonResponse({"words": str(refusal)}, status=_INVALID)
        messages.error(request, str(refusal))
        return redirect(back_to(filing))
    told = words.format(name=evidence.name)
    if wants_json(request):
        return JsonResponse({"words": told})
    messages.success(request, told)
    return redirect(back_to(filing))


def _found(request: HttpRequest, public_id: UUID, file_id: UUID) -> tuple[Filing, EvidenceFile]:
    filing = filing_or_404(request, public_id)
    rows = visible_evidence(filing=filing, only_submitted=not sees_standing(request, filing))
    return filing, get_object_or_404(rows, public_id=file_id)


def _older(request: HttpRequest, filing: Filing, file: EvidenceFile) -> list[EvidenceFile]:
    """The versions before `file` that the person may open, newest first."""
    rows = visible_evidence(filing=filing, only_submitted=not sees_standing(request, filing))
    known = {each.pk: each for each in rows.prefetch_related("links")}
    older: list[EvidenceFile] = []
    before = file.replaces_id
    while before in known:
        older.append(known[before])
        before = known[before].replaces_id
    return older


def _first_page(request: HttpRequest, pages: int) -> int:
    wanted = request.GET.get("from", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 1
    return number if 1 <= number <= max(pages, 1) else 1
