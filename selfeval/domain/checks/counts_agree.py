"""A count that a text repeats is the same each time."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.quantities import QuantityKind
from selfeval.domain.narrative.statements import Statement

# Shorter words (共召开, 完成) are said of many things.
_LEAST_LABEL: Final = 6
# 项 of 12项任务 and of 12项制度 are two things.
_NOUN: Final = re.compile(r"[\u4e00-\u9fff]{0,3}")
# 先进集体2个 in a list is said of whatever the list is of; a tally has a word of doing.
_TALLY: Final = re.compile(
    r"共|召开|举办|(?<!党)组织|开展|完成|受理|办理|印发|处理|接待|培训|发放|建成|新建|新增|检查|走访|签订|发布|报送|编发|在职|现有|累计"
)
# What was planned may differ from what was done.
_PLANNED: Final = re.compile(r"目标|计划|预期")


def counts_agree(case: Case) -> Iterator[Finding]:
    """A finding for each count that stands with the same words, unit and noun before, and with another number."""
    first: dict[tuple[str, str, str], Statement] = {}
    for passage, sentences in case.stated:
        if _PLANNED.search(passage.title):
            continue
        for sentence in sentences:
            for statement in sentence.statements:
                quantity = statement.quantity
                if not _is_tally(statement):
                    continue
                noun = _NOUN.match(passage.text, quantity.end)
                key = (statement.label, quantity.unit, noun[0] if noun else "")
                known = first.setdefault(key, statement)
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


def _is_tally(statement: Statement) -> bool:
    """Whether a count stands with words that say of one thing only what was counted."""
    quantity, label = statement.quantity, statement.label
    is_exact_count = quantity.kind is QuantityKind.COUNT and not quantity.is_rough
    return is_exact_count and len(label) >= _LEAST_LABEL and bool(_TALLY.search(label))
