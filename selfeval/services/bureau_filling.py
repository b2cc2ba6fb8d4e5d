"""The bureau fills a form in for a unit that cannot (代填): an administrator begins it with a reason, and ends it."""

from datetime import datetime

from django.db import transaction

from selfeval.domain.rights import Right
from selfeval.models import EventAction, Filing, User
from selfeval.services import events
from selfeval.services.errors import StaleVersion, Unfit
from selfeval.services.holding import held_filing
from selfeval.services.retrying import retried
from selfeval.services.words import checked_words


@retried
@transaction.atomic
def begin_bureau_filling(*, actor: User, filing_id: int, expected_version: int, reason: str, now: datetime) -> Filing:
    """From now on administrators fill it and the unit looks on. The filing's version goes up: open pages turn old.

    Raises NotAllowed, StaleVersion, Unfit without a reason or where it has begun, Filing.DoesNotExist.
    """
    filing = _filing(actor, filing_id, expected_version)
    if filing.bureau_filling_reason:
        raise Unfit("这份自评表已经在代填。")
    reason = checked_words(reason, label="代填的事由", box="reason", is_required=True)
    return _changed(filing, actor, EventAction.BUREAU_FILLING_BEGUN, reason, now)


@retried
@transaction.atomic
def end_bureau_filling(*, actor: User, filing_id: int, expected_version: int, now: datetime) -> Filing:
    """The unit fills it itself again, with all that was filled so far.

    Who filled for it stays named, and signs or reviews nothing of it. Raises NotAllowed, StaleVersion, Unfit where it
    has not begun, Filing.DoesNotExist.
    """
    filing = _filing(actor, filing_id, expected_version)
    if not filing.bureau_filling_reason:
        raise Unfit("这份自评表没有在代填。")
    return _changed(filing, actor, EventAction.BUREAU_FILLING_ENDED, "", now)


def _filing(actor: User, filing_id: int, expected_version: int) -> Filing:
    """The filing, held; at the version the actor saw."""
    filing = held_filing(Right.FILL_FOR_UNIT, actor=actor, filing_id=filing_id)
    if filing.version != expected_version:
        last = filing.events.exclude(version=None).select_related("actor").last()
        raise StaleVersion(
            saved_by=last.actor_name if last else "",
            saved_at=last.at if last else None,
            current_version=filing.version,
        )
    return filing


def _changed(filing: Filing, actor: User, action: EventAction, reason: str, now: datetime) -> Filing:
    filing.bureau_filling_reason = reason
    filing.version += 1
    filing.updated_at = now
    # SQLite knows no held rows: the version decides there.
    there = Filing.objects.filter(pk=filing.pk, version=filing.version - 1)
    if there.update(bureau_filling_reason=reason, version=filing.version, updated_at=now) != 1:
        raise StaleVersion(saved_by="", saved_at=None, current_version=filing.version)
    events.record(
        action=action,
        actor=actor,
        now=now,
        filing=filing,
        version=filing.version,
        from_state=filing.current_state,
        to_state=filing.current_state,
        comment=reason,
    )
    return filing
