"""The unit's own indicators against their targets, in the words of a spreadsheet; the nature may be changed in it."""

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
}
_LESS_IS_BETTER: Final = (TargetSign.AT_MOST, TargetSign.LESS_THAN)


def rate_of(grid: Grid, leaf: Indicator) -> str:
    """The completion ratio; none over a zero or negative denominator, and none of what is told in words."""
    aim, actual = _aim(grid, leaf), _actual(grid, leaf)
    is_less = f"OR({','.join(_is(grid, leaf, sign) for sign in _LESS_IS_BETTER)})"
    ratio = f"IF({is_less},{_ratio(aim, actual)},{_ratio(actual, aim)})"
    text = f'IF(AND(ISNUMBER({aim}),ISNUMBER({actual})),{ratio},"{NOT_FILLED}")'
    return f'IF({_is(grid, leaf, TargetSign.QUALITATIVE)},"",{text})'


def middle_of(grid: Grid, leaf: Indicator, at: Boxes) -> str:
    """The coefficient of a qualitative indicator; nothing for the others."""
    return f'IF({_is(grid, leaf, TargetSign.QUALITATIVE)},{tiered(leaf.tiers, at)},"")'


def points_of(grid: Grid, leaf: Indicator, rule: Target, at: Boxes) -> str:
    """Full when the target is reached; else in proportion, or nothing for `=`."""
    aim, actual = _aim(grid, leaf), _actual(grid, leaf)
    in_proportion = f'IF(ISNUMBER({at.rate}),{at.points}*{at.rate},"{NOT_FILLED}")'
    short = f"IF({_is(grid, leaf, TargetSign.EQUAL)},0,{in_proportion})"
    gap = f"ROUND({actual}-{aim},{NOISE})"
    reached = f"{gap}=0"
    for sign, test in _REACHED.items():
        reached = f"IF({_is(grid, leaf, sign)},{gap}{test},{reached})"
    counted = f"IF({reached},{_full(rule, at)},{short})"
    text = f'IF(AND(ISNUMBER({aim}),ISNUMBER({actual})),{counted},"{NOT_FILLED}")'
    in_words = if_number(at.middle, f"{at.points}*{at.middle}")
    return f"IF({_is(grid, leaf, TargetSign.QUALITATIVE)},{in_words},{text})"


def _full(rule: Target, at: Boxes) -> str:
    if rule.over is None or rule.over.then != "deduct":
        return at.points
    is_beyond = f"IF(ISNUMBER({at.rate}),{difference(at.rate, rule.over.above)}>0,FALSE)"
    return f"{at.points}-IF({is_beyond},{at.scaled(plain_text(rule.over.deduct))},0)"


def _ratio(above: str, below: str) -> str:
    return f'IF(ROUND({below},{NOISE})<=0,"{MISSING}",{above}/{below})'


def _is(grid: Grid, leaf: Indicator, sign: TargetSign) -> str:
    """Whether the nature that was picked is `sign`."""
    return f'{grid.ref(entry_role(leaf.code, "sign"))}="{sign.label}"'


def _aim(grid: Grid, leaf: Indicator) -> str:
    adjusted, target = (grid.ref(entry_role(leaf.code, key)) for key in ("adjusted_target", "target"))
    return f"IF(ISNUMBER({adjusted}),{adjusted},{target})"


def _actual(grid: Grid, leaf: Indicator) -> str:
    return grid.ref(entry_role(leaf.code, "actual"))
