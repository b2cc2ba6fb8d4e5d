"""Pages of a cycle that one comes to by a step only: several units extended, and a year somebody else has changed."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from selfeval.models import FilingCycle
from tests.browser import demo
from tests.browser.conftest import SitDown
from tests.browser.inspection import faults_of
from tests.browser.watch import Watch

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_of_several_units_and_of_a_conflict(sit_down: SitDown, watch: Watch) -> None:
    stage = demo.set_up()
    watch.expect_status(409)
    page = sit_down(stage.people["administrator"])
    page.goto(reverse("cycle-units", args=["2021"]))
    page.get_by_label("选择晋中开发区财政服务中心").check()
    page.get_by_role("button", name="延期…").click()
    expect(page.get_by_role("heading", name="给 1 家延期")).to_be_visible()
    faults = [*faults_of(page)]
    page.goto(reverse("cycle", args=["2021"]))
    page.get_by_role("textbox", name="名称", exact=True).fill("我起的名称")
    FilingCycle.objects.filter(code="2021").update(title="别人起的名称")
    page.get_by_role("button", name="保存设置").click()
    expect(page.get_by_role("heading", name="刚才的操作没有生效")).to_be_visible()
    faults += faults_of(page)
    assert not faults, "\n".join(faults)
    assert FilingCycle.objects.get(code="2021").title == "别人起的名称"
