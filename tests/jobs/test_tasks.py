"""What the worker tidies up: a queue that keeps everything by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from selfeval.jobs import tasks
from selfeval.services.queued_tasks import asked_once, take_up_lost
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


@pytest.mark.django_db
def test_f04_what_a_killed_process_had_in_hand_is_queued_again_and_given_up_the_third_time() -> None:
    def running(workers: int, minutes: int, path: str = "draw_for_archive", by: str = "unknown") -> DBTaskResult:
        row = DBTaskResult.objects.create(
            task_path=f"selfeval.jobs.tasks.{path}",
            args_kwargs={"args": [1], "kwargs": {}},
            backend_name="default",
            queue_name="default",
            priority=0,
            run_after=NOW,
            status=TaskResultStatus.RUNNING,
        )
        started = timezone.now() - timedelta(minutes=minutes)
        DBTaskResult.objects.filter(pk=row.pk).update(started_at=started, worker_ids=[by] * workers)
        return row

    rows = [running(1, 11), running(3, 11), running(1, 9), running(1, 11, "make_batch"), running(1, 0, by="killed")]
    found = take_up_lost(now=timezone.now(), but=tasks.make_batch.module_path, is_dead=lambda each: each == "killed")
    assert found == 3
    for row in rows:
        row.refresh_from_db()
    # A batch has a lease of its own and may take an hour.
    assert [row.status for row in rows] == ["READY", "FAILED", "RUNNING", "RUNNING", "READY"]
    assert "killed, 3 times" in rows[1].traceback


@pytest.mark.django_db
def test_e09_the_same_asked_twice_is_one_task_until_it_is_done() -> None:
    first = asked_once(tasks.draw_for_archive, [1])
    assert asked_once(tasks.draw_for_archive, [1]).id == first.id
    assert asked_once(tasks.draw_for_archive, [2]).id != first.id
    DBTaskResult.objects.filter(pk=first.id).update(status=TaskResultStatus.SUCCESSFUL)
    assert asked_once(tasks.draw_for_archive, [1]).id != first.id


@pytest.mark.django_db
def test_a_long_batch_gives_way_to_who_waits_at_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(tasks.time, "monotonic", lambda: clock[0])
    is_to_stop = tasks.gives_way()
    waiting = tasks.draw_for_archive.enqueue(1)
    tasks.make_batch.enqueue(1)
    # An idle worker has it by then.
    clock[0] = 14
    assert not is_to_stop()
    clock[0] = 16
    assert is_to_stop()
    DBTaskResult.objects.filter(pk=waiting.id).update(status=TaskResultStatus.RUNNING)
    clock[0] = 32
    assert not is_to_stop()
    monkeypatch.setattr(tasks, "is_told_to_stop", lambda: True)
    assert is_to_stop()
