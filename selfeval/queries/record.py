"""The record of who did what, read back: page by page for people, entry by entry for the chain."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Max, Min, Q, QuerySet
from django.utils import timezone

from selfeval.domain.record_chain import BEFORE_ALL, STORED_COLUMNS, Anchor, ChainFault, ChainWalk, Entry
from selfeval.models import Event, EventAction, RecordHead

_AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilter:
    """What of the record is asked for; whatever is left empty leaves nothing out. `since` and `until` are whole days.

    `person` is part of a name or an account, `unit` part of the name of the person's unit or of the unit it is about.
    """

    since: date | None = None
    until: date | None = None
    person: str = ""
    unit: str = ""
    action: str = ""
    filing: UUID | None = None
    refused: bool = False


def record_rows(chosen: RecordFilter) -> QuerySet[Event]:
    """The entries asked for, newest first, with what they name."""
    rows = Event.objects.select_related("actor", "department", "filing__department", "filing__cycle__framework")
    if chosen.since:
        rows = rows.filter(at__gte=_midnight(chosen.since))
    if chosen.until:
        rows = rows.filter(at__lt=_midnight(chosen.until + timedelta(days=1)))
    if chosen.person:
        named = Q(actor_full_name__icontains=chosen.person) | Q(actor__username__icontains=chosen.person)
        rows = rows.filter(named | Q(data__username=chosen.person))
    if chosen.unit:
        rows = rows.filter(Q(unit_name__icontains=chosen.unit) | Q(department__name__icontains=chosen.unit))
    if chosen.action:
        rows = rows.filter(action=chosen.action)
    if chosen.filing:
        rows = rows.filter(filing__public_id=chosen.filing)
    return (rows.filter(is_refused=True) if chosen.refused else rows).order_by("-sequence")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def in_parts(rows: QuerySet[Event]) -> Iterator[Event]:
    """`rows`, newest first, fetched a part at a time however many there are."""
    last: int | None = None
    while True:
        part = list((rows if last is None else rows.filter(sequence__lt=last))[:_AT_ONCE])
        yield from part
        if len(part) < _AT_ONCE:
            return
        last = part[-1].sequence


def head_anchor() -> Anchor:
    """The end of the record as it says itself; before everything where it is gone."""
    head = RecordHead.objects.order_by("pk").first()
    return Anchor(sequence=head.sequence, record_hash=head.record_hash) if head else Anchor(sequence=0, record_hash="")


def chain_fault(anchors: Iterable[Anchor] = ()) -> ChainFault | None:
    """The first entry of the record that is not as it was written. Reads all entries, a part at a time.

    Asked while others write, it judges what was there when it began.
    """
    last = Event.objects.aggregate(last=Max("sequence"))["last"] or 0
    head = head_anchor()
    walk = ChainWalk(anchors)
    for entry in _entries(up_to=max(last, head.sequence)):
        fault = walk.step(entry)
        if fault is not None:
            return fault
    return walk.end(head)


def anchor_before(day: date) -> Anchor:
    """The last entry from before `day`, by the server's time zone; before everything where there is none.

    Clocks go back now and then: it is the one with the greatest number of those before the first entry of the day.
    """
    first = Event.objects.filter(at__gte=_midnight(day)).aggregate(first=Min("sequence"))["first"]
    rows = Event.objects.order_by("-sequence")
    last = (rows if first is None else rows.filter(sequence__lt=first)).values("sequence", "record_hash").first()
    return Anchor(sequence=last["sequence"], record_hash=last["record_hash"]) if last else BEFORE_ALL


def entries_after(before: Anchor, *, last: Anchor) -> Iterator[Entry]:
    """The entries after `before` up to `last`, in the record's order, a part fetched at a time."""
    return _entries(up_to=last.sequence, after=before.sequence)


def _entries(*, up_to: int, after: int | None = None) -> Iterator[Entry]:
    place = after
    rows = Event.objects.filter(sequence__lte=up_to).order_by("sequence", "pk")
    while True:
        part = list((rows if place is None else rows.filter(sequence__gt=place)).values(*_COLUMNS)[:_AT_ONCE])
        for columns in part:
            yield Entry(columns=columns, record_hash=str(columns["record_hash"]))
        if len(part) < _AT_ONCE:
            return
        place = part[-1]["sequence"]


_COLUMNS: Final = (*STORED_COLUMNS, "record_hash")


def described(sequence: int) -> str:
    """Time, person and action of an entry in Chinese, to find it by; empty where there is none."""
    event = Event.objects.filter(sequence=sequence).select_related("actor").first()
    if event is None:
        return ""
    return f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S} {event.actor_name} {event.get_action_display()}"


# What leaves everything as it was: who came, read, took away or was refused.
_READING: Final = (
    *(EventAction.SIGNED_IN, EventAction.SIGN_IN_FAILED, EventAction.SIGNED_OUT, EventAction.ACCESS_DENIED),
    *(EventAction.FILING_VIEWED, EventAction.DOWNLOADED, EventAction.RECORD_READ, EventAction.RECORD_EXPORTED),
    *(EventAction.BATCH_ASKED, EventAction.BATCH_DONE, EventAction.BATCH_FAILED, EventAction.BATCH_CANCELLED),
    *(EventAction.BATCH_FETCHED, EventAction.ARCHIVE_EXPORTED),
)


def last_change() -> int:
    """The number of the last event that changed anything, 0 before any: every write is on record. One query."""
    changes = Event.objects.exclude(action__in=_READING).order_by("-sequence")
    return changes.values_list("sequence", flat=True).first() or 0
