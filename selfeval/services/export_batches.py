"""Asking for documents by the thousand: asking, calling off, and having the package. Who makes it is in `export_runs`.

What the same person asks for again while it is being made is the same batch. Every request, result and download is on
record, with the filter and the number of documents.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from selfeval.domain.export_batches import OPEN, BatchState, DocumentKind
from selfeval.domain.rights_after import Task
from selfeval.models import EventAction, ExportBatch, User
from selfeval.queries.export_batches import BatchFilter, asked_filings
from selfeval.services import events
from selfeval.services.errors import Unfit, WriteRefused
from selfeval.services.retrying import retried
from selfeval.services.tasks import refuse_task
from selfeval.services.turns import turn_to_write

MOST_OPEN: Final = 3
MOST_AN_HOUR: Final = 20
_HOUR: Final = timedelta(hours=1)


class TooManyBatches(WriteRefused):
    """The person has asked for too much at once, or too often."""


@retried
@turn_to_write()
@transaction.atomic
def ask_for_batch(*, actor: User, asked: BatchFilter, kinds: Sequence[DocumentKind], now: datetime) -> ExportBatch:
    """A batch of `kinds` of the filings `asked` for; the one that is being made where the same was asked before.

    Raises NotAllowed, Unfit, TooManyBatches, UnknownChoice.
    """
    refuse_task(Task.EXPORT_IN_BATCH, actor)
    wanted = [kind for kind in DocumentKind if kind in kinds]
    if not wanted:
        raise Unfit("请至少选一种文件。", box="kinds")
    # One after the other for each person: what is counted below stays true until it is written.
    User.objects.select_for_update().get(pk=actor.pk)
    question = _question_hash(asked, wanted)
    same = ExportBatch.objects.filter(asked_by=actor, question_hash=question, state__in=_values(OPEN)).first()
    if same is not None:
        return same
    _refuse_too_many(actor, now)
    count = asked_filings(user=actor, asked=asked).order_by().count()
    if not count:
        raise Unfit("没有符合条件的填报，请换一个条件。", box="cycle")
    batch = ExportBatch.objects.create(
        asked_by=actor,
        asked_at=now,
        filter=asked.document,
        kinds=[kind.value for kind in wanted],
        question_hash=question,
        # Until then it is expected that somebody takes it up; afterwards it is queued again.
        lease_until=now + settings.LEASE,
    )
    events.record(action=EventAction.BATCH_ASKED, actor=actor, now=now, data={**batch_data(batch), "filings": count})
    return batch


@retried
@turn_to_write()
@transaction.atomic
def cancel_batch(*, actor: User, batch: ExportBatch, now: datetime) -> bool:
    """Call off a batch of one's own; whoever makes it stops. False where it was over already."""
    changed = ExportBatch.objects.filter(pk=batch.pk, asked_by=actor, state__in=_values(OPEN)).update(
        state=BatchState.CANCELLED.value, worker="", lease_until=None, finished_at=now
    )
    if not changed:
        return False
    batch.refresh_from_db()
    batch.items.all().delete()
    events.record(action=EventAction.BATCH_CANCELLED, actor=actor, now=now, data=batch_data(batch))
    return True


@retried
@transaction.atomic
def note_fetched(*, actor: User, batch: ExportBatch, now: datetime) -> None:
    """Put on record that the person takes the package away."""
    events.record(action=EventAction.BATCH_FETCHED, actor=actor, now=now, data=batch_data(batch))


def batch_data(batch: ExportBatch) -> dict[str, Any]:
    """What the record tells of a batch: the question, and how many documents came of it."""
    counts = {"expected": batch.expected, "written": batch.written, "skipped": batch.skipped}
    told = {"batch": str(batch.public_id), "filter": batch.filter, "kinds": batch.kinds}
    if batch.expected is not None:
        told |= counts
    return told | ({"sha256": batch.sha256} if batch.sha256 else {})


def _question_hash(asked: BatchFilter, kinds: Sequence[DocumentKind]) -> str:
    question = json.dumps([asked.document, [kind.value for kind in kinds]], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(question.encode()).hexdigest()


def _refuse_too_many(actor: User, now: datetime) -> None:
    own = ExportBatch.objects.filter(asked_by=actor)
    if own.filter(state__in=_values(OPEN)).count() >= MOST_OPEN:
        raise TooManyBatches(f"您已有 {MOST_OPEN} 个批量导出正在做，请等做完或取消一个再申请。")
    if own.filter(asked_at__gt=now - _HOUR).count() >= MOST_AN_HOUR:
        raise TooManyBatches(f"一小时内最多申请 {MOST_AN_HOUR} 次批量导出，请过一会儿再来。")


def _values(states: frozenset[BatchState]) -> list[str]:
    return sorted(state.value for state in states)
