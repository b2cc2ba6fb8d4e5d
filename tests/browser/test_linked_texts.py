"""Figures are put into a text as links, by keyboard and by a click; a text is drafted from the form."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from selfeval.queries.snapshots import filing_snapshot
from tests.browser import people, typist
from tests.browser.conftest import SitDown
from tests.browser.inspection import HEIGHT
from tests.browser.pictures import TELEPHONE, photograph
from tests.browser.unit import Unit
from tests.browser.watch import Watch
from tests.factories import fill

pytestmark = pytest.mark.django_db(transaction=True)

BOX = "narratives.staffing"


def stored(unit: Unit) -> str:
    return filing_snapshot(filing=unit.filing).narratives.get("staffing", "")


def read_as(page: Page) -> str:
    return page.locator(f'[id="linked-{BOX}"] .se-linked-text').inner_text()


def test_a_figure_is_found_and_inserted_by_keyboard(unit: Unit, sit_down: SitDown, picture_folder: Path) -> None:
    fill(unit.filing, unit.preparer)
    page = sit_down(unit.preparer)
    page.goto(people.section(unit.filing, "narratives"))
    box = typist.box(page, BOX)
    box.fill("全年支出，完成预算。")
    box.press("Control+Home")
    for _ in "全年支出":
        box.press("ArrowRight")
    page.get_by_role("button", name="插入数据到单位人员情况").press("Enter")
    find = page.get_by_role("combobox", name="查找数据")
    expect(find).to_be_focused()
    find.press_sequentially("预算执行")
    photograph(page, picture_folder, "link-picker", widths=(1440,), is_full=False)
    find.press("ArrowDown")
    find.press("ArrowUp")
    expect(page.get_by_role("option", selected=True)).to_contain_text("2,495.17万元")
    find.press("Enter")
    expect(box).to_be_focused()
    expect(box).to_have_value("全年支出{预算执行金额}，完成预算。")
    expect(page.locator(f'[id="linked-{BOX}"] mark')).to_have_text("2,495.17万元")
    assert read_as(page) == "全年支出2,495.17万元，完成预算。"
    typist.all_saved(page)
    assert stored(unit) == "全年支出{预算执行金额}，完成预算。"

    page.get_by_role("button", name="插入数据到单位人员情况").click()
    find.press("Escape")
    expect(box).to_be_focused()


def test_a_typed_number_becomes_a_link_by_one_click(unit: Unit, sit_down: SitDown, picture_folder: Path) -> None:
    fill(unit.filing, unit.preparer)
    page = sit_down(unit.preparer)
    page.goto(people.section(unit.filing, "narratives"))
    box = typist.box(page, BOX)
    box.fill("𠮷楼，编制51名，{编致数}。")
    expect(page.locator(f'[id="linked-{BOX}"] .se-linked-fault')).to_contain_text("是不是“编制数”")
    page.locator(f'[id="linked-{BOX}"]').get_by_role("button", name="编制数").click()
    expect(box).to_have_value("𠮷楼，编制{编制数}名，{编致数}。")
    expect(page.locator(f'[id="linked-{BOX}"] mark.is-linked')).to_have_text("51")
    typist.all_saved(page)
    box.scroll_into_view_if_needed()  # what stands below it is replaced with each answer
    photograph(page, picture_folder, "linked-text", widths=(1440,), is_full=False)
    box.press("Control+z")
    expect(box).to_have_value("𠮷楼，编制51名，{编致数}。")


def test_a_text_is_drafted_into_an_empty_box_and_asks_before_replacing(
    unit: Unit, sit_down: SitDown, picture_folder: Path
) -> None:
    fill(unit.filing, unit.preparer)
    page = sit_down(unit.preparer)
    page.goto(people.section(unit.filing, "narratives"))
    box = typist.box(page, BOX)
    draft = page.get_by_role("link", name="用表中数据起草单位人员情况")
    before = box.input_value()
    page.once("dialog", lambda dialog: dialog.dismiss())
    draft.click()
    expect(box).to_have_value(before)
    typist.write(page, BOX, "")
    draft.click()
    expect(page.locator(f'[id="linked-{BOX}"] mark').first).to_have_text("2021")
    assert "编制数51人，在职人员51人" in read_as(page)
    typist.all_saved(page)
    assert "编制数{编制数}人" in stored(unit)

    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("link", name="用表中数据起草预算执行情况").click()
    expect(page.locator('[id="linked-narratives.budget_execution"] mark').first).to_have_text("2,424.03万元")
    photograph(page, picture_folder, "linked-text", widths=(TELEPHONE,))
    page.set_viewport_size({"width": TELEPHONE, "height": HEIGHT})
    assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE
    page.get_by_role("button", name="插入数据到单位人员情况").click()
    photograph(page, picture_folder, "link-picker", widths=(TELEPHONE,), is_full=False)


def test_without_scripts_the_marks_are_listed_and_the_draft_is_a_page(
    unit: Unit, sit_down: SitDown, watch: Watch
) -> None:
    watch.expect_status(404)  # a page of plain text names no icon, so the browser asks for /favicon.ico
    fill(unit.filing, unit.preparer)
    page = sit_down(unit.preparer, java_script_enabled=False)
    page.goto(people.section(unit.filing, "narratives"))
    expect(page.get_by_role("button", name="插入数据到单位人员情况")).to_be_hidden()
    page.get_by_text("文字里可以链接的数据和写法").click()
    expect(page.get_by_text("{编制数}", exact=True)).to_be_visible()
    typist.box(page, BOX).fill("编制{编制数}名。")
    page.get_by_role("button", name="保存本页").click()
    expect(page.locator(f'[id="linked-{BOX}"] mark')).to_have_text("51")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="用表中数据起草单位人员情况").click()
    expect(opened.value.locator("body")).to_contain_text("编制数{编制数}人")
