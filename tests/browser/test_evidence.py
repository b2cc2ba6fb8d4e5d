"""Evidence in a browser: chosen, dropped and pasted, seen in place, linked, removed; refusals stay in sight."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from selfeval.domain.workflow import Action
from selfeval.models import EvidenceFile, Filing
from tests import sample_files as samples
from tests.browser import inspection, people, typist
from tests.browser.conftest import SitDown
from tests.browser.pictures import photograph
from tests.browser.unit import Unit
from tests.browser.watch import Watch
from tests.evidence import attach
from tests.factories import fill, move

pytestmark = pytest.mark.django_db(transaction=True)

LEAF = "process.budget_execution.completion_rate"
OTHER = "process.budget_execution.adjustment_rate"
_TRANSFER = """([name, type, bytes]) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(bytes)], name, { type }));
  return carried;
}"""
_DROP = """([element, kind, transfer]) => element.dispatchEvent(
  new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }))"""
_PASTE = """([element, transfer]) => element.dispatchEvent(
  new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: transfer }))"""


# What the bars of files on their way have said so far; each goes with its file.
_WATCH_PROGRESS = """() => {
  window.progress = [];
  const heard = (changes) => changes.forEach(({ target }) => window.progress.push(target.value));
  new MutationObserver(heard).observe(document.body, { attributeFilter: ["value"], subtree: true });
}"""


def strip(page: Page, code: str = LEAF) -> Locator:
    return page.locator(f'[id="evidence-{code}"]')


def card(page: Page, code: str = LEAF) -> Locator:
    return page.locator(f'[id="indicators.{code}"]')


def carried(page: Page, name: str, kind: str, content: bytes) -> Any:
    return page.evaluate_handle(_TRANSFER, [name, kind, list(content)])


def opened(page: Page, unit: Unit) -> None:
    page.goto(people.section(unit.filing, "process"))
    if card(page).get_attribute("open") is None:
        card(page).locator("summary").first.click()


def upload(name: str, content: bytes) -> Any:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_files_are_chosen_dropped_and_pasted(unit: Unit, sit_down: SitDown, watch: Watch, picture_folder: Path) -> None:
    watch.expect_status(422)
    page = sit_down(unit.preparer)
    opened(page, unit)
    box = typist.box(page, f"indicators.{LEAF}.reason")
    # The browser is told to hand choosers over, and answers later: a click at once may be quicker than that.
    with page.expect_file_chooser() as choosing:
        box.fill("年中追加的项目第四季度才下达")
        page.evaluate(_WATCH_PROGRESS)
        strip(page).get_by_text("添加").click()
    choosing.value.set_files(
        [upload("支付台账.docx", samples.docx()), upload("材料.zip", b"PK\x03\x04"), upload("报表.pdf", samples.pdf(2))]
    )
    expect(strip(page).get_by_role("link", name="支付台账.docx")).to_be_visible()
    expect(strip(page).get_by_role("link", name="报表.pdf")).to_be_visible()
    assert page.evaluate("window.progress").count(100) >= 3
    expect(strip(page).get_by_role("alert")).to_contain_text("材料.zip")
    expect(strip(page).get_by_role("alert")).to_contain_text("不收压缩包")
    expect(box).to_have_value("年中追加的项目第四季度才下达")

    picture = carried(page, "现场.png", "image/png", samples.picture())
    for kind in ("dragover", "drop"):
        page.evaluate(_DROP, [card(page).element_handle(), kind, picture])
    expect(strip(page).get_by_role("link", name="现场.png")).to_be_visible()
    box.focus()
    page.evaluate(
        _PASTE, [box.element_handle(), carried(page, "image.png", "image/png", samples.picture("PNG", (9, 9)))]
    )
    expect(strip(page).get_by_role("link", name="截图")).to_be_visible()
    assert inspection.faults_of(page) == []
    strip(page).scroll_into_view_if_needed()
    photograph(page, picture_folder, "evidence-card", is_full=False)
    assert sorted(link.code for each in EvidenceFile.objects.all() for link in each.links.all()) == [LEAF] * 4


def test_a_file_is_seen_linked_and_removed_in_place(unit: Unit, sit_down: SitDown, picture_folder: Path) -> None:
    attach(unit.filing, unit.preparer, "决算报表.pdf", LEAF, content=samples.pdf(2))
    page = sit_down(unit.preparer)
    opened(page, unit)
    strip(page).get_by_role("link", name="决算报表.pdf").click()
    viewer = page.get_by_role("dialog")
    drawn = viewer.get_by_role("img", name="决算报表.pdf 第 1 页")
    expect(drawn).to_be_visible()
    assert drawn.evaluate("(each) => each.decode().then(() => each.naturalWidth)") > 500
    photograph(page, picture_folder, "evidence-viewer", widths=(1440,), is_full=False)
    viewer.get_by_text("也用于其他指标").click()
    viewer.get_by_role("checkbox", name="预算调整率").check()
    photograph(page, picture_folder, "evidence-links", is_full=False)
    viewer.get_by_role("button", name="确定").click()
    expect(viewer).to_be_hidden()
    expect(strip(page, OTHER).locator(".nm")).to_have_text("决算报表.pdf")

    page.once("dialog", lambda dialog: dialog.accept())
    strip(page).get_by_role("button", name="移除 决算报表.pdf").click()
    expect(strip(page).locator(".nm")).to_have_count(0)
    assert EvidenceFile.objects.get().removed_by == unit.preparer


def test_the_page_of_all_and_the_reviewers(unit: Unit, sit_down: SitDown, picture_folder: Path) -> None:
    filing = fill(unit.filing, unit.preparer)
    attach(filing, unit.preparer, "关于印发内部控制制度的通知（修订）.docx", LEAF, OTHER)
    attach(filing, unit.preparer, "群众满意度调查现场照片.png", content=samples.picture("PNG", (640, 400)))
    page = sit_down(unit.preparer)
    page.goto(people.address(filing, "evidence"))
    page.get_by_label("选文件").set_input_files(upload("2021年部门决算报表.pdf", samples.pdf()))
    page.get_by_label("用于哪项指标").select_option(LEAF)
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_role("row", name="2021年部门决算报表.pdf")).to_be_visible()
    photograph(page, picture_folder, "evidence-list", is_full=False)

    sent = move(Filing.objects.get(pk=filing.pk), unit.preparer, Action.SEND_FOR_SIGNATURE)
    move(sent, unit.head, Action.SIGN)
    page = sit_down(unit.reviewer)
    page.goto(people.address(filing, "filing-review"))
    page.get_by_role("link", name="群众满意度调查现场照片.png").click()
    expect(page.get_by_role("dialog").get_by_role("img", name="群众满意度调查现场照片.png")).to_be_visible()
    expect(page.get_by_role("dialog").get_by_text("移除")).to_have_count(0)
    photograph(page, picture_folder, "evidence-review", widths=(1440,), is_full=False)


def test_without_scripts_a_file_is_sent_by_a_plain_form(unit: Unit, sit_down: SitDown) -> None:
    page = sit_down(unit.preparer, java_script_enabled=False)
    page.goto(people.section(unit.filing, "process"))
    people.follow(page, page.locator(f'[id="indicators.{LEAF}"]').get_by_role("link", name="添加"))
    page.get_by_label("选文件").set_input_files(upload("报表.docx", samples.docx()))
    page.get_by_role("button", name="上传").click()
    expect(page.get_by_text("已上传“报表.docx”。")).to_be_visible()
    people.follow(page, page.get_by_role("link", name="报表.docx"))
    page.locator("summary", has_text="移除").click()
    page.get_by_role("button", name="移除").click()
    expect(page.get_by_text("最近移除的 1 个")).to_be_visible()
