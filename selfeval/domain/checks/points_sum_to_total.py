"""Set points sum to the total, and keep the sums of the scope the framework names (设定分值)."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval.domain.amounts import plain_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import PointsKeptAt


def points_sum_to_total(case: Case) -> Iterator[Finding]:
    """A finding for the total, or for each group of the kept level, whose points in force miss the reference."""
    level = {PointsKeptAt.TOTAL: 0, PointsKeptAt.LEVEL1: 1, PointsKeptAt.LEVEL2: 2}[case.framework.points_kept_at]
    groups = [group for group in case.sheet.groups.values() if group.level == level]
    for group in groups:
        yield from _compared(case, f"indicators.{group.code}", group.name, group.points, group.reference_points)
    if not groups:
        yield from _compared(case, "indicators", "", case.sheet.total.points, case.framework.total_points)


def _compared(case: Case, box: str, scope: str, found: Decimal, expected: Decimal) -> Iterator[Finding]:
    if found != expected:
        places = case.framework.rounding.points_places
        yield case.finding(
            "points_sum_to_total",
            box,
            expected=plain_text(expected, places),
            found=plain_text(found, places),
            scope=scope,
            direction="多" if found > expected else "少",
            difference=case.points(abs(found - expected)),
        )
