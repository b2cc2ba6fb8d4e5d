"""The 评分标准 of a rule in words, printed from the rule itself so that the two cannot contradict each other.

Amounts are those at reference points, as the framework file writes them. A text written by hand may stand in its place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from selfeval.domain.amounts import HUNDRED, ONE, ZERO, RoundingMode, compared, number_text
from selfeval.domain.expressions import Expression, substituted
from selfeval.domain.framework import Rounding, Tier
from selfeval.domain.intervals import Interval
from selfeval.domain.scoring.rules import (
    Band,
    Bands,
    Checklist,
    Choose,
    Coefficient,
    Deduction,
    FullOrProportional,
    Incidents,
    Manual,
    Milestones,
    PointsFormula,
    Proportional,
    Rule,
    Target,
    Tiers,
)

_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_RATE_CODE: Final = "rate"


def standard_text(
    rule: Rule,
    *,
    points: Decimal,
    is_percent: bool = True,
    rounding: Rounding,
    tiers: Sequence[Tier] = (),
    label_of: Callable[[str], str] = str,
) -> str:
    """The 评分标准 of `rule` for an indicator of `points`, without a full stop.

    `tiers` are those of a node with own indicators, `label_of` gives the words of a code in a formula.
    """
    case = _Case(points=points, is_percent=is_percent, tiers=tuple(tiers), label_of=label_of)
    words = _WORDS[type(rule)](rule, case)
    if rounding.is_threshold_rounded and _has_limits(rule):
        return f"{words}{_rounded_first(rounding, is_percent)}"
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What the words need besides the rule."""

    points: Decimal
    is_percent: bool
    tiers: tuple[Tier, ...]
    label_of: Callable[[str], str]

    @property
    def full(self) -> str:
        return f"得满分{number_text(self.points)}分"

    @property
    def measured(self) -> str:
        return "比率" if self.is_percent else "数值"

    def rate(self, rate: Decimal) -> str:
        return _percent(rate) if self.is_percent else number_text(rate)

    def distance(self, distance: Decimal) -> str:
        return f"{number_text(distance * HUNDRED)}个百分点" if self.is_percent else number_text(distance)

    def formula(self, expression: Expression) -> str:
        return substituted(expression, lambda code: self.measured if code == _RATE_CODE else self.label_of(code))

    def measure(self, expression: Expression) -> str:
        words = substituted(expression, self.label_of, as_factor=self.is_percent)
        return f"{words}×100%" if self.is_percent else words


def _percent(ratio: Decimal) -> str:
    return f"{number_text(ratio * HUNDRED)}%"


def _amount(points: Decimal) -> str:
    return f"{number_text(points)}分"


def _number(position: int) -> str:
    return _CIRCLED[position - 1] if position <= len(_CIRCLED) else f"（{position}）"


def _has_limits(rule: Rule) -> bool:
    if isinstance(rule, Choose):
        return any(_has_limits(option.rule) for option in rule.options)
    return isinstance(rule, Deduction | Bands | FullOrProportional | Milestones)


def _rounded_first(rounding: Rounding, is_percent: bool) -> str:
    places = f"{rounding.rate_places}位小数" if rounding.rate_places else "整数"
    how = "舍去尾数" if rounding.mode is RoundingMode.TRUNCATE else "四舍五入"
    return f"（{'百分数' if is_percent else '数值'}先{how}保留{places}，再与界限比较）"


def _proportional(rule: Proportional, case: _Case) -> str:
    words = f"按比例计分，得分＝{number_text(case.points)}分×{case.measured}"
    if compared(rule.cap) < ONE:
        most = number_text(case.points * rule.cap)
        return f"{words}；超过{case.rate(rule.cap)}的按{case.rate(rule.cap)}计，最高得{most}分"
    return f"{words}，满分为止"


def _deduction(rule: Deduction, case: _Case) -> str:
    step, lost = case.distance(rule.step), f"扣{_amount(rule.deduct)}，扣完为止"
    limit = case.rate(rule.limit)
    if rule.side == "above":
        words = f"不高于{limit}{case.full}，每高{step}{lost}"
    elif rule.side == "below":
        words = f"达到{limit}{case.full}，每低{step}{lost}"
    elif rule.tolerance:
        words = f"与{limit}相差不超过{case.distance(rule.tolerance)}{case.full}，超出部分每{step}{lost}"
    else:
        words = f"等于{limit}{case.full}，每高于或低于{step}{lost}"
    return f"{words}；{_part_of_step(rule, step)}"


def _part_of_step(rule: Deduction, step: str) -> str:
    match rule.steps:
        case "whole":
            return f"不足{step}的部分不扣"
        case "started":
            return f"不足{step}的部分按{step}扣"
    return f"不足{step}的部分按比例扣"


def _bands(rule: Bands, case: _Case) -> str:
    return "；".join(_band(band, case) for band in rule.bands)


def _band(band: Band, case: _Case) -> str:
    return f"{_interval_words(band.interval, case.rate)}，{f'得{_amount(band.points)}' if band.points else '不得分'}"


def _interval_words(interval: Interval, text_of: Callable[[Decimal], str]) -> str:
    lower, upper = interval.lower, interval.upper
    if lower is None and upper is None:
        return "任何数值"
    if lower is None and upper is not None:
        return f"{'不高' if interval.includes_upper else '低'}于{text_of(upper)}"
    if upper is None and lower is not None:
        return f"{'不低' if interval.includes_lower else '高'}于{text_of(lower)}"
    if lower is not None and upper is not None and lower != upper:
        start = f"{text_of(lower)}（{'' if interval.includes_lower else '不'}含）"
        return f"{start}至{text_of(upper)}（{'' if interval.includes_upper else '不'}含）"
    return f"等于{text_of(lower or ZERO)}"


def _full_or_proportional(rule: FullOrProportional, case: _Case) -> str:
    limit, points = case.rate(rule.limit), number_text(case.points)
    if rule.side == "at_most":
        return f"不高于{limit}{case.full}；高于{limit}的，得分＝{points}分×{limit}÷{case.measured}"
    return f"达到{limit}{case.full}；未达到的，得分＝{points}分×{case.measured}÷{limit}"


def _target(rule: Target, case: _Case) -> str:
    words = [
        "达到指标值的得满分",
        "未达到的，≥、＞类指标得分＝分值×实际完成值÷指标值，≤、＜类指标得分＝分值×指标值÷实际完成值，＝类指标不得分",
        f"定性指标{_tier_words(case.tiers)}，得分＝分值×得分系数",
    ]
    if rule.over is not None:
        over = "应说明原因" if rule.over.then == "explain" else f"另扣{_amount(rule.over.deduct)}"
        words.append(f"完成比例高于{_percent(rule.over.above)}的，{over}")
    return "；".join(words)


def _tier_words(tiers: tuple[Tier, ...]) -> str:
    if not tiers:
        return "按完成情况在0%至100%之间确定得分系数"
    named = "，".join(f"“{tier.name}”{_interval_words(tier.interval, _percent)}" for tier in tiers)
    return f"按完成情况分档确定得分系数：{named}"


def _checklist(rule: Checklist, case: _Case) -> str:
    if rule.mode == "add":
        items = "；".join(
            f"{_number(position)}{item.text}（{_amount(item.points or ZERO)}）"
            for position, item in enumerate(rule.items, 1)
        )
        return f"{items}。具备的要点得相应分值，不具备的不得分"
    items = "；".join(f"{_number(position)}{item.text}" for position, item in enumerate(rule.items, 1))
    return f"{items}。全部具备{case.full}，每缺1项扣{_amount(rule.deduct or ZERO)}，扣完为止"


def _incidents(rule: Incidents, case: _Case) -> str:
    return f"未发生不符事项{case.full}，每发生1例扣{_amount(rule.deduct)}，扣完为止"


def _milestones(rule: Milestones, case: _Case) -> str:
    of = substituted(rule.of, case.label_of)
    if rule.mode == "all":
        nodes = "、".join(f"{node.label}达到{_percent(node.at_least)}" for node in rule.nodes)
        return f"按各节点占{of}的比例：{nodes}，全部达到{case.full}，有一个未达到不得分"
    nodes = "，".join(
        f"{node.label}达到{_percent(node.at_least)}得{_amount(node.points or ZERO)}" for node in rule.nodes
    )
    return f"按各节点占{of}的比例：{nodes}；未达到的节点不得分"


def _choose(rule: Choose, case: _Case) -> str:
    head = "按下列各项中得分最高的一项计分" if rule.pick == "best" else "由单位在下列各项中选定一项计分"
    options = (
        f"{_number(position)}{option.label}（{case.measure(option.formula)}）："
        f"{_WORDS[type(option.rule)](option.rule, case)}"
        for position, option in enumerate(rule.options, 1)
    )
    return f"{head}：{'。'.join(options)}"


def _tiers(rule: Tiers, case: _Case) -> str:
    return f"{_tier_words(rule.tiers)}，得分＝{number_text(case.points)}分×得分系数"


def _coefficient(rule: Coefficient, case: _Case) -> str:
    return f"得分＝{number_text(case.points)}分×得分系数，得分系数在0%至100%之间据实确定"


def _manual(rule: Manual, case: _Case) -> str:
    return f"对照评价要点据实评分并说明理由，最高得{number_text(case.points)}分"


def _formula(rule: PointsFormula, case: _Case) -> str:
    return f"得分＝{case.formula(rule.points)}，最高得{number_text(case.points)}分，最低得0分"


_WORDS: Final[dict[type, Callable[[Any, _Case], str]]] = {
    Proportional: _proportional,
    Deduction: _deduction,
    Bands: _bands,
    FullOrProportional: _full_or_proportional,
    Target: _target,
    Checklist: _checklist,
    Incidents: _incidents,
    Milestones: _milestones,
    Choose: _choose,
    Tiers: _tiers,
    Coefficient: _coefficient,
    Manual: _manual,
    PointsFormula: _formula,
}
