"""A count that a text repeats is the same each time."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.passages import Passage
from selfeval.domain.narrative.quantities import QuantityKind
from selfeval.domain.narrative.statements import Statement

# Shorter words (共召开, 完成) are said of many things.
_LEAST_LABEL: Final = 6
# 项 of 12项任务 and of 12项制度 are two things.
_NOUN: Final = re.compile(r"[\u4e00-\u9fff]{0,3}")
# What was planned may differ from what was done.
_PLANNED: Final = re.compile(r"目标|计划|预期")


def counts_agree(case: Case) -> Iterator[Finding]:
    """A finding for each count that stands with the same words, unit and noun before, and with another number."""
    first: dict[tuple[str, str, str], tuple[Passage, Statement]] = {}
    for passage, sentences in case.stated:
        if _PLANNED.search(passage.title):
            continue
        for sentence in sentences:
            for statement in sentence.statements:
                quantity = statement.quantity
                if quantity.kind is not QuantityKind.COUNT or len(statement.label) < _LEAST_LABEL:
                    continue
                noun = _NOUN.match(passage.text, quantity.end)
                key = (statement.label, quantity.unit, noun[0] if noun else "")
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
