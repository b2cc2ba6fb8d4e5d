"""Does what the worker does with what is queued, in the process of the test."""

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from selfeval.management.commands.run_worker import _worker


def run_queued() -> int:
    """Work off what is queued, in the worker's order; what that queues is left. How many tasks were run."""
    worker = _worker()
    assert worker is not None
    waiting = list(DBTaskResult.objects.filter(status=TaskResultStatus.READY))
    for each in waiting:
        worker.run_task(each)
    return len(waiting)
