"""What happened to a filing, and the rounds it was submitted in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from selfeval.models import Event, EventAction, Filing, ReviewRecord, Submission
from selfeval.web.presenters.text import day_text, moment_text, score_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event, or a run of savings by one person told as one."""

    words: str
    who: str
    when: str
    comment: str


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


def happenings_of(events: Iterable[Event], now: datetime) -> tuple[Happening, ...]:
    """The history, newest first; savings of one person in a row are told once."""
    told: list[Happening] = []
    run, last_saver = 0, None
    for event in events:
        is_saving = event.action == EventAction.SECTION_SAVED
        if is_saving and run and last_saver == event.actor_id:
            run += 1
            told[-1] = _told(event, now, words=f"保存填报内容 {run} 次")
            continue
        run, last_saver = (1, event.actor_id) if is_saving else (0, None)
        told.append(_told(event, now, words=EventAction(event.action).label))
    return tuple(reversed(told))


def _told(event: Event, now: datetime, *, words: str) -> Happening:
    return Happening(words=words, who=event.actor_name, when=moment_text(event.at, now), comment=event.comment)


_GIVEN_BACK = (
    EventAction.RETURNED,
    EventAction.DECLINED,
    EventAction.WITHDRAWN,
    EventAction.INTERNALLY_DECLINED,
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
    return _told(last, now, words=EventAction(last.action).label)


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
