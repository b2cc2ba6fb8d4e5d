"""Remarks pinned to a form, and what a return opened."""

from django.db.models import QuerySet

from selfeval.domain.framework import Severity
from selfeval.domain.workflow import Level
from selfeval.models import Filing, ReviewPhrase, ReviewPin, ReviewRecord, Submission, User

_MOST_PHRASES = 30


def returned_record(*, filing: Filing) -> ReviewRecord | None:
    """The return that the unit is working on now, with its frozen copy; None where the form is open for another reason.

    One query, none in the first round. What the unit submitted and withdrew since changes nothing.
    """
    if filing.round == 1:
        return None
    ended = ReviewRecord.objects.filter(submission__filing=filing).exclude(verdict=ReviewRecord.PASSED)
    last = ended.select_related("submission", "reviewer").order_by("submission__round").last()
    return last if last is not None and last.verdict == ReviewRecord.RETURNED else None


def open_places(*, filing: Filing) -> tuple[str, ...] | None:
    """The places that may be changed; None where the whole form may. At most two queries, none in the first round.

    Beside those of the pins, the boxes that an error stands at now: what was mended may make another box wrong, and
    the unit could not submit again with that box locked.
    """
    record = returned_record(filing=filing)
    if record is None or record.opens is None:
        return None
    wrong = filing.findings.filter(submission=None, severity=Severity.ERROR.value, waiver__isnull=True).order_by(
        "position"
    )
    return (*record.opens, *(where[0] for where in wrong.values_list("where", flat=True) if where))


def pins_to_answer(*, filing: Filing) -> QuerySet[ReviewPin]:
    """The remarks the form was last returned with, first to last."""
    record = returned_record(filing=filing)
    if record is None:
        return ReviewPin.objects.none()
    sent = ReviewPin.objects.filter(submission=record.submission_id, sent_at__isnull=False)
    return sent.select_related("by", "answered_by").order_by("pk")


def unanswered_pins(*, filing: Filing) -> tuple[ReviewPin, ...]:
    """Those without an answer. Two queries at most, none in the first round."""
    return tuple(pins_to_answer(filing=filing).filter(answer=""))


def pins_of_level(*, submission: Submission, level: Level) -> QuerySet[ReviewPin]:
    """What one level of review pinned to `submission`, first to last."""
    return submission.pins.filter(level=level.value).select_related("by", "answered_by").order_by("pk")


def phrases_for(*, user: User) -> list[ReviewPhrase]:
    """The phrases a reviewer may insert: their own and the bureau's, the most used first. One query."""
    own = ReviewPhrase.objects.filter(owner=user)
    shared = ReviewPhrase.objects.filter(owner=None)
    return list((own | shared).order_by("-times_used", "pk")[:_MOST_PHRASES])
