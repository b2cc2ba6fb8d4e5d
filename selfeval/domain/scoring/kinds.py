"""One pure function a scoring kind: points before clamping and rounding, and the words that say why.

Points are None where an input of the unit is missing. The kinds are those of docs/formats.md, section "Scoring kinds".
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any, Final

from selfeval.domain.amounts import COMPARED_PLACES, HUNDRED, ZERO, compared, number_text, telling_text
from selfeval.domain.filing import IndicatorEntry
from selfeval.domain.framework import Rounding
from selfeval.domain.scoring.rules import (
    Bands,
    Checklist,
    Coefficient,
    Deduction,
    FullOrProportional,
    Incidents,
    Manual,
    Proportional,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Points a rule gives; `words` explain them, and `missing` names what the unit has not entered.

    `verdict` is the part of the words that does not change with every digit of the rate; empty where all of it is.
    """

    points: Decimal | None
    words: str
    missing: str = ""
    verdict: str = ""

    @property
    def decided(self) -> str:
        """The verdict alone: equal for two rates that fall on the same side of every limit."""
        return self.verdict or self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a rule is applied to: points in force and at reference, the rate, and what the unit entered.

    `threshold` is the rate as limits, intervals and steps see it; `rate` is exact and used in products.
    """

    points: Decimal
    reference: Decimal
    rate: Decimal
    threshold: Decimal
    is_percent: bool
    entry: IndicatorEntry
    rounding: Rounding

    def scaled(self, amount: Decimal) -> Decimal:
        """An amount of points in the rule, at the points in force."""
        return amount if self.reference == 0 else amount * self.points / self.reference

    def amount_text(self, points: Decimal) -> str:
        """Points that are not rounded yet: the framework's decimals, and up to two more where there are more."""
        return telling_text(points, self.rounding.points_places, most=self.rounding.points_places + 2)

    def rate_text(self, rate: Decimal) -> str:
        """A limit of the rate as people write it, `100%`."""
        return f"{number_text(rate * HUNDRED)}%" if self.is_percent else number_text(rate)

    def distance_text(self, distance: Decimal) -> str:
        """A distance between rates, `5个百分点`."""
        return f"{number_text(distance * HUNDRED)}个百分点" if self.is_percent else number_text(distance)

    def measured_text(self, distance: Decimal) -> str:
        """A computed distance with the decimals of a printed rate, more where it would read as zero."""
        shown = distance * HUNDRED if self.is_percent else distance
        fewest = self.rounding.rate_places
        places = next(
            (each for each in range(fewest, COMPARED_PLACES) if number_text(shown, each).strip("0.")), COMPARED_PLACES
        )
        return f"{number_text(shown, places)}{'个百分点' if self.is_percent else ''}"


def proportional(rule: Proportional, at: Standing) -> Mark:
    """P × min(rate, cap)."""
    if compared(at.rate) < 0:
        return Mark(points=ZERO, words="小于0，不得分")
    if compared(at.rate) > compared(rule.cap):
        return Mark(points=at.points * rule.cap, words=f"超过{at.rate_text(rule.cap)}，按{at.rate_text(rule.cap)}计")
    return Mark(points=at.points * at.rate, words="按比例计分")


def deduction(rule: Deduction, at: Standing) -> Mark:
    """P, less `deduct` for each step above the limit, below it, or beyond the tolerance either way."""
    rate, limit = compared(at.threshold), compared(rule.limit)
    excess = {"above": rate - limit, "below": limit - rate, "both": abs(rate - limit) - compared(rule.tolerance)}[
        rule.side
    ]
    if excess <= 0:
        return Mark(points=at.points, words=_within_limit(rule, at))
    beyond = f"{'低' if rate < limit else '高'}于{at.rate_text(rule.limit)}"
    if rule.tolerance:
        beyond = f"{beyond}，超出容许的{at.distance_text(rule.tolerance)}"
    count = _steps(rule, compared(excess / rule.step))
    if count == 0:
        measured = "超出部分" if rule.tolerance else "相差"
        return Mark(points=at.points, words=f"{beyond}，{measured}不足{at.distance_text(rule.step)}，不扣分")
    lost = at.scaled(count * rule.deduct)
    words = f"{beyond}，{_count_words(rule, at, count, excess)}扣{at.amount_text(at.scaled(rule.deduct))}分"
    return Mark(
        points=at.points - lost,
        words=f"{words}，应扣{at.amount_text(lost)}分{'，扣完为止' if lost >= at.points else ''}",
        verdict=beyond if rule.steps == "continuous" else "",
    )


def _steps(rule: Deduction, count: Decimal) -> Decimal:
    match rule.steps:
        case "whole":
            return count.to_integral_value(rounding=ROUND_FLOOR)
        case "started":
            return count.to_integral_value(rounding=ROUND_CEILING)
    return count


def _within_limit(rule: Deduction, at: Standing) -> str:
    limit = at.rate_text(rule.limit)
    if rule.side == "both":
        margin = f"上下{at.distance_text(rule.tolerance)}以内" if rule.tolerance else ""
        return f"在{limit}{margin}" if margin else f"等于{limit}"
    return f"不{'高' if rule.side == 'above' else '低'}于{limit}"


def _step_text(rule: Deduction, at: Standing) -> str:
    text = at.distance_text(rule.step)
    return "百分点" if text == "1个百分点" else text


def _count_words(rule: Deduction, at: Standing, count: Decimal, excess: Decimal) -> str:
    step = _step_text(rule, at)
    part = "超出部分" if rule.tolerance else ""
    match rule.steps:
        case "whole":
            return f"{part}含{number_text(count)}个完整的{step}，每个"
        case "started":
            return f"{part}按{number_text(count)}个{step}计（不足1个的按1个计），每个"
    return f"{part or '相差'}{at.measured_text(excess)}，每{at.distance_text(rule.step)}"


def bands(rule: Bands, at: Standing) -> Mark:
    """The points of the band the rate lies in; a valid framework leaves no rate without one."""
    for band in rule.bands:
        if at.threshold in band.interval:
            points = at.scaled(band.points)
            return Mark(points=points, words=f"在{band.interval.text}档，该档{at.amount_text(points)}分")
    return Mark(points=None, words="不在任何一档", missing="分档")


def full_or_proportional(rule: FullOrProportional, at: Standing) -> Mark:
    """P on the right side of the limit; beyond it P × limit÷rate (at most) or P × rate÷limit (at least)."""
    rate, limit = compared(at.threshold), compared(rule.limit)
    text = at.rate_text(rule.limit)
    if rule.side == "at_most":
        if rate <= limit:
            return Mark(points=at.points, words=f"不超过{text}")
        return Mark(points=at.points * rule.limit / at.rate, words=f"超过{text}，按{text}与实际之比计分")
    if rate >= limit:
        return Mark(points=at.points, words=f"达到{text}")
    if rate <= 0:
        return Mark(points=ZERO, words=f"未达到{text}，且不大于0，不得分")
    return Mark(points=at.points * at.rate / rule.limit, words=f"未达到{text}，按实际与{text}之比计分")


def checklist(rule: Checklist, at: Standing) -> Mark:
    """The ticked criteria's points, or P less `deduct` for each criterion not ticked."""
    if at.entry.ticked is None:
        return Mark(points=None, words="", missing="评价要点")
    ticked, count = set(at.entry.ticked), len(rule.items)
    words = _ticked_words(rule, ticked)
    if rule.mode == "add":
        earned = sum((item.points or ZERO for number, item in enumerate(rule.items, 1) if number in ticked), ZERO)
        return Mark(points=at.scaled(earned), words=words)
    each = rule.deduct or ZERO
    lost = at.scaled(each * (count - len(ticked)))
    if not lost:
        return Mark(points=at.points, words=words)
    words = f"{words}，每少1个扣{at.amount_text(at.scaled(each))}分，应扣{at.amount_text(lost)}分"
    return Mark(points=at.points - lost, words=f"{words}，扣完为止" if lost >= at.points else words)


def _ticked_words(rule: Checklist, ticked: set[int]) -> str:
    count = len(rule.items)
    if len(ticked) == count:
        return f"{count}个评价要点均满足"
    if not ticked:
        return f"{count}个评价要点均未满足"
    others = "、".join(str(number) for number in range(1, count + 1) if number not in ticked)
    return f"{count}个评价要点满足{len(ticked)}个，第{others}个未满足"


def incidents(rule: Incidents, at: Standing) -> Mark:
    """P less `deduct` for each incident."""
    count = at.entry.incidents
    if count is None:
        return Mark(points=None, words="", missing="不符事项例数")
    if count == 0:
        return Mark(points=at.points, words="未发生不符事项")
    lost = at.scaled(rule.deduct * count)
    words = f"发生不符事项{count}例，每例扣{at.amount_text(at.scaled(rule.deduct))}分，应扣{at.amount_text(lost)}分"
    return Mark(points=at.points - lost, words=f"{words}，扣完为止" if lost >= at.points else words)


def coefficient(rule: Coefficient, at: Standing) -> Mark:
    """P × the coefficient given by the unit."""
    given = at.entry.coefficient
    if given is None:
        return Mark(points=None, words="", missing="得分系数")
    return Mark(points=at.points * given, words=f"得分系数{number_text(given * HUNDRED)}%")


def manual(rule: Manual, at: Standing) -> Mark:
    """The points given by the unit, against set points."""
    if at.entry.points is None:
        return Mark(points=None, words="", missing="单位评定的得分")
    return Mark(points=at.entry.points, words="按评分标准由单位评定")


KINDS: Final[dict[type, Callable[[Any, Standing], Mark]]] = {
    Proportional: proportional,
    Deduction: deduction,
    Bands: bands,
    FullOrProportional: full_or_proportional,
    Checklist: checklist,
    Incidents: incidents,
    Coefficient: coefficient,
    Manual: manual,
}
