"""Who came, what they read, took away and were refused: one event each, in a transaction of its own.

Nothing else changes with these, but a password, so they are written once the answer is known, after what was refused
is rolled back. Where the event cannot be written, the answer is not given either.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from selfeval.models import Event, EventAction, Filing, User
from selfeval.services import events
from selfeval.services.retrying import retried
from selfeval.services.turns import turn_to_write

_LONGEST_NAME: Final = 150
_LONGEST_REASON: Final = 500


@turn_to_write()
def note_signed_in(*, user: User, now: datetime) -> None:
    """Somebody signed in."""
    events.record(action=EventAction.SIGNED_IN, actor=user, now=now, department=user.department)


@turn_to_write()
def note_signed_out(*, user: User, now: datetime) -> None:
    """Somebody signed out."""
    events.record(action=EventAction.SIGNED_OUT, actor=user, now=now, department=user.department)


def note_password_changed(*, user: User, now: datetime) -> None:
    """Somebody changed their own password; to be called in the transaction of the change."""
    events.record(
        action=EventAction.PASSWORD_CHANGED,
        actor=user,
        now=now,
        department=user.department,
        data={"username": user.username},
    )


@turn_to_write()
def note_sign_in_failed(*, username: str, now: datetime) -> None:
    """Somebody unknown tried to sign in as `username`, whether there is such an account or not."""
    events.record(
        action=EventAction.SIGN_IN_FAILED,
        actor=None,
        now=now,
        data={"username": username[:_LONGEST_NAME]},
        is_refused=True,
    )


@turn_to_write()
def note_denied(*, actor: User, filing: Filing | None, reason: str, asked: Mapping[str, Any], now: datetime) -> None:
    """Somebody asked for what they may not have, or what is not there for them. `asked`: method, path, status."""
    events.record(
        action=EventAction.ACCESS_DENIED,
        actor=actor,
        now=now,
        filing=filing,
        comment=reason[:_LONGEST_REASON],
        data=asked,
        is_refused=True,
    )


@turn_to_write()
def note_downloaded(*, actor: User, filing: Filing | None, data: Mapping[str, Any], now: datetime) -> None:
    """Somebody took a file away. `data`: its path and name."""
    events.record(action=EventAction.DOWNLOADED, actor=actor, now=now, filing=filing, data=data)


@turn_to_write()
def note_record_read(*, actor: User | None, chosen: Mapping[str, Any], is_export: bool, now: datetime) -> None:
    """Somebody read the record, or took it away; `chosen` is what they asked for of it."""
    action = EventAction.RECORD_EXPORTED if is_export else EventAction.RECORD_READ
    events.record(action=action, actor=actor, now=now, data={"chosen": dict(chosen)})


@retried
def note_viewed(*, actor: User, filing: Filing, now: datetime) -> None:
    """Somebody read a filing that is not their own unit's: told once a person, filing and day."""
    if actor.department_id == filing.department_id or _is_told(actor, filing, now):
        return
    with turn_to_write(), transaction.atomic():
        # Who asks at the same moment waits here, and then finds it told.
        events.held_head()
        if not _is_told(actor, filing, now):
            events.record(action=EventAction.FILING_VIEWED, actor=actor, now=now, filing=filing)


def _is_told(actor: User, filing: Filing, now: datetime) -> bool:
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    told = Event.objects.filter(filing=filing, actor=actor, action=EventAction.FILING_VIEWED)
    return told.filter(at__gte=today, at__lt=today + timedelta(days=1)).exists()
