"""结果应用台账: entries are made and cancelled with a reason, never changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role
from selfeval.models import ResultUse, User
from selfeval.queries.filings import UnknownChoice
from selfeval.queries.result_uses import (
    READERS,
    ledger_cycles,
    list_uses,
    sums_by_kind,
    usable_filings,
    visible_uses,
)
from selfeval.services.errors import AlreadyThere, Unfit
from selfeval.services.result_uses import cancel, enter
from selfeval.services.words import day_words
from selfeval.web.forms.result_uses import CancelForm, EntryForm
from selfeval.web.presenters.lists import address, pager_of
from selfeval.web.presenters.result_uses import LEDGER_HEADS, ledger_rows, sum_rows, use_row
from selfeval.web.views.access import actor_of, demand_task
from selfeval.web.views.registers import register_file

PAGE_SIZE: Final = 20
_PARTS: Final = ("cycle", "kind", "q", "page")
_LONGEST: Final = 100
_INVALID, _CONFLICT = 422, 409


@require_safe
def result_uses(request: HttpRequest) -> HttpResponse:
    """The ledger with its sums; the filter is in the address."""
    user, query, now = _reader(request), _query(request), timezone.now()
    page: Any = Paginator(_filtered(user, query), PAGE_SIZE).get_page(query["page"])
    of_all_kinds = _filtered(user, {**query, "kind": ""})
    context = {
        "rows": [use_row(each, now) for each in page],
        "pager": pager_of(page, query),
        "query": query,
        "sums": sum_rows(sums_by_kind(uses=of_all_kinds), query),
        "cycles": ledger_cycles(user=user),
        "has_filter": any(query[part] for part in ("cycle", "kind", "q")),
        "all_url": address({}),
        "here": address(query),
        "may_enter": not why_not_task(Task.KEEP_LEDGER, Role(user.role)),
    }
    return render(request, "result_uses/list.html", context)


@require_safe
def ledger(request: HttpRequest) -> FileResponse:
    """结果应用台账 as it is filtered, whole, as a workbook."""
    user, now = _reader(request), timezone.now()
    query = _query(request)
    rows = ledger_rows(_filtered(user, query), now)
    hint = f"共 {len(rows)} 条（含冲销），截至 {day_words(timezone.localdate(now))}"
    return register_file(request, user, title="结果应用台账", hint=hint, query=query, heads=LEDGER_HEADS, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
def enter_use(request: HttpRequest) -> HttpResponse:
    """登记 in the cycle of the address, the newest unless given; a POST keeps the entry."""
    user, now = demand_task(request, Task.KEEP_LEDGER), timezone.now()
    cycles = ledger_cycles(user=user)
    code = request.GET.get("cycle", "")
    code = code if code in cycles else next(iter(cycles), "")
    filings = usable_filings(user=user, cycle=code)
    if request.method != "POST":
        proposed = {"filing": request.GET.get("filing", ""), "decided_on": timezone.localdate(now)}
        return _entry_page(request, EntryForm(initial=proposed, filings=filings), cycles, code)
    form = EntryForm(request.POST, filings=filings)
    if form.is_valid() and _entered(user, form, now):
        messages.success(request, f"已登记{form.cleaned_data['filing'].department.name}的结果应用。")
        return redirect("result-uses")
    return _entry_page(request, form, cycles, code, status=_INVALID)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_use(request: HttpRequest, pk: int) -> HttpResponse:
    """冲销: what is cancelled, and why; a POST does it."""
    user, now = demand_task(request, Task.KEEP_LEDGER), timezone.now()
    use = get_object_or_404(visible_uses(user=user), pk=pk)
    form = CancelForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = _INVALID
        if form.is_valid():
            try:
                reason, today = form.cleaned_data["reason"], timezone.localdate(now)
                cancel(actor=user, use_id=use.pk, reason=reason, now=now, today=today)
            except AlreadyThere as clash:
                form.add_error(None, str(clash))
                status = _CONFLICT
            except Unfit as refusal:
                form.add_error(refusal.box if refusal.box in form.fields else "reason", str(refusal))
            else:
                messages.success(request, "已冲销，原来的一条仍然留着。")
                return redirect("result-uses")
    context = {"row": use_row(use, now), "form": form}
    return render(request, "result_uses/cancel.html", context, status=status)


def _entered(user: User, form: EntryForm, now: datetime) -> bool:
    """Keep the entry; what does not fit is told on the form."""
    try:
        enter(
            actor=user,
            filing_id=form.cleaned_data["filing"].pk,
            entry=form.entry(),
            now=now,
            today=timezone.localdate(now),
        )
    except Unfit as refusal:
        form.add_error(refusal.box if refusal.box in form.fields else None, str(refusal))
        return False
    return True


def _entry_page(
    request: HttpRequest, form: EntryForm, cycles: Mapping[str, str], code: str, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "cycles": cycles, "code": code, "has_filings": form.fields["filing"].queryset.exists()}  # type: ignore[attr-defined]
    return render(request, "result_uses/enter.html", context, status=status)


def _reader(request: HttpRequest) -> User:
    user = actor_of(request)
    if Role(user.role) not in READERS:
        raise PermissionDenied("结果应用台账由财政局登记和查看。")
    return user


def _query(request: HttpRequest) -> dict[str, str]:
    return {part: request.GET.get(part, "").strip()[:_LONGEST] for part in _PARTS}


def _filtered(user: User, query: Mapping[str, str]) -> QuerySet[ResultUse]:
    try:
        return list_uses(user=user, cycle=query["cycle"], kind=query["kind"], search=query["q"])
    except UnknownChoice as unknown:
        raise BadRequest(str(unknown)) from unknown
