"""Two preparers on one page of one form: the second to save is told who was first, and chooses."""

import re

import pytest
from playwright.sync_api import Page, expect

from selfeval.domain.amounts import MoneyUnit, money_text
from selfeval.queries.snapshots import filing_snapshot
from tests.browser import people, typist
from tests.browser.conftest import SitDown
from tests.browser.unit import Unit
from tests.browser.watch import Watch

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CLOSING, CARRYOVER = "fields.closing_balance", "fields.carryover_balance"


@pytest.fixture
def late(unit: Unit, sit_down: SitDown, watch: Watch) -> Page:
    """The page of the preparer, who typed 100 after a colleague had saved 547.84 in the same box."""
    watch.expect_status(409)
    mine, theirs = sit_down(unit.preparer), sit_down(unit.colleague)
    mine.on("dialog", lambda dialog: dialog.accept())
    for page in (mine, theirs):
        page.goto(people.section(unit.filing, "budget"))
    typist.write(theirs, CLOSING, "547.84")
    typist.write(theirs, CARRYOVER, "16.07")
    typist.all_saved(theirs)
    typist.write(mine, CLOSING, "100")
    return mine


def test_the_second_is_told_who_and_when_and_keeps_what_is_typed(late: Page, unit: Unit) -> None:
    alert = late.get_by_role("alert")
    expect(alert).to_contain_text(f"{unit.colleague.full_name} ")
    expect(alert).to_contain_text(re.compile(r"\d\d:\d\d"))
    expect(alert).to_contain_text("您这次填的还没有保存")
    expect(alert.get_by_role("row").filter(has_text="年末结余金额")).to_contain_text(re.compile(r"547\.84.*100", re.S))
    expect(typist.box(late, CLOSING)).to_have_value("100")
    expect(typist.save_state(late)).to_contain_text("未保存")
    assert _stored(unit, "closing_balance") == "547.84"


def test_reloading_shows_what_the_first_saved(late: Page, unit: Unit) -> None:
    late.get_by_role("link", name="放弃我填的，载入最新内容").click()
    expect(typist.box(late, CLOSING)).to_have_value("547.84")
    expect(typist.box(late, CARRYOVER)).to_have_value("16.07")
    assert _stored(unit, "closing_balance") == "547.84"


def test_keeping_ones_own_saves_only_what_one_typed(late: Page, unit: Unit) -> None:
    late.get_by_role("button", name="保留我填的并保存").click()
    typist.all_saved(late)
    expect(late.get_by_role("alert")).to_have_count(0)
    expect(typist.box(late, CLOSING)).to_have_value("100.00")
    expect(typist.box(late, CARRYOVER)).to_have_value("16.07")
    assert (_stored(unit, "closing_balance"), _stored(unit, "carryover_balance")) == ("100.00", "16.07")


def _stored(unit: Unit, code: str) -> str:
    """What the database holds, in 万元."""
    value = filing_snapshot(filing=unit.filing).fields[code]
    return money_text(value, MoneyUnit.WAN_YUAN)  # type: ignore[arg-type]
