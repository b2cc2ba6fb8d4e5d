"""Types a filing into its pages as a person does: click on a box, write, go on."""

from collections.abc import Iterable, Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from selfeval.domain.framework import Field

Entry = Mapping[str, Any]

_SETTLED = """() => {
  const form = document.getElementById("section-form");
  const bar = document.getElementById("save-state").dataset.save;
  const waiting = form.querySelector("[data-state=typing], [data-state=saving], [data-state=waiting]");
  return form.dataset.outbox === "empty" && ["saved", "done"].includes(bar) && !waiting;
}"""


def box(page: Page, name: str) -> Locator:
    """The input with the name `name`, which is the path of the box."""
    return page.locator(f'[name="{name}"]')


def state(page: Page, name: str) -> Locator:
    """What the page says of the box `name`."""
    return page.locator(f'[id="state-{name}"]')


def note(page: Page, name: str) -> Locator:
    """What the checks say beside the box `name`."""
    return page.locator(f'[id="note-{name}"]')


def save_state(page: Page) -> Locator:
    """What the bar on top says of saving."""
    return page.locator("#save-state")


def all_saved(page: Page) -> None:
    """Wait until the server has taken everything typed on the page."""
    page.wait_for_function(_SETTLED)


def written_down(page: Page) -> None:
    """Wait the few milliseconds in which a person could not close a tab: what was typed is written to the outbox."""
    page.evaluate("window.selfeval.outbox.all()")


def retry(page: Page) -> None:
    """Press 重试 where it is still to be seen; the page tries again by itself now and then, and may do so just now."""
    page.evaluate("document.querySelector('[data-retry]')?.click()")


def write(page: Page, name: str, text: str) -> None:
    """Replace what stands in the box by `text` and leave the box."""
    target = box(page, name)
    target.click()
    page.keyboard.press("ControlOrMeta+A")
    if text:
        page.keyboard.insert_text(text)
    else:
        page.keyboard.press("Delete")
    page.keyboard.press("Tab")


def next_page(page: Page, title: str) -> None:
    """Go on by the link at the foot, once everything is saved."""
    all_saved(page)
    page.locator(".se-sec-foot").get_by_role("link", name=title).click()
    expect(page.locator(".se-sec-head h2")).to_have_text(title)


def fill_face(page: Page, document: Entry) -> None:
    """基本信息."""
    write(page, "department.head", document["department"]["head"])
    write(page, "department.phone", document["department"]["phone"])
    write(page, "filed_on", document["filed_on"])


def fill_figures(page: Page, document: Entry, fields: Iterable[Field]) -> None:
    """The data items `fields` of one page, row by row where they are itemised."""
    for field in fields:
        value = document["fields"].get(field.code)
        if isinstance(value, list):
            _fill_rows(page, f"fields.{field.code}", ("label", "amount"), value)
        elif value is not None:
            write(page, f"fields.{field.code}", value)


def fill_evaluators(page: Page, document: Entry) -> None:
    """评价人员."""
    _fill_rows(page, "evaluators", ("name", "title", "office"), document["evaluators"])


def _fill_rows(page: Page, name: str, columns: tuple[str, ...], rows: list[Entry]) -> None:
    """Write row after row from cell to cell by Tab, asking for another row where there is none left."""
    rows_of_box = page.locator(f'[id="{name}"] tbody tr:visible')
    for number, row in enumerate(rows):
        if rows_of_box.count() <= number:
            page.locator(f'[id="{name}"] [data-add-row]').click()
        rows_of_box.nth(number).locator("input").first.click()
        for column in columns:
            page.keyboard.insert_text(row[column])
            page.keyboard.press("Tab")


def fill_indicators(page: Page, document: Entry, codes: Iterable[str]) -> None:
    """The cards of the leaves `codes`."""
    for code in codes:
        unfold(page, code)
        _fill_card(page, f"indicators.{code}", document["indicators"][code])


def unfold(page: Page, code: str) -> None:
    """Open the card of a leaf."""
    card = page.locator(f'details[id="indicators.{code}"]')
    if card.get_attribute("open") is None:
        card.locator("summary").click()


def _fill_card(page: Page, path: str, entry: Entry) -> None:
    for attribute in ("set_points", "incidents", "points", "self_score", "analysis", "reason", "measure"):
        if attribute in entry:
            write(page, f"{path}.{attribute}", entry[attribute])
    for number in entry.get("ticked", ()):
        page.locator(f'[id="{path}.ticked"] input[type=checkbox][value="{number}"]').check()
    if entry.get("applicable") == "false":
        box(page, f"{path}.applicable").check()


def fill_narratives(page: Page, document: Entry) -> None:
    """文字说明."""
    for code, text in document["narratives"].items():
        write(page, f"narratives.{code}", text)
