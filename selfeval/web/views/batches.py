"""批量导出: asking for packages of documents, watching how far they are, taking them away.

A batch is its asker's alone: that of somebody else is as good as none.
"""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selfeval.domain.export_batches import DocumentKind
from selfeval.domain.rights_after import Task
from selfeval.jobs.tasks import ask_for_batch
from selfeval.models import Department, ExportBatch, FilingCycle, User
from selfeval.models.evidence import private_storage
from selfeval.queries.export_batches import BatchFilter, batches_of, may_fetch, own_batch, skipped_items
from selfeval.services.errors import NotAllowed, Unfit, WriteRefused
from selfeval.services.export_batches import TooManyBatches, cancel_batch, note_fetched
from selfeval.web.forms.batches import BatchForm
from selfeval.web.presenters.batches import batch_view, skipped_rows
from selfeval.web.presenters.lists import pager_of
from selfeval.web.record_middleware import note_told
from selfeval.web.throttle import is_too_often
from selfeval.web.views.access import actor_of, demand_task, is_background, turned_away
from selfeval.web.views.ranges import OutOfRange, range_of, ranged_file

PAGE_SIZE: Final = 20
_INVALID, _TOO_MANY = 422, 429
_MOST_A_MINUTE: Final = 30
_ZIP: Final = "application/zip"
_TOO_OFTEN: Final = "点得太快了，请过一分钟再来；已经申请的还在做，不会丢。"


@require_http_methods(["GET", "HEAD", "POST"])
def batches(request: HttpRequest) -> HttpResponse:
    """One's own batches, and the form to ask for one; a POST asks."""
    user = demand_task(request, Task.EXPORT_IN_BATCH)
    form = BatchForm(request.POST or None, user=user, initial=_proposed(request))
    if request.method != "POST":
        return _list_page(request, user, form)
    if is_too_often(request, "batches", at_most=_MOST_A_MINUTE):
        form.add_error(None, _TOO_OFTEN)
        return _list_page(request, user, form, status=_TOO_MANY)
    if not form.is_valid():
        return _list_page(request, user, form, status=_INVALID)
    try:
        batch = ask_for_batch(actor=user, asked=form.asked, kinds=form.wanted, now=timezone.now())
    except NotAllowed as refusal:
        raise turned_away(refusal) from refusal
    except TooManyBatches as refusal:
        form.add_error(None, str(refusal))
        return _list_page(request, user, form, status=_TOO_MANY)
    except Unfit as refusal:
        form.add_error(refusal.box or None, str(refusal))
        return _list_page(request, user, form, status=_INVALID)
    return redirect("batch", batch.public_id)


@require_safe
def batch(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far it is, what was left out, the package; in the background only the part that changes."""
    user, now = demand_task(request, Task.EXPORT_IN_BATCH), timezone.now()
    found = _own(user, public_id)
    page: Any = Paginator(skipped_items(batch=found), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "batch": batch_view(found, cycles=_titles([found]), departments=_names([found]), now=now),
        "left_out": skipped_rows(page),
        "pager": pager_of(page, {}),
    }
    template = "batches/_progress.html" if is_background(request) else "batches/batch.html"
    return render(request, template, context)


@require_POST
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """取消."""
    user = demand_task(request, Task.EXPORT_IN_BATCH)
    found = _own(user, public_id)
    if cancel_batch(actor=user, batch=found, now=timezone.now()):
        messages.success(request, "已取消。已经生成的文件留着，下次导出会快些。")
    else:
        messages.info(request, "这个批量导出已经结束，不用取消。")
    return redirect("batch", public_id)


@require_POST
def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """重新导出: the same question once more, with what there is now."""
    user = demand_task(request, Task.EXPORT_IN_BATCH)
    found = _own(user, public_id)
    kinds = [DocumentKind(kind) for kind in found.kinds]
    try:
        fresh = ask_for_batch(actor=user, asked=BatchFilter(**found.filter), kinds=kinds, now=timezone.now())
    except WriteRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("batch", public_id)
    return redirect("batch", fresh.public_id)


@require_safe
def package(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The package, or the part of it that is asked for. Rights are asked again each time."""
    user, now = actor_of(request), timezone.now()
    found = _own(user, public_id)
    refusal = may_fetch(user=user, batch=found, now=now)
    storage = private_storage()
    if refusal or not storage.exists(found.path):
        raise Http404(refusal or "文件包不在了，请重新导出。")
    note_told(request)
    if request.method == "GET" and _is_beginning(request, found):
        note_fetched(actor=user, batch=found, now=now)
    file = storage.open(found.path, "rb")
    return ranged_file(request, file, size=found.size, sha256=found.sha256, name=found.download_name, media_type=_ZIP)


def _is_beginning(request: HttpRequest, batch: ExportBatch) -> bool:
    """Whether the download begins here; one that goes on was put on record when it began."""
    try:
        asked = range_of(request, size=batch.size, etag=f'"{batch.sha256}"')
    except OutOfRange:
        return False
    return asked is None or asked[0] == 0


def _own(user: User, public_id: UUID) -> ExportBatch:
    found = own_batch(user=user, public_id=public_id)
    if found is None:
        raise Http404
    return found


def _proposed(request: HttpRequest) -> dict[str, Any]:
    """What a list that leads here was filtered by."""
    asked = {"cycle": "cycle", "state": "state", "search": "q", "grade": "grade", "risk": "risk", "above": "above"}
    proposed: dict[str, Any] = {box: request.GET.get(part, "").strip()[:100] for box, part in asked.items()}
    proposed["above"] = _code_of(proposed["above"])
    return {**proposed, "kinds": [DocumentKind.FORM_PDF.value]}


def _code_of(above: str) -> str:
    """The code of the department the board knows by its key."""
    if not (above.isascii() and above.isdecimal() and len(above) < 10):
        return above
    return Department.objects.filter(pk=int(above)).values_list("code", flat=True).first() or ""


def _names(found: list[ExportBatch]) -> dict[str, str]:
    """The names of the departments that were chosen, by code."""
    codes = {each.filter.get("above", "") for each in found} - {""}
    return dict(Department.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}


def _titles(found: list[ExportBatch]) -> dict[str, str]:
    codes = {each.filter.get("cycle", "") for each in found} - {""}
    return dict(FilingCycle.objects.filter(code__in=codes).values_list("code", "title"))


def _list_page(request: HttpRequest, user: User, form: BatchForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    page: Any = Paginator(batches_of(user=user), PAGE_SIZE).get_page(request.GET.get("page"))
    titles, names = _titles(list(page)), _names(list(page))
    rows = [batch_view(each, cycles=titles, departments=names, now=now) for each in page]
    context = {"form": form, "rows": rows, "pager": pager_of(page, {})}
    return render(request, "batches/list.html", context, status=status)
