"""The kinds of rule over a rate: points before clamping and rounding, and the words that say why."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from selfeval.domain.amounts import ZERO, compared, number_text
from selfeval.domain.scoring.rules import Bands, Deduction, FullOrProportional, Proportional
from selfeval.domain.scoring.standing import Mark, Standing


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
    if not at.is_percent and rule.steps != "continuous":
        return _plain_count_words(rule, at, count)
    step = _step_text(rule, at)
    part = "超出部分" if rule.tolerance else ""
    match rule.steps:
        case "whole":
            return f"{part}含{number_text(count)}个完整的{step}，每个"
        case "started":
            return f"{part}按{number_text(count)}个{step}计（不足1个的按1个计），每个"
    return f"{part or '相差'}{at.measured_text(excess)}，每{at.distance_text(rule.step)}"


def _plain_count_words(rule: Deduction, at: Standing, count: Decimal) -> str:
    """Of a number: a step of 1 reads as a length, not as one more count."""
    part, length = "超出部分" if rule.tolerance else "", at.distance_text(rule.step)
    if rule.steps == "whole":
        return f"{part}含{number_text(count)}个整步（每步{length}），每步"
    return f"{part}按{number_text(count)}步计（每步{length}，不足一步的按一步计），每步"


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
