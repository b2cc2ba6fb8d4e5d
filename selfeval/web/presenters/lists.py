"""Rows of the lists, the counts that are also the filter, and the pages of a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page
from django.urls import reverse

from selfeval.domain.amounts import ZERO, number_text
from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.standing import Standing
from selfeval.domain.workflow import EDITABLE, LEVEL_OF, LEVEL_ROLES, Role, State
from selfeval.models import Filing
from selfeval.web.presenters.docbar import AWAITED, Deadline, StateBadge, deadline_of, state_badge
from selfeval.web.presenters.progress import is_reviewed_inside
from selfeval.web.presenters.text import MISSING, moment_text, score_text

# Weights of `domain.risk`: three warnings without an answer; one of them.
_HIGH, _MIDDLE = 15, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """How much a filing needs an eye in three steps, shown by shades and a word, never by colour.

    `count` is of errors and warnings; `reasons` say what makes the rank.
    """

    words: str
    bars: int
    count: int
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingRow:
    """One filing in a list. `step` is the verb of its link."""

    title: str
    department: str
    department_code: str
    round: int
    state: StateBadge
    is_overdue: bool
    is_filled_by_bureau: bool
    total: str
    computed: str
    difference: str
    has_difference: bool
    grade: str
    review: str
    final: str
    final_grade: str
    is_unlock_asked: bool
    lost: str
    missing: str
    risk: Risk
    deadline: Deadline | None
    last_step: str
    url: str
    step: str
    is_to_do: bool
    pdf: str
    xlsx: str


def filing_row(filing: Filing, *, role: Role, now: datetime, standing: Standing | None = None) -> FilingRow:
    """A filing as `role` sees it in a list; with the `standing` of who reads, steps that others may not take too."""
    step, name, is_to_do = _step(filing, role, standing or Standing(role=role, is_of_unit=True, is_in_charge=True))
    self_total, computed, places = filing.self_total, filing.computed_total, filing.cycle.framework.points_places
    is_begun = filing.current_state is not State.TO_FILL
    difference = self_total - computed if is_begun and self_total is not None and computed is not None else None
    return FilingRow(
        title=filing.cycle.title,
        department=filing.department.name,
        department_code=filing.department.code,
        round=filing.round,
        state=state_badge(filing.current_state),
        is_overdue=filing.is_overdue(now),
        is_filled_by_bureau=bool(filing.bureau_filling_reason),
        total=score_text(self_total, places) if is_begun else MISSING,
        computed=score_text(computed, places) if is_begun else MISSING,
        difference=_signed(difference, places),
        has_difference=bool(difference),
        grade=(filing.grade if is_begun else "") or MISSING,
        review=score_text(filing.review_total, places),
        final=score_text(filing.final_total, places),
        final_grade=filing.final_grade,
        is_unlock_asked=bool(filing.unlock_reason),
        lost=score_text(_lost(filing), places) if is_begun else MISSING,
        missing=_missing(filing),
        risk=risk_of(filing),
        deadline=deadline_of(filing, now),
        last_step=moment_text(filing.updated_at, now),
        url=reverse(name, args=[filing.public_id]),
        step=step,
        is_to_do=is_to_do,
        pdf=reverse("filing-pdf", args=[filing.public_id]),
        xlsx=reverse("filing-xlsx", args=[filing.public_id]),
    )


def _lost(filing: Filing) -> Decimal | None:
    """Points the unit gives away, of the framework's total."""
    whole = Decimal(filing.cycle.framework.definition["total_points"])
    return None if filing.self_total is None else whole - filing.self_total


def risk_of(filing: Filing) -> Risk:
    """How much there is to look at in a filing, as of its last save."""
    words, bars = ("高", 3) if filing.risk >= _HIGH else ("中", 2) if filing.risk >= _MIDDLE else ("低", 1)
    count = filing.warning_count + filing.blocking_count
    return Risk(words=words, bars=bars, count=count, reasons="；".join(filing.risk_reasons))


def _signed(difference: Decimal | None, places: int) -> str:
    text = score_text(difference, places)
    return f"+{text}" if difference is not None and difference > ZERO else text


def _missing(filing: Filing) -> str:
    match filing.current_state:
        case State.TO_FILL:
            return "还没有开始填"
        case State.FILLING | State.RETURNED:
            return f"还差 {filing.blocking_count} 项才能提交" if filing.blocking_count else _next_step(filing)
    return AWAITED[filing.current_state]


def _next_step(filing: Filing) -> str:
    return "可以送内部审核了" if is_reviewed_inside(filing) else "可以送负责人签发了"


def _step(filing: Filing, role: Role, standing: Standing) -> tuple[str, str, bool]:
    """The verb, the route, and whether it is this person's turn."""
    state, arrangement = filing.current_state, standing.arrangement
    is_for_unit = bool(filing.bureau_filling_reason)
    match role:
        case Role.PREPARER | Role.ADMINISTRATOR if state in EDITABLE and is_for_unit is (role is Role.ADMINISTRATOR):
            words = {State.TO_FILL: "开始填报", State.RETURNED: "去修改"}
            return "去代填" if is_for_unit else words.get(state, "继续填报"), "filing", True
        case Role.PREPARER if state is State.INTERNAL_REVIEW and standing.is_accountant:
            return "去审核", "filing-internal-review", True
        case Role.ADMINISTRATOR if state is State.AWAITING_SIGNATURE and not arrangement.has_signer:
            return "去签发", "filing-sign", not standing.has_filled
        case Role.UNIT_HEAD if state in EDITABLE and arrangement.filler_may_sign and not is_for_unit:
            return "去填报", "filing", False
        case Role.UNIT_HEAD if state is State.AWAITING_SIGNATURE:
            return "去签发", "filing-sign", True
        case Role.ADMINISTRATOR if filing.unlock_reason:
            return "答复解锁", "filing-unlock", True
        case Role.SUPERVISOR | Role.OFFICE_REVIEWER | Role.REVIEWER:
            is_turn = standing.is_in_charge and state in LEVEL_OF and LEVEL_ROLES[LEVEL_OF[state]] is role
            return "审核" if is_turn else "查看", "filing-review", is_turn
    return "查看", "filing-form", False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """A state with its count, and the address that shows only it. `share` is a percentage for the bar."""

    value: str
    words: str
    icon: str
    count: int
    share: str
    url: str
    is_current: bool
    is_flag: bool = False


def counters(
    counts: Mapping[State, int], *, chosen: str, query: Mapping[str, str], overdue: int | None = None
) -> tuple[Counter, ...]:
    """The states as a filter; `overdue` is a flag across states and stands apart."""
    whole = sum(counts.values())

    def made(value: str, words: str, icon: str, count: int, *, is_flag: bool = False) -> Counter:
        share = number_text(Decimal(count * 100) / whole, 1) if whole else "0.0"
        is_current = value == chosen
        url = address(query, state="all" if is_current else value)
        return Counter(
            value=value,
            words=words,
            icon=icon,
            count=count,
            share=f"{share}%",
            url=url,
            is_current=is_current,
            is_flag=is_flag,
        )

    states = [made(state.value, state.label, state_badge(state).icon, count) for state, count in counts.items()]
    if overdue is not None:
        states.append(made("overdue", "逾期", "warn", overdue, is_flag=True))
    return tuple(states)


def address(query: Mapping[str, str], **changed: str) -> str:
    """The list's own address with some of its parts changed; another filter starts at the first page."""
    kept = {key: text for key, text in {**query, "page": "", **changed}.items() if text}
    return f"?{urlencode(kept)}" if kept else "?"


_TO_BATCHES: Final = ("cycle", "state", "q", "above", "grade", "risk")


def batch_address(query: Mapping[str, str], *, role: Role) -> str:
    """Where the documents of what a list shows are asked for; empty for who may not."""
    if why_not_task(Task.EXPORT_IN_BATCH, role):
        return ""
    return reverse("batches") + address({part: query.get(part, "") for part in _TO_BATCHES})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """A number of the pager; without an address it is a gap or the page that is open."""

    words: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """第 1–20 份，共 150 份, and the way to the others."""

    first: int
    last: int
    count: int
    links: tuple[PageLink, ...]
    previous: str
    following: str


def pager_of(page: Page[Any], query: Mapping[str, str]) -> Pager:
    """The pager of a list."""
    paginator = page.paginator
    links = tuple(
        PageLink(
            words=str(number),
            url=address(query, page=str(number)) if isinstance(number, int) else "",
            is_current=number == page.number,
        )
        for number in paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    )
    return Pager(
        first=page.start_index(),
        last=page.end_index(),
        count=paginator.count,
        links=links if paginator.num_pages > 1 else (),
        previous=address(query, page=str(page.previous_page_number())) if page.has_previous() else "",
        following=address(query, page=str(page.next_page_number())) if page.has_next() else "",
    )
