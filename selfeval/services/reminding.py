"""Reminding units of their forms (催报): many at once from the board, and by the timer before the deadline."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
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
# Databases take so many values in one question.
_ASKED: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who would be reminded now: filings with the people of their units, in the order of the units' codes.

    `reminded` were so today already, `done` are not with their unit (or not to be filled any more), `silent` have
    nobody with an account.
    """

    filings: tuple[Filing, ...]
    people: int
    reminded: tuple[Filing, ...]
    done: tuple[Filing, ...]
    silent: tuple[Filing, ...]
    letters: tuple[Letter, ...] = ()


def plan_of(*, actor: User | None, keys: Collection[int], now: datetime) -> Plan:
    """What `remind` would do. A constant number of queries. Raises NotAllowed."""
    return _planned(_allowed(actor, keys), now)


@retried
@turn_to_write()
@transaction.atomic
def remind(*, actor: User | None, keys: Collection[int], now: datetime) -> Plan:
    """Remind the units of the filings `keys`, an event each; nobody twice on the same day. What was done.

    `actor` None is the timer. Raises NotAllowed.
    """
    for some in _portions(sorted(keys)):
        list(Filing.objects.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk"))
    plan = _planned(_allowed(actor, keys), now)
    tell_all(plan.letters, now=now)
    told = {letter.filing.pk: len(letter.people) for letter in plan.letters if letter.filing is not None}
    happenings = [
        Happening(
            action=EventAction.REMINDED,
            filing=filing,
            data={"people": told[filing.pk], "deadline": filing.deadline},
        )
        for filing in sorted(plan.filings, key=lambda each: each.pk)
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


def _allowed(actor: User | None, keys: Collection[int]) -> list[Filing]:
    """The filings, where the actor may remind all of them."""
    found: list[Filing] = []
    for some in _portions(sorted(keys)):
        found += Filing.objects.filter(pk__in=some).select_related("cycle", "department")
    found.sort(key=lambda each: (each.department.code, each.pk))
    if actor is None:
        return found
    role = Role(actor.role) if actor.is_active else None
    if role is Role.SUPERVISOR:
        if any(each.department_id not in subordinate_ids(actor) for each in found):
            raise NotAllowed("选中的有的不是您所属的单位，没有催报。")
        return found
    refusal = why_not_task(Task.RUN_CYCLE, role)
    if refusal:
        raise NotAllowed("催报由管理员、主管部门审核人办理。")
    return found


def _planned(filings: Sequence[Filing], now: datetime) -> Plan:
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    with_unit = [each for each in filings if _is_open(each, now)]
    keys = {each.pk for each in with_unit}
    reminded = _reminded_since(keys, today, today + timedelta(days=1))
    people = _people_of({each.department_id for each in with_unit})
    asked = [each for each in with_unit if each.pk not in reminded]
    told = [each for each in asked if people[each.department_id]]
    letters = tuple(_letter(each, people[each.department_id], now) for each in told)
    return Plan(
        filings=tuple(told),
        people=len({person.pk for letter in letters for person in letter.people}),
        reminded=tuple(each for each in with_unit if each.pk in reminded),
        done=tuple(each for each in filings if each.pk not in keys),
        silent=tuple(each for each in asked if not people[each.department_id]),
        letters=letters,
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
    return keys & set(events.values_list("filing", flat=True)) if keys else set()


def _people_of(departments: Collection[int]) -> defaultdict[int, list[User]]:
    found: defaultdict[int, list[User]] = defaultdict(list)
    for some in _portions(sorted(departments)):
        people = User.objects.filter(is_active=True, role__in=_TOLD_ROLES, department__in=some).order_by("pk")
        for person in people:
            found[person.department_id or 0].append(person)
    return found


def _letter(filing: Filing, people: Iterable[User], now: datetime) -> Letter:
    last, today = timezone.localdate(filing.deadline), timezone.localdate(now)
    days = (last - today).days
    when = f"已逾期 {-days} 天" if days < 0 else "已过截止时间" if filing.deadline < now else "今天截止"
    if days > 0:
        when = f"还有 {days} 天截止"
    told = Told(
        kind=Notice.Kind.REMINDER,
        key=f"remind:{filing.pk}:{today.isoformat()}",
        title=f"请抓紧报送，{when}：{filing.cycle.title}",
        words=f"截止时间是 {moment_words(filing.deadline)}，现在是“{filing.current_state.label}”。",
        address=reverse("filing", args=[filing.public_id]),
    )
    return Letter(people=tuple(people), told=told, filing=filing)


def _portions(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(keys), _ASKED):
        yield keys[start : start + _ASKED]
