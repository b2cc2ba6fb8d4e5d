"""A year of many units (年度报告) as values: what the columns are, and one row a unit.

Amounts are in the framework's money unit, exact to the fen, rates ratios, scores points. What a unit has not reported
is None, never zero. A score counts as everywhere: the final one where there is one, else the unit's own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from selfeval.domain.amounts import MoneyUnit
from selfeval.domain.framework import FieldKind
from selfeval.domain.roll_up import SUMMED
from selfeval.domain.workflow import State


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureColumn:
    """A data item or derived value; `code` of an itemised one is that of its total."""

    code: str
    label: str
    kind: FieldKind

    @property
    def is_summed(self) -> bool:
        """Whether the figures of units may be added."""
        return self.kind in SUMMED


@dataclass(frozen=True, slots=True, kw_only=True)
class RateColumn:
    """An indicator that is worked out from figures."""

    code: str
    name: str
    is_percent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorColumn:
    """A scored indicator, or a node with the unit's own ones (`is_own`) taken together; `above` from the top down."""

    code: str
    name: str
    above: tuple[str, ...]
    points: Decimal
    is_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Execution:
    """Where the execution rate of a unit comes from: two figures by their places, or a rate by its place."""

    budget: int | None = None
    actual: int | None = None
    rate: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearHead:
    """What a year is, and the columns of its rows. `rule` says which score counts in the end."""

    title: str
    fiscal_year: int
    framework: str
    rule: str
    money_unit: MoneyUnit
    points_places: int
    rate_places: int
    total_points: Decimal
    grades: tuple[str, ...]
    figures: tuple[FigureColumn, ...]
    rates: tuple[RateColumn, ...]
    indicators: tuple[IndicatorColumn, ...]
    execution: Execution | None

    @property
    def has_own(self) -> bool:
        """Whether units add indicators of their own."""
        return any(each.is_own for each in self.indicators)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """The scores of one indicator of one unit; `reason` is the unit's own words why points were lost.

    `lost` is set points less the reviewer's score, the unit's own where there is none; None while neither is known.
    """

    points: Decimal | None
    computed: Decimal | None
    self_score: Decimal | None
    review: Decimal | None
    lost: Decimal | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLine:
    """One of a unit's own indicators; `place` is that of its node among the indicators of the head."""

    place: int
    group: str
    name: str
    score: ScoreLine


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitYear:
    """One unit. `figures`, `rates` and `scores` go by the columns of the head, empty where nothing is reported.

    `note` says why a form that is reported has no figures here. The totals stand as they were reported and reviewed.
    """

    code: str
    name: str
    above: str
    state: State
    figures: tuple[Decimal | None, ...] = ()
    rates: tuple[Decimal | None, ...] = ()
    scores: tuple[ScoreLine | None, ...] = ()
    own: tuple[OwnLine, ...] = ()
    computed: Decimal | None = None
    self_score: Decimal | None = None
    review: Decimal | None = None
    final: Decimal | None = None
    grade: str = ""
    note: str = ""

    @property
    def counted(self) -> Decimal | None:
        """The score that counts."""
        return self.self_score if self.final is None else self.final

    @property
    def itemised(self) -> Decimal | None:
        """The unit's own scores of all indicators, added; above the total where the total is capped."""
        known = [each.self_score for each in self.scores if each is not None and each.self_score is not None]
        return sum(known, Decimal(0)) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rectified:
    """One line of the ledger of rectification; days and the state in words, `place` is the indicator's name."""

    code: str
    unit: str
    source: str
    place: str
    words: str
    demand: str
    due: str
    state: str
    issued: str
    closed: str
    answer: str
    is_closed: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfiled:
    """A unit the year is meant for that has reported nothing; `why` is where its form stands."""

    code: str
    name: str
    above: str
    why: str
    is_exempt: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What was asked for, in words, by whom and when: printed on what is made of it."""

    department: str
    grade: str
    state: str
    search: str
    asked_by: str
    asked_at: str

    @property
    def words(self) -> str:
        """The filter as one line."""
        told = [("部门", self.department), ("等次", self.grade), ("状态", self.state), ("名称或编码含", self.search)]
        chosen = [f"{name}：{value}" for name, value in told if value]
        return "；".join(chosen) or "全部单位"


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """All that a year's documents are made of. `units` and `rectified` may be read once, a part at a time."""

    head: YearHead
    chosen: Chosen
    units: Iterable[UnitYear]
    rectified: Iterable[Rectified]
    unfiled: tuple[Unfiled, ...]


def lost_points(points: Decimal | None, self_score: Decimal | None, review: Decimal | None) -> Decimal | None:
    """What an indicator lost, by the rule of `ScoreLine`."""
    score = self_score if review is None else review
    return None if score is None or points is None else points - score


def execution_rate(head: YearHead, unit: UnitYear) -> Decimal | None:
    """The unit's execution rate as a ratio; None where it cannot be told."""
    source = head.execution
    if source is None or not unit.figures:
        return None
    if source.rate is not None:
        return unit.rates[source.rate]
    budget, actual = execution_amounts(head, unit)
    return None if budget is None or actual is None or budget <= 0 else actual / budget


def execution_amounts(head: YearHead, unit: UnitYear) -> tuple[Decimal | None, Decimal | None]:
    """全年预算数 and 全年执行数 of the unit."""
    source = head.execution
    if source is None or source.budget is None or source.actual is None or not unit.figures:
        return None, None
    return unit.figures[source.budget], unit.figures[source.actual]
