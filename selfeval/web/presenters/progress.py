"""How far a unit's newest filing is: the steps of the year, and its pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from selfeval.domain.assessment import Assessment
from selfeval.domain.workflow import EDITABLE, LEVEL_STATES, Level, State
from selfeval.models import Filing
from selfeval.queries.filings import SectionStamp
from selfeval.queries.standing import accountant_of
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.docbar import AWAITED
from selfeval.web.presenters.rail import Rail, RailPage, rail_of
from selfeval.web.presenters.text import moment_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the year. `kind`: done, on, ahead."""

    words: str
    kind: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageProgress:
    """A page of the form, who saved it last and when."""

    page: RailPage
    who: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The newest filing of a unit."""

    title: str
    steps: tuple[Step, ...]
    pages: tuple[PageProgress, ...]
    is_editable: bool


_FILL = (frozenset({State.TO_FILL, State.FILLING, State.RETURNED}), "填报")
_INSIDE = (frozenset({State.INTERNAL_REVIEW}), "内部审核")
_SIGNING = (frozenset({State.AWAITING_SIGNATURE}), "负责人签发")
_END = (frozenset({State.FINALISED}), "定稿")
_LEVEL_WORDS = {Level.FINAL: "财政审核"}


def progress_of(
    filing: Filing, assessment: Assessment, *, stamps: Mapping[str, SectionStamp], now: datetime
) -> Progress:
    """Steps and pages of `filing`."""
    addresses = Addresses(public_id=filing.public_id, framework=assessment.framework)
    rail: Rail = rail_of(assessment, addresses, current="", stamps=stamps)
    pages = tuple(
        PageProgress(
            page=page,
            who=stamps[page.code].saved_by_name if page.code in stamps else "",
            when=moment_text(stamps[page.code].saved_at, now) if page.code in stamps else "",
        )
        for page in rail.before_check
    )
    return Progress(
        title=filing.cycle.title,
        steps=_steps(filing, len(assessment.blocking), is_reviewed_inside=is_reviewed_inside(filing)),
        pages=pages,
        is_editable=filing.current_state in EDITABLE,
    )


def is_reviewed_inside(filing: Filing) -> bool:
    """Whether the form goes past somebody of the unit before it goes to the head."""
    if filing.bureau_filling_reason:
        return False
    return accountant_of(filing.department) is not None or filing.current_state is State.INTERNAL_REVIEW


def _order(filing: Filing, *, is_reviewed_inside: bool) -> tuple[tuple[frozenset[State], str], ...]:
    """The steps this form goes through; a level that was taken out of the cycle while it waited there stays."""
    levels = filing.cycle.levels_for(filing.department)
    reviews = (
        (frozenset({state}), _LEVEL_WORDS.get(level, level.label))
        for level, state in LEVEL_STATES.items()
        if level in levels or state is filing.current_state
    )
    return (_FILL, *((_INSIDE,) if is_reviewed_inside else ()), _SIGNING, *reviews, _END)


def _steps(filing: Filing, open_count: int, *, is_reviewed_inside: bool) -> tuple[Step, ...]:
    state = filing.current_state
    first = Step(words="下达", kind="done", note="")
    if state is State.EXEMPT:
        return first, Step(words=state.label, kind="on", note=AWAITED[state])
    order = _order(filing, is_reviewed_inside=is_reviewed_inside)
    place = next(number for number, (states, _) in enumerate(order) if state in states)
    is_finished = state is State.FINALISED
    note = AWAITED.get(state) or (f"还差 {open_count} 项" if open_count else "可以送签")
    return (
        first,
        *(
            Step(
                words="修改" if number == 0 and state is State.RETURNED else words,
                kind="done" if number < place or is_finished else ("on" if number == place else "ahead"),
                note=note if number == place else "",
            )
            for number, (_, words) in enumerate(order)
        ),
    )
