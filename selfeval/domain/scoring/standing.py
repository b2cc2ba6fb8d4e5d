"""What a scoring rule is applied to (`Standing`) and what it gives (`Mark`)."""

from dataclasses import dataclass, replace
from decimal import Decimal

from selfeval.domain.amounts import COMPARED_PLACES, HUNDRED, number_text, telling_text
from selfeval.domain.expressions import OverZero, Unfilled
from selfeval.domain.filing import IndicatorEntry, OwnIndicator
from selfeval.domain.framework import Rounding, Tier
from selfeval.domain.intervals import Interval
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.results import MilestoneResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Points a rule gives; `words` explain them.

    Points are None where `missing` names what the unit has not entered, where `obstacle` is a figure that is not
    filled or a denominator of zero, and where `words` alone say why nothing can be computed. `verdict` is the part of
    the words that does not change with every digit of the rate; empty where all of it is. `rate` and `option` are of
    rules that find the rate themselves; `nodes` of milestones.
    """

    points: Decimal | None
    words: str
    missing: str = ""
    verdict: str = ""
    obstacle: Unfilled | OverZero | None = None
    rate: Decimal | None = None
    option: int | None = None
    nodes: tuple[MilestoneResult, ...] = ()
    is_overachieved: bool = False
    is_out_of_range: bool = False

    @property
    def decided(self) -> str:
        """The verdict alone: equal for two rates that fall on the same side of every limit."""
        return self.verdict or self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a rule is applied to: points in force and at reference, the rate, and what the unit entered.

    `threshold` is the rate as limits, intervals and steps see it; `rate` is exact and used in products. `figures` are
    for rules with formulas of their own, `code` is the indicator's in them; `own` and `tiers` are of the unit's own
    indicators.
    """

    points: Decimal
    reference: Decimal
    rate: Decimal
    threshold: Decimal
    is_percent: bool
    entry: IndicatorEntry
    rounding: Rounding
    code: str = ""
    figures: Figures | None = None
    own: OwnIndicator | None = None
    tiers: tuple[Tier, ...] = ()
    rate_range: Interval | None = None

    @property
    def is_out_of_range(self) -> bool:
        """Whether the rate lies outside what the framework says it can be."""
        return self.rate_range is not None and self.threshold not in self.rate_range

    @property
    def known_figures(self) -> Figures:
        """The filing's figures; a rule with a formula of its own is never applied without them."""
        if self.figures is None:
            raise TypeError(self.code)
        return self.figures

    def at_rate(self, rate: Decimal) -> "Standing":
        """The same with another rate."""
        return replace(self, rate=rate, threshold=self.rounding.threshold(rate, is_percent=self.is_percent))

    def scaled(self, amount: Decimal) -> Decimal:
        """An amount of points in the rule, at the points in force."""
        return amount if self.reference == 0 else amount * self.points / self.reference

    def amount_text(self, points: Decimal) -> str:
        """Points that are not rounded yet: the framework's decimals, and up to two more where there are more."""
        return telling_text(points, self.rounding.points_places, most=self.rounding.points_places + 2)

    def rate_text(self, rate: Decimal) -> str:
        """A limit of the rate as people write it, `100%`."""
        return f"{number_text(rate * HUNDRED)}%" if self.is_percent else number_text(rate)

    def distance_text(self, distance: Decimal) -> str:
        """A distance between rates, `5个百分点`."""
        return f"{number_text(distance * HUNDRED)}个百分点" if self.is_percent else number_text(distance)

    def measured_text(self, distance: Decimal) -> str:
        """A computed distance with the decimals of a printed rate, more where it would read as zero."""
        shown = distance * HUNDRED if self.is_percent else distance
        fewest = self.rounding.rate_places
        places = next(
            (each for each in range(fewest, COMPARED_PLACES) if number_text(shown, each).strip("0.")), COMPARED_PLACES
        )
        return f"{number_text(shown, places)}{'个百分点' if self.is_percent else ''}"
