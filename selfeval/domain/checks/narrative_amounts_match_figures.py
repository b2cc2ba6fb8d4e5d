"""An amount stated in a text for a figure of the form is that figure (文数一致)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.claims import agrees
from selfeval.domain.narrative.named_figures import codes_named
from selfeval.domain.narrative.passages import Passage
from selfeval.domain.narrative.printing import as_quoted
from selfeval.domain.narrative.quantities import Quantity, QuantityKind
from selfeval.domain.narrative.statements import Statement

_REACH: Final = 400
_ROUGHLY: Final = Decimal("0.05")


def narrative_amounts_match_figures(case: Case) -> Iterator[Finding]:
    """A finding for each amount whose words name figures of the form and that is none of them. Unfilled is silent."""
    for passage, sentences in case.stated:
        for sentence in sentences:
            for statement in sentence.statements:
                if statement.quantity.kind is QuantityKind.MONEY:
                    yield from _compared(case, passage, statement)


def _compared(case: Case, passage: Passage, statement: Statement) -> Iterator[Finding]:
    stated = statement.quantity
    known = {code: case.figure(code) for code in codes_named(statement.label, _said_before(passage, statement))}
    filled = {code: value * case.framework.money_unit.yuan for code, value in known.items() if value is not None}
    if not filled or any(_is_stated(stated, value) for value in filled.values()):
        return
    code, value = next(iter(filled.items()))
    yield case.finding(
        "narrative_amounts_match_figures",
        passage.box,
        f"fields.{code}",
        expected=as_quoted(value, stated),
        found=stated.quote,
        quote=passage.text[_start(passage, statement) : stated.end],
        offset=_start(passage, statement),
        name=statement.label,
        label=f"{case.framework.label_of(code)}",
    )


def _said_before(passage: Passage, statement: Statement) -> str:
    """The line up to the words of the number; not more of it than can bear on them."""
    end = _start(passage, statement)
    return passage.text[max(end - _REACH, 0) : end].rpartition("\n")[2]


def _is_stated(stated: Quantity, value: Decimal) -> bool:
    """Whether `value` is what is stated; roughly (约, 余) where the text says no more."""
    if stated.is_rough:
        return abs(stated.value - value) <= abs(value) * _ROUGHLY
    return agrees(stated, value)


def _start(passage: Passage, statement: Statement) -> int:
    """Where the words before the number begin, as far as they stand in the text as they are."""
    found = passage.text.rfind(statement.label, 0, statement.start) if statement.label else -1
    return found if 0 <= statement.start - found - len(statement.label) <= 4 and found >= 0 else statement.start
