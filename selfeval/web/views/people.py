"""The people of a unit: who they are, who reviews inside it, and handing a departing clerk's work over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from selfeval.domain.division import places_of
from selfeval.domain.rights import why_not_in_charge
from selfeval.domain.workflow import Role
from selfeval.models import Assignment, Department, User
from selfeval.queries.division import open_assignments, people_of, preparers_of
from selfeval.queries.snapshots import framework_snapshot
from selfeval.queries.standing import accountant_of
from selfeval.services.errors import Unfit
from selfeval.services.people import hand_over, name_accountant
from selfeval.web.forms.division import AccountantForm, HandOverForm
from selfeval.web.views.access import actor_of

_INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, pk: int) -> HttpResponse:
    """The people of a unit; a POST hands work over, in two steps: first what will happen, then the act."""
    department = _department_or_404(request, pk)
    if request.method != "POST":
        return _page(request, department)
    form = _form(department, request.POST)
    if not form.is_valid():
        return _page(request, department, form, status=_INVALID)
    wanted = {name: form.cleaned_data[name] for name in ("departing", "successor", "disable")}
    if not form.cleaned_data["is_confirmed"]:
        return _confirm(request, department, form, wanted)
    try:
        moved = hand_over(
            actor=actor_of(request),
            department_id=department.pk,
            departing_id=wanted["departing"],
            successor_id=wanted["successor"],
            disable=wanted["disable"],
            now=timezone.now(),
        )
    except Unfit as refusal:
        form.add_error(refusal.box or None, str(refusal))
        return _page(request, department, form, status=_INVALID)
    messages.success(request, f"已移交，分工 {moved} 部分。" if moved else "已移交。")
    return redirect("unit-people", pk)


@require_POST
def accountant(request: HttpRequest, pk: int) -> HttpResponse:
    """Name who reviews inside the unit; back to where it was asked."""
    department = _department_or_404(request, pk)
    form = AccountantForm(request.POST, people=preparers_of(department=department))
    if not form.is_valid():
        messages.error(request, "没有这个人，请刷新页面再选内部审核人。")
        return redirect(_back(request, department))
    try:
        person = form.cleaned_data["person"]
        named = name_accountant(
            actor=actor_of(request), department_id=department.pk, person_id=person, now=timezone.now()
        )
    except Unfit as refusal:
        messages.error(request, str(refusal))
    else:
        words = f"内部审核人已定为{named.accountant.full_name}。" if named.accountant else "已不设内部审核人。"
        messages.success(request, words)
    return redirect(_back(request, department))


def _department_or_404(request: HttpRequest, pk: int) -> Department:
    """The unit, for who is in charge of its people; another unit is as good as none."""
    user = actor_of(request)
    is_of_unit = user.department_id == pk
    if not is_of_unit and user.role != Role.ADMINISTRATOR:
        raise Http404
    department = get_object_or_404(Department.objects.select_related("accountant"), pk=pk)
    reason = why_not_in_charge(Role(user.role), is_of_unit=is_of_unit)
    if reason:
        raise PermissionDenied(reason)
    return department


def _back(request: HttpRequest, department: Department) -> Any:
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return back
    return f"/units/{department.pk}/people/"


def _form(department: Department, data: Any = None) -> HandOverForm:
    departing = department.people.filter(role=Role.PREPARER.value).order_by("username")
    return HandOverForm(data, departing=departing, successors=preparers_of(department=department))


def _page(
    request: HttpRequest, department: Department, form: HandOverForm | None = None, *, status: int = 200
) -> HttpResponse:
    found = list(people_of(department=department))
    counts: dict[int, int] = {}
    for row in open_assignments(people=found):
        counts[row.person_id] = counts.get(row.person_id, 0) + 1
    named = accountant_of(department)
    context = {
        "department": department,
        "people": [(person, counts.get(person.pk, 0), named == person) for person in found],
        "accountant": named,
        "accountant_form": AccountantForm(
            initial={"person": named.pk if named else ""},
            people=preparers_of(department=department),
            auto_id="accountant-%s",
        ),
        "form": form or _form(department),
        "may_hand_over": sum(person.role == Role.PREPARER and person.is_active for person in found) > 1
        or any(person.role == Role.PREPARER and not person.is_active for person in found),
    }
    return render(request, "people/unit.html", context, status=status)


def _confirm(request: HttpRequest, department: Department, form: HandOverForm, wanted: dict[str, Any]) -> HttpResponse:
    """What will happen."""
    named = User.objects.in_bulk([wanted["departing"], wanted["successor"]])
    departing = named[wanted["departing"]]
    context = {
        "department": department,
        "departing": departing,
        "successor": named[wanted["successor"]],
        "assignments": [(row, _title(row)) for row in open_assignments(people=[departing])],
        "is_accountant": department.accountant_id == departing.pk,
        "disable": wanted["disable"],
    }
    return render(request, "people/confirm.html", context)


def _title(row: Assignment) -> str:
    places = places_of(framework_snapshot(version=row.filing.cycle.framework))
    return next((each.title for each in places if each.code == row.place), row.place)
