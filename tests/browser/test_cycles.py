"""The administrator's year: next year's cycle from this year's, published, one unit exempted, one extended."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from selfeval.domain.workflow import State
from selfeval.models import FilingCycle
from selfeval.services.departments import create_department
from tests.browser.conftest import SitDown
from tests.browser.unit import Unit

pytestmark = pytest.mark.django_db(transaction=True)


def test_next_years_cycle_from_this_years(unit: Unit, sit_down: SitDown) -> None:
    now = timezone.now()
    new = create_department(actor=None, code="001009", name="晋中开发区新设中心", now=now)
    page = sit_down(unit.administrator)
    page.goto(reverse("cycles"))
    page.get_by_role("link", name="新建批次").click()
    expect(page.get_by_role("heading", name="新建自评批次")).to_be_visible()
    units = page.get_by_role("region", name="参评单位")
    expect(units.get_by_text("已勾选 1 家")).to_be_visible()
    units.get_by_role("searchbox").fill("新设")
    expect(units.get_by_text("找到 1 家")).to_be_visible()
    units.get_by_label("晋中开发区新设中心").check()
    expect(units.get_by_text("已勾选 2 家")).to_be_visible()
    page.get_by_label("主管部门审核").check()
    # Soon enough for the unit to see its form today.
    local = timezone.localtime(now)
    page.get_by_label("开始时间").fill(f"{local - timedelta(days=1):%Y-%m-%dT%H:%M}")
    page.get_by_label("截止时间", exact=True).fill(f"{local + timedelta(days=20):%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="存为草稿").click()
    expect(page.get_by_role("link", name="发布…")).to_be_visible()
    page.get_by_role("link", name="发布…").click()
    expect(page.get_by_role("heading", name="发布“2022年度")).to_be_visible()
    expect(page.get_by_text("2 家没有主管部门")).to_be_visible()
    page.get_by_role("button", name="发布并下达 2 家").click()
    expect(page.get_by_text("已下达，2 家单位都有了自评表")).to_be_visible()

    page.get_by_role("link", name="办理晋中开发区新设中心").click()
    expect(page.get_by_role("heading", name="晋中开发区新设中心")).to_be_visible()
    page.get_by_label("事由").last.fill("本年新设，不足半年")
    page.get_by_role("button", name="免评", exact=True).click()
    expect(page.get_by_text("已免评，单位看得到事由")).to_be_visible()

    page.get_by_role("link", name="参评单位").click()
    expect(page.get_by_role("heading", name="参评单位")).to_be_visible()
    page.get_by_label("选择晋中开发区综合办").check()
    page.get_by_role("button", name="延期…").click()
    expect(page.get_by_role("heading", name="给 1 家延期")).to_be_visible()
    until = local + timedelta(days=30)
    page.get_by_label("延期到").fill(f"{until:%Y-%m-%dT%H:%M}")
    page.get_by_label("事由").fill("机构改革")
    page.get_by_role("button", name="延期", exact=True).click()
    expect(page.get_by_text("已给 1 家延期")).to_be_visible()

    cycle = FilingCycle.objects.get(code="2022")
    states = dict(cycle.filings.values_list("department__code", "state"))
    assert states == {new.code: State.EXEMPT.value, "001001": State.TO_FILL.value}
    mine = sit_down(unit.preparer)
    mine.goto("/")
    expect(mine.get_by_text(f"本单位延期至 {until.year}年{until.month}月{until.day}日")).to_be_visible()
