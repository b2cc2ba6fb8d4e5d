"""自评批次: who reaches its pages, the list, and next year's from this year's."""

import re
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from selfeval.domain.cycle import Stage
from selfeval.domain.workflow import State
from selfeval.models import FilingCycle, FrameworkVersion
from tests.factories import NOW, World, bring_to, make_filing
from tests.web.conftest import SignedIn
from tests.web.cycle_pages import CODE, boxes, text_of


def test_this_module_knows_every_address() -> None:
    patterns = [each for each in get_resolver().url_patterns if isinstance(each, URLPattern)]
    own = {str(each.name) for each in patterns if str(each.pattern).startswith(("cycles/", "units/"))}
    elsewhere = {"cycle-checks", "unit-people", "unit-accountant"}
    assert own - elsewhere == {name for _, name, _ in addresses()}


def addresses() -> list[tuple[str, str, list[Any]]]:
    """Method, name and arguments."""
    return [
        ("get", "cycles", []),
        ("get", "cycle-new", []),
        ("get", "cycle", [CODE]),
        ("post", "cycle-publish", [CODE]),
        ("post", "cycle-issue", [CODE]),
        ("post", "cycle-stage", [CODE, "closed"]),
        ("get", "cycle-units", [CODE]),
        ("post", "cycle-add-units", [CODE]),
        ("post", "cycle-extend", [CODE]),
        ("get", "cycle-unit", [CODE, 1]),
        ("get", "units", []),
        ("post", "office-new", []),
        ("post", "units-assign", []),
        ("get", "unit", [1]),
    ]


def test_it_is_the_administrators_work_alone(world: World, signed_in: SignedIn) -> None:
    for method, name, arguments in addresses():
        address = reverse(name, args=arguments)
        signed_out = getattr(Client(), method)(address)
        assert (signed_out.status_code, signed_out.url.startswith("/login/")) == (302, True), address
        for person in (world.reviewer, world.unit.head):
            response = getattr(signed_in(person), method)(address)
            assert response.status_code == 403, address
            assert "管理自评批次" in text_of(response)
    assert FilingCycle.objects.get().stage == Stage.PUBLISHED


def test_without_a_cycle_the_list_says_what_to_do(administrator: Client) -> None:
    FilingCycle.objects.all().delete()
    assert "建立第一个批次" in text_of(administrator.get(reverse("cycles")))
    page = text_of(administrator.get(reverse("cycle-new")))
    assert "上年没有" not in page
    assert f"{timezone.localtime().year - 1}年度部门整体支出绩效自评" in page


def test_the_list_counts_and_takes_one_query_for_one_and_three_cycles(world: World, administrator: Client) -> None:
    bring_to(world, State.SUBMITTED)
    make_filing(world, world.other)

    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert administrator.get(reverse("cycles")).status_code == 200
        return len(taken)

    page = text_of(administrator.get(reverse("cycles")))
    assert [re.search(rf'data-l="{words}">(\d+)<', page)[1] for words in ("填报中", "审核中")] == ["1", "1"]  # type: ignore[index]
    with_one = queries()
    for code in ("2022", "2023"):
        FilingCycle.objects.create(
            code=code,
            fiscal_year=int(code),
            title=code,
            framework=world.framework,
            opens_at=NOW,
            deadline=timezone.now(),
        )
    assert queries() == with_one


def test_next_years_comes_filled_in_from_this_years(world: World, current: FilingCycle, administrator: Client) -> None:
    newer = FrameworkVersion.objects.get(pk=world.framework.pk)
    newer.pk, newer.version, newer.loaded_at = None, "2", NOW + timedelta(days=1)
    newer.save()
    page = text_of(administrator.get(reverse("cycle-new")))
    assert "2022年度部门整体支出绩效自评" in page
    assert "已有更新的第 2 版" in page
    assert "勾选的单位里，2 家没有主管部门" in page
    assert page.count("上年没有") == 1
    sent = boxes(page)
    assert set(sent["units"]) == {str(world.unit.department.pk), str(world.other.department.pk)}
    assert sent["framework"] == [str(world.framework.pk)]
    response = administrator.post(reverse("cycle-new"), {**sent, "threshold.december_most": "30%"})
    assert response.status_code == 302
    made = FilingCycle.objects.get(code="2022")
    assert (made.stage, made.based_on, made.fiscal_year) == (Stage.DRAFT, current, 2022)
    assert made.check_settings == {"thresholds": {"december_most": "0.3"}}
    assert timezone.localtime(made.deadline).replace(year=2000) == timezone.localtime(current.deadline).replace(
        year=2000
    )
    assert made.units.count() == 2
    assert not made.filings.exists()
    again = administrator.get(reverse("cycle", args=["2022"]))
    assert "30%" in text_of(again)


def test_what_does_not_fit_is_told_at_its_box_in_chinese(current: FilingCycle, administrator: Client) -> None:
    sent = boxes(text_of(administrator.get(reverse("cycle-new"))))
    wrong = {
        **sent,
        "code": CODE,
        "title": "",
        "deadline": "2000-01-01T00:00",
        "reminder_days": "七天",
        "difference_bounds": "9、5、20",
        "framework": "",
        "fiscal_year": "去年",
        "threshold.december_most": "很多",
    }
    response = administrator.post(reverse("cycle-new"), wrong)
    assert response.status_code == 422
    page = text_of(response)
    for words in ("请选指标体系", "应为四位年份", "“七”不是整数", "没有保存：有 4 处要改"):
        assert words in page
    fitting = {**wrong, "reminder_days": "7", "framework": sent["framework"], "fiscal_year": "2022"}
    response = administrator.post(reverse("cycle-new"), {**fitting, "threshold.december_most": ""})
    page = text_of(response)
    for words in ("请写名称", "截止时间应晚于开始时间", "由小到大的三个分数"):
        assert words in page
    good = {
        **fitting,
        "title": "甲",
        "deadline": sent["deadline"],
        "difference_bounds": "",
        "threshold.december_most": "",
    }
    taken = administrator.post(reverse("cycle-new"), good)
    assert "已有编码为“2021”的自评批次" in text_of(taken)
    assert FilingCycle.objects.count() == 1
    assert administrator.post(reverse("cycle-new"), {**good, "code": "new"}).status_code == 422
