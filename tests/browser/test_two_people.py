"""Two people, or two tabs, on one form: different boxes are both kept, of the same box somebody chooses."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from selfeval.domain.amounts import MoneyUnit, money_text
from selfeval.models import Event, EventAction
from selfeval.queries.snapshots import filing_snapshot
from tests.browser import people, typist
from tests.browser.conftest import SitDown
from tests.browser.inspection import faults_of
from tests.browser.outage import Line, left_in_browser
from tests.browser.unit import Unit
from tests.browser.watch import Watch

pytestmark = pytest.mark.django_db(transaction=True)

CLOSING, CARRYOVER, SPENT = "fields.closing_balance", "fields.carryover_balance", "fields.actual_expenditure"
ITEMS = "fields.budget_adjustment_items"


def stored(unit: Unit, code: str) -> str:
    """What the database holds, in 万元."""
    value = filing_snapshot(filing=unit.filing).fields[code]
    return money_text(value, MoneyUnit.WAN_YUAN)  # type: ignore[arg-type]


def test_different_boxes_are_both_kept_and_of_the_same_one_somebody_chooses(
    unit: Unit, sit_down: SitDown, watch: Watch
) -> None:
    mine, theirs = sit_down(unit.preparer), sit_down(unit.colleague)
    for page in (mine, theirs):
        page.goto(people.section(unit.filing, "budget"))
    typist.write(theirs, CLOSING, "547.84")
    typist.write(theirs, CARRYOVER, "16.07")
    typist.all_saved(theirs)
    typist.write(mine, SPENT, "2495.17")
    typist.all_saved(mine)
    assert [stored(unit, code) for code in ("closing_balance", "actual_expenditure")] == ["547.84", "2,495.17"]
    expect(mine.locator("#who-is-here")).to_contain_text(f"{unit.colleague.full_name}也正在编辑这一部分")

    # What I type over theirs is not stored, and not lost, not even by loading the page again.
    typist.write(mine, CLOSING, "100")
    typist.write(mine, CARRYOVER, "20")
    told = typist.state(mine, CLOSING)
    expect(told).to_contain_text(re.compile(rf"{unit.colleague.full_name} .*\d\d:\d\d 已改为 547\.84"))
    expect(typist.box(mine, CLOSING)).to_have_value("100")
    expect(typist.save_state(mine)).to_contain_text("2 处未保存")
    assert stored(unit, "closing_balance") == "547.84"
    mine.reload()
    expect(typist.box(mine, CLOSING)).to_have_value("100")
    expect(told).to_contain_text("547.84")
    assert faults_of(mine) == []
    told.get_by_role("button", name="用我的").click()
    expect(told).to_contain_text("已保存")
    typist.state(mine, CARRYOVER).get_by_role("button", name="用对方的").click()
    expect(typist.box(mine, CARRYOVER)).to_have_value("16.07")
    typist.all_saved(mine)
    assert [stored(unit, code) for code in ("closing_balance", "carryover_balance")] == ["100.00", "16.07"]

    # Rows of one box, two ways.
    mine.goto(people.section(unit.filing, "budget"))
    add_item(theirs, "对方的项目", "7")
    typist.all_saved(theirs)
    add_item(mine, "我的项目", "9")
    expect(typist.state(mine, ITEMS)).to_contain_text("对方的项目")
    typist.state(mine, ITEMS).get_by_role("button", name="用对方的").click()
    expect(item(mine, "名称")).to_have_value("对方的项目")
    typist.all_saved(mine)
    assert left_in_browser(mine) == ""

    # Going on in a box that was settled is no conflict any more.
    typist.write(mine, CARRYOVER, "17")
    typist.all_saved(mine)
    assert stored(unit, "carryover_balance") == "17.00"


def item(page: Page, label: str) -> Locator:
    return page.locator(f'[id="{ITEMS}"] tbody tr').first.get_by_label(label)


def add_item(page: Page, label: str, amount: str) -> None:
    item(page, "名称").fill(label)
    item(page, "金额").fill(amount)
    page.keyboard.press("Tab")


# On plain http a browser has no Web Locks; then tabs take turns by a lease.
@pytest.mark.parametrize("has_locks", [True, False])
def test_two_tabs_of_one_person_lose_nothing(has_locks: bool, unit: Unit, sit_down: SitDown, watch: Watch) -> None:
    watch.expect_offline()
    first = sit_down(unit.preparer)
    if not has_locks:
        first.context.add_init_script("Object.defineProperty(navigator, 'locks', {value: undefined})")
    line = Line(first.context)
    second = first.context.new_page()
    for page in (first, second):
        page.goto(people.section(unit.filing, "budget"))
    line.is_cut = True
    typist.write(first, CLOSING, "547.84")
    typist.write(second, CARRYOVER, "16.07")
    typist.write(second, SPENT, "2495.17")
    for page, box in ((first, CLOSING), (second, SPENT)):
        expect(typist.state(page, box)).to_contain_text("记在本机")
    line.is_cut = False
    for page in (first, second):
        typist.retry(page)
    for page in (first, second):
        typist.all_saved(page)
    assert [stored(unit, code) for code in ("closing_balance", "carryover_balance", "actual_expenditure")] == [
        "547.84",
        "16.07",
        "2,495.17",
    ]
    saved = Event.objects.filter(action=EventAction.SECTION_SAVED)
    assert saved.count() == saved.values("request_id").distinct().count() <= 3
    assert left_in_browser(first) == ""
