"""How far a spot check is from the unit's own score (差异等级), after the classes in docs/workflow.md."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import Final

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
