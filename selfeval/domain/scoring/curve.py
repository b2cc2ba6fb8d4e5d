"""Points against rate as lines to draw; every value in them is what the kind's own function gives."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cache
from typing import Final

from selfeval.domain.amounts import CONTEXT, ONE, ZERO, MoneyUnit
from selfeval.domain.filing import NOTHING_ENTERED, Filing, OwnIndicator, Quantity, TargetSign
from selfeval.domain.framework import Field, FieldKind, Framework, Indicator, Rounding
from selfeval.domain.scoring.curve_edges import edges_of, shown_range
from selfeval.domain.scoring.curve_tracing import Piece, traced
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.kinds import mark_of
from selfeval.domain.scoring.rules import RATE, RATE_RULES, Choose, PointsFormula, Rule, Target
from selfeval.domain.scoring.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The pieces of one rule; `label` names the option of a choice, else it is empty."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """Points at reference, before rounding, from 0 to `most`, over the rates from `lower` to `upper`.

    One line, or one for each option of a choice. `is_completion`: the rate is the completion ratio of the unit's own
    target, otherwise the indicator's rate, a ratio where `is_percent`.
    """

    lines: tuple[Line, ...]
    lower: Decimal
    upper: Decimal
    most: Decimal
    is_percent: bool
    is_completion: bool


def curve(indicator: Indicator, *, rounding: Rounding) -> Curve | None:
    """The points against the rate of `indicator`; None where they do not depend on one rate alone."""
    rule = indicator.rule
    if rule is None or indicator.points <= 0 or not _is_over_a_rate(rule, indicator):
        return None
    rules = [(option.label, option.rule) for option in rule.options] if isinstance(rule, Choose) else [("", rule)]
    with localcontext(CONTEXT):
        ranges = [shown_range(each, indicator) for _, each in rules]
        lower, upper = min(low for low, _ in ranges), max(high for _, high in ranges)
        if lower >= upper:
            return None
        is_completion = isinstance(rule, Target)
        return Curve(
            lines=tuple(
                Line(label=label, pieces=tuple(_pieces(each, indicator, rounding, lower, upper)))
                for label, each in rules
            ),
            lower=lower,
            upper=upper,
            most=indicator.points,
            is_percent=indicator.is_percent or is_completion,
            is_completion=is_completion,
        )


def points_at(rule: Rule, indicator: Indicator, rate: Decimal, *, rounding: Rounding) -> Decimal | None:
    """The points `rule` gives for `rate` at reference points, kept in 0…P and not rounded; None where it gives none."""
    with localcontext(CONTEXT):
        at = _standing(indicator, rate, rounding)
        if indicator.rate_range is not None and at.threshold not in indicator.rate_range:
            return None
        points = mark_of(rule, at).points
        return None if points is None else min(max(points, ZERO), indicator.points)


def _is_over_a_rate(rule: Rule, indicator: Indicator) -> bool:
    match rule:
        case Target():
            return indicator.own is None or indicator.own.sign is not TargetSign.QUALITATIVE
        case PointsFormula(points=points):
            return points.names == (RATE,)
        case Choose(options=options):
            return all(isinstance(option.rule, RATE_RULES) for option in options)
    return isinstance(rule, RATE_RULES)


def _pieces(rule: Rule, indicator: Indicator, rounding: Rounding, lower: Decimal, upper: Decimal) -> list[Piece]:
    @cache
    def value(rate: Decimal) -> Decimal | None:
        return points_at(rule, indicator, rate, rounding=rounding)

    edges = edges_of(rule, indicator, rounding)
    return traced(value, edges, lower=lower, upper=upper, most=indicator.points)


def _standing(indicator: Indicator, rate: Decimal, rounding: Rounding) -> Standing:
    """The standing of an indicator whose rate is `rate`: the one figure there is, and the completion of a target."""
    return Standing(
        points=indicator.points,
        reference=indicator.points,
        rate=rate,
        threshold=rounding.threshold(rate, is_percent=indicator.is_percent),
        is_percent=indicator.is_percent,
        entry=NOTHING_ENTERED,
        rounding=rounding,
        code=RATE,
        figures=Figures(_ONE_RATE, Filing(framework="", fiscal_year=0, fields={RATE: rate})),
        own=_completed(indicator, rate),
        tiers=indicator.tiers,
    )


def _completed(indicator: Indicator, ratio: Decimal) -> OwnIndicator:
    """An own indicator of target 1 that was completed at `ratio`: the ratio is all a target rule depends on."""
    is_exact = indicator.own is not None and indicator.own.sign is TargetSign.EQUAL
    return OwnIndicator(
        under=indicator.code,
        group="",
        name="",
        sign=TargetSign.EQUAL if is_exact else TargetSign.AT_LEAST,
        points=indicator.points,
        target=Quantity(value=ONE),
        actual=Quantity(value=ratio),
    )


_ONE_RATE: Final = Framework(
    slug="",
    version="",
    title="",
    authority="",
    money_unit=MoneyUnit.YUAN,
    total_points=ZERO,
    rounding=Rounding(),
    grades=(),
    fields=(Field(code=RATE, label="", kind=FieldKind.NUMBER, group=""),),
    indicators=(),
)
