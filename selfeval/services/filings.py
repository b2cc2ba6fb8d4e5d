"""Opening a filing and saving its pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from selfeval.domain import filing as domain
from selfeval.domain.assessment import Assessment
from selfeval.domain.files import filing_to_document
from selfeval.domain.framework import Framework
from selfeval.domain.rights import Right, why_never
from selfeval.domain.sections import sections_of
from selfeval.domain.workflow import EDITABLE, State
from selfeval.models import Department, EventAction, Filing, FilingCycle, FilingSection, User
from selfeval.queries.snapshots import assessed, assessment_of, filing_snapshot, framework_snapshot
from selfeval.queries.standing import standing_of
from selfeval.services import events
from selfeval.services.administration import refuse_all_but_administrators
from selfeval.services.applying import applied, refuse_foreign
from selfeval.services.box_rows import write_boxes
from selfeval.services.changes import (
    Change,
    EntryChange,
    EvaluatorsChange,
    ExplanationChange,
    FaceChange,
    FigureChange,
    NarrativeChange,
    OwnIndicatorsChange,
)
from selfeval.services.errors import NotAllowed, NotEditable, StaleVersion, UnknownBox
from selfeval.services.inserting import insert_once
from selfeval.services.results import store_results

_LONGEST_RECORDED: Final = 200
# What another write may have changed since the filing was read.
_MOVING_COLUMNS: Final = (
    "version",
    "state",
    "round",
    "opened_by_reviewer_at",
    "head",
    "phone",
    "filed_on",
    "updated_at",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSection:
    """What a page gets back after saving: the filing as it is now, the page's new version, and all results."""

    filing: Filing
    section_version: int
    assessment: Assessment
    saved_at: datetime


@transaction.atomic
def open_filing(*, actor: User | None, cycle: FilingCycle, department: Department, now: datetime) -> Filing:
    """Give `department` its empty form of `cycle`. Raises NotAllowed, AlreadyThere."""
    refuse_all_but_administrators(actor)
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


@transaction.atomic
def save_section(
    *,
    actor: User,
    filing_id: int,
    section: str,
    expected_version: int,
    changes: Sequence[Change],
    now: datetime,
) -> SavedSection:
    """Save `changes` of the page `section`, whose version the actor saw is `expected_version`.

    The first saving of a form not begun, or returned, makes it 填报中; that is part of saving and has no event of its
    own. Raises NotAllowed, NotEditable, UnknownBox, StaleVersion, BadValue, Filing.DoesNotExist, storing nothing.
    """
    filing = _filing_to_edit(actor, filing_id)
    framework = framework_snapshot(version=filing.cycle.framework)
    refuse_foreign(framework, section, changes)
    from_state = _claim(filing, now)
    section_version = _stamp(filing, section, expected_version, actor, now)
    before = filing_snapshot(filing=filing)
    content = applied(framework, before, changes)
    _write(filing, actor, content, changes)
    texts = any(change.touches_texts for change in changes)
    assessment = assessed(filing=filing, content=content, now=now, texts=texts)
    store_results(filing, assessment)
    events.record(
        action=EventAction.SECTION_SAVED,
        actor=actor,
        now=now,
        filing=filing,
        version=filing.version,
        from_state=from_state,
        to_state=State.FILLING,
        data={
            "section": section,
            "section_version": section_version,
            "changes": _recorded(framework, before, content, changes),
        },
    )
    return SavedSection(filing=filing, section_version=section_version, assessment=assessment, saved_at=now)


def _write(filing: Filing, actor: User, content: domain.Filing, changes: Sequence[Change]) -> None:
    """Store the boxes of `changes` and the face as `content` has them; the filing is being filled from now on."""
    write_boxes(filing, content, changes)
    filing.fillers.add(actor)
    filing.state, filing.filed_on = State.FILLING.value, content.filed_on
    filing.head, filing.phone = content.department.head, content.department.phone
    filing.save(update_fields=["state", "head", "phone", "filed_on"])


def _filing_to_edit(actor: User, filing_id: int) -> Filing:
    filing = (
        Filing.objects.select_related("cycle__framework", "department").prefetch_related("fillers").get(pk=filing_id)
    )
    refusal = why_never(Right.EDIT, standing_of(user=actor, filing=filing))
    if refusal:
        raise NotAllowed(refusal)
    return filing


def _claim(filing: Filing, now: datetime) -> State:
    """Take the filing for this write: no other write of it goes on before this one ends. Returns the state it has."""
    free = Filing.objects.filter(pk=filing.pk, state__in=EDITABLE)
    claimed = free.update(version=F("version") + 1, updated_at=now)
    filing.refresh_from_db(fields=_MOVING_COLUMNS)
    if claimed != 1:
        raise NotEditable(filing.current_state)
    return filing.current_state


def _stamp(filing: Filing, section: str, expected_version: int, actor: User, now: datetime) -> int:
    """Take the page's next version; raises StaleVersion where someone else took it."""
    pages = FilingSection.objects.filter(filing=filing, code=section)
    stamped = pages.filter(version=expected_version).update(version=expected_version + 1, saved_at=now, saved_by=actor)
    if stamped != 1:
        page = pages.select_related("saved_by").first()
        if page is None:
            raise UnknownBox(box=section, section=section)
        raise StaleVersion(
            saved_by=page.saved_by.full_name if page.saved_by else "",
            saved_at=page.saved_at,
            current_version=page.version,
        )
    return expected_version + 1


def _recorded(
    framework: Framework, before: domain.Filing, after: domain.Filing, changes: Sequence[Change]
) -> list[dict[str, Any]]:
    """Box, old and new of what really changed, as the filing file would write it; long texts by their length."""
    old, new = filing_to_document(framework, before), filing_to_document(framework, after)
    pairs = {change.box: (_plain_at(old, change), _plain_at(new, change)) for change in changes}
    return [
        {"box": box, "old": _shortened(was), "new": _shortened(becomes)}
        for box, (was, becomes) in pairs.items()
        if was != becomes
    ]


def _plain_at(document: Any, change: Change) -> Any:
    match change:
        case FigureChange(code=code):
            return document["fields"].get(code)
        case EntryChange(code=code):
            return document["indicators"].get(code, {}).get(change.box.removeprefix(f"indicators.{code}."))
        case NarrativeChange(code=code):
            return document["narratives"].get(code)
        case ExplanationChange(check=check):
            return document["explanations"].get(check)
        case EvaluatorsChange():
            return document["evaluators"]
        case OwnIndicatorsChange(under=under):
            return [own for own in document.get("own_indicators", []) if own["under"] == under]
        case FaceChange(attribute="filed_on"):
            return document.get("filed_on")
        case FaceChange(attribute=attribute):
            return document["department"].get(attribute)


def _shortened(value: Any) -> Any:
    if isinstance(value, str) and len(value) > _LONGEST_RECORDED:
        return f"（{len(value)}字）"
    return value
