"""`manage.py run_worker`: works off what is queued, tidies up, and stops after the document in hand."""

import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from selfeval.domain.export_batches import BatchState, DocumentKind
from selfeval.domain.workflow import State
from selfeval.jobs import documents, stopping
from selfeval.jobs.tasks import ask_for_batch, make_batch
from selfeval.management.commands.run_worker import _worker
from selfeval.models import ExportBatch, User
from selfeval.models.evidence import private_storage
from selfeval.queries.export_batches import BatchFilter
from tests.factories import bring_to, make_world
from tests.stores import keep_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Documents of a line in a folder of the test's own; signals do afterwards what they did before."""
    keep_in(tmp_path, settings)
    settings.EXPORT_WORKERS = 1
    monkeypatch.setattr(documents, "MAKERS", {DocumentKind.FORM_PDF: lambda filing, submission: b"%PDF"})
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    yield
    for each, handler in before.items():
        signal.signal(each, handler)
    stopping.start_anew()


def asked() -> ExportBatch:
    """A batch in the queue, of a world with one form that was submitted."""
    world = make_world()
    bring_to(world, State.SUBMITTED)
    return asked_by(world.administrator)


def asked_by(actor: User) -> ExportBatch:
    """A batch in the queue."""
    return ask_for_batch(actor=actor, asked=BatchFilter(), kinds=[DocumentKind.FORM_PDF], now=timezone.now())


def test_what_is_queued_is_made_in_a_warm_process() -> None:
    batch = asked()
    call_command("run_worker", once=True)
    batch.refresh_from_db()
    assert (batch.current_state, batch.written) == (BatchState.DONE, 1)


def test_what_a_dead_worker_left_is_made_and_what_is_old_is_deleted() -> None:
    old = asked()
    call_command("run_worker", once=True)
    old.refresh_from_db()
    ExportBatch.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    batch = asked_by(old.asked_by)
    ExportBatch.objects.filter(pk=batch.pk).update(
        state=BatchState.RUNNING.value, worker="dead", lease_until=timezone.now() - timedelta(seconds=1), attempts=1
    )
    call_command("run_worker", once=True)
    assert not private_storage().exists(old.path)
    old.refresh_from_db()
    batch.refresh_from_db()
    assert (old.current_state, batch.current_state) == (BatchState.EXPIRED, BatchState.DONE)


def test_the_reminder_of_every_day_tidies_up_too(settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    batch = asked()
    ExportBatch.objects.filter(pk=batch.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    call_command("remind", verbosity=0)
    batch.refresh_from_db()
    assert batch.current_state is BatchState.EXPIRED


def test_told_to_stop_it_ends_after_the_document_in_hand() -> None:
    worker = _worker()
    assert worker is not None
    worker.running_task = True
    worker.shutdown(signal.SIGTERM, None)
    assert stopping.is_told_to_stop()
    batch = asked()
    assert make_batch.call(batch.pk) is False
    batch.refresh_from_db()
    assert (batch.current_state, batch.worker) == (BatchState.QUEUED, "")
    # Nothing is taken up any more: the command comes to its end.
    call_command("run_worker")
    batch.refresh_from_db()
    assert batch.current_state is BatchState.QUEUED


def test_another_queue_than_the_database_leaves_only_the_tidying(settings: Any, capsys: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    call_command("run_worker", once=True)
    assert "只做定时清理" in capsys.readouterr().out
