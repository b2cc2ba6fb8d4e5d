"""The page of a year's report and its documents: who gets which rows, what is put on record, filters, empty states."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from selfeval.domain.workflow import Role, State
from selfeval.exports.report_document import Report
from selfeval.exports.undrawable import Undrawable
from selfeval.models import Department, Event, EventAction, Filing, FilingCycle, User
from selfeval.models.evidence import private_storage
from selfeval.queries.annual_rows import ChangedMeanwhile
from selfeval.services.departments import create_department
from selfeval.services.made_lately import purge_lately
from selfeval.services.whole_files import NoRoom
from selfeval.web.throttle import MOST_EXPORTS
from tests.factories import NOW, World, bring_to, make_filing, make_unit, make_user
from tests.queued import run_queued
from tests.web.conftest import SignedIn

FILES = ("report.xlsx", "report.docx", "report.pdf")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def text(response: Any) -> str:
    return str(response.content.decode())


def book(response: Any) -> Any:
    return load_workbook(BytesIO(b"".join(response.streaming_content)), data_only=True)


def codes(workbook: Any) -> list[str]:
    rows = workbook["汇总表"].iter_rows(min_row=5, min_col=1, max_col=2, values_only=True)
    return [code for number, code in rows if isinstance(number, int)]


def test_the_page_and_its_three_documents(world: World, administrator: Client) -> None:
    bring_to(world, State.FINALISED)
    make_filing(world, world.other)
    page = administrator.get("/annual/")
    told = text(page)
    assert "导出的单位" in told
    assert [fact.value for fact in page.context["view"].facts] == ["2", "1", "1", "92.00", "92.00", "92.00"]
    assert [unit.name for unit in page.context["view"].unfiled] == ["服务中心"]
    workbook = book(administrator.get("/annual/report.xlsx"))
    assert codes(workbook) == ["001", "002"]
    assert workbook["说明"]["B4"].value == 2
    paper = Document(BytesIO(b"".join(administrator.get("/annual/report.docx").streaming_content)))
    words = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "应开展自评的单位2家，已报送1家，报送率50.00%" in words
    assert "服务中心（未填报）" in words
    content = b"".join(administrator.get("/annual/report.pdf").streaming_content)
    assert content.startswith(b"%PDF-")


def test_e10_every_export_is_on_record_with_filter_and_rows(world: World, administrator: Client) -> None:
    make_filing(world)
    for name in FILES:
        response = administrator.get(f"/annual/{name}?state=to_fill&q=综合")
        assert b"".join(response.streaming_content)
    told = Event.objects.filter(action=EventAction.DOWNLOADED).order_by("id")
    assert [(each.actor, each.data["rows"], each.data["filter"]) for each in told] == [
        (world.administrator, 1, "状态：未填报；名称或编码含：综合")
    ] * 3
    assert {each.data["path"] for each in told} == {f"/annual/{name}" for name in FILES}
    assert told[0].data["chosen"] == {"state": "to_fill", "q": "综合"}


def test_e08_each_role_gets_what_it_may_see(world: World, signed_in: SignedIn) -> None:
    bring_to(world, State.SUBMITTED)
    make_filing(world, world.other)
    above = create_department(actor=None, code="900", name="主管局", now=NOW)
    Department.objects.filter(pk=world.unit.department.pk).update(supervisor=above)
    Department.objects.filter(pk=world.other.department.pk).update(supervisor=above)
    supervisor = signed_in(make_user("supervisor", Role.SUPERVISOR, above))
    assert codes(book(supervisor.get("/annual/report.xlsx"))) == ["001"]
    page = supervisor.get("/annual/")
    assert [unit.name for unit in page.context["view"].unfiled] == ["服务中心"]
    assert codes(book(signed_in(world.reviewer).get("/annual/report.xlsx"))) == ["001"]
    stranger = create_department(actor=None, code="901", name="另一主管局", now=NOW)
    nobody = signed_in(make_user("supervisor2", Role.SUPERVISOR, stranger))
    assert codes(book(nobody.get("/annual/report.xlsx"))) == []
    assert nobody.get("/annual/?department=900").status_code == 400
    for person in (world.unit.preparer, world.unit.head, make_user("third", Role.THIRD_PARTY)):
        for address in ("", *FILES):
            response = signed_in(person).get(f"/annual/{address}")
            assert response.status_code == 403
    assert Client().get("/annual/").status_code == 302


def test_filters_stand_in_the_address(world: World, administrator: Client) -> None:
    bring_to(world, State.SUBMITTED)
    make_filing(world, world.other)
    above = create_department(actor=None, code="900", name="主管局", now=NOW)
    Department.objects.filter(pk=world.unit.department.pk).update(supervisor=above)
    assert administrator.get("/annual/?department=900").context["count"] == 1
    assert administrator.get("/annual/?grade=优").context["count"] == 1
    page = administrator.get("/annual/?state=to_fill&cycle=2021")
    assert page.context["count"] == 1
    assert "/annual/report.xlsx?cycle=2021&amp;state=to_fill" in text(page)
    nothing = administrator.get("/annual/?q=没有这家")
    assert "没有符合条件的单位" in text(nothing)
    assert "report.xlsx" not in text(nothing)
    for wrong in ("state=x", "grade=x", "department=x"):
        assert administrator.get(f"/annual/?{wrong}").status_code == 400
    assert administrator.get("/annual/?cycle=1999").status_code == 404


def test_empty_states(world: World, administrator: Client, signed_in: SignedIn) -> None:
    assert "还没有可以汇总的自评表" in text(administrator.get("/annual/"))
    assert "没有符合条件的单位" in str(book(administrator.get("/annual/report.xlsx"))["汇总表"]["A5"].value)
    assert "单位报送以后" in text(signed_in(world.reviewer).get("/annual/"))
    Filing.objects.all().delete()
    FilingCycle.objects.all().delete()
    assert "还没有自评批次" in text(administrator.get("/annual/"))
    assert administrator.get("/annual/report.xlsx").status_code == 404


def test_long_lists_of_unfiled_units_are_cut_aloud(world: World, administrator: Client) -> None:
    make_filing(world)
    units = [Department(code=f"X{number:03d}", name=f"单位{number}") for number in range(61)]
    world.cycle.units.set(Department.objects.bulk_create(units))
    assert "另有 2 家见工作簿" in text(administrator.get("/annual/"))


@pytest.mark.parametrize("units", [1, 3])
def test_queries_do_not_depend_on_the_units(world: World, administrator: Client, units: int) -> None:
    for number in range(units):
        make_filing(world, make_unit(f"10{number}", f"单位{number}"))
    administrator.get("/annual/")
    with CaptureQueriesContext(connection) as taken:
        assert administrator.get("/annual/").context["count"] == units
    assert len(taken) == 8


def test_e09_a_hundred_clicks_make_one_document_and_the_rest_are_told_to_wait(
    world: World, administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    made: list[str] = []

    def draws(report: Report) -> bytes:
        made.append(report.title)
        return b"%PDF-1.7"

    monkeypatch.setattr("selfeval.jobs.annual.report_pdf", draws)
    answers = [administrator.get("/annual/report.pdf?q=clicks") for _ in range(100)]
    assert [each.status_code for each in answers] == [200] * MOST_EXPORTS + [429] * (100 - MOST_EXPORTS)
    assert {b"".join(each.streaming_content) for each in answers[:MOST_EXPORTS]} == {b"%PDF-1.7"}
    assert len(made) == 1
    assert answers[-1]["Retry-After"] == "60"
    assert "一分钟内最多导出 20 次" in text(answers[-1])
    assert Event.objects.filter(action=EventAction.DOWNLOADED).count() == MOST_EXPORTS


def test_e09_another_question_person_day_or_change_makes_another(
    world: World, administrator: Client, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    made: list[str] = []
    monkeypatch.setattr("selfeval.jobs.annual.report_pdf", lambda report: made.append("") or b"%PDF-1.7")

    def count(client: Client, query: str = "") -> int:
        assert client.get(f"/annual/report.pdf?q=another{query}").status_code == 200
        return len(made)

    assert (count(administrator), count(administrator)) == (1, 1)
    assert count(administrator, "2") == 2
    assert count(signed_in(world.reviewer)) == 3
    make_filing(world)
    assert (count(administrator), count(administrator)) == (4, 4)
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=1))
    assert count(administrator) == 5


def test_e11_what_was_made_lately_is_gone_after_an_hour(administrator: Client) -> None:
    administrator.get("/annual/report.docx")
    folder = Path(private_storage().path("lately"))
    assert list(folder.iterdir())
    written = max(each.stat().st_mtime for each in folder.iterdir())
    last = datetime.fromtimestamp(written, tz=UTC)
    purge_lately(now=last + timedelta(minutes=59))
    assert list(folder.iterdir())
    purge_lately(now=last + timedelta(minutes=61))
    assert list(folder.iterdir()) == []


@pytest.fixture
def large(world: World, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> list[str]:
    """A year that the worker makes, of two units; the titles of the reports it draws. Kept in a folder of its own."""
    own: dict[str, Any] = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path, "base_url": None}}
    settings.STORAGES = {**settings.STORAGES, "private": own}
    made: list[str] = []
    monkeypatch.setattr("selfeval.jobs.annual.MOST_AT_ONCE", 1)
    monkeypatch.setattr("selfeval.jobs.annual.report_pdf", lambda report: made.append(report.title) or b"%PDF-1.7")
    bring_to(world, State.SUBMITTED)
    make_filing(world, world.other)
    return made


def asked_for(client: Client, address: str = "/annual/report.pdf?state=submitted") -> str:
    """Where the page is that waits."""
    sent = client.get(address)
    assert sent.status_code == 302
    return str(sent.headers["Location"])


def test_e09_a_large_year_is_made_by_the_worker_once_while_the_page_waits(
    world: World, administrator: Client, large: list[str]
) -> None:
    # Filtered to one unit it is small.
    assert administrator.get("/annual/report.pdf?q=综合").status_code == 200
    large.clear()
    place = asked_for(administrator, "/annual/report.pdf")
    page = administrator.get(place)
    assert (page.status_code, page.headers["Refresh"]) == (202, "3")
    assert "报告（PDF）在后台生成，做好以后自动开始下载" in text(page)
    # A second click is the same task.
    assert asked_for(administrator, "/annual/report.pdf") == place
    assert not Event.objects.filter(action=EventAction.DOWNLOADED, data__rows=2).exists()
    assert run_queued() == 1
    # A unit saves before it is fetched: what was asked for a moment ago is given out all the same.
    make_filing(world, world.third)
    answer = administrator.get(place)
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"
    assert Event.objects.get(action=EventAction.DOWNLOADED, data__rows=2).actor == world.administrator
    assert len(large) == 1


def test_what_is_kept_is_handed_out_without_waiting(administrator: Client, large: list[str]) -> None:
    asked_for(administrator, "/annual/report.pdf")
    run_queued()
    assert administrator.get("/annual/report.pdf").status_code == 200
    assert asked_for(administrator, "/annual/report.docx")


def test_e11_what_was_made_is_nobody_elses_and_not_for_long(
    world: World, administrator: Client, signed_in: SignedIn, large: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = asked_for(administrator, "/annual/report.pdf")
    run_queued()
    someone = signed_in(make_user("administrator2", Role.ADMINISTRATOR))
    assert asked_for(someone, place) != place
    make_filing(world, world.third)
    # The same person under another name, which the document prints; much later.
    User.objects.filter(pk=world.administrator.pk).update(full_name="改名")
    assert asked_for(administrator, place) != place
    User.objects.filter(pk=world.administrator.pk).update(full_name=world.administrator.full_name)
    assert administrator.get(place).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=11))
    assert asked_for(administrator, place) != place
    User.objects.filter(pk=world.administrator.pk).update(role=Role.THIRD_PARTY.value)
    assert administrator.get(place).status_code == 403


def test_e08_the_worker_asks_the_rights_again(world: World, administrator: Client, large: list[str]) -> None:
    place = asked_for(administrator, "/annual/report.pdf")
    User.objects.filter(pk=world.administrator.pk).update(role=Role.THIRD_PARTY.value)
    run_queued()
    assert large == []
    User.objects.filter(pk=world.administrator.pk).update(role=Role.ADMINISTRATOR.value)
    told = administrator.get(place)
    assert told.status_code == 409
    assert "年度报告没有做出来" in text(told)
    assert 'href="/annual/report.pdf">再试一次' in text(told)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ChangedMeanwhile(), "取数的时候一直有单位在改填报，试了 3 次"),
        (Undrawable("“综合办”的扣分原因太长"), "“综合办”的扣分原因太长"),
        (OSError("disk"), "后台出错，没有做出来。请再试一次"),
    ],
    ids=["changed", "undrawable", "broken"],
)
def test_what_the_worker_cannot_make_is_told_with_what_to_do(
    administrator: Client, large: list[str], monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("selfeval.jobs.annual.annual_year", breaks)
    place = asked_for(administrator, "/annual/report.pdf")
    run_queued()
    told = administrator.get(place)
    assert (told.status_code, told.has_header("Refresh")) == (409, False)
    assert words in text(told)


def test_a_full_disk_is_told(administrator: Client, large: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise NoRoom

    monkeypatch.setattr("selfeval.services.made_lately.written_whole", full)
    place = asked_for(administrator, "/annual/report.pdf")
    run_queued()
    assert "磁盘空间不够" in text(administrator.get(place))


def test_a_queue_that_works_things_off_at_once_needs_no_waiting(
    administrator: Client, large: list[str], settings: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    assert administrator.get("/annual/report.pdf").status_code == 200
    assert len(large) == 1


def test_changed_meanwhile_is_told_in_words(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def changes(*_: object, **__: object) -> None:
        raise ChangedMeanwhile

    monkeypatch.setattr("selfeval.jobs.annual.annual_year", changes)
    response = administrator.get("/annual/report.xlsx?q=changed")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "有单位正好改了填报" in text(response)
    assert not Event.objects.filter(action=EventAction.DOWNLOADED).exists()
