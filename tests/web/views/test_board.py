"""The progress board: counts that are the filter, the list, reminders, the workbook; who sees what."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from selfeval.domain.cycle import Stage
from selfeval.domain.workflow import Role, State
from selfeval.models import Department, Event, EventAction, FilingCycle, Notice
from selfeval.services.departments import create_department
from selfeval.web.views import reminders
from tests.factories import NOW, World, bring_to, make_filing, make_user
from tests.queued import run_queued
from tests.web.conftest import SignedIn


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def text(response: Any) -> str:
    return str(response.content.decode())


def names(response: Any) -> list[str]:
    return [row.name for row in response.context["rows"]]


def counts(response: Any) -> dict[str, int]:
    return {each.value: each.count for each in response.context["counters"] if each.count}


def place_below(world: World) -> Department:
    """The first unit belongs to a supervising department."""
    above = create_department(actor=None, code="900", name="主管局", now=NOW)
    Department.objects.filter(pk=world.unit.department.pk).update(supervisor=above)
    return above


def test_counts_are_the_filter(world: World, administrator: Client) -> None:
    bring_to(world, State.SUBMITTED)
    make_filing(world, world.other)
    page = administrator.get("/board/")
    assert counts(page) == {"to_fill": 1, "submitted": 1}
    assert names(page) == ["综合办", "服务中心"]
    assert names(administrator.get("/board/?state=submitted")) == ["综合办"]
    assert names(administrator.get("/board/?q=服务")) == ["服务中心"]
    assert names(administrator.get("/board/?order=-updated&state=all")) == ["服务中心", "综合办"]
    nothing = administrator.get("/board/?state=finalised")
    assert "没有符合条件的单位" in text(nothing)
    assert counts(nothing) == counts(page)


def test_levels_of_review_are_counted_where_the_cycle_has_them(world: World, administrator: Client) -> None:
    make_filing(world)
    assert "主管部门审核" not in text(administrator.get("/board/"))
    FilingCycle.objects.filter(pk=world.cycle.pk).update(has_supervisor_review=True, has_office_review=True)
    page = text(administrator.get("/board/"))
    assert "主管部门审核" in page
    assert "业务科室审核" in page


def test_totals_and_grades_are_drawn_and_a_grade_is_a_filter(world: World, administrator: Client) -> None:
    filing = bring_to(world, State.FINALISED)
    make_filing(world, world.other)
    page = administrator.get("/board/")
    drawn = page.context["distribution"]
    assert (drawn.count, sum(bar.count for bar in drawn.bars)) == (1, 1)
    assert [each.count for each in drawn.grades if each.name == filing.grade] == [1]
    assert names(administrator.get("/board/", {"grade": filing.grade})) == ["综合办"]
    assert page.context["rows"][0].final == "92.00"


def test_groups_of_supervising_departments(world: World, administrator: Client) -> None:
    above = place_below(world)
    bring_to(world, State.SUBMITTED)
    make_filing(world, world.other)
    groups = administrator.get("/board/").context["groups"]
    assert [(each.name, each.count, each.share) for each in groups] == [
        ("没有主管部门", 1, "0.0%"),
        ("主管局", 1, "100.0%"),
    ]
    assert names(administrator.get(f"/board/?above={above.pk}")) == ["综合办"]
    assert names(administrator.get("/board/?above=none")) == ["服务中心"]


def test_overdue_is_a_flag_across_states(world: World, administrator: Client) -> None:
    make_filing(world)
    extended = make_filing(world, world.other)
    FilingCycle.objects.filter(pk=world.cycle.pk).update(deadline=NOW - timedelta(days=1))
    extended.due_at = NOW + timedelta(days=1)
    extended.save(update_fields=["due_at"])
    assert counts(administrator.get("/board/")) == {"to_fill": 2, "overdue": 1}
    assert names(administrator.get("/board/?state=overdue")) == ["综合办"]


def test_other_cycles_and_wrong_addresses(world: World, administrator: Client) -> None:
    make_filing(world)
    FilingCycle.objects.create(
        code="2020",
        fiscal_year=2020,
        title="2020年度",
        framework=world.framework,
        opens_at=NOW,
        deadline=NOW + timedelta(days=1),
    )
    assert "还没有下达自评表" in text(administrator.get("/board/?cycle=2020"))
    assert administrator.get("/board/?cycle=1999").status_code == 404
    for wrong in ("state=nothing", "order=nothing", "above=x"):
        assert administrator.get(f"/board/?{wrong}").status_code == 400


def test_without_a_cycle_it_says_what_comes_first(world: World, administrator: Client) -> None:
    FilingCycle.objects.update(stage=Stage.DRAFT.value)
    assert "还没有自评批次" in text(administrator.get("/board/"))
    assert administrator.get("/board/progress.xlsx").status_code == 404


def test_units_without_a_form_are_named(world: World, administrator: Client) -> None:
    world.cycle.units.add(world.unit.department, world.other.department)
    make_filing(world)
    assert "还有 1 家没有下达" in text(administrator.get("/board/"))


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.AUDITOR])
def test_who_judges_reads_no_draft(world: World, signed_in: SignedIn, role: Role) -> None:
    bring_to(world, State.FILLING)
    bring_to(world, State.SUBMITTED, world.other)
    page = signed_in(make_user("judge", role)).get("/board/")
    draft, submitted = page.context["rows"]
    assert (draft.total, draft.risk, draft.url) == ("—", None, "")
    assert submitted.total == "92.00"
    assert submitted.url
    assert "催报" not in text(page)


@pytest.mark.parametrize("name", ["preparer", "head"])
@pytest.mark.parametrize("path", ["/board/", "/board/progress.xlsx"])
def test_units_have_no_board(world: World, signed_in: SignedIn, name: str, path: str) -> None:
    assert signed_in(getattr(world.unit, name)).get(path).status_code == 403


@pytest.mark.parametrize("path", ["/board/", "/board/progress.xlsx", "/subordinates/", "/notices/"])
def test_signed_out_it_leads_to_the_login(db: None, path: str) -> None:
    assert Client().get(path).url.startswith("/login/")


def test_the_workbook_holds_what_is_shown(world: World, administrator: Client) -> None:
    bring_to(world, State.FINALISED)
    make_filing(world, world.other)
    answer = administrator.get("/board/progress.xlsx?state=finalised")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows[0][:4] == ("单位", "编码", "主管部门", "状态")
    assert [(row[0], row[3], row[7]) for row in rows[1:]] == [("综合办", "已定稿", 92)]


def test_reminding_says_how_many_first_and_then_does_it(world: World, administrator: Client) -> None:
    one, other = make_filing(world), make_filing(world, world.other)
    shown = administrator.post("/board/remind/", {"filing": [one.pk, other.pk], "cycle": "2021"})
    assert "催报 2 家？" in text(shown)
    assert '共 <b class="tn">4</b> 人' in text(shown)
    assert not Notice.objects.exists()
    sent = {"filings": shown.context["keys"], "confirmed": "1", "cycle": "2021"}
    done = administrator.post("/board/remind/", sent, follow=True)
    assert "已催报 2 家单位，通知了 4 人。" in text(done)
    assert done.request["QUERY_STRING"] == "cycle=2021"
    assert Event.objects.filter(action=EventAction.REMINDED.value).count() == 2
    again = administrator.post("/board/remind/", sent, follow=True)
    assert "2 家今天已经催过" in text(again)
    assert Notice.objects.count() == 4


def test_all_of_the_list_is_who_still_has_it(world: World, administrator: Client) -> None:
    bring_to(world, State.SUBMITTED)
    make_filing(world, world.other)
    make_filing(world, world.third)
    shown = administrator.post("/board/remind/", {"all": "1", "cycle": "2021", "q": "中心"})
    assert [each.department.name for each in shown.context["named"]] == ["服务中心", "招商中心"]


def test_very_many_are_reminded_behind_the_page_and_whoever_asked_is_told(
    world: World, administrator: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(reminders, "PORTION", 1)
    keys = ",".join(str(make_filing(world, unit).pk) for unit in (world.unit, world.other))

    def ask() -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return administrator.post("/board/remind/", {"filings": keys, "confirmed": "1"}, follow=True)

    assert "正在催报 2 家，不用等在页面上" in text(ask())
    assert not Event.objects.filter(action=EventAction.REMINDED).exists()
    ask()
    run_queued()
    assert Event.objects.filter(action=EventAction.REMINDED).count() == 2
    # What was asked twice was done once, and says so.
    told = world.administrator.notices.order_by("pk")
    assert [each.title for each in told] == ["催报做完了，共催报 2 家", "催报做完了，共催报 0 家"]
    assert [each.words for each in told] == ["通知了 4 人。", "2 家今天已经催过，没有再催。"]
    assert told[0].address == "/board/"


def test_nothing_ticked_reminds_nobody(world: World, administrator: Client) -> None:
    assert "没有要催报的单位" in text(administrator.post("/board/remind/", {"filing": "x"}, follow=True))


def test_who_may_not_remind_is_refused(world: World, signed_in: SignedIn) -> None:
    filing = make_filing(world)
    for person in (world.unit.head, world.reviewer):
        answer = signed_in(person).post("/board/remind/", {"filing": filing.pk, "confirmed": "1"})
        assert answer.status_code == 403
    assert signed_in(world.administrator).get("/board/remind/").status_code == 405


def test_the_number_of_queries_does_not_grow(world: World, administrator: Client) -> None:
    taken = []
    make_filing(world)
    administrator.get("/board/")
    for more in ((), (world.other, world.third)):
        for unit in more:
            make_filing(world, unit)
        with CaptureQueriesContext(connection) as queries:
            administrator.get("/board/")
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 12
