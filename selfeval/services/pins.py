"""Remarks pinned to a frozen copy (批注), and the unit's answers to those it was returned with."""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from selfeval.domain.files import Fault
from selfeval.domain.pins import is_place, place_name
from selfeval.domain.rights import Right
from selfeval.domain.workflow import LEVEL_OF
from selfeval.models import EventAction, Filing, ReviewPhrase, ReviewPin, Submission, User
from selfeval.queries.filings import last_submission
from selfeval.queries.pins import phrases_for, pins_to_answer
from selfeval.queries.snapshots import submission_scored
from selfeval.services import events
from selfeval.services.errors import BadValue, StaleVersion
from selfeval.services.fitness import fault_of_text, plain_lines
from selfeval.services.holding import filing_to_edit, held_filing
from selfeval.services.retrying import retried

MAX_WORDS: Final = 500
MAX_ANSWER: Final = 1000


@retried
@transaction.atomic
def add_pin(*, actor: User, submission_id: int, place: str, words: str, now: datetime) -> ReviewPin:
    """Pin `words` to `place` of the newest frozen copy, while it waits at the actor's level of review.

    Phrases of the library found in the words count as used. Raises NotAllowed, StaleVersion where there is a newer
    copy, BadValue, Submission.DoesNotExist.
    """
    submission = Submission.objects.select_related("framework").get(pk=submission_id)
    filing = held_filing(Right.REVIEW_OPEN, actor=actor, filing_id=submission.filing_id)
    _refuse_old(filing, submission)
    framework = submission_scored(submission=submission).framework
    text = plain_lines(words).strip()
    if not is_place(framework, place):
        raise BadValue([Fault(path="pin.place", found=place[:50], expected="不是表里能批注的地方，请重新选一处")])
    _refuse_words(text, box="pin.words", at_most=MAX_WORDS, missing="请写明批注")
    pin = ReviewPin.objects.create(
        submission=submission,
        level=LEVEL_OF[filing.current_state].value,
        place=place,
        words=text,
        by=actor,
        at=now,
    )
    _count_phrases(actor, text)
    _record(EventAction.PINNED, pin, filing, actor, now, words=["", text], name=place_name(framework, place))
    return pin


@retried
@transaction.atomic
def change_pin(*, actor: User, pin_id: int, was: str, words: str, now: datetime) -> ReviewPin:
    """Say something else in a remark that has not gone out; `was` is what the actor saw in it.

    Raises NotAllowed, StaleVersion, BadValue, ReviewPin.DoesNotExist.
    """
    pin, filing = _own_pin(actor, pin_id)
    text = plain_lines(words).strip()
    _refuse_words(text, box=f"pin.{pin.pk}.words", at_most=MAX_WORDS, missing="请写明批注，或删去这一条")
    if text == pin.words:
        return pin
    before = plain_lines(was)
    _demand_unchanged(_unsent(pin).filter(words=before).update(words=text, by=actor, at=now), filing)
    _count_phrases(actor, text)
    _record(EventAction.PINNED, pin, filing, actor, now, words=[before, text])
    pin.words, pin.by, pin.at = text, actor, now
    return pin


@retried
@transaction.atomic
def remove_pin(*, actor: User, pin_id: int, now: datetime) -> None:
    """Take back a remark that has not gone out. Raises NotAllowed, StaleVersion, ReviewPin.DoesNotExist."""
    pin, filing = _own_pin(actor, pin_id)
    _record(EventAction.PIN_REMOVED, pin, filing, actor, now, words=[pin.words, ""])
    _demand_unchanged(_unsent(pin).delete()[0], filing)


@retried
@transaction.atomic
def answer_pin(*, actor: User, filing_id: int, pin_id: int, was: str, answer: str, now: datetime) -> ReviewPin:
    """The unit's answer to a remark it was returned with, while it has the form; `was` is the answer it saw there.

    An empty answer takes it back. Raises NotAllowed, NotEditable, StaleVersion, BadValue, ReviewPin.DoesNotExist.
    """
    filing = filing_to_edit(actor, filing_id)
    pin = pins_to_answer(filing=filing).get(pk=pin_id)
    text, before = plain_lines(answer).strip(), plain_lines(was)
    _refuse_words(text, box=f"pins.{pin.pk}", at_most=MAX_ANSWER)
    if text == pin.answer:
        return pin
    by, at = (actor, now) if text else (None, None)
    same = ReviewPin.objects.filter(pk=pin.pk, answer=before)
    if same.update(answer=text, answered_by=by, answered_at=at) != 1:
        raise StaleVersion(
            saved_by=pin.answered_by.full_name if pin.answered_by else "",
            saved_at=pin.answered_at,
            current_version=filing.version,
        )
    _record(EventAction.PIN_ANSWERED, pin, filing, actor, now, answer=[before, text])
    pin.answer, pin.answered_by, pin.answered_at = text, by, at
    return pin


def _own_pin(actor: User, pin_id: int) -> tuple[ReviewPin, Filing]:
    """A remark of the actor's level that has not gone out, with its filing held."""
    pin = ReviewPin.objects.select_related("submission").get(pk=pin_id, sent_at=None)
    filing = held_filing(Right.REVIEW_OPEN, actor=actor, filing_id=pin.submission.filing_id)
    _refuse_old(filing, pin.submission)
    if pin.level != LEVEL_OF[filing.current_state].value:
        raise ReviewPin.DoesNotExist
    return pin, filing


def _unsent(pin: ReviewPin) -> Any:
    return ReviewPin.objects.filter(pk=pin.pk, sent_at=None)


def _refuse_old(filing: Filing, submission: Submission) -> None:
    last = last_submission(filing=filing)
    if last is None or last.pk != submission.pk:
        raise StaleVersion(saved_by="", saved_at=None, current_version=filing.version)


def _demand_unchanged(written: int, filing: Filing) -> None:
    if written != 1:
        raise StaleVersion(saved_by="", saved_at=None, current_version=filing.version)


def _refuse_words(text: str, *, box: str, at_most: int, missing: str = "") -> None:
    fault = ""
    if not text:
        fault = missing
    elif len(text) > at_most:
        fault = f"共{len(text)}字，太长：最多{at_most}字"
    fault = fault or fault_of_text(text)
    if fault:
        raise BadValue([Fault(path=box, found="", expected=fault)])


def _count_phrases(actor: User, text: str) -> None:
    """The phrases of the library that stand in `text` were used once more."""
    used = [phrase.pk for phrase in phrases_for(user=actor) if phrase.words in text]
    if used:
        ReviewPhrase.objects.filter(pk__in=used).update(times_used=F("times_used") + 1)


def _record(action: EventAction, pin: ReviewPin, filing: Filing, actor: User, now: datetime, **data: Any) -> None:
    events.record(
        action=action,
        actor=actor,
        now=now,
        filing=filing,
        from_state=filing.current_state,
        to_state=filing.current_state,
        content_hash=pin.submission.sha256,
        data={"pin": pin.pk, "submission": pin.submission_id, "level": pin.level, "place": pin.place, **data},
    )
