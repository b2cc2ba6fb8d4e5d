"""Around the boxes without a mouse: evidence, moving points, signing in again. test_story.py fills the boxes so."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from selfeval.models import EvidenceFile, Filing
from selfeval.queries.snapshots import filing_snapshot
from tests import sample_files as samples
from tests.browser import people, typist
from tests.browser.conftest import SitDown
from tests.browser.inspection import faults_of
from tests.browser.keys import reach
from tests.browser.unit import Unit
from tests.browser.watch import Watch
from tests.evidence import attach
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

LEAF = "process.budget_execution.completion_rate"


def type_into(page: Page, label: str, text: str) -> None:
    reach(page, page.get_by_label(label))
    page.keyboard.type(text)


def press(page: Page, role: str, name: str, key: str = "Enter") -> None:
    reach(page, page.get_by_role(role, name=name).first)  # type: ignore[arg-type]
    page.keyboard.press(key)


def test_evidence_is_chosen_seen_linked_and_removed(unit: Unit, sit_down: SitDown) -> None:
    attach(unit.filing, unit.preparer, "决算报表.pdf", LEAF, content=samples.pdf())
    page = sit_down(unit.preparer)
    page.goto(people.section(unit.filing, "process"))
    strip = page.locator(f'[id="evidence-{LEAF}"]')
    # The browser is told to hand choosers over, and answers later: a key pressed at once may be quicker than that.
    with page.expect_file_chooser() as choosing:
        reach(page, strip.get_by_role("link", name="添加"))
        page.keyboard.press("Enter")
    name = "支付台账.docx"
    choosing.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": samples.docx()})
    expect(strip.get_by_role("link", name=name)).to_be_visible()

    shown = strip.get_by_role("link", name="决算报表.pdf")
    reach(page, shown)
    page.keyboard.press("Enter")
    viewer = page.get_by_role("dialog")
    reach(page, viewer.locator("summary", has_text="也用于其他指标"))
    page.keyboard.press("Enter")
    reach(page, viewer.get_by_role("checkbox", name="预算调整率"))
    page.keyboard.press("Space")
    assert faults_of(page) == []
    reach(page, viewer.get_by_role("button", name="确定"))
    page.keyboard.press("Enter")
    expect(viewer).to_be_hidden()
    expect(shown).to_be_focused()
    page.once("dialog", lambda dialog: dialog.accept())
    press(page, "button", f"移除 {name}")
    expect(strip.get_by_role("link", name=name)).to_have_count(0)
    assert EvidenceFile.objects.get(removed_at=None).links.count() == 2


def test_points_are_moved_and_one_signs_in_again(unit: Unit, sit_down: SitDown, watch: Watch) -> None:
    watch.expect_status(401)
    page = sit_down(unit.preparer)
    page.goto(people.address(unit.filing, "filing-points"))
    # What is entered is tried at once; nothing is under way when the page is left.
    with page.expect_response("**/move-points/"):
        press(page, "checkbox", "不涉及", key="Space")
    reach(page, page.get_by_label("在职人员控制率，为什么不涉及"))
    with page.expect_response("**/move-points/"):
        page.keyboard.insert_text("本单位没有此项业务。")
    press(page, "button", "按参考分值比例分配")
    expect(page.get_by_text("这是分配方案，还没有保存。")).to_be_visible()
    press(page, "button", "保存分值")
    expect(page.locator(".se-messages")).to_contain_text("已保存")

    # Even where the login ends before the key of the outbox has come, the page knows whose it is.
    watch.expect_offline()
    page.route("**/account/outbox-key/", lambda route: route.abort("connectionfailed"))
    page.goto(people.section(unit.filing, "staff"))
    Session.objects.all().delete()
    held: list[Route] = []
    page.route("**/staff/", lambda route: held.append(route))  # Playwright marks the handler, which a method cannot be
    reach(page, typist.box(page, "fields.authorised_posts"))
    page.keyboard.type("51")
    with page.expect_request("**/staff/"):
        page.keyboard.press("Enter")
    page.keyboard.type("4")
    page.unroute("**/staff/")
    held.pop().continue_()
    # In mid-number nobody is asked anything.
    expect(typist.save_state(page)).to_contain_text("登录已失效")
    dialog = page.get_by_role("dialog", name="请重新登录")
    expect(dialog).to_be_hidden()
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("密码")).to_be_focused()
    assert faults_of(page) == []
    reach(page, dialog.get_by_label("账号"))
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(unit.preparer.username)
    reach(page, dialog.get_by_label("密码"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    typist.all_saved(page)
    stored = filing_snapshot(filing=Filing.objects.get(pk=unit.filing.pk)).fields
    assert (stored["authorised_posts"], stored["staff_on_post"]) == (51, 49)
    # The page's other forms are of the new login too.
    press(page, "button", "退出")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
