"""How far a cycle is: counts and the list for the progress board. The number of queries never depends on the units."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db.models import Count, F, Max, OrderBy, Q, QuerySet
from django.db.models.functions import Coalesce

from selfeval.domain.cycle import Stage
from selfeval.domain.rights import FROZEN
from selfeval.domain.workflow import IN_REVIEW, State
from selfeval.models import Event, Filing, FilingCycle
from selfeval.models.filings import STATES_WITH_UNIT
from selfeval.queries.filings import UnknownChoice

OVERDUE: Final = "overdue"
# Units without a supervising department.
NO_SUPERVISOR: Final = "none"
WORDS: Final = {OVERDUE: "逾期未报", NO_SUPERVISOR: "没有主管部门"}
ORDERS: Final[dict[str, tuple[str | OrderBy, ...]]] = {
    "": ("department__code",),
    "risk": ("-risk", "-warning_count", F("self_total").asc(nulls_last=True), "department__code"),
    "deadline": (Coalesce("due_at", "cycle__deadline").asc(), "department__code"),
    "score": (Coalesce("final_total", "self_total").asc(nulls_last=True), "department__code"),
    "-score": (Coalesce("final_total", "self_total").desc(nulls_last=True), "department__code"),
    "updated": ("updated_at", "pk"),
    "-updated": ("-updated_at", "-pk"),
}
_COUNTED: Final = IN_REVIEW | {State.FINALISED}


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilter:
    """What of a cycle is shown: a state or `overdue`, words, units below one department, one grade."""

    state: str = ""
    search: str = ""
    above: str = ""
    grade: str = ""
    order: str = ""


@dataclass(slots=True, kw_only=True)
class Group:
    """The units of one supervising department, `key` None for those without; counts by state."""

    key: int | None
    name: str
    states: dict[State, int] = field(default_factory=lambda: dict.fromkeys(State, 0))
    overdue: int = 0

    @property
    def count(self) -> int:
        """All units that have a form."""
        return sum(self.states.values())

    @property
    def submitted(self) -> int:
        """Those that are in review or done."""
        return sum(self.states[state] for state in _COUNTED)


def board_cycles() -> list[FilingCycle]:
    """The cycles that have begun to be used, newest first, with framework. One query."""
    found = FilingCycle.objects.exclude(stage=Stage.DRAFT.value).select_related("framework")
    return list(found.order_by("-fiscal_year", "-opens_at", "code"))


def before(cycle: FilingCycle, cycles: Iterable[FilingCycle]) -> FilingCycle | None:
    """The cycle of the year before that `cycle` is compared with: the one it follows, else the newest of that year."""
    year = [each for each in cycles if each.fiscal_year == cycle.fiscal_year - 1]
    return next((each for each in year if each.pk == cycle.based_on_id), year[0] if year else None)


def groups_of(*, cycle: FilingCycle, now: datetime, units: Collection[int] | None = None) -> list[Group]:
    """The forms of `cycle`, of `units` only where given, by supervising department and state. One query."""
    late = Q(state__in=[state.value for state in STATES_WITH_UNIT]) & (
        Q(due_at__lt=now) | Q(due_at__isnull=True, cycle__deadline__lt=now)
    )
    rows = (
        board_filings(cycle=cycle, units=units)
        .order_by()
        .values_list("department__supervisor", "department__supervisor__name", "department__supervisor__code", "state")
        .annotate(n=Count("pk"), late=Count("pk", filter=late))
    )
    found: dict[int | None, Group] = {}
    for key, name, _, state, number, overdue in sorted(rows, key=lambda row: (row[0] is None, row[2] or "")):
        group = found.setdefault(key, Group(key=key, name=name or WORDS[NO_SUPERVISOR]))
        group.states[State(state)] += number
        group.overdue += overdue
    return list(found.values())


def board_filings(*, cycle: FilingCycle, units: Collection[int] | None = None) -> QuerySet[Filing]:
    """The forms of `cycle`, of `units` only where given."""
    filings = Filing.objects.filter(cycle=cycle)
    return filings if units is None else filings.filter(department__in=units)


def filtered(filings: QuerySet[Filing], asked: BoardFilter, *, now: datetime) -> QuerySet[Filing]:
    """The forms asked for, in the order asked for, with unit and reviewer. Raises UnknownChoice."""
    if asked.state == OVERDUE:
        filings = filings.filter(state__in=[state.value for state in STATES_WITH_UNIT]).filter(
            Q(due_at__lt=now) | Q(due_at__isnull=True, cycle__deadline__lt=now)
        )
    elif asked.state:
        if asked.state not in set(State):
            raise UnknownChoice(name="状态", value=asked.state)
        filings = filings.filter(state=asked.state)
    if asked.above == NO_SUPERVISOR:
        filings = filings.filter(department__supervisor__isnull=True)
    elif asked.above:
        if not (asked.above.isascii() and asked.above.isdecimal() and len(asked.above) < 10):
            raise UnknownChoice(name="主管部门", value=asked.above)
        filings = filings.filter(department__supervisor=int(asked.above))
    filings = of_grade(filings, asked.grade)
    for word in asked.search.split():
        filings = filings.filter(Q(department__name__icontains=word) | Q(department__code__icontains=word))
    if asked.order not in ORDERS:
        raise UnknownChoice(name="排序", value=asked.order)
    return filings.select_related("department__supervisor", "reviewer").order_by(*ORDERS[asked.order])


def of_grade(filings: QuerySet[Filing], grade: str) -> QuerySet[Filing]:
    """Those that are in review or done and of this grade, all without one."""
    if not grade:
        return filings
    counted = Q(state__in=[state.value for state in _COUNTED])
    return filings.filter(counted & (Q(final_grade=grade) | Q(final_grade="", grade=grade)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The total that counts of a form that is in review or done, and its grade."""

    total: Decimal
    grade: str


def results_of(cycles: Sequence[FilingCycle], *, units: Collection[int] | None = None) -> dict[int, list[Result]]:
    """The results of each cycle by its key: the final one where there is one, else the unit's. One query."""
    filings = Filing.objects.filter(cycle__in=cycles, state__in=[state.value for state in _COUNTED])
    if units is not None:
        filings = filings.filter(department__in=units)
    found: dict[int, list[Result]] = {cycle.pk: [] for cycle in cycles}
    rows = filings.order_by().values_list("cycle", "final_total", "self_total", "final_grade", "grade")
    for cycle, final, own, final_grade, grade in rows:
        total = own if final is None else final
        if total is not None:
            found[cycle].append(Result(total=total, grade=final_grade or grade))
    return found


def since(filings: Sequence[Filing]) -> dict[int, datetime]:
    """Since when each stands in its state, by key. One query."""
    moved = Event.objects.filter(filing__in=filings, is_refused=False).exclude(to_state="")
    rows = moved.exclude(to_state=F("from_state")).order_by().values_list("filing").annotate(Max("at"))
    return dict(rows)


def was_submitted(filing: Filing) -> bool:
    """Whether somebody besides the unit and who runs the year may read it."""
    return filing.current_state in FROZEN or filing.round > 1


def unissued(*, cycle: FilingCycle, units: Collection[int] | None = None) -> int:
    """How many units `cycle` is meant for that have no form of it yet. One query."""
    waiting = cycle.units.exclude(filings__cycle=cycle)
    return (waiting if units is None else waiting.filter(pk__in=units)).count()
