"""How far a spot check is from the unit's own score (差异等级), after the classes in docs/workflow.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from selfeval.domain.framework import Framework

# The most points a class goes up to; above the last, or where the grade changes, it is serious.
DEFAULT_BOUNDS: Final = (Decimal(5), Decimal(10), Decimal(20))


class DifferenceClass(StrEnum):
    """Classes, from agreement on."""

    CONSISTENT = "consistent"
    MINOR = "minor"
    LARGE = "large"
    SERIOUS = "serious"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return _LABELS[self]


_LABELS: Final = {
    DifferenceClass.CONSISTENT: "一致",
    DifferenceClass.MINOR: "一般",
    DifferenceClass.LARGE: "较大",
    DifferenceClass.SERIOUS: "严重",
}
_UP_TO: Final = (DifferenceClass.CONSISTENT, DifferenceClass.MINOR, DifferenceClass.LARGE)


def difference_class(
    difference: Decimal, *, is_grade_changed: bool, bounds: Sequence[Decimal] = DEFAULT_BOUNDS
) -> DifferenceClass:
    """The class of a difference in points, whichever way; a bound belongs to the class below it."""
    if is_grade_changed:
        return DifferenceClass.SERIOUS
    for most, found in zip(bounds, _UP_TO, strict=True):
        if abs(difference) <= most:
            return found
    return DifferenceClass.SERIOUS


def bounds_of(setting: Sequence[object]) -> tuple[Decimal, ...]:
    """The bounds a cycle sets (three numbers or texts), or the usual ones where it sets none."""
    return tuple(Decimal(str(each)) for each in setting) or DEFAULT_BOUNDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What a settled total means beside the unit's own: points (settled less own), both grades, the class."""

    points: Decimal
    own_grade: str
    settled_grade: str
    found: DifferenceClass


def difference_of(framework: Framework, *, own: Decimal, settled: Decimal, bounds: Sequence[Decimal]) -> Difference:
    """The difference of two totals under `framework`; `bounds` as the cycle sets them."""
    own_grade, settled_grade = framework.grade_for(own) or "", framework.grade_for(settled) or ""
    points = settled - own
    found = difference_class(points, is_grade_changed=own_grade != settled_grade, bounds=bounds)
    return Difference(points=points, own_grade=own_grade, settled_grade=settled_grade, found=found)
