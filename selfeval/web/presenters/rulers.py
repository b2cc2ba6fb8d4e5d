"""The ruler of a rate: which step it falls into, what each step gives, where the next one begins.

Points of a step come from the scoring function itself, asked at a rate inside the step.
"""

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from selfeval.domain.amounts import ZERO, compared, number_text, rounded
from selfeval.domain.filing import NOTHING_ENTERED
from selfeval.domain.framework import Framework, Indicator
from selfeval.domain.scoring.kinds import KINDS, Standing
from selfeval.domain.scoring.results import IndicatorScore
from selfeval.domain.scoring.rules import Bands, Deduction
from selfeval.web.presenters.text import points_text

WIDTH = 300
STEPS_AT_MOST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class RulerStep:
    """One step, in drawing units from the left; `edge` is the rate at its right end, empty at the last."""

    left: str
    width: str
    middle: str
    right: str
    points: str
    edge: str
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruler:
    """Steps from low rates to high ones, and where the rate points."""

    steps: tuple[RulerStep, ...]
    pointer: str
    label_at: str
    anchor: str
    rate_text: str
    words: str


def ruler_of(framework: Framework, leaf: Indicator, score: IndicatorScore) -> Ruler | None:
    """The ruler of a leaf with a stepped rule and a known rate; None for others, and where steps are too many."""
    if score.rate is None or not score.is_applicable or not isinstance(leaf.rule, Deduction | Bands):
        return None
    edges = _edges(leaf.rule, score)
    if not 1 <= len(edges) < STEPS_AT_MOST:
        return None
    points = [_points(framework, leaf, score, rate) for rate in _inside(edges)]
    on = _step_of(edges, points, score.rate, _points(framework, leaf, score, score.rate))
    return _drawn(edges, points, on, score, score.rate)


def _edges(rule: Deduction | Bands, score: IndicatorScore) -> list[Decimal]:
    """The rates at which the points change, ascending."""
    if isinstance(rule, Bands):
        bounds = {bound for band in rule.bands for bound in (band.interval.lower, band.interval.upper)}
        return sorted(bound for bound in bounds if bound is not None)
    if rule.side == "both" or rule.steps != "whole" or not rule.deduct:
        return []
    count = int(score.reference_points / rule.deduct) + bool(score.reference_points % rule.deduct)
    if count >= STEPS_AT_MOST:
        return []
    sign = 1 if rule.side == "above" else -1
    return sorted(rule.limit + sign * rule.step * number for number in range(1, count + 1))


def _inside(edges: list[Decimal]) -> list[Decimal]:
    """A rate inside each step, the open ends included."""
    between = [(low + high) / 2 for low, high in pairwise(edges)]
    return [edges[0] - 1, *between, edges[-1] + 1]


def _points(framework: Framework, leaf: Indicator, score: IndicatorScore, rate: Decimal) -> Decimal:
    standing = Standing(
        points=score.points,
        reference=score.reference_points,
        rate=rate,
        threshold=rate,
        is_percent=leaf.is_percent,
        entry=NOTHING_ENTERED,
        rounding=framework.rounding,
    )
    found = KINDS[type(leaf.rule)](leaf.rule, standing).points or ZERO
    return rounded(min(max(found, ZERO), score.points), framework.rounding.points_places)


def _step_of(edges: list[Decimal], points: list[Decimal], rate: Decimal, own: Decimal) -> int:
    """The step the rate lies in; on an edge, the neighbour that gives what the rule gives."""
    rate = compared(rate)
    place = sum(1 for edge in edges if compared(edge) <= rate)
    if place and rate == compared(edges[place - 1]) and points[place] != own:
        return place - 1
    return place


def _drawn(edges: list[Decimal], points: list[Decimal], on: int, score: IndicatorScore, rate: Decimal) -> Ruler:
    width = Decimal(WIDTH) / len(points)
    steps = tuple(
        RulerStep(
            left=number_text(place * width + Decimal("0.5"), 1),
            width=number_text(width - 1, 1),
            middle=number_text(place * width + width / 2, 1),
            right=number_text((place + 1) * width, 1),
            points=points_text(each),
            edge=_edge_text(edges[place], score) if place < len(edges) else "",
            is_on=place == on,
        )
        for place, each in enumerate(points)
    )
    share = Decimal("0.5")
    if 0 < on < len(edges):
        low, high = edges[on - 1], edges[on]
        share = min(max((rate - low) / (high - low), Decimal("0.04")), Decimal("0.96"))
    pointer = width * (on + share)
    is_right = pointer > Decimal(WIDTH) * Decimal("0.7")
    return Ruler(
        steps=steps,
        pointer=number_text(pointer - 5, 1),
        label_at=number_text(pointer - 9 if is_right else pointer + 9, 1),
        anchor="end" if is_right else "start",
        rate_text=score.rate_text,
        words=f"{score.name} {score.rate_text}，落在得 {points_text(points[on])} 分一档",
    )


def _edge_text(edge: Decimal, score: IndicatorScore) -> str:
    return f"{number_text(edge * 100)}%" if score.rate_text.endswith("%") else number_text(edge)
