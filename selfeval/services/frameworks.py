"""Publishing frameworks, from files and from drafts: one function stores the rows, and what is stored is frozen."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import transaction

from selfeval.domain.files import Plain, framework_from_document, load
from selfeval.domain.verification import content_hash
from selfeval.models import EventAction, FrameworkIndicator, FrameworkVersion, User
from selfeval.queries.framework_documents import FrameworkRows, assembled, rows_of
from selfeval.services import events
from selfeval.services.administration import refuse_all_but_administrators
from selfeval.services.errors import AlreadyThere, NotVerified
from selfeval.services.retrying import retried


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedFramework:
    """The stored version; `is_new` is false where exactly this content was there before."""

    version: FrameworkVersion
    is_new: bool


@retried
@transaction.atomic
def load_framework(*, text: str, path: str, actor: User | None, now: datetime) -> LoadedFramework:
    """Store and publish the framework file `text`; `path` is where it came from, for the record.

    Raises FileFaults for a faulty file, NotVerified for one marked so (faulty or not), AlreadyThere for other content
    under a published slug and version, NotAllowed.
    """
    refuse_all_but_administrators(actor)
    document = load(text)
    if is_unverified(document):
        raise NotVerified(name_in(document))
    return publish_document(
        document=document, action=EventAction.FRAMEWORK_LOADED, data={"path": path}, actor=actor, now=now
    )


@retried
@transaction.atomic
def publish_document(
    *, document: Plain, action: EventAction, data: Mapping[str, Any], actor: User | None, now: datetime
) -> LoadedFramework:
    """Store a plain document as a published version, recorded as `action` with `data` besides.

    Raises FileFaults, NotVerified, AlreadyThere for other content under a published slug and version, NotAllowed.
    """
    refuse_all_but_administrators(actor)
    framework = framework_from_document(document)
    if is_unverified(document):
        raise NotVerified(name_in(document))
    rows = rows_of({**cast("dict[str, Plain]", document), "slug": framework.slug, "version": framework.version})
    sha256 = content_hash(assembled(rows))
    known = FrameworkVersion.objects.filter(slug=framework.slug, version=framework.version).first()
    if known is not None:
        if known.sha256 != sha256:
            raise AlreadyThere(
                f"{known} 已经发布，发布后不能再改；这个文件的内容与已发布的不同，请把 version 改为新的版本号"
            )
        return LoadedFramework(version=known, is_new=False)
    rows.version.sha256, rows.version.loaded_at, rows.version.is_published = sha256, now, True
    _insert(rows)
    events.record(
        action=action, actor=actor, now=now, content_hash=sha256, data={"framework": str(rows.version), **data}
    )
    return LoadedFramework(version=rows.version, is_new=True)


def is_unverified(document: Plain) -> bool:
    """Whether the source at the root of a document is marked as not yet checked (待核)."""
    source = document.get("source") if isinstance(document, dict) else None
    return isinstance(source, dict) and source.get("status") == "unverified"


def name_in(document: Plain) -> str:
    """`slug@version` as a document calls itself."""
    written = document if isinstance(document, dict) else {}
    return f"{written.get('slug') or '未命名'}@{written.get('version') or '?'}"


def _insert(rows: FrameworkRows) -> None:
    rows.version.save(force_insert=True)
    for model, parts in rows.parts:
        model._default_manager.bulk_create(parts)
    levels: defaultdict[int, list[FrameworkIndicator]] = defaultdict(list)
    for indicator in rows.indicators:
        levels[indicator.level].append(indicator)
    for level in sorted(levels):
        # Parents first, so that the rows below find their keys.
        FrameworkIndicator.objects.bulk_create(levels[level])
