"""Each scoring kind in the words of a spreadsheet: the count in the middle, and the points before they are clamped.

Amounts of points in a rule scale by set points ÷ reference points. Differences are rounded to nine decimals, the noise
of binary fractions, before they decide anything: 100 % − 90 % over 5 % is two whole steps.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from selfeval.domain.amounts import ZERO, RoundingMode, plain_text
from selfeval.domain.framework import Rounding, Tier
from selfeval.domain.intervals import Interval
from selfeval.domain.scoring.rules import (
    Bands,
    Checklist,
    Coefficient,
    Deduction,
    FullOrProportional,
    Incidents,
    Manual,
    Proportional,
    Rule,
    Tiers,
)
from selfeval.exports.calculation.inputs import NO, NOT_FILLED, YES

OUTSIDE = "超出范围"
NOISE: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """The cells a rule computes with: points in force and at reference, the rate exact and as limits see it.

    `middle` is the count, coefficient or choice in the middle; `given`, `tier` and the criteria were typed.
    """

    points: str
    reference: str
    is_scaled: bool
    rate: str
    threshold: str
    middle: str
    given: str = ""
    tier: str = ""
    items: str = ""
    item_points: str = ""

    def scaled(self, text: str) -> str:
        """An amount of points at the points in force; as it stands where there are no reference points."""
        return f"{text}*{self.points}/{self.reference}" if self.is_scaled else text


Printer = Callable[[Any, Boxes], str]


def middle_of(rule: Rule, at: Boxes) -> str:
    """The formula of the count in the middle; empty where a kind has none."""
    return _MIDDLES[type(rule)](rule, at) if type(rule) in _MIDDLES else ""


def points_of(rule: Rule, at: Boxes) -> str:
    """The formula of the points; a word instead of a number where there are none."""
    return _POINTS[type(rule)](rule, at)


def difference(text: str, bound: Decimal) -> str:
    """`text` less a bound, without the noise of binary fractions."""
    sign = "-" if bound >= 0 else "+"
    return f"ROUND({text}{sign}{plain_text(abs(bound))},{NOISE})"


def inside(text: str, interval: Interval) -> str:
    """Whether a number lies in an interval."""
    tests = []
    if interval.lower is not None:
        tests.append(f"{difference(text, interval.lower)}>{'=' if interval.includes_lower else ''}0")
    if interval.upper is not None:
        tests.append(f"{difference(text, interval.upper)}<{'=' if interval.includes_upper else ''}0")
    return f"AND({','.join(tests)})" if tests else "TRUE"


def rounded(text: str, places: int, rounding: Rounding) -> str:
    """`text` at so many decimals, half up or cut off."""
    function = "ROUNDDOWN" if rounding.mode is RoundingMode.TRUNCATE else "ROUND"
    return f"{function}(ROUND({text},{NOISE}),{places})"


def tiered(offered: tuple[Tier, ...], at: Boxes) -> str:
    """The coefficient given, inside the tier that was picked where there are tiers."""
    if not offered:
        return f'IF(ISNUMBER({at.given}),{at.given},"{NOT_FILLED}")'
    fitting = f'"{NOT_FILLED}"'
    for tier in reversed(offered):
        name = tier.name.replace('"', '""')
        inner = f'IF({inside(at.given, tier.interval)},{at.given},"{NOT_FILLED}")'
        fitting = f'IF({at.tier}="{name}",{inner},{fitting})'
    return f'IF(ISNUMBER({at.given}),{fitting},"{NOT_FILLED}")'


def if_number(cell: str, text: str) -> str:
    """`text` where `cell` holds a number, else what the cell says instead."""
    return f"IF(ISNUMBER({cell}),{text},{cell})"


def within_range(within: Interval | None, rate: str, points: str) -> str:
    """The points, unless the rate lies outside what is possible."""
    if within is None:
        return points
    is_out = f"IF(ISNUMBER({rate}),NOT({inside(rate, within)}),FALSE)"
    return f'IF({is_out},"{OUTSIDE}",{points})'


def _proportional(rule: Proportional, at: Boxes) -> str:
    return if_number(at.rate, f"{at.points}*MAX(0,MIN({at.rate},{plain_text(rule.cap)}))")


def _steps(rule: Deduction, at: Boxes) -> str:
    limit = plain_text(abs(rule.limit))
    above = f"{at.threshold}{'-' if rule.limit >= 0 else '+'}{limit}"
    excess = {"above": above, "below": f"-({above})", "both": f"ABS({above})-{plain_text(rule.tolerance)}"}[rule.side]
    count = f"({excess})/{plain_text(rule.step)}"
    whole = {"whole": f"INT(ROUND({count},{NOISE}))", "started": f"-INT(-ROUND({count},{NOISE}))"}
    return if_number(at.threshold, f"MAX(0,{whole.get(rule.steps, count)})")


def _deduction(rule: Deduction, at: Boxes) -> str:
    return if_number(at.middle, f"{at.points}-{at.scaled(f'{at.middle}*{plain_text(rule.deduct)}')}")


def _bands(rule: Bands, at: Boxes) -> str:
    text = f'"{OUTSIDE}"'
    for band in reversed(rule.bands):
        text = f"IF({inside(at.threshold, band.interval)},{at.scaled(plain_text(band.points))},{text})"
    return if_number(at.threshold, text)


def _full_or_proportional(rule: FullOrProportional, at: Boxes) -> str:
    gap, limit = difference(at.threshold, rule.limit), plain_text(rule.limit)
    if rule.side == "at_most":
        text = f"IF({gap}<=0,{at.points},{at.points}*{limit}/{at.rate})"
    else:
        beyond = f"IF({difference(at.threshold, ZERO)}<=0,0,{at.points}*{at.rate}/{limit})"
        text = f"IF({gap}>=0,{at.points},{beyond})"
    return if_number(at.threshold, text)


def _ticked(rule: Checklist, at: Boxes) -> str:
    met = f'SUMIF({at.items},"{YES}",{at.item_points})'
    count = met if rule.mode == "add" else f'COUNTIF({at.items},"{NO}")'
    return f'IF(COUNTA({at.items})=0,"{NOT_FILLED}",{count})'


def _checklist(rule: Checklist, at: Boxes) -> str:
    if rule.mode == "add":
        return if_number(at.middle, at.scaled(at.middle))
    lost = at.scaled(f"{at.middle}*{plain_text(rule.deduct or ZERO)}")
    return if_number(at.middle, f"{at.points}-{lost}")


def _given(rule: Incidents | Coefficient | Manual, at: Boxes) -> str:
    return f'IF(ISNUMBER({at.given}),{at.given},"{NOT_FILLED}")'


def _incidents(rule: Incidents, at: Boxes) -> str:
    return if_number(at.middle, f"{at.points}-{at.scaled(f'{at.middle}*{plain_text(rule.deduct)}')}")


def _share(rule: Coefficient | Tiers, at: Boxes) -> str:
    return if_number(at.middle, f"{at.points}*{at.middle}")


def _manual(rule: Manual, at: Boxes) -> str:
    return at.middle


_MIDDLES: Final[dict[type, Printer]] = {
    Deduction: _steps,
    Checklist: _ticked,
    Incidents: _given,
    Coefficient: _given,
    Manual: _given,
    Tiers: lambda rule, at: tiered(rule.tiers, at),
}
_POINTS: Final[dict[type, Printer]] = {
    Proportional: _proportional,
    Deduction: _deduction,
    Bands: _bands,
    FullOrProportional: _full_or_proportional,
    Checklist: _checklist,
    Incidents: _incidents,
    Coefficient: _share,
    Tiers: _share,
    Manual: _manual,
}
