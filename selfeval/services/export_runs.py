"""Making a batch, as the database sees it: who has it in hand, how far it is, how it ends.

A worker takes a batch, says again and again that it is alive (`beat`), and ends it. One that falls silent for longer
than `settings.LEASE` has lost it: `take_up_lapsed` queues it again, and the next goes on from the items that are done.
A batch that comes no further three times in a row is given up.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from selfeval.domain.export_batches import MOST_ATTEMPTS, OPEN, BatchState, ItemState
from selfeval.models import EventAction, ExportBatch, ExportBatchItem, Notice
from selfeval.models.evidence import private_storage
from selfeval.queries.export_batches import expired_batches, lapsed_batches
from selfeval.services import events
from selfeval.services.export_batches import batch_data
from selfeval.services.notices import Told, tell
from selfeval.services.retrying import retried
from selfeval.services.turns import turn_to_write
from selfeval.services.whole_files import names_in

FOLDER: Final = "packages"
_AT_ONCE: Final = 500
_GIVEN_UP: Final = f"做到一半中断，连续 {MOST_ATTEMPTS} 次没有进展，已停止；请告知管理员查看服务器日志，然后再试。"


class LeaseLost(Exception):
    """The batch was called off, or another worker has it: nothing more is to be done here."""


def take(*, batch_id: int, worker: str, now: datetime) -> ExportBatch | None:
    """The batch, from now on in the hands of `worker`; None where it is not waiting for one."""
    taken = ExportBatch.objects.filter(pk=batch_id, state=BatchState.QUEUED.value).update(
        state=BatchState.RUNNING.value,
        worker=worker,
        lease_until=now + settings.LEASE,
        attempts=F("attempts") + 1,
        began_at=now,
        started_at=Coalesce("started_at", now),
        done_before=F("written") + F("skipped"),
    )
    return ExportBatch.objects.select_related("asked_by").get(pk=batch_id) if taken else None


@retried
@transaction.atomic
def lay_out(*, batch: ExportBatch, items: Sequence[ExportBatchItem], now: datetime) -> None:
    """Write down which documents the batch is of. Raises LeaseLost."""
    ExportBatchItem.objects.bulk_create(items, batch_size=_AT_ONCE)
    skipped = sum(item.state == ItemState.SKIPPED for item in items)
    _held(batch).update(expected=len(items), skipped=skipped, done_before=skipped, lease_until=now + settings.LEASE)
    batch.refresh_from_db()


def begin(items: Sequence[ExportBatchItem]) -> None:
    """Count that these are begun, before they are: what kills the process is known by it afterwards."""
    ExportBatchItem.objects.filter(pk__in=[item.pk for item in items]).update(attempts=F("attempts") + 1)
    for item in items:
        item.attempts += 1


def note_items(items: Sequence[ExportBatchItem]) -> None:
    """Store what became of these."""
    ExportBatchItem.objects.bulk_update(items, ["state", "reason", "key", "sha256", "size"], batch_size=_AT_ONCE // 5)


def beat(*, batch: ExportBatch, now: datetime) -> None:
    """Say that the worker is alive, and how far it is. Raises LeaseLost."""
    states = batch.items.order_by()
    written = states.filter(state=ItemState.WRITTEN.value).count()
    skipped = states.filter(state=ItemState.SKIPPED.value).count()
    has_come_further = written + skipped > batch.done_before
    attempts = 0 if has_come_further else batch.attempts
    rows = _held(batch).update(written=written, skipped=skipped, attempts=attempts, lease_until=now + settings.LEASE)
    if not rows:
        raise LeaseLost
    batch.written, batch.skipped, batch.attempts = written, skipped, attempts


@retried
@transaction.atomic
def release(*, batch: ExportBatch, now: datetime) -> None:
    """Give it back unfinished: the worker was told to stop, and another goes on at once."""
    given = _held(batch).update(state=BatchState.QUEUED.value, worker="", lease_until=now, attempts=0)
    if not given:
        raise LeaseLost


@retried
@turn_to_write()
@transaction.atomic
def finish(*, batch: ExportBatch, path: str, sha256: str, size: int, now: datetime) -> None:
    """The package is there. Raises LeaseLost."""
    done = _held(batch).update(
        state=BatchState.DONE.value,
        worker="",
        lease_until=None,
        path=path,
        sha256=sha256,
        size=size,
        finished_at=now,
        expires_at=now + settings.EXPORT_RETENTION,
    )
    if not done:
        raise LeaseLost
    batch.refresh_from_db()
    until = timezone.localtime(batch.expires_at)
    words = f"共 {batch.written} 份，跳过 {batch.skipped} 份；保留到 {until.month}月{until.day}日，过期删除。"
    _ended(batch, EventAction.BATCH_DONE, "批量导出做好了，可以下载", words, now)


@retried
@turn_to_write()
@transaction.atomic
def fail(*, batch: ExportBatch, reason: str, now: datetime) -> None:
    """It cannot be made. What is made already is kept among the documents, so that the next time is quick."""
    if _held(batch).update(state=BatchState.FAILED.value, worker="", lease_until=None, reason=reason, finished_at=now):
        batch.refresh_from_db()
        _ended(batch, EventAction.BATCH_FAILED, "批量导出没有做成", reason, now)


def take_up_lapsed(*, now: datetime) -> list[int]:
    """Queue again what a silent worker had in hand, and give up what comes no further; keys of what is to be run."""
    found = []
    for key in lapsed_batches(now=now):
        batch = ExportBatch.objects.get(pk=key)
        if batch.attempts >= MOST_ATTEMPTS and batch.current_state is BatchState.RUNNING:
            fail(batch=batch, reason=_GIVEN_UP, now=now)
            continue
        # Of several workers that look at the same time one succeeds.
        still = ExportBatch.objects.filter(pk=key, state=batch.state, worker=batch.worker).filter(
            Q(lease_until__lt=now) | Q(lease_until__isnull=True)
        )
        if still.update(state=BatchState.QUEUED.value, worker="", lease_until=now + settings.LEASE):
            found.append(key)
    return found


def expire(*, now: datetime) -> int:
    """Delete the packages that are kept no longer; how many."""
    count = 0
    for batch in expired_batches(now=now):
        path = batch.path
        with transaction.atomic():
            rows = ExportBatch.objects.filter(pk=batch.pk, state=BatchState.DONE.value)
            if not rows.update(state=BatchState.EXPIRED.value, path=""):
                continue
            batch.items.all().delete()
        private_storage().delete(path)
        count += 1
    return count


def purge_strays(*, now: datetime) -> int:
    """Delete what a killed worker left behind: packages no batch names, and parts of files; how many.

    What is younger than two leases may be somebody's who is at it.
    """
    storage = private_storage()
    names = names_in(FOLDER, storage)[1]
    known = set(ExportBatch.objects.exclude(path="").values_list("path", flat=True))
    running = set(
        ExportBatch.objects.filter(state__in=[state.value for state in OPEN]).values_list("worker", flat=True)
    )
    strays = [
        path
        for path in (f"{FOLDER}/{name}" for name in names)
        if path not in known
        and not any(worker and worker in path for worker in running)
        and storage.get_modified_time(path) < now - 2 * settings.LEASE
    ]
    for path in strays:
        storage.delete(path)
    return len(strays)


def _held(batch: ExportBatch) -> Any:
    """The row, as long as it is in the hands of the same worker."""
    return ExportBatch.objects.filter(pk=batch.pk, state=BatchState.RUNNING.value, worker=batch.worker)


def _ended(batch: ExportBatch, action: EventAction, title: str, words: str, now: datetime) -> None:
    address = reverse("batch", args=[batch.public_id])
    told = Told(kind=Notice.Kind.EXPORT, key=f"{action.value}:{batch.pk}", title=title, words=words, address=address)
    tell([batch.asked_by], told, now=now)
    events.record(action=action, actor=None, now=now, data=batch_data(batch))
