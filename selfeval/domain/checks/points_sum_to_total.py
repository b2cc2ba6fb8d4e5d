"""Set points sum to the total, and keep the sums of the scope the framework names (设定分值)."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval.domain.amounts import plain_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import PointsKeptAt


def points_sum_to_total(case: Case) -> Iterator[Finding]:
    """A finding for the total, or for each node of the kept level, whose points in force miss the reference."""
    level = {PointsKeptAt.TOTAL: 0, PointsKeptAt.LEVEL1: 1, PointsKeptAt.LEVEL2: 2}[case.framework.points_kept_at]
    if not level:
        yield from _compared(case, "indicators", "", case.sheet.total.points, case.framework.total_points)
        return
    for node in case.framework.nodes.values():
        # A leaf above the kept level is a scope of its own.
        if node.level == level or (node.is_leaf and node.level < level):
            result = case.sheet.indicators[node.code] if node.is_leaf else case.sheet.groups[node.code]
            yield from _compared(case, f"indicators.{node.code}", node.name, result.points, node.points)


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
