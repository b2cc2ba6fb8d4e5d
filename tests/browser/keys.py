"""Fills a filing as somebody does who has no mouse: Tab from stop to stop, keys for whatever has the focus."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser import typist

# More stops than any page has: who has not arrived by then never will.
MOST_STOPS = 300
# A cell of a table of rows: the box, the number of the row, the column.
_CELL = re.compile(r"(.+)\.(\d+)\.(label|amount|name|title|office)")
_TEXTS = ("set_points", "incidents", "points", "self_score", "analysis", "reason", "measure")
_STOP = """() => {
  const each = document.activeElement;
  const foot = each.closest(".se-sec-foot");
  return {
    name: each.name || "", value: each.value || "", isChecked: Boolean(each.checked),
    isTick: ["checkbox", "radio"].includes(each.type),
    isFolded: each.matches("details:not([open]) > summary.se-ind-head"),
    adds: each.matches("[data-add-row]") ? each.closest("[data-box]").dataset.box : "",
    isNext: Boolean(foot) && each === [...foot.querySelectorAll("a")].at(-1),
  };
}"""

Stop = Mapping[str, Any]


def reach(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus."""
    for _ in range(MOST_STOPS):
        if target.evaluate("(each) => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def unfold(page: Page, card: str) -> None:
    """Open the card of an indicator where it is folded."""
    details = page.locator(f'details[id="{card}"]')
    if details.get_attribute("open") is None:
        reach(page, details.locator("summary").first)
        page.keyboard.press("Enter")


def retype(page: Page, text: str) -> None:
    """Replace what stands in the box that has the focus, and leave it."""
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(text)
    page.keyboard.press("Tab")


class Keys:
    """What is to be typed, by the name of the box, and the keys that do it on the page that is open."""

    def __init__(self, page: Page, document: Mapping[str, Any]) -> None:
        self._page = page
        self._texts = dict(_texts(document))
        self._ticks = dict(_ticks(document))
        self._rows: dict[str, list[Mapping[str, str]]] = {"evaluators": document["evaluators"]}
        self._rows |= {f"fields.{code}": value for code, value in document["fields"].items() if isinstance(value, list)}
        self._numbers: dict[str, list[str]] = {box: [] for box in self._rows}

    def fill_page(self) -> None:
        """Everything on the page, from the link past the head to the link to the next page, which is left focused."""
        self._page.keyboard.press("Tab")
        self._page.keyboard.press("Enter")
        stop = self._step("Tab")
        for _ in range(MOST_STOPS):
            if stop["isNext"]:
                typist.all_saved(self._page)
                return
            stop = self._step(self._answer(stop))
        raise AssertionError(f"Tab never reaches the foot of {self._page.url}")

    def go_on(self, title: str) -> None:
        """Follow the link that has the focus to the page `title`."""
        with self._page.expect_navigation():
            self._page.keyboard.press("Enter")
        expect(self._page.locator(".se-sec-head h2")).to_have_text(title)

    def _step(self, key: str) -> Stop:
        self._page.keyboard.press(key)
        stop: Stop = self._page.evaluate(_STOP)
        return stop

    def _answer(self, stop: Stop) -> str:
        """Fill what has the focus, and say which key leads on: Enter, which unfolds and adds a row, or Tab."""
        if stop["isFolded"] or len(self._numbers.get(stop["adds"], ())) < len(self._rows.get(stop["adds"], ())):
            return "Enter"
        if stop["isTick"]:
            if stop["isChecked"] is not (stop["value"] in self._ticks.get(stop["name"], ())):
                self._page.keyboard.press("Space")
        elif text := self._text(stop["name"]):
            self._page.keyboard.insert_text(text)
        return "Tab"

    def _text(self, name: str) -> str:
        if not (cell := _CELL.fullmatch(name)) or cell[1] not in self._rows:
            return self._texts.get(name, "")
        box, number, column = cell.groups()
        numbers = self._numbers[box]
        if number not in numbers:
            numbers.append(number)
        place = numbers.index(number)
        return self._rows[box][place][column] if place < len(self._rows[box]) else ""


def _texts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for attribute in ("head", "phone"):
        yield f"department.{attribute}", document["department"][attribute]
    yield "filed_on", document["filed_on"]
    for code, value in document["fields"].items():
        if isinstance(value, str):
            yield f"fields.{code}", value
    for code, entry in document["indicators"].items():
        for attribute in _TEXTS:
            yield f"indicators.{code}.{attribute}", entry.get(attribute, "")
    for kind in ("narratives", "explanations"):
        for code, text in document[kind].items():
            yield f"{kind}.{code}", text


def _ticks(document: Mapping[str, Any]) -> Iterator[tuple[str, set[str]]]:
    for code, entry in document["indicators"].items():
        yield f"indicators.{code}.ticked", {str(number) for number in entry.get("ticked", ())}
        if entry.get("applicable") == "false":
            yield f"indicators.{code}.applicable", {"on"}
