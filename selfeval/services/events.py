"""The only writer of events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from selfeval.domain.workflow import State
from selfeval.models import Department, Event, EventAction, Filing, User


def record(
    *,
    action: EventAction,
    actor: User | None,
    now: datetime,
    filing: Filing | None = None,
    department: Department | None = None,
    version: int | None = None,
    from_state: State | None = None,
    to_state: State | None = None,
    comment: str = "",
    content_hash: str = "",
    request_id: UUID | None = None,
    data: Mapping[str, Any] | None = None,
) -> Event:
    """Record one write, inside its transaction. `version` is the filing's version the write made.

    `request_id` is what the sender calls this sending; a filing has each once.
    """
    return Event.objects.create(
        action=action,
        actor=actor,
        at=now,
        filing=filing,
        department=filing.department if filing is not None else department,
        version=version,
        from_state=from_state or "",
        to_state=to_state or "",
        comment=comment,
        content_hash=content_hash,
        request_id=request_id,
        data=dict(data or {}),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One of many writes of one sending: of a unit or an account, never of a filing."""

    action: EventAction
    department: Department | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def record_all(happenings: Sequence[Happening], *, actor: User | None, now: datetime) -> None:
    """Record many writes at once, one event each, inside their transaction."""
    Event.objects.bulk_create(
        Event(action=each.action, actor=actor, at=now, department=each.department, data=dict(each.data))
        for each in happenings
    )
