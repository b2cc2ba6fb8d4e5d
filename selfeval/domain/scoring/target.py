"""An own indicator against its own target (个性指标, 完成比): the kind `target`.

Source: the departmental self-evaluation forms in use since 2020, whose indicators carry 指标性质 ＝ ≥ ≤ ＞ ＜ or 定性.
"""

from decimal import Decimal

from selfeval.domain.amounts import COMPARED_PLACES, HUNDRED, ONE, ZERO, compared, number_text, percent_text
from selfeval.domain.filing import OwnIndicator, Quantity, TargetSign
from selfeval.domain.scoring.entry_kinds import tiered
from selfeval.domain.scoring.rules import Overachievement, Target
from selfeval.domain.scoring.standing import Mark, Standing

_ASCENDING = (TargetSign.AT_LEAST, TargetSign.MORE_THAN, TargetSign.EQUAL)


def target(rule: Target, at: Standing) -> Mark:
    """Full when the target is reached; else in proportion, or nothing for `=`; qualitative by tier and coefficient."""
    own = at.own
    if own is None:  # validity lets this kind stand on the unit's own indicators only
        raise TypeError(at.code)
    if own.sign is TargetSign.QUALITATIVE:
        return tiered(at.tiers, at)
    aim, actual = own.target_in_force, own.actual
    if aim is None:
        return Mark(points=None, words="", missing="指标值")
    if actual is None:
        return Mark(points=None, words="", missing="实际完成值")
    wanted, reached = (quantity_text(each, own.unit) for each in (aim, actual))
    stated = f"{_aim_words(own)}{own.sign.label}{wanted}，实际完成{reached}"
    ratio = completion(own)
    if _is_reached(own.sign, actual.value, aim.value):
        return _reached(rule.over, at, stated, ratio)
    if own.sign is TargetSign.EQUAL:
        return Mark(points=ZERO, words=f"{stated}，与指标值不等，不得分", rate=ratio)
    if ratio is None:
        below = "指标值" if own.sign in _ASCENDING else "实际完成值"
        return Mark(points=None, words=f"{stated}，{below}不大于0，无法按比例计算")
    return Mark(points=at.points * ratio, words=f"{stated}，{_ratio_words(own, ratio, at)}", rate=ratio)


def completion(own: OwnIndicator) -> Decimal | None:
    """The completion ratio: actual÷target, or target÷actual where less is better; None over a zero or negative."""
    aim, actual = own.target_in_force, own.actual
    if own.sign is TargetSign.QUALITATIVE or aim is None or actual is None:
        return None
    above, below = (actual.value, aim.value) if own.sign in _ASCENDING else (aim.value, actual.value)
    return above / below if below > 0 else None


def quantity_text(quantity: Quantity, unit: str = "") -> str:
    """A target or an actual value as it is printed, `500人次` or `95%`."""
    if quantity.is_percent:
        return f"{number_text(quantity.value * HUNDRED)}%"
    return f"{number_text(quantity.value)}{unit}"


def _is_reached(sign: TargetSign, actual: Decimal, aim: Decimal) -> bool:
    actual, aim = compared(actual), compared(aim)
    match sign:
        case TargetSign.AT_LEAST:
            return actual >= aim
        case TargetSign.MORE_THAN:
            return actual > aim
        case TargetSign.AT_MOST:
            return actual <= aim
        case TargetSign.LESS_THAN:
            return actual < aim
    return actual == aim


def _reached(over: Overachievement | None, at: Standing, stated: str, ratio: Decimal | None) -> Mark:
    words = f"{stated}，达到指标值"
    if over is None or ratio is None or compared(ratio) <= compared(over.above):
        return Mark(points=at.points, words=words, rate=ratio)
    words = f"{words}，完成比例{_share_text(ratio, over.above, at)}，超过{number_text(over.above * HUNDRED)}%"
    if over.then == "explain":
        return Mark(points=at.points, words=f"{words}，须说明原因", rate=ratio, is_overachieved=True)
    lost = at.scaled(over.deduct)
    return Mark(points=at.points - lost, words=f"{words}，扣{at.amount_text(lost)}分", rate=ratio)


def _share_text(ratio: Decimal, limit: Decimal, at: Standing) -> str:
    """A completion as printed; more decimals where it would read as the limit and is not."""
    places = at.rounding.rate_places
    while (
        places < COMPARED_PLACES
        and compared(ratio) != compared(limit)
        and at.rounding.printed_rate(ratio, is_percent=True, places=places) == limit
    ):
        places += 1
    return percent_text(ratio, places, at.rounding.mode)


def _aim_words(own: OwnIndicator) -> str:
    return "指标值" if own.adjusted_target is None else "调整后指标值"


def _ratio_words(own: OwnIndicator, ratio: Decimal, at: Standing) -> str:
    aim, actual = own.target_in_force, own.actual
    if aim is None or actual is None:
        return ""
    above, below = (actual, aim) if own.sign in _ASCENDING else (aim, actual)
    words = f"完成比例{quantity_text(above)}÷{quantity_text(below)}×100%＝{_share_text(ratio, ONE, at)}"
    return f"{words}，小于0，不得分" if ratio < 0 else f"{words}，按比例计分"
