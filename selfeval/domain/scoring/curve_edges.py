"""Where the points of a rule may jump or bend, and which rates are worth showing. It says where, never how much."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from typing import Final

from selfeval.domain.amounts import HUNDRED, ONE, ZERO
from selfeval.domain.expressions import Expression, Node, Number
from selfeval.domain.expressions.tree import children_of
from selfeval.domain.framework import Indicator, Rounding
from selfeval.domain.scoring.rules import (
    Bands,
    Deduction,
    FullOrProportional,
    PointsFormula,
    Proportional,
    Rule,
    Target,
)

# Beyond so many steps the stairs are finer than a picture shows: only their two ends are edges.
_MOST_STEPS: Final = 300
_MARGIN: Final = Decimal("0.25")

Range = tuple[Decimal, Decimal]


def edges_of(rule: Rule, indicator: Indicator, rounding: Rounding) -> Iterator[Decimal]:
    """The rates at which `rule` may jump or bend."""
    bounds = () if indicator.rate_range is None else (indicator.rate_range.lower, indicator.rate_range.upper)
    for edge in (*_edges(rule, indicator), *(bound for bound in bounds if bound is not None)):
        yield edge
        if rounding.is_threshold_rounded:
            # A limit of 90 % is met from 89.995 % on where 90.00 % is what it sees.
            unit = Decimal(1).scaleb(-rounding.rate_places) / (HUNDRED if indicator.is_percent else ONE)
            yield from (edge - unit, edge - unit / 2, edge + unit / 2, edge + unit)


def shown_range(rule: Rule, indicator: Indicator) -> Range:
    """The lowest and the highest rate worth showing: all edges, with a margin."""
    lower, upper = _range(rule, indicator)
    within = indicator.rate_range
    if within is not None and within.lower is not None:
        lower = max(lower, within.lower)
    if within is not None and within.upper is not None:
        upper = min(upper, within.upper)
    return lower, upper


def _edges(rule: Rule, indicator: Indicator) -> list[Decimal]:
    match rule:
        case Proportional(cap=cap):
            return [ZERO, ONE, cap]
        case FullOrProportional(limit=limit):
            return [ZERO, limit]
        case Bands(bands=bands):
            bounds = [bound for band in bands for bound in (band.interval.lower, band.interval.upper)]
            return sorted({bound for bound in bounds if bound is not None})
        case Deduction():
            return [edge for side in _sides(rule) for edge in _steps(rule, side, indicator.points)]
        case Target(over=over):
            return [ZERO, ONE] if over is None else [ZERO, ONE, over.above]
        case PointsFormula(points=points):
            return _limits_in(points, indicator)
    return []


def _sides(rule: Deduction) -> tuple[int, ...]:
    return {"above": (1,), "below": (-1,), "both": (-1, 1)}[rule.side]


def _steps(rule: Deduction, side: int, points: Decimal) -> list[Decimal]:
    start = rule.limit + side * rule.tolerance
    count = int((points / rule.deduct).to_integral_value(rounding=ROUND_CEILING))
    if rule.steps == "continuous" or count > _MOST_STEPS:
        return [start, start + side * rule.step * points / rule.deduct]
    return [start + side * rule.step * number for number in range(count + 1)]


def _limits_in(expression: Expression, indicator: Indicator) -> list[Decimal]:
    """The numbers of a formula that may be limits of the rate: those written with %, all for a rate shown as number."""
    numbers = (node for node in _nodes(expression.root) if isinstance(node, Number))
    return sorted({node.value for node in numbers if node.text.endswith("%") or not indicator.is_percent})


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in children_of(node):
        yield from _nodes(child)


def _range(rule: Rule, indicator: Indicator) -> Range:
    edges = _edges(rule, indicator)
    match rule:
        case Proportional(cap=cap):
            return ZERO, min(cap, ONE) * (1 + _MARGIN)
        case FullOrProportional(limit=limit, side=side):
            return ZERO, limit * (3 if side == "at_most" else 1 + _MARGIN)
        case Target() | PointsFormula():
            return min(ZERO, *edges, ZERO), max(ONE, *edges, ONE) * (1 + _MARGIN)
    if not edges:
        return ZERO, ONE
    first, last = min(edges), max(edges)
    margin = (last - first) * _MARGIN or abs(first) * _MARGIN or ONE
    lower = first - margin
    return (max(lower, ZERO) if first > 0 else lower), last + margin
