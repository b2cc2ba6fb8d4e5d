"""Mathematical intervals of rates and points, `[80%, 90%)`, each bound open or closed on its own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from selfeval.domain.amounts import AmountFault, compared, parse_ratio_or_number

_FORM = re.compile(r"([\[(])\s*([^,\[\]()]*?)\s*,\s*([^,\[\]()]*?)\s*([\])])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The numbers between two bounds; a bound of None is without end and counts as open."""

    lower: Decimal | None
    upper: Decimal | None
    includes_lower: bool
    includes_upper: bool
    text: str

    def __contains__(self, value: Decimal) -> bool:
        """Whether `value`, half up to 12 decimals, lies inside."""
        seen = compared(value)
        if self.lower is not None:
            lower = compared(self.lower)
            if seen < lower or (seen == lower and not self.includes_lower):
                return False
        if self.upper is not None:
            upper = compared(self.upper)
            if seen > upper or (seen == upper and not self.includes_upper):
                return False
        return True


EVERYTHING = Interval(lower=None, upper=None, includes_lower=False, includes_upper=False, text="(, )")


def parse_interval(text: str) -> Interval:
    """Read `"(0%, 10%]"`; an empty side is without end. Raises AmountFault."""
    match = _FORM.fullmatch(text.strip())
    if not match:
        raise AmountFault(found=text, expected="不是区间：应写成 [80%, 90%) 这样，方括号含端点，圆括号不含")
    opening, lower_text, upper_text, closing = match.groups()
    lower = parse_ratio_or_number(lower_text) if lower_text else None
    upper = parse_ratio_or_number(upper_text) if upper_text else None
    interval = Interval(
        lower=lower, upper=upper, includes_lower=opening == "[", includes_upper=closing == "]", text=text.strip()
    )
    is_point = interval.includes_lower and interval.includes_upper
    if lower is not None and upper is not None and (lower > upper or (lower == upper and not is_point)):
        raise AmountFault(found=text, expected="是空区间：左端点应小于右端点，或写成 [0%, 0%]")
    return interval


def gaps_and_overlaps(intervals: Iterable[Interval], within: Interval = EVERYTHING) -> list[str]:
    """What keeps `intervals` from covering `within` exactly once, each in a Chinese phrase; empty when all is well."""
    ordered = sorted(intervals, key=_lower_key)
    if not ordered:
        return ["没有任何分档"]
    found = []
    if _lower_key(ordered[0]) > _lower_key(within):
        found.append(f"{ordered[0].text} 以下没有分档")
    for before, after in pairwise(ordered):
        relation = _meeting(before, after)
        if relation:
            found.append(f"{before.text} 与 {after.text} {relation}")
    if _upper_key(ordered[-1]) < _upper_key(within):
        found.append(f"{ordered[-1].text} 以上没有分档")
    return found


def _lower_key(interval: Interval) -> tuple[Decimal, int]:
    if interval.lower is None:
        return (Decimal("-Infinity"), 0)
    return (compared(interval.lower), 0 if interval.includes_lower else 1)


def _upper_key(interval: Interval) -> tuple[Decimal, int]:
    if interval.upper is None:
        return (Decimal("Infinity"), 0)
    return (compared(interval.upper), 1 if interval.includes_upper else 0)


def _meeting(before: Interval, after: Interval) -> str:
    """How two neighbours meet: empty where exactly one of them holds the common bound."""
    end, start = _upper_key(before)[0], _lower_key(after)[0]
    if before.upper is None or after.lower is None or start < end:
        return "重叠"
    if start > end:
        return "之间有空档"
    if before.includes_upper and after.includes_lower:
        return "都含端点"
    return "" if before.includes_upper or after.includes_lower else "都不含端点"
