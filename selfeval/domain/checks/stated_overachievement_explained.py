"""What a text says was done far beyond or below its target has a reason beside it (发放850万元，完成650万元任务)."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from selfeval.domain.amounts import number_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.claims import REACH, same_measure
from selfeval.domain.narrative.quantities import QuantityKind
from selfeval.domain.narrative.statements import Sentence, Statement

_TARGET: Final = re.compile(r"(?P<noun>[\u4e00-\u9fff]{0,10}?)(?:年度|工作)*(?:目标|任务)")
_REACHED: Final = re.compile(r"完成|达到|超额")
# The target first: 培训目标50次，实际完成120次. What may not be exceeded is no target to reach.
_AIM: Final = re.compile(r"(?:目标|目标值|指标值|计划|计划数|任务数)(?:值|数)?(?:为|是|:|≥|>=|不少于|不低于)?$")
_MOST: Final = re.compile(r"≤|<|不超|不高于|不多于|以内|控制|上限")
_ACTUAL: Final = re.compile(
    r"^(?:全年|年末|本年|当年|累计)?(?:实际|完成|达到|实际完成|实际达到)(?:值|数)?(?:为|是|:)?$"
)
_REASON: Final = re.compile(r"因为|由于|原因|主要是|受.{1,12}影响|鉴于|追加|新增任务")
_HUNDRED: Final = 100


def stated_overachievement_explained(case: Case) -> Iterator[Finding]:
    """A finding for each result that is set beside its target, far from it, with no reason in the sentence.

    Where the target comes first the sentence states how far it was reached, and only what went far beyond is told.
    """
    for passage, sentences in case.stated:
        for sentence in sentences:
            for actual, target in (*_results(sentence), *_aims(sentence)):
                ratio = actual.quantity.value / target.quantity.value
                limits = case.thresholds
                is_first = target.start < actual.start
                least = 0 if is_first else limits.completion_least
                if least <= ratio <= limits.completion_most or _REASON.search(sentence.span.text):
                    continue
                start, end = (target.start, actual.end) if is_first else (actual.start, target.end)
                yield case.finding(
                    "stated_overachievement_explained",
                    passage.box,
                    expected=target.quantity.quote,
                    found=actual.quantity.quote,
                    quote=passage.text[start:end],
                    offset=start,
                    ratio=f"{number_text(ratio * _HUNDRED, 2)}%",
                )


def _results(sentence: Sentence) -> Iterator[tuple[Statement, Statement]]:
    """Each result with the target behind it: 850万元，完成650万元任务."""
    for index, target in enumerate(sentence.statements):
        named = _TARGET.match(sentence.between(target.end, target.end + 16))
        if (
            named is None
            or not _REACHED.search(target.label)
            or target.quantity.kind is QuantityKind.PERCENT
            or target.quantity.value <= 0
        ):
            continue
        near = sentence.statements[max(index - REACH, 0) : index]
        before = [each for each in near if same_measure(each, target) and not each.is_unit_price]
        # Of several results it is not said which the target is of.
        if len(before) == 1 and not before[0].quantity.is_rough and _is_of(sentence, before[0], target, named["noun"]):
            yield before[0], target


def _aims(sentence: Sentence) -> Iterator[tuple[Statement, Statement]]:
    """Each counted target with the result that follows at once: 培训目标50次，实际完成120次."""
    for target, actual in pairwise(sentence.statements):
        if (
            target.quantity.kind is QuantityKind.COUNT
            and target.quantity.value > 0
            and _AIM.search(target.label)
            and not _MOST.search(target.label)
            and _ACTUAL.search(actual.label)
            and same_measure(actual, target)
            and not actual.quantity.is_rough
        ):
            yield actual, target


def _is_of(sentence: Sentence, actual: Statement, target: Statement, noun: str) -> bool:
    """Whether the result is of what the target is of: 社区9个 and 4个社区目标; of money it need not say."""
    said = f"{actual.label}{sentence.between(actual.end, min(actual.end + REACH, target.start))}"
    return noun in said and not sentence.clause_break(actual.end, target.start)
