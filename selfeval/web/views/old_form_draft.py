"""据此填写草稿: what an old form would put into a filing is shown box by box; what is agreed to is saved at once."""

from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from selfeval.domain.rights import Right
from selfeval.models import EventAction, Filing, PendingUpload
from selfeval.queries.snapshots import filing_snapshot, framework_snapshot
from selfeval.services.errors import BadValue, NotEditable
from selfeval.services.filings import SavedBoxes, save_boxes
from selfeval.web.presenters.box_words import box_label
from selfeval.web.presenters.old_form_draft import Draft, draft_of
from selfeval.web.views.access import actor_of, demand, filing_or_404, turned_away
from selfeval.web.views.old_forms import read_again, upload_or_404, why_not_into

_REFUSED: Final = 409
_TAKE: Final = "take"


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, upload_id: UUID, public_id: UUID) -> HttpResponse:
    """The preview; a POST saves the boxes that were agreed to, and nothing besides."""
    upload, filing = upload_or_404(request, upload_id), filing_or_404(request, public_id)
    demand(request, Right.EDIT, filing)
    report = read_again(request, upload, filing)
    if report is None:
        return redirect("check-form")
    why_not = why_not_into(report, filing) or report["no_draft"]
    if why_not:
        context = {"upload": upload, "filing": filing, "why_not": why_not}
        return render(request, "old_forms/draft.html", context, status=_REFUSED)
    framework = framework_snapshot(version=filing.cycle.framework)
    year = report["file"]["understood"]["fiscal_year"]
    is_same_year = year == filing.cycle.fiscal_year
    found = draft_of(framework, filing_snapshot(filing=filing), report, is_same_year=is_same_year)
    if request.method == "POST":
        return _save(request, upload, filing, found)
    unit = report["file"]["understood"]["department"] or ""
    return _page(request, upload, filing, found, other_year="" if is_same_year else str(year or "未写"), unit=unit)


def _save(request: HttpRequest, upload: PendingUpload, filing: Filing, found: Draft) -> HttpResponse:
    taken = {*request.POST.getlist(_TAKE)}
    taken |= {row.box for row in found.choices if request.POST.get(f"pick.{row.box}") == _TAKE}
    changes = [change for box, change in found.changes.items() if box in taken]
    if not changes:
        messages.warning(request, "没有选要带入的内容，什么也没有改。")
        return redirect("old-form-draft", upload.public_id, filing.public_id)
    try:
        saved = save_boxes(
            actor=actor_of(request),
            filing_id=filing.pk,
            changes=changes,
            seen=_number(request.POST.get("version", "")),
            request_id=_uuid(request.POST.get("request_id", "")),
            recorded_as=EventAction.OLD_FORM_IMPORTED,
            extra={"name": upload.name, "sha256": upload.sha256},
            now=timezone.now(),
        )
    except NotEditable as refusal:
        raise turned_away(refusal) from refusal
    except BadValue as refused:
        messages.error(request, f"没有带入，什么也没有改：{refused}")
        return redirect("old-form-draft", upload.public_id, filing.public_id)
    return _told(request, upload, filing, saved)


def _told(request: HttpRequest, upload: PendingUpload, filing: Filing, saved: SavedBoxes) -> HttpResponse:
    """Say what was stored; back to the choice where somebody else typed meanwhile, else to the filing."""
    if saved.stored:
        messages.success(request, f"已从 {upload.name} 带入 {len(saved.stored)} 处，请逐页核对后再送签。")
    if not saved.conflicts:
        return redirect("filing", filing.public_id)
    framework = framework_snapshot(version=filing.cycle.framework)
    names = "、".join(box_label(framework, each.box) for each in saved.conflicts)
    messages.warning(request, f"这时有人改过{names}，没有带入，请在下面再选。")
    return redirect("old-form-draft", upload.public_id, filing.public_id)


def _page(request: HttpRequest, upload: PendingUpload, filing: Filing, found: Draft, **words: Any) -> HttpResponse:
    department = filing.department.name
    context = {
        "upload": upload,
        "filing": filing,
        "draft": found,
        "version": filing.version,
        "request_id": uuid4(),
        "other_year": words["other_year"],
        "other_unit": words["unit"] if words["unit"] and words["unit"] != department else "",
    }
    return render(request, "old_forms/draft.html", context)


def _number(text: str) -> int:
    """The version a page was made at; 0, which nothing was ever seen at, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
