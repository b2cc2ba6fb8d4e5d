"""Opening a filing and saving its boxes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from selfeval.domain import filing as domain
from selfeval.domain.assessment import Assessment
from selfeval.domain.cycle import Stage
from selfeval.domain.framework import Framework
from selfeval.domain.sections import section_of_box, sections_of
from selfeval.domain.workflow import State
from selfeval.models import Department, Event, EventAction, Filing, FilingCycle, FilingSection, User
from selfeval.queries.snapshots import assessed, assessment_of, filing_snapshot, framework_snapshot
from selfeval.services import events
from selfeval.services.administration import refuse_all_but_administrators
from selfeval.services.applying import applied, refuse_foreign
from selfeval.services.box_rows import write_boxes
from selfeval.services.changes import Change
from selfeval.services.errors import Unfit
from selfeval.services.holding import filing_to_edit
from selfeval.services.inserting import insert_once
from selfeval.services.merging import Conflict, Difference, conflicts_of, differences, stamp_boxes
from selfeval.services.open_boxes import refuse_closed
from selfeval.services.results import store_results
from selfeval.services.retrying import retried
from selfeval.services.turns import turn_to_write

_NOTHING_MORE: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedBoxes:
    """What came of a save: the filing as it is now with all results, what is stored, and what somebody else changed.

    `stored` are the boxes that hold what was sent; `written` those of them that this write (or the same sending before)
    altered. `version` is the filing's version at which the actor knows the stored boxes; `saved_at` None where nothing
    was written. What is neither stored nor in `conflicts` came under a number that had been used for something else.
    """

    filing: Filing
    assessment: Assessment
    version: int
    saved_at: datetime | None
    stored: frozenset[str]
    written: frozenset[str]
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A filing's boxes as somebody read them after its `version`; every write of a box is another version."""

    version: int
    content: domain.Filing


@retried
@transaction.atomic
def open_filing(*, actor: User | None, cycle: FilingCycle, department: Department, now: datetime) -> Filing:
    """Give `department` its empty form of `cycle`. Raises NotAllowed, AlreadyThere, Unfit where it is not published."""
    refuse_all_but_administrators(actor)
    if Stage(cycle.stage) is not Stage.PUBLISHED:
        raise Unfit(f"“{Stage(cycle.stage).label}”的批次不能下达。")
    filing = Filing(
        cycle=cycle,
        department=department,
        head=department.head,
        phone=department.phone,
        created_at=now,
        updated_at=now,
    )
    insert_once(filing, taken=f"{department.name}在“{cycle.title}”里已经有一份填报。")
    framework = framework_snapshot(version=cycle.framework)
    FilingSection.objects.bulk_create(
        FilingSection(filing=filing, code=section.code) for section in sections_of(framework)
    )
    store_results(filing, assessment_of(filing=filing, now=now))
    events.record(
        action=EventAction.FILING_CREATED,
        actor=actor,
        now=now,
        filing=filing,
        version=filing.version,
        to_state=State.TO_FILL,
    )
    return filing


@retried
@turn_to_write()
@transaction.atomic
def save_boxes(
    *,
    actor: User,
    filing_id: int,
    changes: Sequence[Change],
    seen: int | Mapping[str, int],
    request_id: UUID | None = None,
    section: str | None = None,
    recorded_as: EventAction = EventAction.SECTION_SAVED,
    extra: Mapping[str, Any] = _NOTHING_MORE,
    known: Known | None = None,
    now: datetime,
) -> SavedBoxes:
    """Save `changes`, of the page `section` only where one is given, in one write with one event.

    `seen` is the filing's version at which the actor saw the boxes, one for all or by box. A box that somebody wrote
    since and that holds another value is not stored but told as a conflict; the others are. A `request_id` that was
    recorded before writes nothing again. Boxes that hold what is sent are stored without a write. The first saving of a
    form not begun, or returned, makes it 填报中; that is part of saving and has no event of its own. `extra` goes into
    the event; `known` spares reading the boxes again where nobody wrote any since. Raises NotAllowed, NotEditable,
    UnknownBox, BadValue, Filing.DoesNotExist, storing nothing.
    """
    filing = filing_to_edit(actor, filing_id)
    framework = framework_snapshot(version=filing.cycle.framework)
    refuse_foreign(framework, section, changes)
    before = _content_of(filing, known)
    wanted = applied(framework, before, changes)
    differing = differences(framework, before, wanted, changes)
    earlier = None if request_id is None else filing.events.filter(request_id=request_id).first()
    if earlier is not None:
        return _told_again(earlier, filing, actor, before, changes, differing, seen, now)
    refuse_closed(filing, framework, (each.box for each in differing))
    conflicts = conflicts_of(filing, differing, seen)
    kept, written = _unasked(changes, differing, conflicts)
    stored = frozenset(change.box for change in kept)
    if not written:
        return _unwritten(filing, before, stored, conflicts, now)
    from_state = filing.current_state
    content = applied(framework, before, kept) if conflicts else wanted
    _write(filing, actor, content, kept, written, now)
    assessment = assessed(filing=filing, content=content, now=now, texts=any(each.touches_texts for each in kept))
    store_results(filing, assessment)
    told = {"sections": _pages_of(framework, written), "changes": [each.recorded() for each in written]}
    _record(recorded_as, filing, actor, from_state, request_id, {**told, **extra}, now)
    return SavedBoxes(
        filing=filing,
        assessment=assessment,
        version=filing.version,
        saved_at=now,
        stored=stored,
        written=frozenset(each.box for each in written),
        conflicts=conflicts,
    )


def _record(
    action: EventAction,
    filing: Filing,
    actor: User,
    from_state: State,
    request_id: UUID | None,
    data: Mapping[str, Any],
    now: datetime,
) -> None:
    """The one event of a write that made the filing's present version."""
    events.record(
        action=action,
        actor=actor,
        now=now,
        filing=filing,
        version=filing.version,
        from_state=from_state,
        to_state=State.FILLING,
        request_id=request_id,
        data=data,
    )


def _content_of(filing: Filing, known: Known | None) -> domain.Filing:
    """The boxes of `filing`, which is held: as known, where that is of this version and framework."""
    if known and known.version == filing.version and known.content.framework == str(filing.cycle.framework):
        return known.content
    return filing_snapshot(filing=filing)


def _told_again(
    earlier: Event,
    filing: Filing,
    actor: User,
    before: domain.Filing,
    changes: Sequence[Change],
    differing: Sequence[Difference],
    seen: int | Mapping[str, int],
    now: datetime,
) -> SavedBoxes:
    """The answer to a sending that was recorded already, as `earlier`: nothing is written a second time.

    What it stored then was stored, whatever others made of it since; what it did not store then is asked about again.
    """
    was_own = earlier.actor_id == actor.pk
    done = frozenset(each["box"] for each in earlier.data.get("changes", ()) if was_own)
    open_ones = [each for each in differing if each.box not in done]
    same = {change.box for change in changes} - {each.box for each in differing}
    answer = _unwritten(filing, before, frozenset(same), conflicts_of(filing, open_ones, seen), now)
    written = done & {change.box for change in changes}
    version = earlier.version or filing.version
    return replace(answer, version=version, saved_at=earlier.at, stored=answer.stored | written, written=written)


def _unwritten(
    filing: Filing, content: domain.Filing, stored: frozenset[str], conflicts: tuple[Conflict, ...], now: datetime
) -> SavedBoxes:
    return SavedBoxes(
        filing=filing,
        assessment=assessed(filing=filing, content=content, now=now, texts=False),
        version=filing.version,
        saved_at=None,
        stored=stored,
        written=frozenset(),
        conflicts=conflicts,
    )


def _unasked(
    changes: Sequence[Change], differing: Sequence[Difference], conflicts: Sequence[Conflict]
) -> tuple[list[Change], list[Difference]]:
    """What of both is in no conflict."""
    asked = {conflict.box for conflict in conflicts}
    return [each for each in changes if each.box not in asked], [each for each in differing if each.box not in asked]


def _write(
    filing: Filing,
    actor: User,
    content: domain.Filing,
    changes: Sequence[Change],
    written: Sequence[Difference],
    now: datetime,
) -> None:
    """Store the boxes `written` and the face as `content` has them; the filing is being filled from now on."""
    boxes = frozenset(each.box for each in written)
    filing.version += 1
    filing.state, filing.filed_on, filing.updated_at = State.FILLING.value, content.filed_on, now
    filing.head, filing.phone = content.department.head, content.department.phone
    filing.save(update_fields=["version", "state", "head", "phone", "filed_on", "updated_at"])
    write_boxes(filing, content, [change for change in changes if change.box in boxes])
    stamp_boxes(filing, boxes, actor=actor, now=now)
    pages = _pages_of(framework_snapshot(version=filing.cycle.framework), written)
    filing.sections.filter(code__in=pages).update(version=F("version") + 1, saved_at=now, saved_by=actor)
    if not any(filler.pk == actor.pk for filler in filing.fillers.all()):
        filing.fillers.add(actor)


def _pages_of(framework: Framework, written: Sequence[Difference]) -> list[str]:
    """The pages on which boxes were written, in the order of the first box of each."""
    return list(dict.fromkeys(section_of_box(framework, each.box) for each in written))
