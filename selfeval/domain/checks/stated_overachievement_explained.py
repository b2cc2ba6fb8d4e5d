"""What a text says was done far above or below its target has a reason: 发放850万元，已完成市下达650万元任务."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import percent_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.claims import same_measure
from selfeval.domain.narrative.passages import Passage
from selfeval.domain.narrative.quantities import QuantityKind
from selfeval.domain.narrative.statements import Sentence, Statement

_MOST: Final = Decimal("1.3")
_LEAST: Final = Decimal("0.7")
_TARGETED: Final = re.compile(r"完成|目标|计划|任务|下达")
_TASK: Final = re.compile(r"[^，,。；;\n]{0,14}?(?:任务|目标)")
_DONE: Final = re.compile(r"实际|完成|发放|支出|达到|投入|支付")
_REASON: Final = re.compile(r"原因|由于|因为|主要是|系因|缘于|得益于|受.{1,12}影响")
_WITHIN: Final = 80
_COMMON: Final = 4


def stated_overachievement_explained(case: Case) -> Iterator[Finding]:
    """A finding for each result over 130 % or under 70 % of the target named with it, while no reason follows."""
    for passage, sentences in case.stated:
        for sentence in sentences:
            for index, target in enumerate(sentence.statements):
                done = _done_for(passage, sentence, sentence.statements[:index], target)
                if done is not None:
                    yield from _compared(case, passage, done, target)


def _done_for(passage: Passage, sentence: Sentence, before: Sequence[Statement], target: Statement) -> Statement | None:
    """What was done of `target`: the same measure, said last before it in the sentence, of the same thing."""
    task = _TASK.match(passage.text, target.end)
    if task is None or not _TARGETED.search(target.label) or not target.quantity.value:
        return None
    done = next((each for each in reversed(before) if same_measure(each, target)), None)
    if done is None or sentence.clause_break(done.end, target.start) or target.quantity.kind is QuantityKind.PERCENT:
        return None
    if target.quantity.kind is QuantityKind.MONEY:
        return done if _DONE.search(done.label) else None
    thing = passage.text[target.end : task.end()]
    shared = any(thing[at : at + _COMMON] in done.label for at in range(len(thing) - _COMMON + 1))
    return done if shared else None


def _compared(case: Case, passage: Passage, done: Statement, target: Statement) -> Iterator[Finding]:
    ratio = done.quantity.value / target.quantity.value
    is_above = ratio > _MOST
    if not (is_above or ratio < _LEAST) or _REASON.search(passage.text[done.start : target.end + _WITHIN]):
        return
    yield case.finding(
        "stated_overachievement_explained",
        passage.box,
        expected=percent_text(_MOST if is_above else _LEAST, 0),
        found=percent_text(ratio, 2),
        quote=passage.text[done.start : target.end],
        offset=done.start,
        done=done.quantity.quote,
        planned=target.quantity.quote,
        way="超过" if is_above else "不到",
        fault="偏低" if is_above else "偏高",
    )
