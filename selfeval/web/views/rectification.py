"""整改: the list, one item with its steps and files, and the register as a workbook."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selfeval.domain.after_review import STEPS
from selfeval.domain.rights import UNIT_ROLES
from selfeval.domain.rights_after import why_not_step
from selfeval.domain.standing import Standing
from selfeval.domain.workflow import SEPARATE_ROLES, Role
from selfeval.models import RectificationItem, User
from selfeval.queries.filings import UnknownChoice
from selfeval.queries.rectification import item_counts, item_cycles, list_items, visible_items
from selfeval.queries.standing import standing_of
from selfeval.services.errors import FileRefused, StaleVersion, Unfit
from selfeval.services.rectification import close_several, take_step
from selfeval.services.words import day_words
from selfeval.web.forms.rectification import CloseForm, ReportForm, SendBackForm, StepForm, chosen_items
from selfeval.web.presenters.lists import address, pager_of
from selfeval.web.presenters.rectification import (
    OVERDUE,
    REGISTER_HEADS,
    item_row,
    register_rows,
    state_choices,
    step_lines,
)
from selfeval.web.views.access import actor_of, demand_step
from selfeval.web.views.kept_files import file_response
from selfeval.web.views.registers import register_file
from selfeval.web.views.steps import conflict

PAGE_SIZE: Final = 20
_PARTS: Final = ("state", "cycle", "q", "page")
_LONGEST: Final = 100
_INVALID: Final = 422
_WITHOUT: Final = SEPARATE_ROLES | {Role.UNASSIGNED, Role.THIRD_PARTY}
_FORMS: Final[Mapping[str, type[StepForm]]] = {
    "begin": StepForm,
    "report": ReportForm,
    "close": CloseForm,
    "send_back": SendBackForm,
}
_DONE: Final = {
    "begin": "已开始整改，改好后请反馈。",
    "report": "已反馈，等财政局核对。",
    "close": "已销号。",
    "send_back": "已退回，单位会收到通知。",
}


@require_safe
def rectification(request: HttpRequest) -> HttpResponse:
    """The items the person may see; the filter is in the address."""
    user = _reader(request)
    return render(request, "rectification/list.html", _listed(request, user))


@require_safe
def register(request: HttpRequest) -> FileResponse:
    """整改台账: the list as it is filtered, whole."""
    user, today = _reader(request), timezone.localdate()
    query = _query(request)
    items = list(_filtered(user, query, today))
    return register_file(
        request,
        user,
        title="整改台账",
        hint=f"共 {len(items)} 项，截至 {day_words(today)}",
        query=query,
        heads=REGISTER_HEADS,
        rows=register_rows(items, today=today),
    )


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """销号 what is ticked in the list; what became of each is told on the list."""
    user = _reader(request)
    if not _may_close(user):
        raise PermissionDenied(why_not_step(STEPS["rectify_close"], Standing(role=Role(user.role)), None))
    chosen = chosen_items(request.POST.getlist("chosen"))
    outcomes = {each.item_id: each for each in close_several(actor=user, chosen=chosen, now=timezone.now())}
    refused = [each for each in outcomes.values() if not each.is_closed]
    items = visible_items(user=user).in_bulk([each.item_id for each in refused])
    context = _listed(request, user) | {
        "has_none": not chosen,
        "closed": sum(each.is_closed for each in outcomes.values()),
        "refused": [(items.get(each.item_id), each.words) for each in refused],
    }
    return render(request, "rectification/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """One item; a POST takes a step (`step`: begin, report, close, send_back)."""
    found = get_object_or_404(visible_items(user=_reader(request)), public_id=item_id)
    if request.method != "POST":
        return _item_page(request, found, {})
    code = request.POST.get("step", "")
    if code not in _FORMS:
        raise BadRequest("没有这一步。")
    form = _FORMS[code](request.POST, request.FILES, auto_id=f"{code}-%s")
    demand_step(request, f"rectify_{code}", found.filing, found.current_state)
    if form.is_valid():
        return _take(request, found, code, form)
    if "version" in form.errors:
        return conflict(request, found.filing, "缺少页面版本，请刷新后再办理。")
    return _item_page(request, found, {code: form}, status=_INVALID)


@require_safe
def item_file(request: HttpRequest, item_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A file that came with a report."""
    found = get_object_or_404(visible_items(user=_reader(request)), public_id=item_id)
    return file_response(request, found.filing, get_object_or_404(found.files.all(), public_id=file_id))


def _take(request: HttpRequest, found: RectificationItem, code: str, form: StepForm) -> HttpResponse:
    try:
        take_step(
            actor=actor_of(request),
            item_id=found.pk,
            code=f"rectify_{code}",
            expected_version=form.cleaned_data["version"],
            words=form.cleaned_data["words"],
            files=form.cleaned_data.get("file", ()),
            now=timezone.now(),
        )
    except StaleVersion as stale:
        return conflict(request, found.filing, str(stale))
    except (Unfit, FileRefused) as refusal:
        box = refusal.box if isinstance(refusal, Unfit) and refusal.box == "words" else "file"
        form.add_error(box if box in form.fields else None, str(refusal))
        return _item_page(request, found, {code: form}, status=_INVALID)
    messages.success(request, _DONE[code])
    return redirect("rectification-item", found.public_id)


def _item_page(
    request: HttpRequest, found: RectificationItem, refilled: Mapping[str, StepForm], *, status: int = 200
) -> HttpResponse:
    user, now = actor_of(request), timezone.now()
    standing = standing_of(user=user, filing=found.filing)
    forms = {
        code: refilled.get(code) or form(initial={"version": found.version}, auto_id=f"{code}-%s")
        for code, form in _FORMS.items()
        if not why_not_step(STEPS[f"rectify_{code}"], standing, found.current_state)
    }
    context = {
        "item": found,
        "row": item_row(found, today=timezone.localdate(now), now=now),
        "steps": step_lines(found, now),
        "forms": forms,
        "is_of_bureau": user.role not in UNIT_ROLES,
    }
    return render(request, "rectification/item.html", context, status=status)


def _reader(request: HttpRequest) -> User:
    user = actor_of(request)
    if Role(user.role) in _WITHOUT:
        raise PermissionDenied("整改由财政局和各单位办理。")
    return user


def _may_close(user: User) -> bool:
    return Role(user.role) in STEPS["rectify_close"].roles


def _query(request: HttpRequest) -> dict[str, str]:
    return {part: request.GET.get(part, "").strip()[:_LONGEST] for part in _PARTS}


def _filtered(user: User, query: Mapping[str, str], today: date) -> QuerySet[RectificationItem]:
    is_overdue = query["state"] == OVERDUE
    try:
        return list_items(
            user=user,
            state="" if is_overdue else query["state"],
            cycle=query["cycle"],
            search=query["q"],
            is_overdue=is_overdue,
            today=today,
        )
    except UnknownChoice as unknown:
        raise BadRequest(str(unknown)) from unknown


def _listed(request: HttpRequest, user: User) -> dict[str, Any]:
    """Counts, rows and pager of the list as the address filters it."""
    query, now = _query(request), timezone.now()
    today = timezone.localdate(now)
    page: Any = Paginator(_filtered(user, query, today), PAGE_SIZE).get_page(query["page"])
    rows = [item_row(each, today=today, now=now) for each in page]
    return {
        "rows": rows,
        "pager": pager_of(page, query),
        "query": query,
        "choices": state_choices(item_counts(user=user, cycle=query["cycle"], today=today), query),
        "cycles": item_cycles(user=user),
        "has_filter": any(query[part] for part in ("state", "cycle", "q")),
        "all_url": address({}),
        "here": address(query, page=query["page"]),
        "is_of_unit": user.role in UNIT_ROLES,
        "may_issue": Role(user.role) in STEPS["rectify_issue"].roles,
        "may_close": _may_close(user) and any(row.is_closable for row in rows),
    }
