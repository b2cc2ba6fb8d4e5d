"""What people type into a box for money: it is understood, or the box says what would be right; the rest stays."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from selfeval.queries.snapshots import filing_snapshot
from tests.browser import people, typist
from tests.browser.conftest import SitDown
from tests.browser.unit import Unit

pytestmark = pytest.mark.django_db(transaction=True)

# Typed into the box; what stands there once it is saved; the yuan that are stored.
TAKEN = {
    "original_budget": ("１２．５", "12.50", Decimal(125_000)),
    "budget_adjustment": ("1,234.50", "1,234.50", Decimal(12_345_000)),
    "basic_expenditure_actual": ("297.14", "297.14", Decimal(2_971_400)),
}
# Typed into the box; what the message says.
REFUSED = {
    "other_adjustment": ("12万", "万"),
    "actual_expenditure": ("NaN", "不是数字"),
    "closing_balance": ("1e999", "不是数字"),
    "carryover_balance": ("-5", "不能小于 0"),
}
EMPTIED = "basic_expenditure_budget"


@pytest.fixture
def page(unit: Unit, sit_down: SitDown) -> Page:
    """The page of the money, by the preparer."""
    opened = sit_down(unit.preparer)
    opened.on("dialog", lambda dialog: dialog.accept())
    opened.goto(people.section(unit.filing, "budget"))
    return opened


def type_everything(page: Page) -> None:
    """All of it at once, so that each box meets the troubles of the others."""
    typist.write(page, f"fields.{EMPTIED}", "327.46")
    typist.all_saved(page)
    for code, (typed, *_) in (TAKEN | REFUSED).items():
        typist.write(page, f"fields.{code}", typed)
    typist.write(page, f"fields.{EMPTIED}", "")
    expect(typist.save_state(page)).to_contain_text(f"{len(REFUSED)} 处未保存")
    expect(typist.state(page, f"fields.{EMPTIED}")).to_have_attribute("data-sent", "")
    expect(typist.box(page, f"fields.{EMPTIED}")).to_have_value("")


def test_right_values_are_taken_and_wrong_ones_say_what_is_right(page: Page, unit: Unit) -> None:
    type_everything(page)
    for code, (_, shown, _) in TAKEN.items():
        expect(typist.box(page, f"fields.{code}")).to_have_value(shown)
        expect(typist.state(page, f"fields.{code}")).to_contain_text("已保存")
    for code, (typed, message) in REFUSED.items():
        box = typist.box(page, f"fields.{code}")
        expect(box).to_have_value(typed)
        expect(box).to_have_attribute("aria-invalid", "true")
        expect(typist.state(page, f"fields.{code}")).to_contain_text("未保存")
        expect(typist.state(page, f"fields.{code}")).to_contain_text(message)
    stored = filing_snapshot(filing=unit.filing).fields
    assert stored == {code: yuan for code, (_, _, yuan) in TAKEN.items()}


def test_a_reload_shows_what_is_saved_and_still_refuses_the_rest_until_it_is_given_up(page: Page) -> None:
    type_everything(page)
    page.reload()
    for code, (_, shown, _) in TAKEN.items():
        expect(typist.box(page, f"fields.{code}")).to_have_value(shown)
    for code, (typed, message) in REFUSED.items():
        expect(typist.box(page, f"fields.{code}")).to_have_value(typed)
        expect(typist.state(page, f"fields.{code}")).to_contain_text(message)
    typist.state(page, "fields.closing_balance").get_by_role("button", name="恢复原值").click()
    expect(typist.box(page, "fields.closing_balance")).to_have_value("")
    expect(typist.box(page, "fields.actual_expenditure")).to_have_value("NaN")
    expect(typist.save_state(page)).to_contain_text(f"{len(REFUSED) - 1} 处未保存")


def test_a_mended_box_is_saved_and_forgets_its_trouble(page: Page, unit: Unit) -> None:
    typist.write(page, "fields.other_adjustment", "12万")
    expect(typist.state(page, "fields.other_adjustment")).to_have_attribute("data-state", "refused")
    typist.write(page, "fields.other_adjustment", "12")
    typist.all_saved(page)
    box = typist.box(page, "fields.other_adjustment")
    expect(box).to_have_value("12.00")
    expect(box).not_to_have_attribute("aria-invalid", "true")
    assert filing_snapshot(filing=unit.filing).fields == {"other_adjustment": Decimal(120_000)}
