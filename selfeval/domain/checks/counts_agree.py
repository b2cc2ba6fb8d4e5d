"""A count that a text repeats is the same each time."""

from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.passages import Passage
from selfeval.domain.narrative.quantities import QuantityKind
from selfeval.domain.narrative.statements import Statement

# Shorter words (共召开, 完成) are said of many things.
_LEAST_LABEL: Final = 6
_NOUN: Final = 3


def counts_agree(case: Case) -> Iterator[Finding]:
    """A finding for each count that stands with the same words, unit and noun before, and with another number."""
    first: dict[tuple[str, str, str], tuple[Passage, Statement]] = {}
    for passage, sentences in case.stated:
        for sentence in sentences:
            for statement in sentence.statements:
                quantity = statement.quantity
                if quantity.kind is not QuantityKind.COUNT or len(statement.label) < _LEAST_LABEL:
                    continue
                key = (statement.label, quantity.unit, passage.text[quantity.end : quantity.end + _NOUN])
                _, known = first.setdefault(key, (passage, statement))
                if known.quantity.value != quantity.value:
                    yield case.finding(
                        "counts_agree",
                        passage.box,
                        expected=known.quantity.quote,
                        found=quantity.quote,
                        quote=quantity.quote,
                        offset=quantity.start,
                        name=statement.label,
                    )
