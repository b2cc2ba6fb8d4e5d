"""Excel 填报: a filing's workbook taken away, brought back, looked over and only then stored."""

import base64
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from selfeval.domain.files import FileFaults
from selfeval.domain.rights import Right
from selfeval.imports.apart import read_apart
from selfeval.imports.filing_workbook.marking import WORK, options_of
from selfeval.models import EventAction, Filing, PendingUpload
from selfeval.queries.box_stamps import box_stamps
from selfeval.services.errors import BadValue, NotAllowed, NotEditable, UnknownBox
from selfeval.services.filings import SavedBoxes, save_boxes
from selfeval.services.open_boxes import open_of
from selfeval.services.uploads import discard_upload, keep_upload, own_upload
from selfeval.web.forms.filing_workbook import BoxChange, chosen, undecided
from selfeval.web.forms.filing_workbook_upload import FilledWorkbookForm
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.filing_workbook import preview_of
from selfeval.web.views.access import actor_of, demand, filing_or_404
from selfeval.web.views.files import workbook_file
from selfeval.web.views.workbook_reading import Looked, looked_at, workbook_of

_UNUSABLE: Final = 422
_CHANGED: Final = 409
_MOST_LISTED: Final = 200
_PURPOSE: Final = PendingUpload.Purpose.WORKBOOK


@require_http_methods(["GET", "HEAD", "POST"])
def fill_workbook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The page to download from and upload on; what comes is kept for a day and shown at its own address."""
    filing = _filing(request, public_id)
    if request.method != "POST":
        return _upload_page(request, filing, FilledWorkbookForm())
    form = FilledWorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, filing, form, status=_UNUSABLE)
    file = form.cleaned_data["file"]
    upload = keep_upload(
        actor=actor_of(request),
        purpose=_PURPOSE,
        name=str(file.name),
        content=file.read(),
        now=timezone.now(),
        filing=filing,
    )
    return redirect("filing-check-workbook", public_id, upload.public_id)


@require_safe
def download(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The workbook of the filing as it stands."""
    filing = _filing(request, public_id)
    name = f"{filing.department.name}_{filing.cycle.fiscal_year}年度填报工作簿.xlsx"
    return workbook_file(workbook_of(filing, timezone.now()), name)


@require_http_methods(["GET", "HEAD", "POST"])
def check_workbook(request: HttpRequest, public_id: UUID, upload_id: UUID) -> HttpResponse:
    """What an uploaded workbook would change, or what is wrong with it; a POST stores it, all or nothing."""
    filing = _filing(request, public_id)
    upload = _upload(request, filing, upload_id)
    if upload is None:
        messages.info(request, "这次上传已经处理过，或已超过一天。要再传，请重新上传。")
        return redirect("filing-fill-workbook", public_id)
    looked = looked_at(filing, upload.name, bytes(upload.content), timezone.now())
    if request.method != "POST" or looked.taken.faults:
        status = _UNUSABLE if looked.taken.faults else None
        return _looked_page(request, filing, upload, looked, status=status)
    if request.POST.get("version") != str(filing.version):
        words = "您看这一页的时候，又有人在网页上保存过。下面是按现在的内容重新对照的，请再看一遍。"
        return _looked_page(request, filing, upload, looked, words=words, status=_CHANGED)
    open_count = undecided(_open_changes(filing, looked), request.POST)
    if open_count:
        words = f"还有 {open_count} 处没有选用谁的。"
        return _looked_page(request, filing, upload, looked, words=words, status=_UNUSABLE)
    return _applied(request, filing, upload, looked)


@require_safe
def marked_workbook(request: HttpRequest, public_id: UUID, upload_id: UUID) -> HttpResponse | FileResponse:
    """The uploaded workbook with the wrong cells coloured, commented and listed on a first sheet."""
    filing = _filing(request, public_id)
    upload = _upload(request, filing, upload_id)
    if upload is None:
        raise Http404
    content = bytes(upload.content)
    faults = tuple(looked_at(filing, upload.name, content, timezone.now()).taken.faults)
    try:
        marked = read_apart(WORK, upload.name, content, options_of(faults))
    except FileFaults:
        messages.error(request, "这份文件打不开或太大，没法在里面标红；请照下面的清单改。")
        return redirect("filing-check-workbook", public_id, upload_id)
    return workbook_file(base64.b64decode(marked), f"标红_{upload.name.removesuffix('.xlsx')}.xlsx")


def _applied(request: HttpRequest, filing: Filing, upload: PendingUpload, looked: Looked) -> HttpResponse:
    changes = chosen(_open_changes(filing, looked), request.POST)
    if not changes:
        discard_upload(upload=upload)
        messages.info(request, "没有变化：工作簿里的内容和网页上的一样，或都选了保留网页上的，或退回时没有开放。")
        return redirect("filing-fill-workbook", filing.public_id)
    try:
        saved = save_boxes(
            actor=actor_of(request),
            filing_id=filing.pk,
            changes=changes,
            seen=filing.version,
            request_id=upload.public_id,
            recorded_as=EventAction.WORKBOOK_IMPORTED,
            extra={"file": upload.name, "sha256": upload.sha256},
            now=timezone.now(),
        )
    except (BadValue, NotAllowed, NotEditable, UnknownBox) as refusal:
        return _looked_page(request, filing, upload, looked, words=str(refusal), status=_CHANGED)
    discard_upload(upload=upload)
    _tell(request, saved)
    return redirect("filing-section", filing.public_id, "check")


def _open_changes(filing: Filing, looked: Looked) -> list[BoxChange]:
    """What the workbook changes where it may be changed: a return may have left boxes locked."""
    changes = looked.taken.changes
    boxes = open_of(filing, looked.assessment.framework, [each.change.box for each in changes])
    return [each for each in changes if each.change.box in boxes]


def _tell(request: HttpRequest, saved: SavedBoxes) -> None:
    if saved.written:
        messages.success(request, f"已从工作簿存入 {len(saved.written)} 处。")
    else:
        messages.info(request, "没有变化：网页上刚才已经存成和工作簿一样的了。")
    if saved.conflicts:
        messages.warning(request, f"有 {len(saved.conflicts)} 处刚才又有人改过，没有覆盖，请到页面上核对。")


def _looked_page(
    request: HttpRequest,
    filing: Filing,
    upload: PendingUpload,
    looked: Looked,
    *,
    words: str = "",
    status: int | None = None,
) -> HttpResponse:
    taken = looked.taken
    contested = [each.change.box for each in taken.changes if each.is_contested]
    opened = {each.change.box for each in _open_changes(filing, looked)}
    choices: Mapping[str, str] = request.POST if request.method == "POST" else {}
    context = _context(request, filing) | {
        "upload": upload,
        "words": words,
        "faults": taken.faults[:_MOST_LISTED],
        "fault_count": len(taken.faults),
        "notes": taken.notes,
        "preview": preview_of(
            taken,
            stamps=box_stamps(filing=filing, boxes=contested),
            choices=choices,
            locked={each.change.box for each in taken.changes} - opened,
            now=timezone.now(),
        ),
    }
    template = "filing/workbook_faults.html" if taken.faults else "filing/workbook_preview.html"
    return render(request, template, context, status=status)


def _upload_page(
    request: HttpRequest, filing: Filing, form: FilledWorkbookForm, *, status: int | None = None
) -> HttpResponse:
    return render(request, "filing/workbook.html", _context(request, filing) | {"form": form}, status=status)


def _context(request: HttpRequest, filing: Filing) -> dict[str, Any]:
    return {"filing": filing, "docbar": docbar_of(filing, timezone.now())}


def _filing(request: HttpRequest, public_id: UUID) -> Filing:
    filing = filing_or_404(request, public_id)
    demand(request, Right.EDIT, filing)
    return filing


def _upload(request: HttpRequest, filing: Filing, upload_id: UUID) -> PendingUpload | None:
    """The person's own upload for this filing; another's is as good as none."""
    try:
        upload = own_upload(actor=actor_of(request), purpose=_PURPOSE, public_id=upload_id, now=timezone.now())
    except PendingUpload.DoesNotExist:
        return None
    return upload if upload.filing_id == filing.pk else None
