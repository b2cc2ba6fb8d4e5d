"""The parameters of the scoring kinds. Amounts of points are at reference points; a rule scales them when applied.

The kinds are those of the framework file; each has one function in the module named beside it.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from selfeval.domain.expressions import Expression, renamed
from selfeval.domain.framework import Indicator, Tier
from selfeval.domain.intervals import Interval

RATE: Final = "rate"
Steps = Literal["whole", "started", "continuous"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportional:
    """P × min(rate, cap)."""

    cap: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduction:
    """P less `deduct` for each step beyond the limit; `side` says on which side the rate loses points.

    `tolerance` is only of use with side both, where `limit` is the target.
    """

    side: Literal["above", "below", "both"]
    limit: Decimal
    step: Decimal
    deduct: Decimal
    steps: Steps
    tolerance: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Points of the rates in an interval."""

    interval: Interval
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands:
    """A table of bands."""

    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FullOrProportional:
    """P on the right side of `limit`, in proportion beyond it."""

    limit: Decimal
    side: Literal["at_most", "at_least"]


# Rules that look at the rate and so need a formula.
RateRule = Proportional | Deduction | Bands | FullOrProportional
RATE_RULES = (Proportional, Deduction, Bands, FullOrProportional)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One criterion and, in mode add, its points."""

    text: str
    points: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """Criteria that are ticked; `deduct` is of use in mode deduct only."""

    items: tuple[ChecklistItem, ...]
    mode: Literal["add", "deduct"]
    deduct: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incidents:
    """P less `deduct` for each incident."""

    deduct: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneNode:
    """A point of time, the cumulative figure at it and the share it should have reached."""

    label: str
    field: str
    at_least: Decimal
    points: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Milestones:
    """Shares of `of` reached at each node; mode each adds the reached nodes' points, all is P or 0."""

    of: Expression
    nodes: tuple[MilestoneNode, ...]
    mode: Literal["each", "all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overachievement:
    """What a completion above `above` (a ratio) means: a reason is asked, or `deduct` points are lost besides."""

    above: Decimal
    then: Literal["explain", "deduct"]
    deduct: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An own indicator against its own target; the tiers of a qualitative one stand on the indicator."""

    over: Overachievement | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseOption:
    """One way of measuring, with its own formula and rule."""

    label: str
    formula: Expression
    rule: RateRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose:
    """The option that gives most, or the one the unit picked."""

    options: tuple[ChooseOption, ...]
    pick: Literal["best", "unit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiers:
    """P × the coefficient given inside the tier that was picked."""

    tiers: tuple[Tier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsFormula:
    """What a formula gives, at reference points; it may use `rate`, the indicator's own."""

    points: Expression

    def points_of(self, code: str) -> Expression:
        """The formula with `rate` written as the full code of the indicator it stands on."""
        if RATE not in self.points.names:
            return self.points
        return replace(self.points, root=renamed(self.points.root, {RATE: code}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """P × the coefficient the unit gives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manual:
    """The points the unit gives."""


Rule = (
    Proportional
    | Deduction
    | Bands
    | FullOrProportional
    | Target
    | Checklist
    | Incidents
    | Milestones
    | Choose
    | Tiers
    | Coefficient
    | Manual
    | PointsFormula
)


def formulas_of(leaf: Indicator) -> tuple[Expression, ...]:
    """Every formula the score of `leaf` is computed from: its own and those of its rule."""
    formulas = [] if leaf.formula is None else [leaf.formula]
    match leaf.rule:
        case Milestones(of=base):
            formulas.append(base)
        case Choose(options=options):
            formulas += [option.formula for option in options]
        case PointsFormula():
            formulas.append(leaf.rule.points_of(leaf.code))
    return tuple(formulas)
