"""Totals and grades of many filings, counted for a drawing; odd ones of one indicator."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final

from selfeval.domain.amounts import HUNDRED, ZERO

STEP: Final = 5
# Below are too few to stand apart.
_LEAST: Final = Decimal(60)
# Fewer than these have no usual spread.
FEWEST: Final = 5
_FENCE: Final = Decimal("1.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Filings with a total from `least` up to below `below`, on a scale of 100; the last takes 100 itself."""

    least: int
    below: int
    count: int
    before: int


def bins_of(totals: Sequence[Decimal], before: Sequence[Decimal], *, whole: Decimal) -> tuple[Bin, ...]:
    """Totals and last year's in steps of five of a hundred of `whole`; all below sixty are one."""
    now, then = _counted(totals, whole), _counted(before, whole)
    least = int(_LEAST)
    steps = [(0, least), *((start, start + STEP) for start in range(least, 100, STEP))]
    return tuple(Bin(least=start, below=end, count=now[start], before=then[start]) for start, end in steps)


def _counted(totals: Sequence[Decimal], whole: Decimal) -> Counter[int]:
    return Counter(_step(total * HUNDRED / whole) for total in totals) if whole > ZERO else Counter()


def _step(share: Decimal) -> int:
    if share < _LEAST:
        return 0
    return min(int(share) // STEP * STEP, 100 - STEP)


def mean_of(totals: Sequence[Decimal]) -> Decimal | None:
    """The arithmetic mean; None of nothing."""
    return sum(totals, ZERO) / len(totals) if totals else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The middle value and the fences one and a half quartile distances beyond the quartiles."""

    middle: Decimal
    lower: Decimal
    upper: Decimal

    def is_odd(self, value: Decimal) -> bool:
        """Whether a value stands apart from the others."""
        return not self.lower <= value <= self.upper


def spread_of(values: Mapping[str, Decimal] | Sequence[Decimal]) -> Spread | None:
    """The usual spread; None of fewer than `FEWEST` values. Quartiles are the medians of the halves (Tukey)."""
    found = sorted(values.values() if isinstance(values, Mapping) else values)
    if len(found) < FEWEST:
        return None
    half = (len(found) + 1) // 2
    low, high = median(found[:half]), median(found[-half:])
    reach = (high - low) * _FENCE
    return Spread(middle=median(found), lower=low - reach, upper=high + reach)
