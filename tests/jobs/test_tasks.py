"""What the worker tidies up: a queue that keeps everything by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from selfeval.jobs import tasks
from tests.factories import NOW


@pytest.mark.django_db
def test_what_was_done_long_ago_leaves_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    def queued(status: TaskResultStatus, days: int) -> int:
        row = DBTaskResult.objects.create(
            task_path="selfeval.jobs.tasks.make_batch",
            args_kwargs={"args": [1], "kwargs": {}},
            backend_name="default",
            queue_name="default",
            priority=0,
            run_after=NOW,
            status=status,
        )
        DBTaskResult.objects.filter(pk=row.pk).update(
            finished_at=timezone.now() - timedelta(days=days) if days else None
        )
        return int(row.pk.int)

    old = {queued(TaskResultStatus.SUCCESSFUL, 8), queued(TaskResultStatus.FAILED, 8)}
    kept = {
        queued(TaskResultStatus.SUCCESSFUL, 6),
        queued(TaskResultStatus.READY, 0),
        queued(TaskResultStatus.RUNNING, 0),
    }
    tasks.tidy(now=timezone.now())
    left = {key.int for key in DBTaskResult.objects.values_list("pk", flat=True)}
    assert (left & old, left & kept) == (set(), kept)
