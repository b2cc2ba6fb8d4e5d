"""Who is told of what happens to a filing: whose turn it is now, and the unit of what became of its form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.db.models import QuerySet
from django.urls import reverse

from selfeval.domain.workflow import IN_REVIEW, LEVEL_OF, LEVEL_ROLES, Action, Level, Role, State
from selfeval.models import Filing, Notice, User
from selfeval.queries.standing import accountant_of
from selfeval.services.cycle_words import moment_words
from selfeval.services.notices import Letter, Told, tell, tell_all

_UNIT: Final = (Role.PREPARER.value, Role.UNIT_HEAD.value)
_MOST_WORDS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _News:
    """What the unit is told after a step: `roles` of it, under `kind`, with `title` before the unit's name."""

    roles: tuple[str, ...]
    kind: Notice.Kind
    title: str


_TO_UNIT: Final[Mapping[Action, _News]] = MappingProxyType(
    {
        Action.DECLINE_INTERNALLY: _News(
            roles=(Role.PREPARER.value,), kind=Notice.Kind.RETURNED, title="内部审核没有通过，请修改"
        ),
        Action.DECLINE: _News(roles=(Role.PREPARER.value,), kind=Notice.Kind.RETURNED, title="负责人退回，请修改"),
        Action.RETURN: _News(roles=_UNIT, kind=Notice.Kind.RETURNED, title="审核退回，请修改后再报"),
        Action.FINALISE: _News(roles=_UNIT, kind=Notice.Kind.FINALISED, title="审核通过，已定稿"),
        Action.EXEMPT: _News(roles=_UNIT, kind=Notice.Kind.EXEMPTED, title="本次免评，不用填报"),
        Action.END_EXEMPTION: _News(roles=_UNIT, kind=Notice.Kind.ISSUED, title="不再免评，请填报"),
        Action.REFUSE_UNLOCK: _News(roles=_UNIT, kind=Notice.Kind.RETURNED, title="财政局不同意解锁"),
        Action.UNLOCK: _News(roles=_UNIT, kind=Notice.Kind.TURN, title="已解锁，可以修改"),
    }
)


def tell_of_step(*, action: Action, filing: Filing, comment: str, now: datetime) -> None:
    """Tell who must know of a step that was just taken, inside its transaction. `filing` is as it is afterwards."""
    name, key = filing.department.name, f"{action}:{filing.pk}:{filing.version}"
    news = _TO_UNIT.get(action)
    if news is not None:
        told = Told(
            kind=news.kind,
            key=key,
            title=f"{news.title}：{filing.cycle.title}",
            words=comment[:_MOST_WORDS],
            address=reverse("filing", args=[filing.public_id]),
        )
        tell(_of_unit(filing, *news.roles), told, filing=filing, now=now)
    people, verb, page = _whose_turn(action, filing)
    if people is not None:
        address = reverse(page, args=[filing.public_id])
        told = Told(kind=Notice.Kind.TURN, key=key, title=f"等您{verb}：{name} {filing.cycle.title}", address=address)
        tell(people, told, filing=filing, now=now)


def tell_issued(filings: Sequence[Filing], *, now: datetime) -> None:
    """Tell the units that they have a form to fill in. Two queries for all, and the writing."""
    letters = [
        Letter(
            people=people,
            told=Told(
                kind=Notice.Kind.ISSUED,
                key=f"issued:{filing.pk}",
                title=f"请填报：{filing.cycle.title}",
                words=f"{moment_words(filing.deadline)} 前报送。",
                address=reverse("filing", args=[filing.public_id]),
            ),
            filing=filing,
        )
        for filing, people in _with_people(filings)
    ]
    tell_all(letters, now=now)


def tell_extended(filings: Sequence[Filing], *, due_at: datetime, reason: str, now: datetime) -> None:
    """Tell the units until when they have now. Two queries for all, and the writing."""
    letters = [
        Letter(
            people=people,
            told=Told(
                kind=Notice.Kind.EXTENDED,
                key=f"extended:{filing.pk}:{filing.version + 1}",
                title=f"已延期到 {moment_words(due_at)}：{filing.cycle.title}",
                words=reason[:_MOST_WORDS],
                address=reverse("filing", args=[filing.public_id]),
            ),
            filing=filing,
        )
        for filing, people in _with_people(filings)
    ]
    tell_all(letters, now=now)


def reviewers_of(filing: Filing, level: Level) -> QuerySet[User]:
    """Who reviews the filing at `level`: of the supervising department, of the office, or of the performance office."""
    department = filing.department
    people = User.objects.filter(is_active=True, role=LEVEL_ROLES[level].value)
    match level:
        case Level.SUPERVISOR:
            return people.filter(department=department.supervisor_id)
        case Level.OFFICE:
            return people.filter(business_office=department.business_office_id)
    if filing.reviewer_id is not None or department.is_finance_bureau:
        return people.filter(filings_in_hand=filing)
    return people.exclude(department=department.pk)


def _whose_turn(action: Action, filing: Filing) -> tuple[list[User] | QuerySet[User] | None, str, str]:
    """The people whose turn it has become, what they do, and the route of the page where."""
    if action is Action.ASK_UNLOCK:
        people = User.objects.filter(is_active=True, role=Role.ADMINISTRATOR.value).exclude(
            department=filing.department
        )
        return people, "答复解锁申请", "filing"
    state = filing.current_state
    if state is State.INTERNAL_REVIEW:
        accountant = accountant_of(filing.department)
        return ([accountant] if accountant else []), "内部审核", "filing-internal-review"
    if state is State.AWAITING_SIGNATURE:
        return _of_unit(filing, Role.UNIT_HEAD.value), "签发", "filing-sign"
    if state in IN_REVIEW:
        return reviewers_of(filing, LEVEL_OF[state]), "审核", "filing-review"
    return None, "", ""


def _with_people(filings: Sequence[Filing]) -> Iterator[tuple[Filing, tuple[User, ...]]]:
    """Each filing with the people of its unit. One query."""
    departments = {filing.department_id for filing in filings}
    people = list(User.objects.filter(is_active=True, department__in=departments, role__in=_UNIT).order_by("pk"))
    for filing in filings:
        yield filing, tuple(person for person in people if person.department_id == filing.department_id)


def _of_unit(filing: Filing, *roles: str) -> QuerySet[User]:
    return User.objects.filter(is_active=True, department=filing.department_id, role__in=roles)
