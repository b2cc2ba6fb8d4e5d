"""Making a batch: which filings it is of, each document, the package; gone on with by whoever takes it up after a stop.

Each document that is done is written down (`ExportBatchItem`) and kept (`kept_documents`), so nothing is made twice.
Rights are asked of the person who asked: when the filings are looked up, before each portion, and when it is packed.
"""

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import IO, Final

from django.conf import settings
from django.db import connection
from django.utils import timezone

from selfeval.domain.export_batches import MOST_ATTEMPTS, DocumentKind
from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role
from selfeval.jobs import batch_items
from selfeval.jobs.documents import document_key
from selfeval.jobs.drawing import Drawers, Drawn, InThisProcess, Job, WarmProcesses
from selfeval.jobs.package import Gone, write_package
from selfeval.models import ExportBatch, ExportBatchItem, User
from selfeval.queries.export_batches import visible_ids, waiting_items
from selfeval.queries.filings import UnknownChoice
from selfeval.services import export_runs
from selfeval.services.export_runs import FOLDER, LeaseLost
from selfeval.services.kept_documents import read_kept
from selfeval.services.kept_files import FileDamaged, opened
from selfeval.services.whole_files import NoRoom, written_whole

_LOG: Final = logging.getLogger(__name__)
_PORTION: Final = 200
_HIDDEN: Final = "您现在已无权查看这份填报"


class GivenUp(Exception):
    """The batch cannot be made; the message is Chinese and fit to be shown."""


class ToldToStop(Exception):
    """This process ends; another goes on."""


def drawers_for(count: int) -> AbstractContextManager[Drawers]:
    """`count` warm processes; 0, or inside a transaction, which other processes would not see, is this one."""
    if count == 0 or connection.in_atomic_block:
        return nullcontext(InThisProcess())
    return WarmProcesses(count)


def run_batch(
    batch_id: int,
    *,
    drawers: AbstractContextManager[Drawers],
    is_stopping: Callable[[], bool] = lambda: False,
) -> bool:
    """Make the batch, or go on with it. False where it was not waiting for anybody, or was left for another."""
    batch = export_runs.take(batch_id=batch_id, worker=secrets.token_hex(16), now=timezone.now())
    if batch is None:
        return False
    try:
        with drawers as hands:
            _Run(batch, hands, is_stopping).go()
    except LeaseLost:
        return False
    except ToldToStop:
        export_runs.release(batch=batch, now=timezone.now())
        return False
    except (GivenUp, NoRoom) as error:
        export_runs.fail(batch=batch, reason=str(error), now=timezone.now())
    return True


class _Run:
    """One worker at one batch."""

    def __init__(self, batch: ExportBatch, drawers: Drawers, is_stopping: Callable[[], bool]) -> None:
        self.batch, self.drawers, self.is_stopping = batch, drawers, is_stopping
        self._last_beat = time.monotonic()

    def go(self) -> None:
        """From wherever it stands to the end. Raises LeaseLost, ToldToStop, GivenUp, NoRoom."""
        if self.batch.expected is None:
            try:
                items = batch_items.items_of(batch=self.batch, user=self._person())
            except UnknownChoice as error:
                raise GivenUp(str(error)) from error
            export_runs.lay_out(batch=self.batch, items=items, now=timezone.now())
        while True:
            self._make_all()
            try:
                self._pack()
            except Gone as gone:
                batch_items.make_again(gone.item)
                continue
            return

    def _person(self) -> User:
        """Who asked, as they are now. Raises GivenUp where they may not have it any more."""
        user = User.objects.get(pk=self.batch.asked_by_id)
        refusal = why_not_task(Task.EXPORT_IN_BATCH, Role(user.role) if user.is_active else None)
        if refusal:
            raise GivenUp(f"申请人现在不能批量导出：{refusal}")
        return user

    def _tick(self, *, at_once: bool = False) -> bool:
        """Whether to go on; tells every few seconds that the worker is alive. Raises LeaseLost."""
        if at_once or time.monotonic() - self._last_beat > settings.LEASE.total_seconds() / 20:
            export_runs.beat(batch=self.batch, now=timezone.now())
            self._last_beat = time.monotonic()
        return not self.is_stopping()

    def _make_all(self) -> None:
        while items := waiting_items(batch=self.batch, at_most=_PORTION):
            if not self._tick(at_once=True):
                raise ToldToStop
            self._make(items)
        self._tick(at_once=True)

    def _make(self, items: list[ExportBatchItem]) -> None:
        """Make a portion: what is kept already is only noted, the rest is drawn."""
        allowed = visible_ids(user=self._person(), filings={item.filing_id for item in items})
        settled, to_draw = [], {}
        for item in items:
            if item.filing_id not in allowed:
                settled.append(batch_items.skipped(item, _HIDDEN))
            elif item.attempts >= MOST_ATTEMPTS:
                settled.append(batch_items.skipped(item, batch_items.QUARANTINED))
            elif item.kind == DocumentKind.EVIDENCE.value:
                settled.append(batch_items.with_evidence(item))
            elif (kept := _kept(item)) is not None:
                settled.append(batch_items.written(item, *kept))
            else:
                to_draw[item.pk] = item
            self._tick()
        export_runs.note_items(settled)
        for drawn in self.drawers.draw(self._jobs(to_draw), tick=self._tick):
            self._note(to_draw[drawn.item], drawn)

    def _jobs(self, items: dict[int, ExportBatchItem]) -> Iterator[Job]:
        for item in items.values():
            export_runs.begin([item])
            # Laid out without a frozen copy it would have been skipped there.
            yield Job(item=item.pk, kind=DocumentKind(item.kind), submission=item.submission_id or 0)

    def _note(self, item: ExportBatchItem, drawn: Drawn) -> None:
        """What came of a document; one that went wrong is tried again with the next portion, three times in all."""
        if drawn.is_full:
            raise NoRoom
        if not drawn.fault:
            export_runs.note_items([batch_items.written(item, drawn.key, drawn.sha256, drawn.size)])
        elif item.attempts >= MOST_ATTEMPTS:
            export_runs.note_items([batch_items.skipped(item, f"试了 {MOST_ATTEMPTS} 次：{drawn.fault}")])
        self._tick()

    def _pack(self) -> None:
        """Put the package together and end the batch. Raises Gone."""
        items = batch_items.packed_items(self.batch)
        allowed = visible_ids(user=self._person(), filings={item.filing_id for item in items})
        hidden = [batch_items.skipped(item, _HIDDEN) for item in items if item.filing_id not in allowed]
        export_runs.note_items(hidden)

        def tick() -> None:
            if not self._tick():
                raise ToldToStop

        path = f"{FOLDER}/{self.batch.public_id}-{self.batch.worker}.zip"
        with written_whole(path) as target:
            made = write_package(target, self.batch, items, content_of=_content, tick=tick)
        # The counts the package tells are those of the batch.
        self._tick(at_once=True)
        export_runs.finish(batch=self.batch, path=path, sha256=made.sha256, size=made.size, now=timezone.now())


def _kept(item: ExportBatchItem) -> tuple[str, str, int] | None:
    """Key, hash and size of the document where somebody made it before."""
    if item.submission is None:
        return None
    key = document_key(DocumentKind(item.kind), item.filing, item.submission)
    content = read_kept(key)
    return None if content is None else (key, batch_items.digest(content), len(content))


def _content(item: ExportBatchItem) -> bytes | IO[bytes] | None:
    """The bytes of a written item; None where they are not there any more."""
    if item.evidence is None:
        return read_kept(item.key)
    try:
        return opened(item.evidence)
    except FileDamaged:
        return None
