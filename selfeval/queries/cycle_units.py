"""The units of one cycle with their forms, found by what is asked for; and the units of the whole tree."""

from collections.abc import Collection, Mapping
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from selfeval.domain.workflow import State
from selfeval.models import BusinessOffice, Department, Filing, FilingCycle, User
from selfeval.queries.filings import UnknownChoice, visible_filings

# What may be asked for besides a state, with its words.
KINDS: Final[Mapping[str, str]] = {
    "unissued": "未下达",
    "extended": "已延期",
    "no-supervisor": "没有主管部门",
    "no-office": "没有业务科室",
}


def cycle_units(*, cycle: FilingCycle, kind: str = "", search: str = "") -> QuerySet[Department]:
    """The units `cycle` is meant for or that have a form of it, by code; `kind` is a state or one of `KINDS`.

    Raises UnknownChoice.
    """
    planned = FilingCycle.units.through.objects.filter(filingcycle=cycle, department=OuterRef("pk"))
    forms = Filing.objects.filter(cycle=cycle, department=OuterRef("pk"))
    found = Department.objects.filter(Exists(planned) | Exists(forms)).select_related("supervisor", "business_office")
    match kind:
        case "":
            pass
        case "unissued":
            found = found.filter(~Exists(forms))
        case "extended":
            found = found.filter(Exists(forms.filter(due_at__isnull=False)))
        case "no-supervisor":
            found = found.filter(supervisor__isnull=True)
        case "no-office":
            found = found.filter(business_office__isnull=True)
        case state if state in set(State):
            found = found.filter(Exists(forms.filter(state=state)))
        case _:
            raise UnknownChoice(name="状态", value=kind)
    return _searched(found, search).order_by("code")


def forms_of(*, user: User, cycle: FilingCycle, departments: Collection[Department]) -> dict[int, Filing]:
    """The forms of `departments` that `user` may see, by unit, with standing at hand. A few queries for all."""
    found = visible_filings(user=user).filter(cycle=cycle, department__in=[each.pk for each in departments])
    return {filing.department_id: filing for filing in found}


def kind_counts(*, cycle: FilingCycle) -> dict[str, int]:
    """How many units there are of each state that occurs, and of each kind; "" is all of them. Six queries."""
    counted = Filing.objects.filter(cycle=cycle).order_by().values_list("state").annotate(Count("pk"))
    states = {state: count for state, count in counted if count}
    kinds = {kind: cycle_units(cycle=cycle, kind=kind).count() for kind in ("", *KINDS)}
    return {**kinds, **states}


def all_units(*, kind: str = "", search: str = "") -> QuerySet[Department]:
    """Every unit with supervisor and office; `kind` `no-supervisor` or `no-office`. Raises UnknownChoice."""
    found = Department.objects.select_related("supervisor", "business_office")
    match kind:
        case "":
            pass
        case "no-supervisor":
            found = found.filter(supervisor__isnull=True)
        case "no-office":
            found = found.filter(business_office__isnull=True)
        case _:
            raise UnknownChoice(name="筛选", value=kind)
    return _searched(found, search).order_by("code")


def offices() -> QuerySet[BusinessOffice]:
    """The offices of the bureau by code, with how many units and people each has."""
    return BusinessOffice.objects.annotate(
        unit_count=Count("departments", distinct=True),
        people_count=Count("people", filter=Q(people__is_active=True), distinct=True),
    ).order_by("code")


def _searched(found: QuerySet[Department], search: str) -> QuerySet[Department]:
    for word in search.split():
        found = found.filter(Q(name__icontains=word) | Q(code__icontains=word))
    return found
