"""The only writer of events. Each is chained to the one before, in the transaction of the change it tells of.

Whoever adds to the record holds its head (`RecordHead`) until their transaction ends, so the head is the last thing a
service takes: first the rows it changes, in the order of their keys, then the record. Many events of one sending are
chained with one taking of the head (`record_all`). A change whose event cannot be written is not made.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from selfeval.domain.record_chain import STORED_COLUMNS, record_hash
from selfeval.domain.record_words import recorded, recorded_text
from selfeval.domain.rights import UNIT_ROLES
from selfeval.domain.workflow import SEPARATE_ROLES, Role, State
from selfeval.models import Department, Event, EventAction, Filing, RecordHead, User
from selfeval.services.asking import asking
from selfeval.services.retrying import retried

BUREAU: Final = "财政局"
_HEAD: Final = 1
_LONGEST_NAME: Final = {"actor_full_name": 50, "unit_name": 100}


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One of many writes of one sending. `department` is the filing's where there is a filing."""

    action: EventAction
    filing: Filing | None = None
    department: Department | None = None
    version: int | None = None
    from_state: State | None = None
    to_state: State | None = None
    comment: str = ""
    content_hash: str = ""
    request_id: UUID | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    is_refused: bool = False


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
    is_refused: bool = False,
) -> Event:
    """Record one write, inside its transaction. `version` is the filing's version the write made.

    `request_id` is what the sender calls this sending; a filing has each once. `is_refused`: it was not done.
    """
    happening = Happening(
        action=action,
        filing=filing,
        department=department,
        version=version,
        from_state=from_state,
        to_state=to_state,
        comment=comment,
        content_hash=content_hash,
        request_id=request_id,
        data=data or {},
        is_refused=is_refused,
    )
    return record_all([happening], actor=actor, now=now)[0]


@retried
@transaction.atomic(savepoint=False)
def record_all(happenings: Sequence[Happening], *, actor: User | None, now: datetime) -> list[Event]:
    """Record many writes at once, one event each, inside their transaction."""
    if not happenings:
        return []
    events = [_event(each, actor, now) for each in happenings]
    _chain(events)
    return events


@transaction.atomic(savepoint=False)
def append_archived(events: Sequence[Event]) -> None:
    """Add entries of another record, as they came in an archive package, each with its `origin`.

    Time, names and words are those of then; number and hashes are those of this record, and stay beside the origin's.
    Raises ValueError for an entry without an origin: that would be a new one, which `record` writes.
    """
    if any(event.origin is None for event in events):
        raise ValueError("an entry of this record is written by `record`")
    if events:
        _chain(events)


def _chain(events: Sequence[Event]) -> None:
    head = held_head()
    for event in events:
        head.sequence += 1
        event.sequence, event.previous_hash = head.sequence, head.record_hash
        event.record_hash = head.record_hash = record_hash({name: getattr(event, name) for name in STORED_COLUMNS})
    if len(events) == 1:
        events[0].save(force_insert=True)
    else:
        Event.objects.bulk_create(events)
    head.save(update_fields=["sequence", "record_hash"])


def held_head() -> RecordHead:
    """The end of the record, held until this transaction ends. Raises RecordHead.DoesNotExist where it was removed."""
    return RecordHead.objects.select_for_update().get(pk=_HEAD)


def _event(happening: Happening, actor: User | None, now: datetime) -> Event:
    filing, here = happening.filing, asking()
    return Event(
        action=happening.action.value,
        actor=actor,
        actor_full_name=_name(actor.full_name if actor else "", "actor_full_name"),
        unit_name=_name(unit_name_of(actor, filing), "unit_name"),
        address=here.address,
        asked_in=here.number,
        at=now,
        filing=filing,
        department=filing.department if filing is not None else happening.department,
        version=happening.version,
        from_state=happening.from_state.value if happening.from_state else "",
        to_state=happening.to_state.value if happening.to_state else "",
        comment=recorded_text(happening.comment),
        content_hash=happening.content_hash,
        request_id=happening.request_id,
        data=recorded(json.loads(json.dumps(happening.data, cls=DjangoJSONEncoder))),
        is_refused=happening.is_refused,
    )


def _name(text: str, column: str) -> str:
    return recorded_text(text)[: _LONGEST_NAME[column]]


def unit_name_of(actor: User | None, filing: Filing | None = None) -> str:
    """The unit a person acts for: department or office, the bureau without either. Who runs the system has none."""
    if actor is None or Role(actor.role) in SEPARATE_ROLES:
        return ""
    if actor.department_id is not None:
        if filing is not None and filing.department_id == actor.department_id:
            return filing.department.name
        return actor.department.name if actor.department else ""
    if actor.business_office is not None:
        return actor.business_office.name
    return "" if Role(actor.role) in {*UNIT_ROLES, Role.UNASSIGNED, Role.THIRD_PARTY} else BUREAU
