"""The queue of background work (django-tasks): asking once, and what has to be done to it from time to time."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypeVar

from django.db import transaction
from django_tasks import task_backends
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from selfeval.domain.export_batches import MOST_ATTEMPTS
from selfeval.services.retrying import retried
from selfeval.services.turns import turn_to_write

_T = TypeVar("_T")
# A failed one is looked into within this time; what came of a batch stands in its own table.
_REMEMBERED: Final = timedelta(days=7)
# Nothing but a batch takes so long.
_LONGEST: Final = timedelta(minutes=10)


def asked_once(asked: Task[..., _T], args: Sequence[Any]) -> TaskResult[_T]:
    """The task in the queue; where the same waits there or is being done, that."""
    if isinstance(task_backends["default"], DatabaseBackend):
        return _asked_once(asked, args)
    return asked.enqueue(*args)


@retried
@turn_to_write()
@transaction.atomic
def _asked_once(asked: Task[..., _T], args: Sequence[Any]) -> TaskResult[_T]:
    same = DBTaskResult.objects.filter(
        task_path=asked.module_path,
        args_kwargs={"args": list(args), "kwargs": {}},
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING),
    ).first()
    return asked.enqueue(*args) if same is None else same.task_result


def take_up_lost(*, now: datetime, but: str, is_dead: Callable[[str], bool]) -> int:
    """Queue again what nobody does any more: its process was killed. Given up the third time; how many.

    `is_dead` tells of a worker's id whether it ended for certain; of one nobody knows, a task is lost when no task
    takes so long. `but` is the path of one with a lease of its own. What is done twice all the same finds what is made.
    """
    lost = DBTaskResult.objects.running().exclude(task_path=but)
    found = [
        each
        for each in lost
        if (each.started_at is not None and each.started_at < now - _LONGEST)
        or (each.worker_ids and is_dead(each.worker_ids[-1]))
    ]
    for each in found:
        if len(each.worker_ids) >= MOST_ATTEMPTS:
            each.set_failed(RuntimeError(f"the process that did it was killed, {MOST_ATTEMPTS} times"))
        else:
            lost.filter(pk=each.pk).update(status=TaskResultStatus.READY, started_at=None)
    return len(found)


def prune_done(*, now: datetime) -> int:
    """Take what was done long ago out of the queue, which keeps everything by itself; how many went."""
    done = DBTaskResult.objects.finished().filter(finished_at__lt=now - _REMEMBERED)
    return int(done.delete()[0])
