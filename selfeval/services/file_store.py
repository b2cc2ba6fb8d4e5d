"""Holds the storage of uploaded files against the database (missing, altered, without a row), and purges it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.core.files.storage import Storage
from django.db import transaction

from selfeval.models import ArchivedDocument, EvidenceFile, PendingUpload
from selfeval.models.evidence import KeptFile, private_storage
from selfeval.queries.evidence import frozen_ids
from selfeval.services.kept_files import digest
from selfeval.services.retrying import retried
from selfeval.services.whole_files import names_in

# Every kind of file that is kept as it was received, and what came in archive packages.
KEPT_MODELS: Final[tuple[type[KeptFile] | type[ArchivedDocument], ...]] = (
    *KeptFile.__subclasses__(),
    ArchivedDocument,
)
# What was removed can be put back for this long.
KEPT_AFTER_REMOVAL: Final = timedelta(days=30)
# Bytes come before their row: what is younger may belong to an upload that is going on.
_YOUNGEST_ORPHAN: Final = timedelta(days=1)
WAITING_UPLOAD: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreFault:
    """One thing that is wrong: `kind` is missing, altered or orphan; `what` names the row or the path."""

    kind: str
    what: str

    @property
    def words(self) -> str:
        """For the person who runs the check."""
        return {
            "missing": f"缺文件：{self.what}",
            "altered": f"内容与收下时不一样：{self.what}",
            "orphan": f"没有记录的文件：{self.what}",
        }[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """How many of each were taken away."""

    orphans: int
    removed: int
    waiting: int


def store_faults(*, with_content: bool = True) -> Iterator[StoreFault]:
    """Every fault of the storage; without `with_content` files are not read, only looked for."""
    storage = private_storage()
    known: set[str] = set()
    for model in KEPT_MODELS:
        for row in model._default_manager.order_by("pk").iterator():
            known.add(row.file.name)
            fault = _fault_of(storage, row, with_content=with_content)
            if fault:
                yield StoreFault(kind=fault, what=f"{row.name}（{row.file.name}）")
    for path in _paths(storage):
        if path not in known:
            yield StoreFault(kind="orphan", what=path)


def purge(*, now: datetime) -> Purged:
    """Take away bytes without a row, evidence removed long ago and never submitted, and uploads nobody applied."""
    removed = sum(_purged(each) for each in _removed_long_ago(now))
    waiting, _ = PendingUpload.objects.filter(uploaded_at__lt=now - WAITING_UPLOAD).delete()
    return Purged(orphans=_purge_orphans(now), removed=removed, waiting=waiting)


def _fault_of(storage: Storage, row: KeptFile | ArchivedDocument, *, with_content: bool) -> str:
    if not storage.exists(row.file.name):
        return "missing"
    if with_content:
        with storage.open(row.file.name, "rb") as content:
            if digest(content) != row.sha256:
                return "altered"
    return ""


def _paths(storage: Storage) -> Iterator[str]:
    """Every path below the folders of `KEPT_MODELS`."""
    for model in KEPT_MODELS:
        top = str(model._meta.model_name)
        for folder in names_in(top, storage)[0]:
            for name in names_in(f"{top}/{folder}", storage)[1]:
                yield f"{top}/{folder}/{name}"


def _purge_orphans(now: datetime) -> int:
    storage = private_storage()
    known = {name for model in KEPT_MODELS for name in model._default_manager.values_list("file", flat=True)}
    old = [
        path
        for path in _paths(storage)
        if path not in known and storage.get_modified_time(path) < now - _YOUNGEST_ORPHAN
    ]
    for path in old:
        storage.delete(path)
    return len(old)


def _removed_long_ago(now: datetime) -> list[EvidenceFile]:
    """The newest version of each; the older ones go with it."""
    old = EvidenceFile.objects.filter(removed_at__lt=now - KEPT_AFTER_REMOVAL, replaced_by=None)
    return list(old.select_related("filing"))


def _purged(newest: EvidenceFile) -> int:
    """Take away `newest` and the versions before it down to one that was submitted; how many were.

    The row goes first: bytes without a row can be found again, a row without bytes cannot be served. A version that
    stays is removed like the one that replaced it, or it would stand again.
    """
    frozen = frozen_ids(filing=newest.filing)
    each: EvidenceFile | None = newest
    count = 0
    while each is not None and str(each.public_id) not in frozen:
        before, path = each.replaces, each.file.name
        _delete_row(each, newest)
        private_storage().delete(path)
        each, count = before, count + 1
    return count


@retried
@transaction.atomic
def _delete_row(version: EvidenceFile, newest: EvidenceFile) -> None:
    if version.replaces is not None:
        by = version.removed_by or newest.removed_by
        EvidenceFile.objects.filter(pk=version.replaces.pk).update(removed_at=newest.removed_at, removed_by=by)
    version.delete()
