"""What the rows of a year add up to. Rows are taken one at a time and not kept, but for the points of one drawing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from selfeval.domain.amounts import HUNDRED, ZERO
from selfeval.domain.annual import (
    IndicatorColumn,
    ScoreLine,
    UnitYear,
    YearHead,
    execution_amounts,
    execution_rate,
)
from selfeval.domain.distribution import bins_of, mean_of, spread_of
from selfeval.domain.workflow import IN_REVIEW, State

REPORTED: Final = frozenset({*IN_REVIEW, State.FINALISED})
# What stands in the place of a reason nobody wrote.
NO_REASON: Final = ""


class Score(StrEnum):
    """The totals of a unit side by side; `COUNTED` is the one that counts."""

    SELF = "self_score"
    COMPUTED = "computed"
    REVIEW = "review"
    FINAL = "final"
    COUNTED = "counted"

    @property
    def label(self) -> str:
        """The words of the column."""
        return _LABELS[self]


_LABELS: Final[Mapping[Score, str]] = MappingProxyType(
    {
        Score.SELF: "自评总分",
        Score.COMPUTED: "系统计算总分",
        Score.REVIEW: "复核总分",
        Score.FINAL: "最终得分",
        Score.COUNTED: "计入得分",
    }
)


@dataclass(slots=True)
class Sum:
    """Values added, and how many there were."""

    total: Decimal = ZERO
    count: int = 0

    def add(self, value: Decimal | None) -> None:
        """Take one more; what is missing is none."""
        if value is not None:
            self.total += value
            self.count += 1

    @property
    def mean(self) -> Decimal | None:
        """The arithmetic mean; None of nothing."""
        return self.total / self.count if self.count else None


@dataclass(slots=True, kw_only=True)
class IndicatorSums:
    """One indicator over the units: points, scores, what was lost; `losers` lost more than nothing.

    `with_points` are the units it applies to; `explained` and `unexplained` the losses with and without a reason.
    """

    column: IndicatorColumn
    points: Sum = field(default_factory=Sum)
    self_score: Sum = field(default_factory=Sum)
    computed: Sum = field(default_factory=Sum)
    review: Sum = field(default_factory=Sum)
    lost: Sum = field(default_factory=Sum)
    with_points: int = 0
    losers: int = 0
    explained: int = 0
    unexplained: int = 0

    def add(self, line: ScoreLine) -> None:
        """Take one unit's scores."""
        self.points.add(line.points)
        self.self_score.add(line.self_score)
        self.computed.add(line.computed)
        self.review.add(line.review)
        self.lost.add(line.lost)
        if line.points is not None and line.points > ZERO:
            self.with_points += 1
        if line.lost is not None and line.lost > ZERO:
            self.losers += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A unit in the drawing of execution against score; `share` is the score in a hundred of the whole."""

    code: str
    name: str
    budget: Decimal | None
    actual: Decimal | None
    rate: Decimal | None
    score: Decimal | None
    grade: str
    share: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """How many points of a hundred the score lies above the execution rate."""
        return None if self.rate is None or self.share is None else self.share - self.rate * HUNDRED


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonSums:
    """A reason in the units' own words: for which indicator, how often, and what was lost by it."""

    place: int
    words: str
    lost: Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Scores from `least` up to below `below` points; the last takes the whole too."""

    least: Decimal
    below: Decimal
    is_first: bool
    is_last: bool
    count: int


class Tally:
    """The sums of a year under way; complete once every row was added."""

    def __init__(self, head: YearHead) -> None:
        self.head = head
        self.count = 0
        self.states: Counter[State] = Counter()
        self.grades: Counter[str] = Counter()
        self.figures = [Sum() for _ in head.figures]
        self.totals = {score: Sum() for score in Score}
        self.indicators = [IndicatorSums(column=each) for each in head.indicators]
        self.points: list[Point] = []
        self._reasons: dict[tuple[int, str], Sum] = {}

    def add(self, unit: UnitYear) -> None:
        """Take one row."""
        self.count += 1
        self.states[unit.state] += 1
        self.grades[unit.grade] += 1
        for total, value in zip(self.figures, unit.figures, strict=False):
            if value is not None:
                total.total += value
                total.count += 1
        for score, total in self.totals.items():
            total.add(getattr(unit, score.value))
        for place, line in enumerate(unit.scores):
            if line is not None:
                self._take(place, line)
        for own in unit.own:
            self._explain(own.place, own.score)
        if unit.state in REPORTED:
            self.points.append(_point(self.head, unit))

    @property
    def reported(self) -> int:
        """How many rows are before their reviewers or finalised."""
        return sum(self.states[state] for state in REPORTED)

    @property
    def lost(self) -> Decimal:
        """All points lost."""
        return sum((each.lost.total for each in self.indicators), ZERO)

    @property
    def reasons(self) -> list[ReasonSums]:
        """The reasons, by indicator and then the most often given first."""
        found = [ReasonSums(place=place, words=words, lost=lost) for (place, words), lost in self._reasons.items()]
        return sorted(found, key=lambda each: (each.place, -each.lost.count, -each.lost.total, each.words))

    @property
    def most_lost(self) -> list[int]:
        """The places of the indicators that were scored, the one that lost most first."""
        scored = [place for place, each in enumerate(self.indicators) if each.points.count]
        return sorted(scored, key=lambda place: (-self.indicators[place].lost.total, place))

    @property
    def graded(self) -> list[tuple[str, int]]:
        """Every grade of the framework and any other with its count; the empty one, for none, last."""
        known = [*self.head.grades, *sorted(set(self.grades) - {*self.head.grades, ""}), ""]
        return [(name, self.grades[name]) for name in known]

    @property
    def bands(self) -> list[Band]:
        """The scores that count in steps of five of a hundred."""
        whole = self.head.total_points
        scores = [each.score for each in self.points if each.score is not None]
        found = bins_of(scores, (), whole=whole)
        return [
            Band(
                least=each.least * whole / HUNDRED,
                below=each.below * whole / HUNDRED,
                is_first=number == 0,
                is_last=number == len(found) - 1,
                count=each.count,
            )
            for number, each in enumerate(found)
        ]

    @property
    def execution(self) -> Decimal | None:
        """The execution rate of all units together: of their sums, or the mean where only rates are known."""
        source = self.head.execution
        if source is None:
            return None
        if source.budget is None or source.actual is None:
            return mean_of([each.rate for each in self.points if each.rate is not None])
        budget, actual = self.figures[source.budget].total, self.figures[source.actual].total
        return actual / budget if budget > ZERO else None

    def _take(self, place: int, line: ScoreLine) -> None:
        self.indicators[place].add(line)
        if not self.head.indicators[place].is_own:
            self._explain(place, line)

    def _explain(self, place: int, line: ScoreLine) -> None:
        """Count the reason of a loss, of whatever size and sign, so that reasons add up to what was lost."""
        if line.lost is None or line.lost == ZERO:
            return
        self._reasons.setdefault((place, line.reason or NO_REASON), Sum()).add(line.lost)
        sums = self.indicators[place]
        if line.reason:
            sums.explained += 1
        else:
            sums.unexplained += 1


def odd_ones(points: Sequence[Point]) -> frozenset[str]:
    """The codes of units whose score lies unusually far from their execution rate, against the others' distance."""
    found = {each.code: each.difference for each in points if each.difference is not None}
    spread = spread_of(list(found.values()))
    return frozenset() if spread is None else frozenset(code for code, each in found.items() if spread.is_odd(each))


def tallied(head: YearHead, units: Iterable[UnitYear]) -> Tally:
    """All of `units` added."""
    tally = Tally(head)
    for unit in units:
        tally.add(unit)
    return tally


def _point(head: YearHead, unit: UnitYear) -> Point:
    budget, actual = execution_amounts(head, unit)
    score = unit.counted
    return Point(
        code=unit.code,
        name=unit.name,
        budget=budget,
        actual=actual,
        rate=execution_rate(head, unit),
        score=score,
        grade=unit.grade,
        share=None if score is None else score * HUNDRED / head.total_points,
    )
