"""Drawing documents, one after the other here or several at once in warm processes of their own.

A process draws many documents with fonts and style sheets at hand. It may take so much memory and so much time; one
that dies, or is ended because it takes too long, takes one document with it and nothing else. After a number of
documents it is replaced by a fresh one, so that what the libraries never give back does not add up.
"""

import gc
import logging
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Final, Protocol

from django.conf import settings
from django.db import connections

from selfeval.domain.export_batches import DocumentKind
from selfeval.exports.press_room import ROOM
from selfeval.jobs.documents import frozen_document
from selfeval.models import Submission
from selfeval.services.edition import edition
from selfeval.services.whole_files import NoRoom

_LOG: Final = logging.getLogger(__name__)
# A process that is started afresh would spend seconds on imports; one that is forked has them.
_FORKING: Final = multiprocessing.get_context("fork")
_PER_PROCESS: Final = 200
_MOST_MEMORY: Final = 2 * 1024**3
MOST_SECONDS: Final = 120.0
_LOOK: Final = 1.0  # seconds between two ticks while nothing comes


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One document to draw; `item` is what the answer is about."""

    item: int
    kind: DocumentKind
    submission: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What came of a job. `fault` says in Chinese why there is no document; `is_full`: the disk is."""

    item: int
    key: str = ""
    sha256: str = ""
    size: int = 0
    fault: str = ""
    is_full: bool = False


class Drawers(Protocol):
    """Whoever draws. `jobs` are taken as hands are free; `tick` is called often, and stops the taking with False."""

    def draw(self, jobs: Iterator[Job], *, tick: Callable[[], bool]) -> Iterator[Drawn]: ...


def draw_one(job: Job) -> Drawn:
    """Draw one document in this process and keep it."""
    try:
        rows = Submission.objects.select_related("framework", "filing__cycle__framework", "filing__department")
        submission = rows.get(pk=job.submission)
        kept = frozen_document(job.kind, submission.filing, submission)
    except NoRoom as error:
        return Drawn(item=job.item, fault=str(error), is_full=True)
    except Exception as error:
        _LOG.exception("document %s of submission %s could not be made", job.kind, job.submission)
        return Drawn(item=job.item, fault=_words(error))
    return Drawn(item=job.item, key=kept.key, sha256=kept.sha256, size=len(kept.content))


def _words(error: Exception) -> str:
    """Faults that are meant for people speak Chinese; of others the kind is told."""
    told = str(error)
    is_for_people = any("\u4e00" <= each <= "\u9fff" for each in told)
    return told[:500] if is_for_people else f"生成时出错（{type(error).__name__}），请告知管理员查看日志"


class InThisProcess:
    """Draws here, one after the other: for small installations that have no worker."""

    def draw(self, jobs: Iterator[Job], *, tick: Callable[[], bool]) -> Iterator[Drawn]:
        while tick():
            job = next(jobs, None)
            if job is None:
                return
            yield draw_one(job)


@dataclass(slots=True)
class _Child:
    """One warm process, the line to it, and what it has in hand since when."""

    process: multiprocessing.process.BaseProcess
    line: Connection
    drawn: int = 0
    job: Job | None = None
    since: float = field(default=0.0)


class WarmProcesses:
    """Draws in `count` processes. To be used in a process that has one thread and is in no transaction.

    with WarmProcesses(2) as drawers: …
    """

    def __init__(self, count: int, *, per_process: int = _PER_PROCESS, seconds: float = MOST_SECONDS) -> None:
        self.count, self.per_process, self.seconds = count, per_process, seconds
        self._children: list[_Child] = []

    def __enter__(self) -> "WarmProcesses":
        # Read before, so that every process has it.
        edition()
        if settings.DRAW_APART:
            # Those that are forked ask the same foreman; each on a line of its own.
            ROOM.open()
        return self

    def __exit__(self, *_: object) -> None:
        for child in list(self._children):
            self._end(child)

    def draw(self, jobs: Iterator[Job], *, tick: Callable[[], bool]) -> Iterator[Drawn]:
        is_going_on = True
        while True:
            is_going_on = is_going_on and tick()
            while is_going_on and self._busy() < self.count:
                job = next(jobs, None)
                if job is None:
                    is_going_on = False
                    break
                self._give(job)
            if not self._busy():
                return
            yield from self._come_in()

    def _busy(self) -> int:
        return sum(child.job is not None for child in self._children)

    def _give(self, job: Job) -> None:
        child = next((each for each in self._children if each.job is None), None) or self._start()
        child.job, child.since = job, time.monotonic()
        # One that died in between is found when it is waited for.
        with suppress(OSError):
            child.line.send(job)

    def _start(self) -> _Child:
        # A connection that two processes had in common would be neither's.
        connections.close_all()
        gc.freeze()
        mine, theirs = _FORKING.Pipe()
        others = [each.line for each in self._children] + [mine]
        process = _FORKING.Process(target=_serve, args=(theirs, others), daemon=True)
        process.start()
        gc.unfreeze()
        theirs.close()
        child = _Child(process=process, line=mine)
        self._children.append(child)
        return child

    def _come_in(self) -> Iterator[Drawn]:
        """What is ready by now, or within a moment; what took too long or died."""
        busy = {child.line: child for child in self._children if child.job is not None}
        ready = wait(list(busy), _LOOK)
        for line in ready:
            yield self._received(busy[line])  # type: ignore[index]  # only lines were waited for
        for child in busy.values():
            if child.job is not None and time.monotonic() - child.since > self.seconds:
                item = child.job.item
                self._end(child)
                yield Drawn(item=item, fault=f"生成超过 {self.seconds:.0f} 秒，已中止")

    def _received(self, child: _Child) -> Drawn:
        job = child.job
        assert job is not None  # noqa: S101 - it was waited for
        try:
            drawn: Drawn = child.line.recv()
        except (EOFError, OSError):
            self._end(child)
            code = child.process.exitcode
            _LOG.error("the process that drew document %s of submission %s ended: %s", job.kind, job.submission, code)
            return Drawn(item=job.item, fault="生成这份文件的进程中断了（内存不够或程序出错）")
        child.job = None
        child.drawn += 1
        if child.drawn >= self.per_process:
            self._end(child)
        return drawn

    def _end(self, child: _Child) -> None:
        self._children.remove(child)
        child.line.close()
        child.process.join(0.2)
        if child.process.is_alive():
            child.process.kill()
            child.process.join()


def _drawn_in_peace(job: Job) -> Drawn:
    """As `draw_one`; what is not needed any more is looked for once at the end, not again and again in between."""
    gc.disable()
    try:
        return draw_one(job)
    finally:
        gc.enable()
        gc.collect()


def _serve(line: Connection, others: list[Connection]) -> None:
    """The life of a warm process: draws what comes along the line until nobody is at its other end."""
    # The worker decides when it ends; a signal to the whole group is meant for the worker.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for other in others:
        other.close()
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    try:
        line.send(draw_one(line.recv()))
        # What the first document leaves (framework, faces, sheets) is there for good and not looked through again.
        gc.collect()
        gc.freeze()
        while True:
            line.send(_drawn_in_peace(line.recv()))
    except (EOFError, OSError):
        pass
    finally:
        connections.close_all()
        # What the parent left to be done at the end is the parent's to do.
        os._exit(0)
