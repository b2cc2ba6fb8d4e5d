"""Itemised figures listed in a text: 项目支出2580.54万元（包括：机关服务1301.6万元；商贸事务200万元；…）.

A list is taken where it sums to its whole, or where it is the rest of the line or the bracket; the rest is left alone.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.filing import Item
from selfeval.domain.framework import FieldKind, Framework
from selfeval.domain.narrative.claims import agrees, difference_word
from selfeval.domain.narrative.quantities import QuantityKind
from selfeval.domain.narrative.statements import Statement, stated_sentences
from selfeval.imports.stated_figures import PlaceOf, StatedReader
from selfeval.imports.understood import NotUnderstood, PlacedText, Source

# Field of the rows, field of the whole, what the text calls the whole.
_LISTS: Final = (
    ("project_budget_items", "project_expenditure_budget", "项目支出"),
    ("project_actual_items", "project_expenditure_actual", "项目支出"),
    ("budget_adjustment_items", "budget_adjustment", "预算调整"),
)
_LEADING: Final = re.compile(
    r"^[\s，,。；;、：:()（）]*(?:其中|包括|分别[为是]?|具体[为是]?|主要|用于|增加了?|追加了?|安排|支出|[：:，,()（）\s])*"
)
_OF_A_WHOLE: Final = r"(?:预算|决算|安排|实际|执行|支出|数|总额|合计|金额)*"
_TRAILING: Final = re.compile(r"[\s为是共约，,：:]+$")
_MOST: Final = 60
_LEAST: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedItem:
    """A row of a list and where it stands."""

    item: Item
    source: Source


def stated_items(
    framework: Framework, reader: StatedReader, texts: list[PlacedText], place_of: PlaceOf
) -> tuple[dict[str, tuple[StatedItem, ...]], list[NotUnderstood]]:
    """The lists by field, and those that do not sum to their whole."""
    found: dict[str, tuple[StatedItem, ...]] = {}
    unsure = []
    for text in texts:
        for line in _lines(text):
            for code, whole_code, word in _LISTS:
                known = framework.fields_by_code.get(code)
                whole = reader.known(whole_code)
                if known is None or known.kind is not FieldKind.ITEMISED_MONEY or whole is None or code in found:
                    continue
                at = next((i for i, each in enumerate(line) if _is_whole(each, whole, word)), None)
                listed = [] if at is None else _listed(line, at, whole)
                if at is None or not listed:
                    continue
                items = tuple(_items(text, line, listed, place_of))
                found[code] = items
                total = sum((each.item.amount for each in items), Decimal(0))
                if total != whole:
                    why = f"所列各项合计与{known.label}的总数不符，按原文逐项读"
                    unsure.append(NotUnderstood(place=items[0].source.place, words=line[at].quantity.quote, why=why))
    return found, unsure


def _lines(text: PlacedText) -> Iterator[list[Statement]]:
    """The amounts of money of each line; a list may run over several sentences of it."""
    line: list[Statement] = []
    end = 0
    for sentence in stated_sentences(text.text):
        if "\n" in text.text[end : sentence.span.start]:
            yield line
            line = []
        end = sentence.span.end
        line += [each for each in sentence.statements if each.quantity.kind is QuantityKind.MONEY]
    yield line


def _is_whole(statement: Statement, whole: Decimal, word: str) -> bool:
    is_named = bool(re.search(rf"{word}{_OF_A_WHOLE}$", statement.label))
    return is_named and not statement.label.startswith("重点") and agrees(statement.quantity, whole)


def _listed(line: list[Statement], at: int, whole: Decimal) -> list[int]:
    """The places in the line of what is listed behind the whole at `at`."""
    behind = range(at + 1, min(at + 1 + _MOST, len(line)))
    for first in behind:
        total = Decimal(0)
        for last in range(first, behind.stop):
            total += line[last].quantity.value
            if total == whole and last > first:
                return list(range(first, last + 1))
    plain = [place for place in behind if not difference_word(line[place])]
    return plain if len(plain) >= _LEAST else []


def _items(text: PlacedText, line: list[Statement], listed: list[int], place_of: PlaceOf) -> Iterator[StatedItem]:
    for place in listed:
        statement, before = line[place], line[place - 1]
        words = text.text[before.end : statement.start]
        # 。… and a rate between them end what belongs to the number before.
        words = re.split(r"%[，,；;。]|万元[，,；;。]", words)[-1]
        label = _TRAILING.sub("", _LEADING.sub("", words)) or statement.label or "未写名称"
        offset = words.find(label)
        start = statement.start - len(words) + offset if offset >= 0 else statement.start
        origin = text.origin(start)
        yield StatedItem(
            item=Item(label=" ".join(label.split()), amount=statement.quantity.value),
            source=Source(place=place_of(origin), start=origin, end=origin + statement.end - start),
        )
