"""A year of the units somebody may see, for its page and its documents. Queries never depend on the number of units.

The rows are the filings of `visible_filings`, filtered; nothing else decides who gets which. Figures and scores are of
the frozen copy that is before its reviewers or finalised, a part at a time: thousands of copies never stand in memory.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from selfeval.domain.annual import Chosen, Unfiled, Year
from selfeval.domain.annual_head import head_of
from selfeval.domain.annual_tally import REPORTED
from selfeval.domain.final_score import FinalScoreRule
from selfeval.domain.workflow import Role, State
from selfeval.models import Department, Filing, FilingCycle, User
from selfeval.queries.annual_rows import rectified_rows, unit_rows
from selfeval.queries.departments import below, subordinate_ids
from selfeval.queries.filings import UnknownChoice, visible_filings
from selfeval.queries.framework_snapshots import framework_snapshot

_ORDER: Final = ("department__code", "pk")
_REPORTED: Final = [state.value for state in REPORTED]
_NO_FORM: Final = "还没有下达"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualFilter:
    """What of a year is asked for: a department with all below it, a grade, a state, words of name or code."""

    department: Department | None = None
    grade: str = ""
    state: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFigures:
    """What the page shows of the rows: states, and totals and grades of those that count."""

    states: Mapping[State, int]
    totals: tuple[Decimal, ...]
    grades: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many rows."""
        return sum(self.states.values())


def annual_filings(*, user: User, cycle: FilingCycle, asked: AnnualFilter) -> QuerySet[Filing]:
    """The rows: what the person may see of `cycle`, filtered. Raises UnknownChoice for a state that is none."""
    seen = visible_filings(user=user).order_by().values("pk")
    filings = Filing.objects.filter(pk__in=seen, cycle=cycle)
    if asked.state:
        if asked.state not in set(State):
            raise UnknownChoice(name="状态", value=asked.state)
        filings = filings.filter(state=asked.state)
    if asked.grade:
        own = Q(final_grade="", grade=asked.grade)
        filings = filings.filter(Q(final_grade=asked.grade) | own, state__in=_REPORTED)
    if asked.department is not None:
        filings = filings.filter(department__in=_with_below(asked.department))
    for word in asked.search.split():
        filings = filings.filter(Q(department__name__icontains=word) | Q(department__code__icontains=word))
    return filings.order_by(*_ORDER)


def annual_year(*, user: User, cycle: FilingCycle, asked: AnnualFilter, chosen: Chosen, now: datetime) -> Year:
    """All that the documents of the year are made of; its rows are read as they are taken.

    Raises ChangedMeanwhile while rows are taken.
    """
    framework = framework_snapshot(version=cycle.framework)
    head = head_of(
        framework,
        title=cycle.title,
        fiscal_year=cycle.fiscal_year,
        rule=FinalScoreRule(cycle.final_score_rule).label,
    )
    filings = annual_filings(user=user, cycle=cycle, asked=asked)
    return Year(
        head=head,
        chosen=chosen,
        units=unit_rows(head, cycle, filings),
        rectified=rectified_rows(framework, user, filings, timezone.localdate(now)),
        unfiled=tuple(unfiled_units(user=user, cycle=cycle, asked=asked)),
    )


def page_figures(filings: QuerySet[Filing]) -> PageFigures:
    """The figures of the page. One query."""
    states = dict.fromkeys(State, 0)
    totals: list[Decimal] = []
    grades: list[str] = []
    rows = filings.order_by().values_list("state", "self_total", "final_total", "grade", "final_grade")
    for state, own, final, grade, final_grade in rows:
        states[State(state)] += 1
        total = own if final is None else final
        if State(state) in REPORTED and total is not None:
            totals.append(total)
            grades.append(final_grade or grade)
    return PageFigures(states=states, totals=tuple(totals), grades=tuple(grades))


def unfiled_units(*, user: User, cycle: FilingCycle, asked: AnnualFilter) -> Iterator[Unfiled]:
    """The units in the person's reach that have nothing before their reviewers, by code. Two queries.

    Whose the year is and where their forms stand is what the progress board tells the same people.
    """
    states = dict(Filing.objects.filter(cycle=cycle).order_by().values_list("department", "state"))
    reported = {unit for unit, state in states.items() if state in _REPORTED}
    units = Department.objects.filter(Q(planned_cycles=cycle) | Q(filings__cycle=cycle)).distinct()
    reach = _reach(user)
    if reach is not None:
        units = units.filter(reach)
    if asked.department is not None:
        units = units.filter(pk__in=_with_below(asked.department))
    for unit in units.select_related("supervisor").order_by("code"):
        if unit.pk not in reported:
            state = states.get(unit.pk)
            yield Unfiled(
                code=unit.code,
                name=unit.name,
                above=unit.supervisor.name if unit.supervisor else "",
                why=State(state).label if state else _NO_FORM,
                is_exempt=state == State.EXEMPT,
            )


def departments_above(*, user: User) -> list[Department]:
    """The departments with units below them in the person's reach: what the filter offers. One query."""
    reach = _reach(user)
    below_them = Department.objects.filter(supervisor__isnull=False)
    if reach is not None:
        below_them = below_them.filter(reach)
    return list(Department.objects.filter(pk__in=below_them.order_by().values("supervisor")).order_by("code"))


def _reach(user: User) -> Q | None:
    """The units whose progress the person may know of; None for all."""
    match user.role:
        case Role.ADMINISTRATOR | Role.REVIEWER | Role.AUDITOR:
            return None
        case Role.SUPERVISOR:
            return Q(pk__in=subordinate_ids(user))
        case Role.OFFICE_REVIEWER if user.business_office_id is not None:
            return Q(business_office=user.business_office_id)
    return Q(pk__in=[])


def _with_below(department: Department) -> frozenset[int]:
    return below(department.pk) | {department.pk}
