"""Pages of batches: asking, progress, cancelling, the package in parts, and whose it is."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from selfeval.domain.export_batches import BatchState, DocumentKind
from selfeval.domain.workflow import Role, State
from selfeval.jobs import documents
from selfeval.models import Department, Event, EventAction, ExportBatch, Filing, FilingCycle, User
from selfeval.queries.export_batches import BatchFilter, asked_filings
from selfeval.services import export_batches, export_runs
from tests.factories import NOW, World, bring_to, make_filing
from tests.jobs.packages import asked, run
from tests.stores import keep_in
from tests.web.conftest import SignedIn

FORM = {"cycle": "", "state": "", "search": "", "kinds": "form_excel"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Documents of a line, in a folder of the test's own; nobody has clicked yet."""

    def line(filing: Any, submission: Any) -> bytes:
        return f"{filing.pk} {submission.sha256}\n".encode() * 20

    monkeypatch.setattr(documents, "MAKERS", dict.fromkeys(documents.MAKERS, line))
    keep_in(tmp_path, settings)
    cache.clear()


@pytest.fixture
def submitted(world: World) -> World:
    """One unit has submitted, another has only begun."""
    bring_to(world, State.SUBMITTED)
    make_filing(world, world.other)
    return world


@pytest.fixture
def done(submitted: World) -> ExportBatch:
    """A batch of the administrator's that is done."""
    return run(asked(submitted.administrator, now=timezone.now()))


def address(batch: ExportBatch, rest: str = "") -> str:
    return f"/batches/{batch.public_id}/{rest}"


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_asking_leads_to_the_progress(submitted: World, signed_in: SignedIn) -> None:
    client = signed_in(submitted.administrator)
    page = client.get("/batches/?cycle=2021&q=综合").content.decode()
    assert '<option value="2021" selected>' in page
    assert 'value="综合"' in page
    assert "还没有导出过" in page
    response = client.post("/batches/", FORM)
    batch = ExportBatch.objects.get()
    assert (response.status_code, response.url) == (302, address(batch))
    page = client.get(response.url).content.decode()
    assert "排队中" in page
    assert 'hx-trigger="every 2s"' in page
    run(batch)
    fragment = client.get(response.url, headers={"HX-Request": "true"}).content.decode()
    assert fragment.startswith('<section id="batch"')
    assert "hx-trigger" not in fragment
    assert "生成 1 份，跳过 1 份" in fragment
    page = client.get(response.url).content.decode()
    assert "单位还没有提交，没有正式文件" in page


def test_the_board_and_the_queue_lead_here_with_their_filter(submitted: World, signed_in: SignedIn) -> None:
    above = Department.objects.create(code="900", name="管委会")
    Department.objects.filter(pk=submitted.unit.department.pk).update(supervisor=above)
    Filing.objects.filter(round__gte=1, department=submitted.unit.department).update(grade="优")
    client = signed_in(submitted.administrator)
    board = client.get(f"/board/?cycle=2021&above={above.pk}&grade=优&state=submitted").content.decode()
    (link,) = re.findall(r'href="(/batches/\?[^"]*)"', board)
    page = client.get(unescape(link)).content.decode()
    for value in ("2021", "900", "优", "submitted"):
        assert f'<option value="{value}" selected>' in page
    assert 'type="hidden" name="risk"' in page
    chosen = {"cycle": "2021", "above": "900", "grade": "优", "state": "submitted", "kinds": ["form_pdf"]}
    batch = ExportBatch.objects.get(public_id=client.post("/batches/", chosen).url.split("/")[2])
    run(batch)
    batch.refresh_from_db()
    assert (batch.expected, batch.written) == (1, 1)
    assert f"{State.SUBMITTED.label} · 管委会所属 · 等次“优”" in client.get(address(batch)).content.decode()
    FilingCycle.objects.update(low_risk_at_most=1000)
    queue = signed_in(submitted.reviewer).get("/?state=submitted&risk=low&q=综合").content.decode()
    (link,) = re.findall(r'href="(/batches/\?[^"]*)"', queue)
    assert '<option value="low" selected>' in signed_in(submitted.reviewer).get(unescape(link)).content.decode()


@pytest.mark.parametrize(
    ("filtered", "count"),
    [
        ({"state": "overdue"}, 1),
        ({"above": "none"}, 2),
        ({"above": "900"}, 0),
        ({"grade": "差"}, 0),
        ({"risk": "low", "state": "submitted"}, 1),
    ],
)
def test_each_filter_holds(submitted: World, filtered: dict[str, str], count: int) -> None:
    FilingCycle.objects.update(low_risk_at_most=1000, deadline=NOW - timedelta(days=1))
    assert asked_filings(user=submitted.administrator, asked=BatchFilter(**filtered)).count() == count


def test_what_a_list_was_filtered_by_and_nobody_may_have_stays_chosen(submitted: World, signed_in: SignedIn) -> None:
    client = signed_in(submitted.reviewer)
    assert (
        '<option value="filling" selected>这一项里没有您能导出的'
        in client.get("/batches/?state=filling").content.decode()
    )
    response = client.post("/batches/", {**FORM, "state": "filling"})
    assert response.status_code == 422
    assert "没有这个状态" in response.content.decode()


def test_immediate_work_is_done_when_the_answer_comes(
    submitted: World, signed_in: SignedIn, settings: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(submitted.administrator).post("/batches/", FORM)
    assert ExportBatch.objects.get().current_state is BatchState.DONE


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"kinds": []}, "请至少选一种文件"),
        ({"kinds": "passwords"}, "没有这种文件"),
        ({"cycle": "1999"}, "没有这个批次"),
        ({"state": "nowhere"}, "没有这个状态"),
        ({"search": "没有这个单位"}, "没有符合条件的填报"),
        ({"search": "长" * 101}, "太长"),
    ],
)
def test_what_cannot_be_made_is_said(submitted: World, signed_in: SignedIn, change: dict[str, Any], words: str) -> None:
    response = signed_in(submitted.administrator).post("/batches/", {**FORM, **change})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not ExportBatch.objects.exists()


def test_e09_many_clicks_make_one_batch_and_are_told_to_wait(submitted: World, signed_in: SignedIn) -> None:
    client = signed_in(submitted.administrator)
    told = [client.post("/batches/", FORM).status_code for _ in range(35)]
    assert told == [302] * 30 + [429] * 5
    assert ExportBatch.objects.count() == 1
    response: HttpResponse = client.post("/batches/", FORM)
    assert "点得太快了" in response.content.decode()


def test_e09_too_many_at_once_are_refused_with_words(
    submitted: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_batches, "MOST_OPEN", 0)
    client = signed_in(submitted.administrator)
    response = client.post("/batches/", FORM)
    assert response.status_code == 429
    assert "正在做，请等做完" in response.content.decode()


def test_cancelling_and_asking_again(submitted: World, signed_in: SignedIn) -> None:
    client = signed_in(submitted.administrator)
    batch = asked(submitted.administrator, now=timezone.now())
    assert client.post(address(batch, "cancel/")).status_code == 302
    page = client.get(address(batch)).content.decode()
    assert "已取消。已经生成的文件留着" in page
    assert client.post(address(batch, "cancel/"), follow=True).content.decode().count("不用取消") == 1
    response = client.post(address(batch, "again/"))
    fresh = ExportBatch.objects.exclude(pk=batch.pk).get()
    assert response.url == address(fresh)
    assert (fresh.filter, fresh.kinds) == (batch.filter, batch.kinds)


def test_asking_again_for_too_much_is_said(
    done: ExportBatch, submitted: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_batches, "MOST_AN_HOUR", 1)
    response = signed_in(submitted.administrator).post(address(done, "again/"), follow=True)
    assert "一小时内最多申请" in response.content.decode()


def test_what_went_wrong_is_said(submitted: World, signed_in: SignedIn) -> None:
    batch = asked(submitted.administrator, now=timezone.now())
    taken = export_runs.take(batch_id=batch.pk, worker="w", now=timezone.now())
    assert taken is not None
    export_runs.fail(batch=taken, reason="磁盘空间不够", now=timezone.now())
    page = signed_in(submitted.administrator).get(address(batch)).content.decode()
    assert "没有做成" in page
    assert "磁盘空间不够" in page
    assert "按同样的条件重新导出" in page


def test_progress_says_how_far_it_is(submitted: World, signed_in: SignedIn) -> None:
    batch = asked(submitted.administrator, now=timezone.now())
    ExportBatch.objects.filter(pk=batch.pk).update(
        state=BatchState.RUNNING.value,
        expected=300,
        written=100,
        began_at=timezone.now() - timedelta(minutes=5),
        asked_at=timezone.now() - timedelta(minutes=6),
    )
    page = signed_in(submitted.administrator).get(address(batch)).content.decode()
    assert '<progress class="ba-bar" value="100" max="300"' in page
    assert "33%" in page
    # 200 at the pace of 100 in five minutes and a moment.
    assert "大约还要 11 分钟" in page


def test_the_whole_package(done: ExportBatch, submitted: World, signed_in: SignedIn) -> None:
    response = signed_in(submitted.administrator).get(address(done, "package.zip"))
    content = body(response)
    assert (response.status_code, len(content)) == (200, done.size)
    assert content[:2] == b"PK"
    assert response.headers["Content-Length"] == str(done.size)
    assert response.headers["Accept-Ranges"] == "bytes"
    assert response.headers["ETag"] == f'"{done.sha256}"'
    assert "attachment" in response.headers["Content-Disposition"]
    event = Event.objects.get(action=EventAction.BATCH_FETCHED)
    assert (event.actor, event.data["written"]) == (submitted.administrator, 1)
    assert not Event.objects.filter(action=EventAction.DOWNLOADED).exists()


@pytest.mark.parametrize(
    ("asked_for", "status", "first", "last"),
    [
        ("bytes=0-9", 206, 0, 9),
        ("bytes=10-", 206, 10, -1),
        ("bytes=-5", 206, -5, -1),
        ("bytes=5-99999999", 206, 5, -1),
        ("bytes=-99999999", 206, 0, -1),
        ("bytes=9-5", 200, 0, -1),
        ("bytes=0-1,3-4", 200, 0, -1),
        ("lines=1-2", 200, 0, -1),
        ("bytes=-", 200, 0, -1),
    ],
)
def test_a_part_of_the_package(
    done: ExportBatch, submitted: World, signed_in: SignedIn, asked_for: str, status: int, first: int, last: int
) -> None:
    client = signed_in(submitted.administrator)
    whole = body(client.get(address(done, "package.zip")))
    response = client.get(address(done, "package.zip"), headers={"Range": asked_for})
    start, end = first % len(whole), last % len(whole)
    assert (response.status_code, body(response)) == (status, whole[start : end + 1])
    if status == 206:
        assert response.headers["Content-Range"] == f"bytes {start}-{end}/{done.size}"


@pytest.mark.parametrize("asked_for", ["bytes=99999999-", "bytes=-0"])
def test_no_byte_of_the_package(done: ExportBatch, submitted: World, signed_in: SignedIn, asked_for: str) -> None:
    response = signed_in(submitted.administrator).get(address(done, "package.zip"), headers={"Range": asked_for})
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{done.size}"
    assert not Event.objects.filter(action=EventAction.BATCH_FETCHED).exists()


def test_going_on_with_another_file_begins_anew(done: ExportBatch, submitted: World, signed_in: SignedIn) -> None:
    client = signed_in(submitted.administrator)
    for etag, status in ((f'"{done.sha256}"', 206), ('"another"', 200)):
        headers = {"Range": "bytes=5-", "If-Range": etag}
        assert client.get(address(done, "package.zip"), headers=headers).status_code == status
    # What went on was put on record when it began; what began anew is.
    assert Event.objects.filter(action=EventAction.BATCH_FETCHED).count() == 1


def test_e11_the_batch_of_another_person_is_not_there(done: ExportBatch, submitted: World, signed_in: SignedIn) -> None:
    client = signed_in(submitted.reviewer)
    for rest in ("", "package.zip"):
        theirs, nowhere = client.get(address(done, rest)), client.get(f"/batches/{uuid4()}/{rest}")
        assert theirs.status_code == nowhere.status_code == 404
        assert theirs.content == nowhere.content
    for rest in ("cancel/", "again/"):
        assert client.post(address(done, rest)).status_code == 404
    assert str(done.public_id) not in client.get("/batches/").content.decode()


def test_e11_after_its_time_the_package_is_gone(done: ExportBatch, submitted: World, signed_in: SignedIn) -> None:
    client = signed_in(submitted.administrator)
    ExportBatch.objects.filter(pk=done.pk).update(expires_at=timezone.now())
    assert client.get(address(done, "package.zip")).status_code == 404
    export_runs.expire(now=timezone.now())
    assert client.get(address(done, "package.zip")).status_code == 404
    assert "已过期" in client.get(address(done)).content.decode()


def test_e08_a_role_that_is_lost_fetches_nothing(done: ExportBatch, submitted: World, signed_in: SignedIn) -> None:
    client = signed_in(submitted.administrator)
    User.objects.filter(pk=submitted.administrator.pk).update(role=Role.THIRD_PARTY)
    assert client.get(address(done, "package.zip")).status_code == 404
    assert client.get("/batches/").status_code == 403


def test_e08_a_filing_that_may_not_be_seen_any_more_is_not_fetched(submitted: World, signed_in: SignedIn) -> None:
    batch = run(asked(submitted.unit.preparer, now=timezone.now()))
    client = signed_in(submitted.unit.preparer)
    assert client.get(address(batch, "package.zip")).status_code == 200
    User.objects.filter(pk=submitted.unit.preparer.pk).update(department=submitted.other.department)
    assert client.get(address(batch, "package.zip")).status_code == 404


@pytest.mark.parametrize("rest", ["", "package.zip"])
def test_signed_out_it_leads_to_the_login(done: ExportBatch, rest: str) -> None:
    assert Client().get(address(done, rest)).status_code == 302


@pytest.mark.parametrize("batches", [1, 3])
def test_the_list_asks_the_same_for_one_and_for_three(submitted: World, signed_in: SignedIn, batches: int) -> None:
    for kind in list(DocumentKind)[:batches]:
        export_batches.ask_for_batch(
            actor=submitted.administrator, asked=BatchFilter(cycle="2021"), kinds=[kind], now=timezone.now()
        )
    client = signed_in(submitted.administrator)
    client.get("/batches/")
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/batches/").content.decode()
    assert page.count("看进度<span") == batches
    # Four of them are what the filters offer.
    assert len(queries) == 10
