"""The line drops, or the login ends, in the middle of typing: nothing is called saved, nothing typed is lost."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from selfeval.models import FilingSection
from selfeval.queries.snapshots import filing_snapshot
from tests.browser import people, typist
from tests.browser.conftest import SitDown
from tests.browser.unit import Unit
from tests.browser.watch import Watch
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MANDATE, STAFFING = "narratives.mandate", "narratives.staffing"


@pytest.fixture
def page(unit: Unit, sit_down: SitDown) -> Page:
    """The page of the texts, one of them saved."""
    opened = sit_down(unit.preparer)
    opened.goto(people.section(unit.filing, "narratives"))
    typist.write(opened, MANDATE, "线路断开以前写的")
    typist.all_saved(opened)
    return opened


def test_without_a_line_it_is_not_saved_and_with_one_it_is(page: Page, unit: Unit, watch: Watch) -> None:
    watch.expect_offline()
    page.context.set_offline(True)
    typist.write(page, STAFFING, "线路断开时写的")
    expect(typist.save_state(page)).to_contain_text("没有连上服务器，1 处未保存")
    expect(typist.state(page, STAFFING)).to_contain_text("未保存")
    expect(typist.box(page, STAFFING)).to_have_value("线路断开时写的")
    typist.write(page, MANDATE, "线路断开时改的")
    expect(typist.save_state(page)).to_contain_text("2 处未保存")
    assert dict(filing_snapshot(filing=unit.filing).narratives) == {"mandate": "线路断开以前写的"}

    page.context.set_offline(False)
    typist.all_saved(page)
    expect(typist.state(page, STAFFING)).to_contain_text("已保存")
    page.reload()
    expect(typist.box(page, STAFFING)).to_have_value("线路断开时写的")
    expect(typist.box(page, MANDATE)).to_have_value("线路断开时改的")


@pytest.mark.parametrize("lost", [settings.SESSION_COOKIE_NAME, None], ids=["the session", "all cookies"])
def test_after_the_login_ended_one_signs_in_beside_the_page_and_goes_on(
    lost: str | None, page: Page, unit: Unit, watch: Watch
) -> None:
    watch.expect_status(401)
    page.context.clear_cookies(name=lost)
    typist.write(page, STAFFING, "登录失效时写的")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("登录已失效")
    expect(typist.save_state(page)).to_contain_text("未保存")
    expect(typist.box(page, STAFFING)).to_have_value("登录失效时写的")
    assert FilingSection.objects.get(filing=unit.filing, code="narratives").version == 1

    with page.context.expect_page() as opening:
        alert.get_by_role("link", name="登录").click()
    beside = opening.value
    beside.get_by_label("账号").fill(unit.preparer.username)
    beside.get_by_label("密码").fill(PASSWORD)
    beside.get_by_role("button", name="登录").click()
    expect(beside.get_by_role("button", name="退出")).to_be_visible()
    page.get_by_role("button", name="登录好了，继续保存").click()
    typist.all_saved(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.reload()
    expect(typist.box(page, STAFFING)).to_have_value("登录失效时写的")
