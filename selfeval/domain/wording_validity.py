"""Texts that contradict the rule beside them: 计8分 on an indicator of 5, 每低5个百分点扣2分 beside a step of 10 %.

A framework is refused for what is found here, so only what cannot be meant otherwise is a fault; a text about something
else, or one that says the same in words not understood here, is left alone. The forms of words are those of published
scoring standards (评分标准).
"""

import re
from collections.abc import Collection, Iterator
from decimal import Decimal, localcontext
from typing import Final

from selfeval.domain.amounts import CONTEXT, HUNDRED, normalised, plain_percent_text, plain_text
from selfeval.domain.band_wording import band_contradictions
from selfeval.domain.framework import Indicator
from selfeval.domain.scoring.rules import Bands, Checklist, Deduction, Incidents

Fault = tuple[str, str, str]
_NUMBER: Final = r"([0-9]+(?:\.[0-9]+)?|[一二两三四五六七八九十])"
_DEDUCTED: Final = rf"(?:扣减|扣除|扣){_NUMBER}(?:分|(?=[,;。)]|$))"
_NUMERALS: Final = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
# Not 共计8分, which may sum up more than this indicator; not 得85分以上, which is about a mark given elsewhere.
_GIVEN: Final = re.compile(
    r"(?<![共合总小累统估设])(?:得满分|计满分|满分|计|得)(?:为|是|计|得)?([0-9]+(?:\.[0-9]+)?)分"
    r"(?!以|及|\(含|至|到|-|~|的|之|者|钟|制|档|/)"
)
_OTHER_SCALE: Final = re.compile("百分制|折算|换算|折合|折成")
_MARK_OUT_OF_A_HUNDRED: Final = Decimal(60)
_BEYOND: Final = (
    "超过或降低|超过或低于|高出或低于|高于或低于|超出|超过|超|高出|高于|高|多|增加|增长|增|上升|提高"
    "|低于|低|降低|下降|减少|少|偏离|偏差|变动|相差|差"
)
_STEP: Final = re.compile(
    rf"每(?:再)?(?:{_BEYOND})?(?:目标值|上限|下限|标准)?{_NUMBER}(?:个?百分点|%)[^,;。每扣]{{0,8}},?(?:则|相应)?{_DEDUCTED}"
)
_INCIDENT: Final = re.compile(
    rf"每(?:出现|发生|发现|存在|查出|有)?(?:一|1)(?:例|次|起|处|个|项|笔|件|条|人)[^;。每扣]{{0,20}}{_DEDUCTED}"
)
_LACKING: Final = re.compile(
    rf"(?:缺少|缺|少|差|减少)(?:一|1)(?:项|个|条|点|类)[^;。扣]{{0,12}}{_DEDUCTED}"
    rf"|(?:一|1)(?:项|个|条|点)(?:要点|内容)?(?:不|未|没有)[^;。扣]{{0,20}}{_DEDUCTED}"
)


def wording_faults(node: Indicator, place: str, broken: Collection[str]) -> Iterator[Fault]:
    """The faults of the texts of a leaf, or of a node that takes own indicators."""
    if any(each == f"{place}.points" or each.startswith(f"{place}.scoring") for each in broken):
        return
    texts = [(f"{place}.standard", node.standard)]
    texts += [(f"{place}.criteria[{index}]", text) for index, text in enumerate(node.criteria)]
    for where, text in texts:
        plain = normalised(text)
        yield from ((where, found, expected) for found, expected in _contradictions(plain, node))


def _contradictions(text: str, node: Indicator) -> Iterator[tuple[str, str]]:
    """Each contradiction in `text`: its words and what the rule says."""
    yield from _too_many_points(text, node)
    match node.rule:
        case Deduction():
            yield from _steps(text, node, node.rule)
        case Incidents(deduct=deduct):
            yield from _deductions(_INCIDENT, text, "例", deduct)
        case Checklist(mode="deduct", deduct=Decimal() as deduct):
            yield from _deductions(_LACKING, text, "项", deduct)
        case Bands():
            yield from band_contradictions(text, node, node.rule)


def _too_many_points(text: str, node: Indicator) -> Iterator[tuple[str, str]]:
    if _OTHER_SCALE.search(text):
        return
    for match in _GIVEN.finditer(text):
        given = Decimal(match[1])
        if node.points < given < _MARK_OUT_OF_A_HUNDRED:
            yield match[0], f"超过分值 {plain_text(node.points)}"
            return


def _steps(text: str, node: Indicator, rule: Deduction) -> Iterator[tuple[str, str]]:
    """The first `每低5个百分点扣2分`, where none of them is what the rule does."""
    clauses = list(_STEP.finditer(text))
    for match in clauses:
        step, deduct = _number(match[1]), _number(match[2])
        with localcontext(CONTEXT):
            steps = (step / HUNDRED,) if node.is_percent else (step / HUNDRED, step)
            if any(_is_same_loss(each, deduct, rule) for each in steps):
                return
    if clauses:
        shown = plain_percent_text(rule.step) if node.is_percent else plain_text(rule.step)
        yield clauses[0][0], f"与评分方法不一致：scoring 里每 {shown} 扣 {plain_text(rule.deduct)} 分"


def _is_same_loss(step: Decimal, deduct: Decimal, rule: Deduction) -> bool:
    if rule.steps == "continuous":
        return step * rule.deduct == deduct * rule.step
    return (step, deduct) == (rule.step, rule.deduct)


def _deductions(pattern: re.Pattern[str], text: str, each: str, deduct: Decimal) -> Iterator[tuple[str, str]]:
    """The first clause of `pattern`, where none of them deducts what the rule does."""
    clauses = list(pattern.finditer(text))
    if clauses and all(_number(next(filter(None, match.groups()))) != deduct for match in clauses):
        yield clauses[0][0], f"与评分方法不一致：scoring 里每{each}扣 {plain_text(deduct)} 分"


def _number(text: str) -> Decimal:
    return Decimal(_NUMERALS.get(text, text))
