"""Reminding units of their forms (催报): many at once from the board, and by the timer before the deadline."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from selfeval.domain.cycle import Phase, Stage
from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role
from selfeval.models import Event, EventAction, Filing, FilingCycle, Notice, User
from selfeval.models.filings import STATES_WITH_UNIT
from selfeval.queries.departments import subordinate_ids
from selfeval.services.cycle_words import moment_words
from selfeval.services.errors import NotAllowed
from selfeval.services.events import Happening, record_all
from selfeval.services.notices import Letter, Told, tell_all
from selfeval.services.retrying import retried
from selfeval.services.turns import turn_to_write

_TOLD_ROLES: Final = (Role.PREPARER.value, Role.UNIT_HEAD.value)
# Written at once: databases take so many values in one question, and nobody else waits long for the record.
PORTION: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who would be reminded now: filings in the order of the units' codes; `persons` are keys of who is told.

    `reminded` were so today already, `done` are not with their unit (or not to be filled any more), `silent` have
    nobody with an account.
    """

    filings: tuple[Filing, ...] = ()
    persons: frozenset[int] = frozenset()
    reminded: tuple[Filing, ...] = ()
    done: tuple[Filing, ...] = ()
    silent: tuple[Filing, ...] = ()

    @property
    def people(self) -> int:
        """How many people are told."""
        return len(self.persons)


def plan_of(*, actor: User | None, keys: Collection[int], now: datetime) -> Plan:
    """What `remind` would do. Queries by the portion. Raises NotAllowed."""
    demand_may_remind(actor, keys)
    return _merged([_planned(some, now)[0] for some in portions(keys)])


def remind(*, actor: User | None, keys: Collection[int], now: datetime) -> Plan:
    """Remind the units of the filings `keys`, an event each; nobody twice on the same day. What was done.

    Of very many a portion at a time, each for good: whoever is stopped begins again and goes on where it stopped.
    `actor` None is the timer. Raises NotAllowed, before anybody is reminded where it holds from the beginning.
    """
    demand_may_remind(actor, keys)
    return _merged([_remind_some(actor, some, now) for some in portions(keys)])


@retried
@turn_to_write()
@transaction.atomic
def _remind_some(actor: User | None, keys: Sequence[int], now: datetime) -> Plan:
    list(Filing.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    demand_may_remind(actor, keys)
    plan, people = _planned(keys, now)
    words = _Words(now)
    tell_all(
        [Letter(people=people[each.department_id], told=words.told(each), filing=each) for each in plan.filings],
        now=now,
    )
    happenings = [
        Happening(
            action=EventAction.REMINDED,
            filing=each,
            data={"people": len(people[each.department_id]), "deadline": each.deadline},
        )
        for each in sorted(plan.filings, key=lambda each: each.pk)
    ]
    record_all(happenings, actor=actor, now=now)
    return plan


def remind_before_deadline(*, now: datetime) -> Plan:
    """Remind, as of today, who still has their form on one of the days their cycle says. Once a day."""
    today = timezone.localdate(now)
    cycles = {cycle.pk: cycle for cycle in FilingCycle.objects.filter(stage=Stage.PUBLISHED.value)}
    due: list[int] = []
    filings = Filing.objects.filter(cycle__in=cycles, state__in=[state.value for state in STATES_WITH_UNIT])
    for filing in filings.only("pk", "cycle_id", "due_at"):
        filing.cycle = cycles[filing.cycle_id]
        left = (timezone.localdate(filing.deadline) - today).days
        if filing.cycle.opens_at <= now and left in filing.cycle.reminder_days:
            due.append(filing.pk)
    return remind(actor=None, keys=due, now=now)


def demand_may_remind(actor: User | None, keys: Collection[int]) -> None:
    """Raise NotAllowed where the actor may not remind all of the filings."""
    if actor is None:
        return
    role = Role(actor.role) if actor.is_active else None
    if role is Role.SUPERVISOR:
        own = subordinate_ids(actor)
        for some in portions(keys):
            if not own.issuperset(Filing.objects.filter(pk__in=some).order_by().values_list("department", flat=True)):
                raise NotAllowed("选中的有的不是您所属的单位，没有催报。")
    elif why_not_task(Task.RUN_CYCLE, role):
        raise NotAllowed("催报由管理员、主管部门审核人办理。")


def _planned(keys: Sequence[int], now: datetime) -> tuple[Plan, Mapping[int, tuple[User, ...]]]:
    """The plan for a portion, and who is told of each department. A constant number of queries."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    filings = _filings(keys)
    with_unit = [each for each in filings if _is_open(each, now)]
    open_keys = {each.pk for each in with_unit}
    reminded = _reminded_since(open_keys, today, today + timedelta(days=1))
    asked = [each for each in with_unit if each.pk not in reminded]
    people = _people_of({each.department_id for each in asked})
    told = [each for each in asked if each.department_id in people]
    plan = Plan(
        filings=tuple(told),
        persons=frozenset(person.pk for each in told for person in people[each.department_id]),
        reminded=tuple(each for each in with_unit if each.pk in reminded),
        done=tuple(each for each in filings if each.pk not in open_keys),
        silent=tuple(each for each in asked if each.department_id not in people),
    )
    return plan, people


def _filings(keys: Sequence[int]) -> list[Filing]:
    """The filings with no more of them than is needed; a cycle is one object, however many are of it."""
    filings = Filing.objects.filter(pk__in=keys).select_related("department")
    found = list(
        filings.only("public_id", "cycle_id", "state", "due_at", "department__code", "department__name").order_by()
    )
    cycles = FilingCycle.objects.in_bulk({each.cycle_id for each in found})
    for each in found:
        each.cycle = cycles[each.cycle_id]
    return found


def _merged(plans: Sequence[Plan]) -> Plan:
    def of_all(part: str) -> tuple[Filing, ...]:
        filings = (each for plan in plans for each in getattr(plan, part))
        return tuple(sorted(filings, key=lambda each: (each.department.code, each.pk)))

    return Plan(
        filings=of_all("filings"),
        persons=frozenset().union(*(plan.persons for plan in plans)),
        reminded=of_all("reminded"),
        done=of_all("done"),
        silent=of_all("silent"),
    )


def _is_open(filing: Filing, now: datetime) -> bool:
    """Whether the unit has it and may still fill it in."""
    phase = filing.cycle.phase(now)
    is_extended = phase is Phase.OVER and filing.due_at is not None and now <= filing.due_at
    is_taken = phase in (Phase.FILING, Phase.LATE_FILING) or is_extended
    return is_taken and filing.current_state in STATES_WITH_UNIT


def _reminded_since(keys: set[int], start: datetime, end: datetime) -> set[int]:
    """Which of the filings were reminded in that time."""
    events = Event.objects.filter(action=EventAction.REMINDED.value, is_refused=False, at__gte=start, at__lt=end)
    return set(events.filter(filing__in=keys).order_by().values_list("filing", flat=True)) if keys else set()


def _people_of(departments: Collection[int]) -> dict[int, tuple[User, ...]]:
    """Who is told of each department that has anybody."""
    found: defaultdict[int, tuple[User, ...]] = defaultdict(tuple)
    people = User.objects.filter(is_active=True, role__in=_TOLD_ROLES, department__in=departments).order_by("pk")
    for person in people.only("department_id", "email", "is_active"):
        found[person.department_id or 0] += (person,)
    return dict(found)


class _Words:
    """What the letters of one moment say; said once of all that have the same deadline and stand alike."""

    def __init__(self, now: datetime) -> None:
        self._now, self._today = now, timezone.localdate(now)
        self._said: dict[tuple[int, datetime, str], tuple[str, str]] = {}

    def told(self, filing: Filing) -> Told:
        alike = (filing.cycle_id, filing.deadline, filing.state)
        if alike not in self._said:
            self._said[alike] = self._of(filing)
        title, words = self._said[alike]
        return Told(
            kind=Notice.Kind.REMINDER,
            key=f"remind:{filing.pk}:{self._today.isoformat()}",
            title=title,
            words=words,
            address=reverse("filing", args=[filing.public_id]),
        )

    def _of(self, filing: Filing) -> tuple[str, str]:
        days = (timezone.localdate(filing.deadline) - self._today).days
        when = f"已逾期 {-days} 天" if days < 0 else "已过截止时间" if filing.deadline < self._now else "今天截止"
        if days > 0:
            when = f"还有 {days} 天截止"
        return (
            f"请抓紧报送，{when}：{filing.cycle.title}",
            f"截止时间是 {moment_words(filing.deadline)}，现在是“{filing.current_state.label}”。",
        )


def portions(keys: Collection[int]) -> Iterator[Sequence[int]]:
    """The keys in their order, a portion at a time."""
    ordered = sorted(keys)
    for start in range(0, len(ordered), PORTION):
        yield ordered[start : start + PORTION]
