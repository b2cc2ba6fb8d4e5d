"""Data items of the framework that a form states in its text and not in its table: 公用经费实际支出278.91万元.

A figure is taken where the words before the number name one item, and no other; what the table prints is not read
again. Of two different amounts for one item the first is taken, and the checks tell the other.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from selfeval.domain.filing import FieldValue
from selfeval.domain.framework import FieldKind, Framework
from selfeval.domain.narrative.claims import agrees
from selfeval.domain.narrative.named_figures import codes_named
from selfeval.domain.narrative.quantities import QuantityKind
from selfeval.domain.narrative.statements import Sentence, Statement, stated_sentences
from selfeval.imports.understood import PlacedText, Source

_POINTS_IN_TIME: Final = (
    (re.compile(r"(?:[一1]季度|(?<![0-9])3月)[末底前]?"), "spent_by_q1"),
    (re.compile(r"(?:[二2]季度|上半年|(?<![0-9])6月)[末底前]?"), "spent_by_h1"),
    (re.compile(r"(?:[三3]季度|(?<![0-9])9月)[末底前]?"), "spent_by_q3"),
    (re.compile(r"11月[末底份前]?"), "spent_by_november"),
)
_SPENT: Final = re.compile(r"支出|支付|执行|进度")
_HEADS: Final = (
    (re.compile(r"(?:核定)?编制(?:人?数)?$"), "authorised_posts"),
    (re.compile(r"(?:在职|在编|在岗)(?:在编)?(?:人员|职工|人)?(?:总?数)?$"), "staff_on_post"),
    (re.compile(r"离?退休(?:人员|职工)?(?:数)?$"), "retired_staff"),
    (re.compile(r"(?:劳务派遣|编外|临时)(?:人员|用工)?(?:数)?$"), "other_staff"),
)
_PEOPLE: Final = frozenset({"人", "名", "个"})
_OTHERS: Final = (
    (re.compile(r"重点项目支出(?:总?额|预算数?)?"), "key_project_budget"),
    (re.compile(r"项目总支出(?:额|预算数?)?"), "project_budget_total"),
)
_SPENDING: Final = re.compile(r"决算|支出合计|实际|支出总")
_BUDGET: Final = re.compile(r"预算")
# Where all of it is appropriated, that names no part of the budget.
_ALL_APPROPRIATED: Final = re.compile(r"(?:全部|均|都)[为是]?财政拨款(?:收入)?")
_EITHER: Final = ("_actual", "_budget")

PlaceOf = Callable[[int], str]


@dataclass(slots=True, kw_only=True)
class StatedFigures:
    """The figures by code, money in yuan, and where they stand."""

    fields: dict[str, FieldValue] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)


class StatedReader:
    """Reads the texts of one form, in order; `printed` is what its table says."""

    def __init__(self, framework: Framework, printed: dict[str, FieldValue]) -> None:
        self._framework = framework
        self._printed = printed
        self.found = StatedFigures()

    def read(self, text: PlacedText, place_of: PlaceOf) -> None:
        """Take the figures out of one text."""
        for sentence in stated_sentences(text.text):
            for index, statement in enumerate(sentence.statements):
                code = self._code_of(sentence, index, statement)
                if code is not None:
                    self._take(code, statement, text, place_of)

    def known(self, code: str) -> Decimal | None:
        """The figure of `code`, printed or stated."""
        value = self._printed.get(code, self.found.fields.get(code))
        return value if isinstance(value, Decimal) else None

    def _take(self, code: str, statement: Statement, text: PlacedText, place_of: PlaceOf) -> None:
        if self.known(code) is not None:
            return
        self.found.fields[code] = statement.quantity.value
        start = text.origin(statement.start)
        self.found.sources[f"fields.{code}"] = Source(
            place=place_of(start), start=start, end=start + statement.end - statement.start
        )

    def _code_of(self, sentence: Sentence, index: int, statement: Statement) -> str | None:
        """The one item a statement is of; None where it is of none, or may be of several."""
        if statement.quantity.is_rough or statement.is_unit_price:
            return None
        if statement.quantity.kind is QuantityKind.COUNT:
            return self._first_known(_of_people(statement), FieldKind.COUNT)
        if statement.quantity.kind is not QuantityKind.MONEY:
            return None
        own = _of_time(statement) or next((c for pattern, c in _OTHERS if pattern.fullmatch(statement.label)), None)
        if own is not None:
            return self._first_known(own, FieldKind.MONEY)
        said_before = _ALL_APPROPRIATED.sub("", sentence.between(sentence.span.start, statement.start))
        codes = [code for code in codes_named(statement.label, said_before) if self._first_known(code, FieldKind.MONEY)]
        if len(codes) == 2 and codes[0].removesuffix(_EITHER[0]) == codes[1].removesuffix(_EITHER[1]):
            return self._one_of(codes, sentence, index, statement)
        if "closing_balance" in codes and "carryover_balance" in codes:
            return self._balance(statement)
        return codes[0] if len(codes) == 1 else None

    def _one_of(self, codes: list[str], sentence: Sentence, index: int, statement: Statement) -> str | None:
        """Spent or budgeted: what is known already, else what was said last before it in the sentence."""
        for code in codes:
            value = self.known(code)
            if value is not None and agrees(statement.quantity, value):
                return code
        before = sentence.between(sentence.span.start, statement.start)
        spent = max((match.end() for match in _SPENDING.finditer(before)), default=-1)
        planned = max((match.end() for match in _BUDGET.finditer(before)), default=-1)
        if spent == planned:
            first = sentence.statements[0]
            known = self.known("basic_expenditure_actual")
            is_of_spending = index > 0 and known is not None and agrees(first.quantity, known)
            return codes[0] if is_of_spending else None
        return codes[0] if spent > planned else codes[1]

    def _balance(self, statement: Statement) -> str | None:
        closing = self.known("closing_balance")
        return None if closing is None or agrees(statement.quantity, closing) else "carryover_balance"

    def _first_known(self, code: str | None, kind: FieldKind) -> str | None:
        known = self._framework.fields_by_code.get(code or "")
        return code if known is not None and known.kind is kind else None


def _of_people(statement: Statement) -> str | None:
    if statement.quantity.unit not in _PEOPLE:
        return None
    return next((code for pattern, code in _HEADS if pattern.search(statement.label)), None)


def _of_time(statement: Statement) -> str | None:
    if not _SPENT.search(statement.label):
        return None
    found: Iterator[str] = (code for pattern, code in _POINTS_IN_TIME if pattern.match(statement.label))
    return next(found, None)
