"""A browser that runs no scripts: pages are filled and saved by their button, errors stand in their place."""

from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from selfeval.domain.filing import Item
from selfeval.queries.snapshots import filing_snapshot
from tests.browser import people, typist
from tests.browser.conftest import SitDown
from tests.browser.unit import Unit
from tests.browser.watch import Watch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(unit: Unit, sit_down: SitDown) -> Page:
    return sit_down(unit.preparer, java_script_enabled=False)


def save(page: Page) -> None:
    people.follow(page, page.get_by_role("button", name="保存本页"))


def test_a_page_of_figures_is_saved_and_a_wrong_box_says_so(page: Page, unit: Unit, watch: Watch) -> None:
    watch.expect_status(422)
    page.goto(people.section(unit.filing, "budget"))
    items = page.locator('[id="fields.budget_adjustment_items"] tbody tr')
    for row, (label, amount) in enumerate((("办公楼运行经费", "70"), ("环保管家专项经费", "１９７"))):
        items.nth(row).get_by_label("名称").fill(label)
        items.nth(row).get_by_label("金额").fill(amount)
    typist.box(page, "fields.original_budget").fill("2424.03")
    typist.box(page, "fields.actual_expenditure").fill("12万")
    save(page)
    wrong = typist.box(page, "fields.actual_expenditure")
    expect(wrong).to_have_value("12万")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(typist.state(page, "fields.actual_expenditure")).to_contain_text("未保存")
    expect(typist.box(page, "fields.original_budget")).to_have_value("2,424.03")

    wrong.fill("2495.17")
    save(page)
    expect(page.get_by_role("status").filter(has_text="已保存").first).to_be_visible()
    page.reload()
    expect(wrong).to_have_value("2,495.17")
    assert filing_snapshot(filing=unit.filing).fields == {
        "original_budget": Decimal(24_240_300),
        "actual_expenditure": Decimal(24_951_700),
        "budget_adjustment_items": (
            Item(label="办公楼运行经费", amount=Decimal(700_000)),
            Item(label="环保管家专项经费", amount=Decimal(1_970_000)),
        ),
    }


def test_a_page_of_indicators_is_saved(page: Page, unit: Unit) -> None:
    code = "input.target_setting.target_reasonableness"
    page.goto(people.section(unit.filing, "input"))
    typist.unfold(page, code)
    page.locator(f'[id="indicators.{code}.ticked"]').get_by_role("checkbox").first.check()
    typist.box(page, f"indicators.{code}.self_score").fill("1")
    typist.box(page, f"indicators.{code}.reason").fill("只具备第一个要点")
    save(page)
    expect(page.locator("#self-total")).to_have_text("1.00")
    entry = filing_snapshot(filing=unit.filing).entry(code)
    assert (entry.ticked, entry.self_score, entry.reason) == ((1,), Decimal(1), "只具备第一个要点")
