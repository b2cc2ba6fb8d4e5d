"""Making a batch in one process: what is in the package, whose rights count, what is skipped, how it ends."""

import csv
import errno
import io
import os
from datetime import timedelta
from pathlib import Path

import pytest

from selfeval.domain.export_batches import BatchState, DocumentKind, ItemState
from selfeval.domain.workflow import Role, State
from selfeval.jobs import documents
from selfeval.jobs.drawing import Drawn, InThisProcess, Job, draw_one
from selfeval.models import Event, EventAction, ExportBatch, Notice, User
from selfeval.models.evidence import private_storage
from selfeval.services import export_runs
from selfeval.services.errors import NotAllowed, Unfit
from selfeval.services.export_batches import MOST_OPEN, TooManyBatches, cancel_batch
from selfeval.services.kept_documents import read_kept
from tests.factories import NOW, World, bring_to, make_filing
from tests.jobs.packages import FORMS, Drawing, asked, manifest_of, package_of, run, units_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(world: World) -> World:
    """One unit has submitted, another has only begun."""
    bring_to(world, State.SUBMITTED)
    make_filing(world, world.other)
    return world


@pytest.mark.usefixtures("drawn")
def test_a_package_holds_each_document_once_and_says_what_is_missing(submitted: World) -> None:
    batch = run(asked(submitted.administrator, *FORMS, DocumentKind.REPORT_WORD, DocumentKind.EVIDENCE))
    manifest = manifest_of(batch)
    assert (batch.expected, batch.written, batch.skipped) == (8, 3, 5)
    folder = "001_综合办/2021年度"
    assert [each["name"] for each in manifest["files"]] == [
        f"{folder}_自评表.pdf",
        f"{folder}_自评表.xlsx",
        f"{folder}_自评报告.docx",
    ]
    reasons = {(each["department_code"], each["reason"]) for each in manifest["left_out"]}
    assert reasons == {("001", "提交时没有附佐证材料"), ("002", "单位还没有提交，没有正式文件")}
    rows = list(csv.reader(io.StringIO(package_of(batch).read("清单.csv").decode("utf-8-sig"))))
    assert [row[9] for row in rows[1:]] == ["已生成"] * 3 + ["已跳过"] * 5
    first = package_of(batch).infolist()[0]
    assert (first.compress_type, first.date_time) == (0, (1980, 1, 1, 0, 0, 0))


def test_the_same_question_gives_the_same_bytes(submitted: World) -> None:
    first = run(asked(submitted.administrator, *FORMS))
    again = run(asked(submitted.administrator, *FORMS))
    assert first.pk != again.pk
    assert (first.sha256, first.size) == (again.sha256, again.size)


def test_a_kept_document_is_not_drawn_again(submitted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    run(asked(submitted.administrator))
    drawing = Drawing(draw_one)
    batch = run(asked(submitted.administrator), drawers=drawing)
    assert (batch.written, drawing.asked) == (1, [])


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("unit.preparer", ["001"]),
        ("unit.head", ["001"]),
        ("other.preparer", []),
        ("reviewer", ["001"]),
        ("administrator", ["001"]),
    ],
)
def test_e08_the_package_is_what_the_person_may_see(submitted: World, person: str, seen: list[str]) -> None:
    user = submitted
    for part in person.split("."):
        user = getattr(user, part)
    manifest = manifest_of(run(asked(user)))
    assert units_of(manifest) == seen
    left_out = {"other.preparer": ["002"], "administrator": ["002"]}.get(person, [])
    assert units_of(manifest, "left_out") == left_out


def test_e08_a_role_that_is_lost_before_it_is_run_gives_nothing(submitted: World) -> None:
    batch = asked(submitted.reviewer)
    User.objects.filter(pk=submitted.reviewer.pk).update(role=Role.UNASSIGNED)
    run(batch)
    assert (batch.state, batch.items.count()) == (BatchState.FAILED.value, 0)
    assert "现在不能批量导出" in batch.reason


def test_e08_what_cannot_be_seen_any_more_when_it_is_drawn_or_packed_is_left_out(
    submitted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = asked(submitted.unit.preparer)

    def moves_away(job: Job) -> Drawn:
        drawn = draw_one(job)
        User.objects.filter(pk=submitted.unit.preparer.pk).update(department=submitted.other.department)
        return drawn

    manifest = manifest_of(run(batch, drawers=Drawing(moves_away)))
    assert manifest["files"] == []
    assert [each["reason"] for each in manifest["left_out"]] == ["您现在已无权查看这份填报"]


@pytest.mark.parametrize("role", [Role.UNASSIGNED, Role.THIRD_PARTY, Role.SYSTEM_ADMINISTRATOR])
def test_who_may_not_ask_is_told(submitted: World, role: Role) -> None:
    submitted.reviewer.role = role.value
    with pytest.raises(NotAllowed, match="批量导出"):
        asked(submitted.reviewer)


def test_e09_the_same_asked_a_hundred_times_is_one_batch(submitted: World) -> None:
    keys = {asked(submitted.administrator, now=NOW + timedelta(seconds=number)).pk for number in range(100)}
    assert len(keys) == 1
    assert Event.objects.filter(action=EventAction.BATCH_ASKED).count() == 1


def test_e09_a_person_asks_for_so_much_at_once(submitted: World) -> None:
    for kind in list(DocumentKind)[:MOST_OPEN]:
        asked(submitted.administrator, kind)
    with pytest.raises(TooManyBatches, match="正在做"):
        asked(submitted.administrator, DocumentKind.EVIDENCE)
    ExportBatch.objects.update(state=BatchState.CANCELLED.value)
    assert asked(submitted.administrator, DocumentKind.EVIDENCE).current_state is BatchState.QUEUED


def test_e09_and_so_much_in_an_hour(submitted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfeval.services.export_batches.MOST_AN_HOUR", 2)
    for _ in range(2):
        cancel_batch(actor=submitted.reviewer, batch=asked(submitted.reviewer), now=NOW)
    with pytest.raises(TooManyBatches, match="一小时内"):
        asked(submitted.reviewer)
    assert asked(submitted.reviewer, now=NOW + timedelta(hours=2))


def test_nothing_to_make_is_refused(submitted: World) -> None:
    with pytest.raises(Unfit, match="没有符合条件"):
        asked(submitted.administrator, search="没有这个单位")
    with pytest.raises(Unfit, match="至少选一种"):
        asked(submitted.administrator, *[""])  # type: ignore[list-item]


def test_e10_asking_and_making_are_on_record_with_filter_and_count(submitted: World) -> None:
    run(asked(submitted.administrator, cycle="2021"))
    first, done = Event.objects.filter(action__startswith="export.").order_by("sequence")
    assert (first.action, first.actor, done.action) == (
        "export.batch_asked",
        submitted.administrator,
        "export.batch_done",
    )
    assert first.data["filter"] == {"cycle": "2021", "state": "", "search": ""}
    assert first.data["filings"] == 2
    assert (done.data["expected"], done.data["written"], done.data["skipped"]) == (2, 1, 1)
    notice = Notice.objects.get(kind=Notice.Kind.EXPORT)
    assert (notice.user, notice.title) == (submitted.administrator, "批量导出做好了，可以下载")


def test_a_fault_is_tried_three_times_then_left_out(submitted: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> bytes:
        raise ValueError("字体里没有“𠀀”这个字")

    monkeypatch.setattr(documents, "MAKERS", {DocumentKind.FORM_PDF: fails})
    batch = asked(submitted.administrator, DocumentKind.FORM_PDF)
    drawing = Drawing(draw_one)
    manifest = manifest_of(run(batch, drawers=drawing))
    assert len(drawing.asked) == 3
    assert manifest["left_out"][0]["reason"] == "试了 3 次：字体里没有“𠀀”这个字"


def test_f05_what_killed_the_worker_three_times_is_left_out_and_the_rest_goes_on(submitted: World) -> None:
    batch = asked(submitted.administrator, *FORMS)
    deadly = list[int]()

    class Killed(BaseException):
        """The end of the process, as far as this test goes."""

    def kills(job: Job) -> Drawn:
        if job.kind is DocumentKind.FORM_PDF:
            deadly.append(job.item)
            raise Killed
        return draw_one(job)

    for number in range(3):
        with pytest.raises(Killed):
            run(batch, drawers=Drawing(kills))
        later = NOW + timedelta(days=3650 + number)
        assert export_runs.take_up_lapsed(now=later) == [batch.pk]
    manifest = manifest_of(run(batch, drawers=Drawing(kills)))
    assert len(deadly) == 3
    assert [each["kind"] for each in manifest["files"]] == ["form_excel"]
    assert "进程 3 次中断" in manifest["left_out"][0]["reason"]


def test_f04_a_batch_that_comes_no_further_is_given_up_with_the_reason(submitted: World) -> None:
    batch = asked(submitted.administrator)
    for number in range(1, 4):
        assert export_runs.take(batch_id=batch.pk, worker=f"w{number}", now=NOW) is not None
        told = export_runs.take_up_lapsed(now=NOW + timedelta(minutes=2))
        assert told == ([] if number == 3 else [batch.pk])
    batch.refresh_from_db()
    assert (batch.state, batch.attempts) == (BatchState.FAILED.value, 3)
    assert "连续 3 次没有进展" in batch.reason
    assert Notice.objects.get(kind=Notice.Kind.EXPORT).title == "批量导出没有做成"


def test_c07_a_lease_is_lost_to_who_takes_it_up(submitted: World) -> None:
    batch = asked(submitted.administrator)
    taken = export_runs.take(batch_id=batch.pk, worker="first", now=NOW)
    assert taken is not None
    assert export_runs.take(batch_id=batch.pk, worker="second", now=NOW) is None
    assert export_runs.take_up_lapsed(now=NOW + timedelta(seconds=30)) == []
    assert export_runs.take_up_lapsed(now=NOW + timedelta(minutes=2)) == [batch.pk]
    assert export_runs.take(batch_id=batch.pk, worker="second", now=NOW) is not None
    for write in (export_runs.beat, export_runs.release):
        with pytest.raises(export_runs.LeaseLost):
            write(batch=taken, now=NOW)
    with pytest.raises(export_runs.LeaseLost):
        export_runs.finish(batch=taken, path="x", sha256="y", size=1, now=NOW)
    export_runs.fail(batch=taken, reason="too late", now=NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.worker) == (BatchState.RUNNING.value, "second")


def test_f04_told_to_stop_it_gives_the_batch_back_after_the_document_in_hand(submitted: World) -> None:
    batch = asked(submitted.administrator, *FORMS)
    stops = iter([False, False, False, False, True])
    run(batch, is_stopping=lambda: next(stops, True))
    assert (batch.state, batch.worker, batch.attempts) == (BatchState.QUEUED.value, "", 0)
    assert batch.items.filter(state=ItemState.WRITTEN.value).exists()
    manifest = manifest_of(run(batch))
    assert len(manifest["files"]) == 2


def test_cancelling_stops_who_makes_it(submitted: World) -> None:
    batch = asked(submitted.administrator, *FORMS)

    def cancelled(job: Job) -> Drawn:
        cancel_batch(actor=submitted.administrator, batch=batch, now=NOW)
        return draw_one(job)

    run(batch, drawers=Drawing(cancelled))
    assert (batch.state, batch.items.count()) == (BatchState.CANCELLED.value, 0)
    assert not cancel_batch(actor=submitted.administrator, batch=batch, now=NOW)
    assert not [path for path in _packages() if str(batch.public_id) in path]


def test_f06_a_full_disk_fails_the_batch_with_words_and_leaves_nothing(submitted: World) -> None:
    batch = asked(submitted.administrator)
    run(batch, drawers=Drawing(lambda job: Drawn(item=job.item, fault="full", is_full=True)))
    assert batch.state == BatchState.FAILED.value
    assert "磁盘空间不够" in batch.reason
    # It recovers without a restart.
    assert run(asked(submitted.administrator)).current_state is BatchState.DONE


def test_f06_a_disk_that_is_full_when_it_is_packed_leaves_no_part_of_a_package(
    submitted: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(asked(submitted.administrator))

    def full(descriptor: int, *_: object) -> None:
        os.close(descriptor)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    batch = asked(submitted.administrator)
    with monkeypatch.context() as patched:
        patched.setattr("selfeval.services.whole_files.os.fdopen", full)
        run(batch)
    assert (batch.state, batch.path) == (BatchState.FAILED.value, "")
    assert "磁盘空间不够" in batch.reason
    assert not [path for path in _packages() if str(batch.public_id) in path]
    assert run(asked(submitted.administrator)).current_state is BatchState.DONE


def test_a_document_that_is_gone_is_made_again_before_it_is_packed(submitted: World) -> None:
    batch = asked(submitted.administrator)

    def drawn_and_lost(job: Job) -> Drawn:
        drawn = draw_one(job)
        if not lost:
            lost.append(drawn.key)
            for path in Path(private_storage().path("documents")).rglob(drawn.key):
                path.unlink()
        return drawn

    lost = list[str]()
    assert len(manifest_of(run(batch, drawers=Drawing(drawn_and_lost)))["files"]) == 1
    assert read_kept(lost[0]) is not None


def test_e11_the_package_goes_when_its_time_is_over(submitted: World) -> None:
    batch = run(asked(submitted.administrator))
    assert batch.expires_at is not None
    assert batch.finished_at is not None
    assert export_runs.expire(now=batch.expires_at - timedelta(seconds=1)) == 0
    assert export_runs.expire(now=batch.expires_at) == 1
    assert not private_storage().exists(f"packages/{batch.public_id}")
    assert not [path for path in _packages() if str(batch.public_id) in path]
    batch.refresh_from_db()
    assert (batch.state, batch.path, batch.items.count()) == (BatchState.EXPIRED.value, "", 0)


def test_what_a_killed_worker_left_is_swept_away(submitted: World) -> None:
    batch = run(asked(submitted.administrator))
    stray = private_storage().path(f"packages/{batch.public_id}-dead.zip.0123.part")
    Path(stray).write_bytes(b"half a package")
    assert batch.finished_at is not None
    assert export_runs.purge_strays(now=batch.finished_at) == 0
    export_runs.purge_strays(now=batch.finished_at + timedelta(days=1))
    assert not Path(stray).exists()
    assert private_storage().exists(batch.path)


def test_two_kinds_need_no_processes_of_their_own(submitted: World) -> None:
    assert run(asked(submitted.administrator, *FORMS), drawers=InThisProcess()).written == 2


def _packages() -> list[str]:
    folder = Path(private_storage().path("packages"))
    return [str(path) for path in folder.glob("*")] if folder.exists() else []
