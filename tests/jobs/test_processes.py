"""Real processes: workers that are killed, documents that kill, memory that is given back."""

import multiprocessing
import os
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from selfeval.domain.export_batches import BatchState, DocumentKind
from selfeval.exports.press_room import ROOM
from selfeval.jobs import documents
from selfeval.jobs.batches import drawers_for, run_batch
from selfeval.jobs.drawing import InThisProcess, Job, WarmProcesses
from selfeval.models import Event, EventAction, ExportBatch, Filing, Notice, Submission
from selfeval.services import export_runs
from tests.factories import make_world
from tests.jobs.many import many_submitted
from tests.jobs.packages import asked, manifest_of, run
from tests.processes import in_processes

pytestmark = pytest.mark.django_db(transaction=True)
_FORKING = multiprocessing.get_context("fork")
_PATIENCE = 60


def worker_at(batch: ExportBatch, *, processes: int = 2, patience: int = _PATIENCE) -> int | None:
    """Let a process of its own make the batch; how it ended."""
    connections.close_all()
    process = _FORKING.Process(target=_work, args=(batch.pk, processes))
    process.start()
    process.join(patience)
    return process.exitcode


def _work(batch_id: int, processes: int) -> None:
    run_batch(batch_id, drawers=drawers_for(processes))
    connections.close_all()
    os._exit(0)


def made_with(monkeypatch: pytest.MonkeyPatch, before: Callable[[Filing], None]) -> None:
    """Documents of a line; `before` is called before each is made."""

    def make(filing: Filing, submission: Submission) -> bytes:
        before(filing)
        return f"{filing.department.code} {submission.sha256}\n".encode()

    monkeypatch.setattr(documents, "MAKERS", {DocumentKind.FORM_PDF: make})


def test_c07_of_eight_workers_one_takes_a_batch_and_makes_it_once(nothing_kept: Path) -> None:
    world = make_world()
    many_submitted(world, 1)
    batch = asked(world.administrator)
    told = in_processes([partial(run_batch, batch.pk, drawers=nullcontext(InThisProcess()))] * 8)
    assert Counter(told) == {("done", True): 1, ("done", False): 7}
    batch.refresh_from_db()
    assert batch.current_state is BatchState.DONE
    assert len(manifest_of(batch)["files"]) == batch.written
    assert Event.objects.filter(action=EventAction.BATCH_DONE).count() == 1
    assert Notice.objects.filter(kind=Notice.Kind.EXPORT).count() == 1


def test_f04_a_worker_killed_three_times_makes_what_an_undisturbed_one_makes(
    monkeypatch: pytest.MonkeyPatch, nothing_kept: Path
) -> None:
    world = make_world()
    many_submitted(world, 30)
    made_with(monkeypatch, lambda filing: None)
    undisturbed = run(asked(world.administrator, DocumentKind.FORM_PDF))
    expected = manifest_of(undisturbed)
    assert len(expected["files"]) == 31
    keep_nothing(nothing_kept)

    def kills_its_worker(filing: Filing) -> None:
        mark = nothing_kept / f"killed-at-{filing.department.code}"
        if filing.department.code in ("M00005", "M00013", "M00022") and not mark.exists():
            mark.touch()
            os.kill(os.getppid(), signal.SIGKILL)

    made_with(monkeypatch, kills_its_worker)
    batch = asked(world.administrator, DocumentKind.FORM_PDF)
    done = []
    for _ in range(3):
        assert worker_at(batch) == -signal.SIGKILL
        batch.refresh_from_db()
        assert batch.current_state is BatchState.RUNNING
        done.append(batch.items.filter(state="written").count())
        assert list((nothing_kept / "packages").glob(f"{batch.public_id}*")) == []
        assert export_runs.take_up_lapsed(now=timezone.now()) == []
        assert export_runs.take_up_lapsed(now=timezone.now() + timedelta(minutes=2)) == [batch.pk]
    assert done == sorted(set(done))
    assert worker_at(batch) == 0
    batch.refresh_from_db()
    assert manifest_of(batch) == expected
    assert batch.sha256 == undisturbed.sha256


def test_f05_a_document_that_kills_its_process_is_left_out_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, nothing_kept: Path
) -> None:
    world = make_world()
    many_submitted(world, 6)
    tries = nothing_kept / "tries"

    def dies(filing: Filing) -> None:
        if filing.department.code == "M00003":
            with tries.open("ab") as log:
                log.write(b"x")
            os.kill(os.getpid(), signal.SIGKILL)

    made_with(monkeypatch, dies)
    batch = asked(world.administrator, DocumentKind.FORM_PDF)
    assert worker_at(batch) == 0
    batch.refresh_from_db()
    manifest = manifest_of(batch)
    assert tries.read_bytes() == b"xxx"
    assert (len(manifest["files"]), manifest["left_out"][0]["department_code"]) == (6, "M00003")
    assert "进程中断了" in manifest["left_out"][0]["reason"]


def test_a_document_that_takes_too_long_is_ended() -> None:
    world = make_world()
    submission = many_submitted(world, 1)[0]

    def endless(filing: Filing, submission: Submission) -> bytes:
        while True:
            signal.pause()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(documents, "MAKERS", {DocumentKind.FORM_PDF: endless})
        job = Job(item=1, kind=DocumentKind.FORM_PDF, submission=submission.pk)
        with WarmProcesses(1, seconds=0.1) as drawers:
            (drawn,) = drawers.draw(iter([job]), tick=lambda: True)
    assert "已中止" in drawn.fault


def test_processes_are_replaced_and_draw_side_by_side(monkeypatch: pytest.MonkeyPatch, nothing_kept: Path) -> None:
    world = make_world()
    copies = many_submitted(world, 9)

    def tells(filing: Filing) -> None:
        (nothing_kept / f"{filing.department.code}.{os.getpid()}").touch()

    made_with(monkeypatch, tells)
    jobs = [Job(item=copy.pk, kind=DocumentKind.FORM_PDF, submission=copy.pk) for copy in copies]
    with WarmProcesses(2, per_process=3) as drawers:
        drawn = list(drawers.draw(iter(jobs), tick=lambda: True))
    assert {each.item for each in drawn} == {copy.pk for copy in copies}
    assert not any(each.fault for each in drawn)
    assert len({path.suffix for path in nothing_kept.glob("M*.*")}) >= 3
    assert not multiprocessing.active_children()
    here = list(InThisProcess().draw(iter(jobs), tick=lambda: True))
    assert {(each.item, each.sha256) for each in here} == {(each.item, each.sha256) for each in drawn}


def test_told_to_stop_no_more_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world()
    copies = many_submitted(world, 5)
    made_with(monkeypatch, lambda filing: None)
    jobs = [Job(item=copy.pk, kind=DocumentKind.FORM_PDF, submission=copy.pk) for copy in copies]
    goes_on = iter([True, False])
    with WarmProcesses(2) as drawers:
        drawn = list(drawers.draw(iter(jobs), tick=lambda: next(goes_on, False)))
    assert len(drawn) == 2
    assert not any(each.fault for each in drawn)


def keep_nothing(folder: Path) -> None:
    """Delete all documents that are kept below `folder`."""
    for path in sorted((folder / "documents").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()


@pytest.mark.usefixtures("drawn")
def test_e04_the_processes_of_a_batch_ask_the_foreman_of_their_worker(
    monkeypatch: pytest.MonkeyPatch, nothing_kept: Path, settings: Any
) -> None:
    """One that is forked draws nothing itself: it has a line of its own to the same press room."""
    settings.DRAW_APART = True
    world = make_world()
    copies = many_submitted(world, 2)
    opened: list[int] = []
    monkeypatch.setattr(ROOM, "open", lambda: opened.append(os.getpid()))

    def asked(work: str, *_: object, **__: object) -> bytes:
        (nothing_kept / f"asked-by-{os.getpid()}").write_text(work)
        return b"%PDF-1.7\nstartxref\n0\n%%EOF\n"

    monkeypatch.setattr(ROOM, "draw", asked)
    kept = ROOM._all
    jobs = [Job(item=copy.pk, kind=DocumentKind.FORM_PDF, submission=copy.pk) for copy in copies]
    with WarmProcesses(1) as drawers:
        drawn = list(drawers.draw(iter(jobs), tick=lambda: True))
    assert [each.fault for each in drawn] == ["", ""]
    (told,) = nothing_kept.glob("asked-by-*")
    assert told.read_text() == "selfeval.exports.pdf:render_pdf"
    assert told.name != f"asked-by-{os.getpid()}"
    assert (opened, ROOM._all) == ([os.getpid()], kept)
