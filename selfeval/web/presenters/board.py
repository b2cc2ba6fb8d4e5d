"""The progress board: counts that are the filter, the list, the groups of supervising departments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.urls import reverse

from selfeval.domain.amounts import number_text
from selfeval.domain.workflow import IN_REVIEW, LEVEL_STATES, Level, Role, State
from selfeval.models import Filing, FilingCycle
from selfeval.models.filings import STATES_WITH_UNIT
from selfeval.queries.board import NO_SUPERVISOR, Group, was_submitted
from selfeval.web.presenters.docbar import Deadline, StateBadge, deadline_of, state_badge
from selfeval.web.presenters.lists import Counter, Risk, address, counters, risk_of
from selfeval.web.presenters.text import MISSING, moment_text, score_text

# Shown only where they occur.
_RARE: Final = frozenset({State.INTERNAL_REVIEW, State.SUPERVISOR_REVIEW, State.OFFICE_REVIEW})


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A unit in the list. `url` is empty where the form is not open to the reader; `tick` where it is not its turn."""

    name: str
    code: str
    above: str
    state: StateBadge
    is_overdue: bool
    round: int
    since: str
    deadline: Deadline | None
    total: str
    final: str
    grade: str
    risk: Risk | None
    reviewer: str
    url: str
    tick: str


def board_counters(groups: Sequence[Group], cycle: FilingCycle, query: Mapping[str, str]) -> tuple[Counter, ...]:
    """The states as counts and filter; levels of review the cycle does not have are left out."""
    counts = {state: sum(group.states[state] for group in groups) for state in State}
    kept = {state: count for state, count in counts.items() if count or _is_shown(state, cycle)}
    overdue = sum(group.overdue for group in groups)
    return counters(kept, chosen=query["state"], query=query, overdue=overdue)


def _is_shown(state: State, cycle: FilingCycle) -> bool:
    if state is LEVEL_STATES[Level.SUPERVISOR]:
        return cycle.has_supervisor_review
    if state is LEVEL_STATES[Level.OFFICE]:
        return cycle.has_office_review
    return state not in _RARE


def board_rows(
    filings: Iterable[Filing], cycle: FilingCycle, *, role: Role, since: Mapping[int, datetime], now: datetime
) -> list[BoardRow]:
    """The list; what a unit has not submitted is nobody's to read but who runs the year."""
    rows = []
    for filing in filings:
        # The same for all of them, with its framework at hand.
        filing.cycle = cycle
        rows.append(_row(filing, role, since.get(filing.pk), now))
    return rows


def _row(filing: Filing, role: Role, since: datetime | None, now: datetime) -> BoardRow:
    is_read = role is Role.ADMINISTRATOR or was_submitted(filing)
    is_begun = is_read and filing.current_state not in (State.TO_FILL, State.EXEMPT)
    places = filing.cycle.framework.points_places
    supervisor = filing.department.supervisor
    page = "filing-form" if role in (Role.ADMINISTRATOR, Role.AUDITOR) else "filing-review"
    return BoardRow(
        name=filing.department.name,
        code=filing.department.code,
        above=supervisor.name if supervisor else MISSING,
        state=state_badge(filing.current_state),
        is_overdue=filing.is_overdue(now),
        round=filing.round,
        since=moment_text(since, now),
        deadline=deadline_of(filing, now),
        total=score_text(filing.self_total, places) if is_begun else MISSING,
        final=score_text(filing.final_total, places) if is_begun else MISSING,
        grade=(filing.final_grade or filing.grade if is_begun else "") or MISSING,
        risk=risk_of(filing) if is_begun else None,
        reviewer=filing.reviewer.full_name if filing.reviewer else MISSING,
        url=reverse(page, args=[filing.public_id]) if is_read else "",
        tick=str(filing.pk) if filing.current_state in STATES_WITH_UNIT else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """A supervising department with the counts of its units and the share that has submitted."""

    name: str
    url: str
    is_current: bool
    count: int
    with_unit: int
    in_review: int
    finalised: int
    overdue: int
    share: str


def group_rows(groups: Iterable[Group], query: Mapping[str, str]) -> list[GroupRow]:
    """The groups, furthest behind first as they are asked after first."""
    return [_group_row(each, query) for each in sorted(groups, key=_lag)]


def _lag(group: Group) -> tuple[Decimal, str]:
    return Decimal(group.submitted) / (_due(group) or 1), group.name


def _due(group: Group) -> int:
    return group.count - group.states[State.EXEMPT]


def _group_row(group: Group, query: Mapping[str, str]) -> GroupRow:
    value = NO_SUPERVISOR if group.key is None else str(group.key)
    is_current = query.get("above") == value
    due = _due(group)
    return GroupRow(
        name=group.name,
        url=address(query, above="" if is_current else value),
        is_current=is_current,
        count=group.count,
        with_unit=sum(group.states[state] for state in STATES_WITH_UNIT),
        in_review=sum(group.states[state] for state in IN_REVIEW),
        finalised=group.states[State.FINALISED],
        overdue=group.overdue,
        share=f"{number_text(Decimal(group.submitted * 100) / due, 1) if due else '0.0'}%",
    )
