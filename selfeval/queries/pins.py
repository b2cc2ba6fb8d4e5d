"""Remarks pinned to a form, and what a return opened."""

from django.db.models import QuerySet

from selfeval.models import Filing, ReviewPin, ReviewRecord


def returned_record(*, filing: Filing) -> ReviewRecord | None:
    """The return that the unit is working on now; None where the form is open for another reason. One query.

    None is asked of a filing in its first round.
    """
    if filing.round == 1:
        return None
    last = ReviewRecord.objects.filter(submission__filing=filing, submission__round=filing.round - 1)
    return last.filter(verdict=ReviewRecord.RETURNED).first()


def open_places(*, filing: Filing) -> tuple[str, ...] | None:
    """The places that may be changed; None where the whole form may. One query, none in the first round."""
    record = returned_record(filing=filing)
    return None if record is None or record.opens is None else tuple(record.opens)


def pins_to_answer(*, filing: Filing) -> QuerySet[ReviewPin]:
    """The remarks the form was last returned with, first to last."""
    return ReviewPin.objects.filter(
        submission__filing=filing, submission__round=filing.round - 1, sent_at__isnull=False
    ).order_by("pk")


def unanswered_pins(*, filing: Filing) -> tuple[ReviewPin, ...]:
    """Those without an answer. One query, none in the first round."""
    if filing.round == 1:
        return ()
    return tuple(pins_to_answer(filing=filing).filter(answer=""))
