"""The unit's own indicators against their targets, in the words of a spreadsheet."""

from typing import Final

from selfeval.domain.amounts import plain_text
from selfeval.domain.filing import TargetSign
from selfeval.domain.framework import Indicator
from selfeval.domain.scoring.rules import Target
from selfeval.exports.calculation.grid import Grid
from selfeval.exports.calculation.inputs import NOT_FILLED, entry_role
from selfeval.exports.calculation.rules import NOISE, Boxes, difference, if_number, tiered
from selfeval.exports.document import MISSING

_REACHED: Final = {
    TargetSign.AT_LEAST: ">=0",
    TargetSign.MORE_THAN: ">0",
    TargetSign.AT_MOST: "<=0",
    TargetSign.LESS_THAN: "<0",
    TargetSign.EQUAL: "=0",
}
_LESS_IS_BETTER: Final = (TargetSign.AT_MOST, TargetSign.LESS_THAN)


def rate_of(grid: Grid, leaf: Indicator) -> str:
    """The completion ratio; none over a zero or negative denominator, and none of what is told in words."""
    if _sign(leaf) is TargetSign.QUALITATIVE:
        return ""
    aim, actual = _aim(grid, leaf), _actual(grid, leaf)
    above, below = (aim, actual) if _sign(leaf) in _LESS_IS_BETTER else (actual, aim)
    ratio = f'IF(ROUND({below},{NOISE})<=0,"{MISSING}",{above}/{below})'
    return f'IF(AND(ISNUMBER({aim}),ISNUMBER({actual})),{ratio},"{NOT_FILLED}")'


def middle_of(leaf: Indicator, at: Boxes) -> str:
    """The coefficient of a qualitative indicator; nothing for the others."""
    return tiered(leaf.tiers, at) if _sign(leaf) is TargetSign.QUALITATIVE else ""


def points_of(grid: Grid, leaf: Indicator, rule: Target, at: Boxes) -> str:
    """Full when the target is reached; else in proportion, or nothing for `=`."""
    sign = _sign(leaf)
    if sign is TargetSign.QUALITATIVE:
        return if_number(at.middle, f"{at.points}*{at.middle}")
    aim, actual = _aim(grid, leaf), _actual(grid, leaf)
    short = "0" if sign is TargetSign.EQUAL else f'IF(ISNUMBER({at.rate}),{at.points}*{at.rate},"{NOT_FILLED}")'
    reached = f"ROUND({actual}-{aim},{NOISE}){_REACHED[sign]}"
    text = f"IF({reached},{_full(rule, at)},{short})"
    return f'IF(AND(ISNUMBER({aim}),ISNUMBER({actual})),{text},"{NOT_FILLED}")'


def _full(rule: Target, at: Boxes) -> str:
    if rule.over is None or rule.over.then != "deduct":
        return at.points
    is_beyond = f"IF(ISNUMBER({at.rate}),{difference(at.rate, rule.over.above)}>0,FALSE)"
    return f"{at.points}-IF({is_beyond},{at.scaled(plain_text(rule.over.deduct))},0)"


def _sign(leaf: Indicator) -> TargetSign:
    return TargetSign.QUALITATIVE if leaf.own is None else leaf.own.sign


def _aim(grid: Grid, leaf: Indicator) -> str:
    adjusted, target = (grid.ref(entry_role(leaf.code, key)) for key in ("adjusted_target", "target"))
    return f"IF(ISNUMBER({adjusted}),{adjusted},{target})"


def _actual(grid: Grid, leaf: Indicator) -> str:
    return grid.ref(entry_role(leaf.code, "actual"))
