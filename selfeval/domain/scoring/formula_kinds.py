"""The kinds of rule with formulas of their own: a choice between ways of measuring, and points by formula."""

from dataclasses import replace
from decimal import Decimal

from selfeval.domain.amounts import ZERO, compared, number_text, rounded
from selfeval.domain.expressions import OverZero, Unfilled
from selfeval.domain.scoring.rate_kinds import bands, deduction, full_or_proportional, proportional
from selfeval.domain.scoring.rules import Bands, Choose, ChooseOption, Deduction, FullOrProportional, PointsFormula
from selfeval.domain.scoring.standing import Mark, Standing


def choose(rule: Choose, at: Standing) -> Mark:
    """The option that gives most, the first of equals; or the one the unit picked."""
    if rule.pick == "unit":
        picked = at.entry.choice
        if picked is None or not 1 <= picked <= len(rule.options):
            return Mark(points=None, words="", missing="计分方式")
        return _option(rule, at, picked)
    found = [_option(rule, at, number) for number in range(1, len(rule.options) + 1)]
    computed = [mark for mark in found if mark.points is not None]
    if not computed:
        outside = next((mark for mark in found if mark.is_out_of_range), None)
        return outside or Mark(points=None, words="", obstacle=_obstacle(found))
    best = max(computed, key=lambda mark: _clamped(mark, at))
    others = "".join(_other_words(rule, at, number, mark) for number, mark in enumerate(found, 1) if mark is not best)
    return replace(best, words=f"{best.words}{others}")


def points_formula(rule: PointsFormula, at: Standing) -> Mark:
    """What the formula gives at reference points; `rate` in it is the indicator's own rate."""
    figures = at.known_figures
    expression = rule.points_of(at.code)
    value = figures.number_of(expression)
    if not isinstance(value, Decimal):
        return Mark(points=None, words="", obstacle=value)
    shown = f"按公式计分：{figures.with_figures(expression)}＝{_points_text(value, at)}"
    scaled = at.scaled(value)
    if compared(at.points) != compared(at.reference):
        shown = f"{shown}，按设定分值折算为{_points_text(scaled, at)}"
    return Mark(points=scaled, words=f"{shown}{_beyond(scaled, at)}")


def _points_text(points: Decimal, at: Standing) -> str:
    """Points at the framework's decimals: what the printed figures come to, and no more digits than these carry."""
    places = at.rounding.points_places
    return number_text(rounded(points, places, at.rounding.mode), places)


def _beyond(points: Decimal, at: Standing) -> str:
    if compared(points) < 0:
        return "，小于0按0计"
    return "，超过分值按满分计" if compared(points) > compared(at.points) else ""


def _option(rule: Choose, at: Standing, number: int) -> Mark:
    """The mark of option `number`, counted from 1."""
    option = rule.options[number - 1]
    rate = at.known_figures.number_of(option.formula)
    if not isinstance(rate, Decimal):
        return Mark(points=None, words="", obstacle=rate, option=number)
    rated = at.at_rate(rate)
    if rated.is_out_of_range:
        return Mark(points=None, words="", rate=rate, option=number, is_out_of_range=True)
    return replace(_rated(option, rated), rate=rate, option=number)


def _rated(option: ChooseOption, at: Standing) -> Mark:
    """The mark of the option's rule, which is one over a rate."""
    match option.rule:
        case Deduction():
            return deduction(option.rule, at)
        case Bands():
            return bands(option.rule, at)
        case FullOrProportional():
            return full_or_proportional(option.rule, at)
        case _:
            return proportional(option.rule, at)


def _clamped(mark: Mark, at: Standing) -> Decimal:
    return min(max(mark.points or ZERO, ZERO), at.points)


def _other_words(rule: Choose, at: Standing, number: int, mark: Mark) -> str:
    label = rule.options[number - 1].label
    if mark.points is None:
        return f"（“{label}”暂不能计算）"
    return f"（“{label}”可得{at.amount_text(_clamped(mark, at))}分，取高）"


def _obstacle(found: list[Mark]) -> Unfilled | OverZero:
    """Why no option can be computed: a zero denominator met by one, else all that is missing."""
    obstacles = [mark.obstacle for mark in found if mark.obstacle is not None]
    over_zero = next((each for each in obstacles if isinstance(each, OverZero)), None)
    if over_zero is not None:
        return over_zero
    codes = [code for each in obstacles if isinstance(each, Unfilled) for code in each.codes]
    return Unfilled(codes=tuple(dict.fromkeys(codes)))
