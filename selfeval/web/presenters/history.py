"""What happened to a filing, and the rounds it was submitted in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse

from selfeval.domain.framework import Framework
from selfeval.models import Event, EventAction, Filing, ReviewRecord, Submission
from selfeval.web.presenters.box_words import box_label, value_words
from selfeval.web.presenters.text import day_text, moment_text, score_text

_MOST_CHANGES: Final = 40
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event, or a run of savings by one person told as one."""

    words: str
    who: str
    when: str
    comment: str
    unit: str = ""
    changes: tuple["BoxChange", ...] = ()

    @property
    def shown(self) -> tuple["BoxChange", ...]:
        """As many changes as a page has room for."""
        return self.changes[:_MOST_CHANGES]

    @property
    def more(self) -> int:
        return max(len(self.changes) - _MOST_CHANGES, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxChange:
    """What stood in a box before and after, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelVerdict:
    """What one level of review said of a submission; `reason` and `due` are of a return."""

    level: str
    words: str
    total: str
    reason: str
    due: str
    comment: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One submission and what became of it: the verdict that ended it, and those of all levels."""

    number: int
    when: str
    who: str
    code: str
    verdict: str
    comment: str
    confirmed_total: str
    url: str
    verdicts: tuple[LevelVerdict, ...] = ()


def happenings_of(events: Iterable[Event], now: datetime, framework: Framework | None = None) -> tuple[Happening, ...]:
    """The history, newest first; savings of one person in a row are told once.

    With the `framework` each tells what stood in the boxes before and after: for people of the unit, who may see
    drafts.
    """
    told: list[Happening] = []
    run: list[Event] = []
    for event in events:
        is_saving = event.action == EventAction.SECTION_SAVED
        if is_saving and run and run[-1].actor_id == event.actor_id:
            run.append(event)
            told[-1] = _told(event, now, f"保存填报内容 {len(run)} 次", _changes(run, framework))
            continue
        run = [event] if is_saving else []
        told.append(_told(event, now, EventAction(event.action).label, _changes([event], framework)))
    return tuple(reversed(told))


def _told(event: Event, now: datetime, words: str, changes: tuple[BoxChange, ...] = ()) -> Happening:
    return Happening(
        words=words,
        who=event.actor_name,
        when=moment_text(event.at, now),
        comment=event.comment,
        unit=event.unit_name,
        changes=changes,
    )


def _changes(events: Iterable[Event], framework: Framework | None) -> tuple[BoxChange, ...]:
    """Box by box from what stood there before the first of `events` to what the last one left."""
    if framework is None:
        return ()
    first: dict[str, Any] = {}
    last: dict[str, Any] = {}
    for event in events:
        for change in event.data.get("changes", ()):
            if "box" in change:
                first.setdefault(change["box"], change.get("old"))
                last[change["box"]] = change.get("new")
    return tuple(
        BoxChange(
            label=_label(framework, box),
            old=_short(value_words(framework, box, first[box])),
            new=_short(value_words(framework, box, last[box])),
        )
        for box in last
        if first[box] != last[box]
    )


def _label(framework: Framework, box: str) -> str:
    try:
        return box_label(framework, box)
    except KeyError:
        # The framework of the cycle was another when this was saved.
        return box


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"


_GIVEN_BACK = (
    EventAction.RETURNED,
    EventAction.DECLINED,
    EventAction.WITHDRAWN,
    EventAction.INTERNALLY_DECLINED,
    EventAction.UNLOCKED,
)
_SENT_ON = (
    EventAction.SENT_FOR_INTERNAL_REVIEW,
    EventAction.INTERNALLY_PASSED,
    EventAction.SENT_FOR_SIGNATURE,
    EventAction.TAKEN_BACK,
    EventAction.SIGNED,
    EventAction.FINALISED,
)


def given_back(events: Iterable[Event], now: datetime) -> Happening | None:
    """Why the form came back to who fills it, while it has not been sent on since."""
    steps = (each for each in reversed(list(events)) if each.action in (*_GIVEN_BACK, *_SENT_ON))
    last = next(steps, None)
    if last is None or last.action not in _GIVEN_BACK:
        return None
    return _told(last, now, EventAction(last.action).label)


def rounds_of(filing: Filing, submissions: Iterable[Submission], now: datetime) -> tuple[Round, ...]:
    """The submissions of `filing`, newest first."""
    return tuple(_round(filing, each, now) for each in reversed(list(submissions)))


def _round(filing: Filing, submission: Submission, now: datetime) -> Round:
    review = submission.review
    total = review.confirmed_total if review else None
    return Round(
        number=submission.round,
        when=moment_text(submission.submitted_at, now),
        who=submission.submitted_by.full_name,
        code=submission.verification_code,
        verdict=review.get_verdict_display() if review else "",
        comment=review.comment if review else "",
        confirmed_total=score_text(total, filing.cycle.framework.points_places) if total is not None else "",
        url=f"{reverse('filing-form', args=[filing.public_id])}?round={submission.round}",
        verdicts=tuple(_verdict(filing, each, now) for each in submission.reviews.all()),
    )


def _verdict(filing: Filing, record: ReviewRecord, now: datetime) -> LevelVerdict:
    total, places = record.confirmed_total, filing.cycle.framework.points_places
    return LevelVerdict(
        level=record.get_level_display(),
        words=record.get_verdict_display(),
        total="" if total is None else score_text(total, places),
        reason=record.get_reason_display() if record.reason else "",
        due=day_text(record.due_on) if record.due_on else "",
        comment=record.comment,
        who=f"{record.reviewer.full_name} {moment_text(record.at, now)}",
    )
