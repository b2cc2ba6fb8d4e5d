"""What is put into the queue (django-tasks), and how it gets there."""

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django_tasks import task, task_backends
from django_tasks_db.models import DBTaskResult

from selfeval.domain.export_batches import DocumentKind
from selfeval.jobs.alive import is_dead
from selfeval.jobs.annual import made_behind
from selfeval.jobs.archives import draw_missing
from selfeval.jobs.batches import drawers_for, run_batch
from selfeval.jobs.reminding import Course, remind_many, tell_how_it_went
from selfeval.jobs.stopping import is_told_to_stop
from selfeval.models import ExportBatch, Filing, User
from selfeval.queries.export_batches import BatchFilter
from selfeval.services import export_batches, export_runs
from selfeval.services.errors import NotAllowed
from selfeval.services.kept_documents import purge_kept
from selfeval.services.made_lately import purge_lately
from selfeval.services.queued_tasks import prune_done, take_up_lost
from selfeval.services.reminding import demand_may_remind

# Seconds a batch goes on before it looks whether somebody waits; an idle worker would have begun by then.
_AT_A_STRETCH: Final = 15.0
# Somebody waits for it at a page: before the batches that nobody has begun.
SOON: Final = 10 if task_backends["default"].supports_priority else 0


@task
def make_batch(batch_id: int) -> bool:
    """Make a batch, or go on with it: see `run_batch`. Somebody who waits at a page goes first now and then."""
    return run_batch(batch_id, drawers=drawers_for(_processes()), is_stopping=gives_way())


def gives_way() -> Callable[[], bool]:
    """Asks whether to leave the rest for later: told to stop, or somebody waits at a page and nobody else is free."""
    looked = time.monotonic()

    def is_to_stop() -> bool:
        nonlocal looked
        if is_told_to_stop():
            return True
        if time.monotonic() - looked < _AT_A_STRETCH:
            return False
        looked = time.monotonic()
        return DBTaskResult.objects.ready().filter(priority__gte=SOON).exists()

    return is_to_stop


@task(priority=SOON)
def draw_for_archive(filing_id: int) -> dict[str, str]:
    """Draw what a package of the filing still needs; `fault`: why something cannot be drawn, in Chinese, or nothing."""
    filing = Filing.objects.select_related("cycle__framework", "department").get(pk=filing_id)
    with drawers_for(_processes()) as drawers:
        fault = draw_missing(filing, drawers)
    return {"fault": f"归档包要的正式文件做不出来：{fault}" if fault else ""}


@task(priority=SOON)
def make_annual(question: list[str | int]) -> dict[str, str]:
    """Make a document of a year: see `annual.made_behind`."""
    return made_behind(question)


@task(priority=SOON)
def remind_units(actor_id: int, keys: list[int], number: str, so_far: dict[str, Any]) -> int:
    """Remind the units of the filings `keys` for who asked, and tell them how it went: how many were reminded.

    A process that has to end leaves the rest to the next, which goes on with the counts `so_far`.
    """
    actor, course = User.objects.get(pk=actor_id), Course(**so_far)
    fault = ""
    try:
        left = remind_many(actor=actor, keys=keys, course=course, is_stopping=is_told_to_stop)
        if left:
            remind_units.enqueue(actor_id, list(left), number, asdict(course))
            return course.units
    except NotAllowed as refusal:
        fault = str(refusal)
    except Exception:
        tell_how_it_went(actor=actor, course=course, number=number, fault="后台出错，请告知管理员查看日志")
        raise
    tell_how_it_went(actor=actor, course=course, number=number, fault=fault)
    return course.units


def ask_to_remind(*, actor: User, keys: Sequence[int]) -> None:
    """Have very many units reminded behind the page. Raises NotAllowed where the person may not."""
    demand_may_remind(actor, keys)
    transaction.on_commit(partial(remind_units.enqueue, actor.pk, list(keys), uuid4().hex, {}))


def ask_for_batch(*, actor: User, asked: BatchFilter, kinds: Sequence[DocumentKind], now: datetime) -> ExportBatch:
    """Ask for a batch (`services.export_batches`) and put it into the queue once it is stored.

    The same asked twice is twice in the queue: the second finds nothing to do.
    """
    batch = export_batches.ask_for_batch(actor=actor, asked=asked, kinds=kinds, now=now)
    if batch.asked_at == now:
        transaction.on_commit(partial(make_batch.enqueue, batch.pk))
    return batch


def tidy(*, now: datetime) -> None:
    """What has to be done from time to time: queue again what was dropped, delete what is kept no longer."""
    for key in export_runs.take_up_lapsed(now=now):
        make_batch.enqueue(key)
    take_up_lost(now=now, but=make_batch.module_path, is_dead=is_dead)
    export_runs.expire(now=now)
    export_runs.purge_strays(now=now)
    purge_kept(now=now)
    purge_lately(now=now)
    prune_done(now=now)


def _processes() -> int:
    """A web server has many threads and must not fork: what is done at once is done in the process itself."""
    is_worker = settings.TASKS["default"]["BACKEND"] != "django_tasks.backends.immediate.ImmediateBackend"
    return int(settings.EXPORT_WORKERS) if is_worker else 0
