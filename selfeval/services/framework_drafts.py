"""Writing frameworks: drafts are made, changed part by part, deleted, published.

A draft may be faulty; only publishing asks whether it is a framework. Every write names the revision it was made on
and records one event with what changed, so that whoever comes second can be told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from django.db import transaction

from selfeval.domain.blank_framework import blank_document
from selfeval.domain.document_places import (
    misfits,
    part_at,
    subject_at,
    with_added,
    with_moved,
    with_values,
    without_part,
)
from selfeval.domain.files import Fault, FileFaults, load
from selfeval.domain.verification import content_hash
from selfeval.models import EventAction, FrameworkDraft, FrameworkVersion, User
from selfeval.queries.framework_documents import document_of
from selfeval.services import events
from selfeval.services.administration import refuse_all_but_administrators
from selfeval.services.errors import AlreadyThere, StaleDraft
from selfeval.services.frameworks import publish_document
from selfeval.services.retrying import retried

Document = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPart:
    """The draft as it is now, and where the part stands in it."""

    draft: FrameworkDraft
    place: str


@retried
@transaction.atomic
def create_draft(
    *,
    document: Any,
    origin: str,
    actor: User | None,
    now: datetime,
    based_on: FrameworkVersion | None = None,
) -> FrameworkDraft:
    """A draft of a plain document, faulty or not; `origin` says in Chinese where it came from, for the record.

    Raises FileFaults for what cannot be changed part by part, NotAllowed.
    """
    refuse_all_but_administrators(actor)
    _refuse_misfits(document)
    draft = FrameworkDraft.objects.create(
        document=document, based_on=based_on, created_at=now, updated_at=now, updated_by=actor
    )
    _record(EventAction.DRAFT_CREATED, draft, actor, now, origin=origin, content_hash=content_hash(document))
    return draft


def create_blank_draft(*, slug: str, version: str, title: str, actor: User | None, now: datetime) -> FrameworkDraft:
    """A draft from nothing. Raises AlreadyThere for a published slug and version, NotAllowed."""
    refuse_published(slug=slug, version=version)
    document = blank_document(slug=slug, version=version, title=title)
    return create_draft(document=document, origin="新建", actor=actor, now=now)


def copy_version(
    *, source: FrameworkVersion, slug: str, version: str, title: str, actor: User | None, now: datetime
) -> FrameworkDraft:
    """A draft of a published version under another slug or version. Raises AlreadyThere, NotAllowed."""
    refuse_published(slug=slug, version=version)
    document = document_of(source) | {"slug": slug, "version": version, "title": title}
    return create_draft(document=document, origin=f"复制自 {source}", actor=actor, now=now, based_on=source)


def import_draft(*, text: str, path: str, actor: User | None, now: datetime) -> FrameworkDraft:
    """A draft of a framework file. Raises FileFaults where `text` is not YAML in the narrow form, NotAllowed."""
    return create_draft(document=load(text), origin=f"导入 {path}", actor=actor, now=now)


@retried
@transaction.atomic
def replace_document(
    *, draft_id: int, document: Document, origin: str, expected_revision: int, actor: User | None, now: datetime
) -> FrameworkDraft:
    """The whole document of a draft anew, as an import gives it.

    Raises FileFaults for what cannot be changed part by part, StaleDraft, NotAllowed, DoesNotExist.
    """
    refuse_all_but_administrators(actor)
    _refuse_misfits(document)
    draft = FrameworkDraft.objects.get(pk=draft_id)
    _write(draft, document, expected_revision, actor, now)
    _record(EventAction.DRAFT_CHANGED, draft, actor, now, done="replaced", place="", subject="", origin=origin)
    return draft


@retried
@transaction.atomic
def change_part(
    *,
    draft_id: int,
    place: str,
    values: Mapping[str, Any],
    expected_revision: int,
    actor: User | None,
    now: datetime,
) -> ChangedPart:
    """Set keys of the part at `place`; None takes a key away. Without a change nothing is written.

    Raises StaleDraft, NoSuchPlace, NotAllowed, DoesNotExist.
    """
    refuse_all_but_administrators(actor)
    draft = FrameworkDraft.objects.get(pk=draft_id)
    _refuse_stale(draft, expected_revision)
    before = part_at(draft.document, place)
    changes = [
        {"key": key, "old": before.get(key), "new": value} for key, value in values.items() if before.get(key) != value
    ]
    if changes:
        document = with_values(draft.document, place, values)
        subject = subject_at(draft.document, place)
        _write(draft, document, expected_revision, actor, now)
        _record(EventAction.DRAFT_CHANGED, draft, actor, now, done="set", place=place, subject=subject, changes=changes)
    return ChangedPart(draft=draft, place=place)


@retried
@transaction.atomic
def add_part(
    *,
    draft_id: int,
    place: str,
    part: Mapping[str, Any],
    expected_revision: int,
    actor: User | None,
    now: datetime,
) -> ChangedPart:
    """Put `part` at the end of the list at `place`. Raises StaleDraft, NoSuchPlace, NotAllowed, DoesNotExist."""
    refuse_all_but_administrators(actor)
    draft = FrameworkDraft.objects.get(pk=draft_id)
    _refuse_stale(draft, expected_revision)
    document, where = with_added(draft.document, place, part)
    _write(draft, document, expected_revision, actor, now)
    subject = subject_at(document, where)
    _record(EventAction.DRAFT_CHANGED, draft, actor, now, done="added", place=where, subject=subject, part=dict(part))
    return ChangedPart(draft=draft, place=where)


@retried
@transaction.atomic
def remove_part(
    *, draft_id: int, place: str, expected_revision: int, actor: User | None, now: datetime
) -> FrameworkDraft:
    """Take the part at `place` away, with all below it. Raises StaleDraft, NoSuchPlace, NotAllowed, DoesNotExist."""
    refuse_all_but_administrators(actor)
    draft = FrameworkDraft.objects.get(pk=draft_id)
    _refuse_stale(draft, expected_revision)
    subject, part = subject_at(draft.document, place), part_at(draft.document, place)
    _write(draft, without_part(draft.document, place), expected_revision, actor, now)
    _record(EventAction.DRAFT_CHANGED, draft, actor, now, done="removed", place=place, subject=subject, part=part)
    return draft


@retried
@transaction.atomic
def move_part(
    *, draft_id: int, place: str, by: int, expected_revision: int, actor: User | None, now: datetime
) -> ChangedPart:
    """Move the part at `place` among its siblings. Raises StaleDraft, NoSuchPlace, NotAllowed, DoesNotExist."""
    refuse_all_but_administrators(actor)
    draft = FrameworkDraft.objects.get(pk=draft_id)
    _refuse_stale(draft, expected_revision)
    document, where = with_moved(draft.document, place, by)
    if where != place:
        subject = subject_at(draft.document, place)
        _write(draft, document, expected_revision, actor, now)
        _record(EventAction.DRAFT_CHANGED, draft, actor, now, done="moved", place=where, subject=subject)
    return ChangedPart(draft=draft, place=where)


@retried
@transaction.atomic
def delete_draft(*, draft_id: int, expected_revision: int, actor: User | None, now: datetime) -> None:
    """Delete a draft for good. Raises StaleDraft, NotAllowed, DoesNotExist."""
    refuse_all_but_administrators(actor)
    draft = FrameworkDraft.objects.get(pk=draft_id)
    _record(EventAction.DRAFT_DELETED, draft, actor, now, origin="删除", content_hash=content_hash(draft.document))
    _remove(draft, expected_revision)


@retried
@transaction.atomic
def publish_draft(*, draft_id: int, expected_revision: int, actor: User | None, now: datetime) -> FrameworkVersion:
    """Publish a draft: its rows are stored and frozen, the draft is gone.

    Raises FileFaults, NotVerified, AlreadyThere for a published slug and version, StaleDraft, NotAllowed, DoesNotExist.
    """
    refuse_all_but_administrators(actor)
    draft = FrameworkDraft.objects.get(pk=draft_id)
    _refuse_stale(draft, expected_revision)
    refuse_published(slug=draft.written("slug"), version=draft.written("version"))
    data = {"draft": draft.pk, "revision": draft.revision}
    # First the draft, so that of two who publish it at once one finds it gone; a refusal below brings it back.
    _remove(draft, expected_revision)
    published = publish_document(
        document=draft.document,
        action=EventAction.FRAMEWORK_PUBLISHED,
        data=data,
        actor=actor,
        now=now,
    )
    return published.version


def refuse_published(*, slug: str, version: str) -> None:
    """Raises AlreadyThere where this slug and version are published, and so frozen."""
    if FrameworkVersion.objects.filter(slug=slug, version=version).exists():
        raise AlreadyThere(f"{slug}@{version} 已经发布，发布后不能再改；请换一个代号或版本号。")


def _refuse_misfits(document: Any) -> None:
    if not isinstance(document, dict):
        raise FileFaults([Fault(path="", found="", expected="应是一组“键: 值”")])
    faults = [
        Fault(path=place, found=str(found or ""), expected="应是一组“键: 值”") for place, found in misfits(document)
    ]
    if faults:
        raise FileFaults(faults)


def _refuse_stale(draft: FrameworkDraft, expected_revision: int) -> None:
    if draft.revision != expected_revision:
        raise StaleDraft(saved_by=draft.editor_name, saved_at=draft.updated_at, current_version=draft.revision)


def _write(
    draft: FrameworkDraft, document: Document, expected_revision: int, actor: User | None, now: datetime
) -> None:
    """Store `document` on top of the revision it was made from; the write itself refuses to be second."""
    written = FrameworkDraft.objects.filter(pk=draft.pk, revision=expected_revision).update(
        document=document, revision=expected_revision + 1, updated_at=now, updated_by=actor
    )
    if written != 1:
        _refuse_second(draft, expected_revision)
    draft.refresh_from_db()


def _remove(draft: FrameworkDraft, expected_revision: int) -> None:
    gone, _ = FrameworkDraft.objects.filter(pk=draft.pk, revision=expected_revision).delete()
    if not gone:
        _refuse_second(draft, expected_revision)


def _refuse_second(draft: FrameworkDraft, expected_revision: int) -> NoReturn:
    """Somebody was quicker: changed the draft, or published or deleted it."""
    current = FrameworkDraft.objects.select_related("updated_by").filter(pk=draft.pk).first()
    if current is not None:
        _refuse_stale(current, expected_revision)
    raise StaleDraft(saved_by="", saved_at=None, current_version=0)


def _record(
    action: EventAction,
    draft: FrameworkDraft,
    actor: User | None,
    now: datetime,
    *,
    content_hash: str = "",
    **data: Any,
) -> None:
    events.record(
        action=action,
        actor=actor,
        now=now,
        content_hash=content_hash,
        data={"draft": draft.pk, "framework": str(draft), "revision": draft.revision, **data},
    )
