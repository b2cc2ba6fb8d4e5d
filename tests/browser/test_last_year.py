"""Last year beside this year's boxes, and points that move: by keyboard, live, and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import demo, people
from tests.browser.conftest import SitDown
from tests.browser.inspection import HEIGHT, faults_of
from tests.browser.pictures import SCREEN, TELEPHONE, photograph
from tests.browser.watch import Watch

pytestmark = pytest.mark.django_db(transaction=True)

EFFECT = "indicators.effect.performance_benefit"
STAFFING = "narratives.budget_execution"


def look(page: Page, name: str, folder: Path) -> None:
    """Fits both screens; photographed where pictures are wanted."""
    for width in (TELEPHONE, SCREEN):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    photograph(page, folder, f"last-year-{name}")


def test_last_year_stands_beside_the_boxes_and_is_carried_over(
    transactional_db: None, sit_down: SitDown, picture_folder: Path
) -> None:
    stage = demo.set_up()
    page = sit_down(stage.people["service_preparer"])
    page.goto(people.section(stage.half_filled, "budget"))
    change = page.locator("#change-original_budget")
    expect(change).to_have_text("+2.88%")
    look(page, "figures", picture_folder)
    page.get_by_label("年初预算金额，万元").fill("598.20")
    page.get_by_label("年初预算金额，万元").press("Tab")
    expect(change).to_have_text("0.00%")
    page.goto(people.section(stage.half_filled, "narratives"))
    box = page.locator(f'[id="{STAFFING}"]')
    text = page.locator(".se-text").filter(has=box)
    text.get_by_text("上年填写").click()
    look(page, "texts", picture_folder)
    text.get_by_role("button", name="带入上年文字").click()
    mark = page.locator(f'[id="carried-{STAFFING}"]')
    expect(mark).to_have_text("上年带入·未改动")
    look(page, "carried", picture_folder)
    assert faults_of(page) == []
    box.fill("今年的执行情况另写。")
    box.press("Tab")
    expect(mark).to_be_empty()
    page.reload()
    text.get_by_text("上年填写").click()
    text.get_by_role("button", name="带入上年文字…").click()
    expect(page.get_by_role("heading", name="用上年的文字替换现在的吗？")).to_be_visible()
    assert faults_of(page) == []
    page.goto(people.section(stage.half_filled, "process"))
    expect(page.locator("#line-process\\.budget_execution\\.completion_rate")).to_contain_text("上年 98.00%")
    look(page, "indicators", picture_folder)


def test_points_move_by_keyboard_and_without_scripts(
    transactional_db: None, sit_down: SitDown, watch: Watch, picture_folder: Path
) -> None:
    watch.expect_status(422)
    stage = demo.set_up()
    page = sit_down(stage.people["service_preparer"])
    page.goto(people.address(stage.half_filled, "filing-points"))
    total = page.locator("#sum-all")
    look(page, "points", picture_folder)
    points = page.locator(f'[id="{EFFECT}.economic_benefit.set_points"]')
    points.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    expect(total).to_contain_text("还差 3 分")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(total).to_contain_text("还差 5 分")
    page.keyboard.press("Tab")
    # What was typed is tried once more; nothing is under way when the page is left.
    with page.expect_response("**/move-points/"):
        page.keyboard.insert_text("本中心不直接产生经济效益")
    page.get_by_role("button", name="按参考分值比例分配").press("Enter")
    expect(page.get_by_text("这是分配方案，还没有保存")).to_be_visible()
    expect(total).to_contain_text("正好")
    look(page, "points-proposed", picture_folder)
    page.get_by_role("button", name="保存分值").press("Enter")
    expect(page.get_by_text("分值已保存。")).to_be_visible()
    plain = sit_down(stage.people["service_preparer"], java_script_enabled=False)
    plain.goto(people.address(stage.half_filled, "filing-points"))
    plain.get_by_role("button", name="恢复参考分值（不涉及也取消）").click()
    expect(plain.get_by_text("已恢复参考分值。")).to_be_visible()
    plain.locator(f'[id="{EFFECT}.social_benefit.set_points"]').fill("4")
    plain.get_by_role("button", name="保存分值").last.click()
    expect(plain.get_by_text("分值合计应为100分，现在99分，还差1分")).to_be_visible()
    look(plain, "points-refused", picture_folder)
