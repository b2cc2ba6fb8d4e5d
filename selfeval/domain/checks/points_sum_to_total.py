"""Set points sum to the total, and keep the sums of the scope the framework names (设定分值)."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval.domain.amounts import ZERO, plain_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Indicator, PointsKeptAt


def points_sum_to_total(case: Case) -> Iterator[Finding]:
    """A finding for each scope whose points in force miss the reference.

    Scopes are the total or the nodes of the kept level, and each node with the unit's own indicators. What these miss
    is said there and not again of what they stand in.
    """
    for node in case.framework.own_nodes:
        yield from _compared(case, f"indicators.{node.code}", node.name, _points(case, node), node.points)
    level = {PointsKeptAt.TOTAL: 0, PointsKeptAt.LEVEL1: 1, PointsKeptAt.LEVEL2: 2}[case.framework.points_kept_at]
    if not level:
        total, told = case.sheet.total.points, _told(case, "")
        if total - told != case.framework.total_points:
            yield from _compared(case, "indicators", "", total, case.framework.total_points)
        return
    for node in case.framework.nodes.values():
        # A leaf above the kept level is a scope of its own.
        is_scope = node.level == level or (node.is_leaf and node.level < level)
        if is_scope and not node.own_groups and node.own is None:
            found = _points(case, node)
            if found - _told(case, f"{node.code}.") != node.points:
                yield from _compared(case, f"indicators.{node.code}", node.name, found, node.points)


def _points(case: Case, node: Indicator) -> Decimal:
    """The points in force of a leaf or of all below a node."""
    return case.sheet.indicators[node.code].points if node.is_leaf else case.sheet.groups[node.code].points


def _told(case: Case, above: str) -> Decimal:
    """By how much the own indicators below `above` miss their sums, taken together."""
    missed = (_points(case, node) - node.points for node in case.framework.own_nodes if node.code.startswith(above))
    return sum(missed, ZERO)


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
