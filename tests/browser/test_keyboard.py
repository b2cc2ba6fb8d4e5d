"""Everything by keyboard: Enter goes down a column, problems lead to their box, where one is can be seen."""

from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from selfeval.domain.filing import Item
from selfeval.queries.snapshots import filing_snapshot
from tests.browser import people, typist
from tests.browser.conftest import SitDown
from tests.browser.unit import Unit

pytestmark = pytest.mark.django_db(transaction=True)

# What has the focus, and whether it looks different from what it looks like without.
FOCUS = """() => {
  const look = (element) => {
    const style = getComputedStyle(element);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.borderColor].join();
  };
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const focused = look(element);
  element.blur();
  const plain = look(element);
  element.focus();
  const box = element.getBoundingClientRect();
  const seen = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, 30) / 2);
  return {
    what: element.tagName + " " + (element.name || element.id || element.textContent).trim().slice(0, 40),
    isMarked: focused !== plain,
    isOnTop: Boolean(seen) && (element.contains(seen) || seen.contains(element)),
  };
}"""


@pytest.fixture
def page(unit: Unit, sit_down: SitDown) -> Page:
    return sit_down(unit.preparer)


def test_enter_goes_down_a_column_of_numbers(page: Page, unit: Unit) -> None:
    page.goto(people.section(unit.filing, "staff"))
    column = {"authorised_posts": "51", "staff_on_post": "51", "retired_staff": "7", "other_staff": "68"}
    typist.box(page, "fields.authorised_posts").focus()
    for code, number in column.items():
        expect(typist.box(page, f"fields.{code}")).to_be_focused()
        page.keyboard.type(number)
        page.keyboard.press("Enter")
    typist.all_saved(page)
    page.reload()
    for code, number in column.items():
        expect(typist.box(page, f"fields.{code}")).to_have_value(number)


def test_enter_goes_down_a_column_of_rows(page: Page, unit: Unit) -> None:
    page.goto(people.section(unit.filing, "budget"))
    items = page.locator('[id="fields.budget_adjustment_items"]')
    for _ in range(2):
        items.get_by_role("button", name="加一行").click()
    amounts = items.get_by_label("金额").and_(page.locator("input:visible"))
    expect(amounts).to_have_count(3)
    amounts.first.focus()
    for number in ("70", "197", "217"):
        page.keyboard.type(number)
        page.keyboard.press("Enter")
    for place, number in enumerate(("70", "197", "217")):
        expect(amounts.nth(place)).to_have_value(number)
    expect(amounts).to_have_count(3)
    expect(typist.state(page, "fields.budget_adjustment_items")).to_contain_text("还没写名称")


def paste(page: Page, text: str) -> None:
    """Paste what was copied from a worksheet into the box that has the focus."""
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.setData("text", text);
          const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(paste);
        }""",
        text,
    )


def test_a_copied_range_fills_rows_and_columns_and_what_has_no_box_is_said(page: Page, unit: Unit) -> None:
    page.goto(people.section(unit.filing, "budget"))
    items = page.locator('[id="fields.budget_adjustment_items"]')
    items.get_by_role("textbox").and_(page.locator("input:visible")).first.focus()
    said: list[str] = []
    page.once("dialog", lambda dialog: (said.append(dialog.message), dialog.accept()))
    rows = [("防汛", "70", "甲"), ("救灾", "1,197.00", ""), ("抗旱", "217", ""), ("维修", "3", ""), ("宣传", "4", "")]
    paste(page, "".join("\t".join(row) + "\r\n" for row in rows))
    typist.all_saved(page)
    assert said == ["粘贴的内容比这里的格子多，有 1 处没有填入：\n甲"]
    filed = filing_snapshot(filing=unit.filing).fields["budget_adjustment_items"]
    assert filed == tuple(Item(label=name, amount=Decimal(amount.replace(",", "")) * 10000) for name, amount, _ in rows)


def test_a_pasted_column_fills_the_boxes_below(page: Page, unit: Unit) -> None:
    page.goto(people.section(unit.filing, "budget"))
    typist.box(page, "fields.spent_by_q1").focus()
    paste(page, "555.04\r\n1,038.66\r\n1,326.88\r\n1,593.26\r\n")
    typist.all_saved(page)
    nodes = ("q1", "h1", "q3", "november")
    for node, shown in zip(nodes, ("555.04", "1,038.66", "1,326.88", "1,593.26"), strict=True):
        expect(typist.box(page, f"fields.spent_by_{node}")).to_have_value(shown)


def test_a_problem_is_reached_without_a_mouse(page: Page, unit: Unit) -> None:
    page.goto(people.section(unit.filing, "check"))
    people.problem(page, "基础信息完善性").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".se-sec-head h2")).to_have_text("过程")
    box = typist.box(page, "indicators.process.budget_management.basic_information.points")
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()


def test_the_first_stop_leads_past_the_head(page: Page, unit: Unit) -> None:
    page.goto(people.section(unit.filing, "staff"))
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(typist.box(page, "fields.authorised_posts")).to_be_focused()


@pytest.mark.parametrize("code", ["face", "staff", "input", "evaluators", "check"])
def test_where_one_is_can_always_be_seen(code: str, page: Page, unit: Unit) -> None:
    page.goto(people.section(unit.filing, code))
    stops: list[dict[str, Any]] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 20
    assert [stop["what"] for stop in stops if not stop["isMarked"]] == []
    assert [stop["what"] for stop in stops if not stop["isOnTop"]] == []
