"""Classes of differences at their bounds, either way, and where the grade changes."""

from decimal import Decimal

import pytest

from selfeval.domain.differences import DEFAULT_BOUNDS, DifferenceClass, bounds_of, difference_class, difference_of
from tests.factories import domain_framework

CONSISTENT, MINOR, LARGE, SERIOUS = DifferenceClass


@pytest.mark.parametrize(
    ("points", "found"),
    [
        ("0", CONSISTENT), ("5", CONSISTENT), ("5.01", MINOR), ("10", MINOR), ("10.01", LARGE), ("20", LARGE),
        ("20.01", SERIOUS), ("100", SERIOUS),
    ],
)  # fmt: skip
def test_a_bound_belongs_to_the_class_below_it_whichever_way(points: str, found: DifferenceClass) -> None:
    for signed in (Decimal(points), -Decimal(points)):
        assert difference_class(signed, is_grade_changed=False) is found
        assert difference_class(signed, is_grade_changed=True) is SERIOUS


def test_a_cycle_sets_its_own_bounds_or_has_the_usual() -> None:
    assert bounds_of([]) == DEFAULT_BOUNDS == (5, 10, 20)
    assert bounds_of(["1.5", 3, "8"]) == (Decimal("1.5"), 3, 8)
    assert difference_class(Decimal(2), is_grade_changed=False, bounds=bounds_of(["1.5", 3, "8"])) is MINOR


def test_a_total_that_changes_the_grade_is_serious_however_near() -> None:
    framework = domain_framework()
    near = difference_of(framework, own=Decimal(92), settled=Decimal("90.5"), bounds=DEFAULT_BOUNDS)
    assert (near.points, near.own_grade, near.settled_grade, near.found) == (Decimal("-1.5"), "优", "优", CONSISTENT)
    across = difference_of(framework, own=Decimal(90), settled=Decimal("89.99"), bounds=DEFAULT_BOUNDS)
    assert (across.own_grade, across.settled_grade, across.found) == ("优", "良", SERIOUS)


def test_every_class_has_a_word() -> None:
    assert [each.label for each in DifferenceClass] == ["一致", "一般", "较大", "严重"]
