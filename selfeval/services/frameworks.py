"""Publishing frameworks from files."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction

from selfeval.domain.files import Plain, framework_from_document, load
from selfeval.domain.verification import content_hash
from selfeval.models import EventAction, FrameworkIndicator, FrameworkVersion, User
from selfeval.queries.framework_documents import FrameworkRows, assembled, rows_of
from selfeval.services import events
from selfeval.services.administration import refuse_all_but_administrators
from selfeval.services.errors import AlreadyThere


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedFramework:
    """The stored version; `is_new` is false where exactly this content was there before."""

    version: FrameworkVersion
    is_new: bool


@transaction.atomic
def load_framework(*, text: str, path: str, actor: User | None, now: datetime) -> LoadedFramework:
    """Store and publish the framework file `text`; `path` is where it came from, for the record.

    Raises FileFaults for a faulty file, AlreadyThere for other content under a published slug and version, NotAllowed.
    """
    refuse_all_but_administrators(actor)
    document = load(text)
    framework = framework_from_document(document)
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
        action=EventAction.FRAMEWORK_LOADED,
        actor=actor,
        now=now,
        content_hash=sha256,
        data={"framework": str(rows.version), "path": path},
    )
    return LoadedFramework(version=rows.version, is_new=True)


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
