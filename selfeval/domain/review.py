"""A reviewer's own scores and remarks on a frozen copy (指标复核), beside the unit's, which stay as they were filed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType
from typing import Final

from selfeval.domain.amounts import ZERO
from selfeval.domain.framework import Framework
from selfeval.domain.scoring.results import IndicatorScore, ScoreSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEntry:
    """What the reviewer says of one indicator; None and empty are not filled."""

    score: Decimal | None = None
    remark: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing was said."""
        return self.score is None and not self.remark.strip()


NOTHING_SAID: Final = ReviewEntry()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherRemark:
    """What was said of the same indicator of another unit; `cut` is how many points it lost, of `points`."""

    code: str
    department: str
    remark: str
    cut: Decimal
    points: Decimal


@dataclass(frozen=True, kw_only=True)
class Review:
    """Scores and remarks by code of the indicator, beside the sheet of what was submitted.

    `framework` has the unit's own indicators in place. Scoring by indicator is the reviewer's choice: as long as
    nothing was said of any (`is_begun`), nothing is asked. Not slotted, so that the codes are looked up once.
    """

    framework: Framework
    sheet: ScoreSheet
    entries: Mapping[str, ReviewEntry] = field(default_factory=lambda: MappingProxyType({}))
    others: tuple[OtherRemark, ...] = ()

    @cached_property
    def scored(self) -> Mapping[str, IndicatorScore]:
        """The indicators to be scored, in print order: those that apply and have points."""
        return MappingProxyType(
            {code: score for code, score in self.sheet.indicators.items() if score.is_applicable and score.points > 0}
        )

    def entry(self, code: str) -> ReviewEntry:
        """What was said of the indicator `code`."""
        return self.entries.get(code, NOTHING_SAID)

    @property
    def is_begun(self) -> bool:
        """Whether the reviewer said anything of any indicator."""
        return any(not self.entry(code).is_blank for code in self.scored)

    @property
    def blank(self) -> tuple[str, ...]:
        """The indicators without a score of the reviewer's."""
        return tuple(code for code in self.scored if self.entry(code).score is None)

    def cut(self, code: str) -> Decimal | None:
        """How many points the indicator lost in the review; None while it has no score."""
        score = self.entry(code).score
        return None if score is None else self.scored[code].points - score

    @property
    def total(self) -> Decimal | None:
        """The sum of the scores, under the cap that holds for the form; None until every indicator has one."""
        if self.blank or not self.scored:
            return None
        total = sum((self.entry(code).score or ZERO for code in self.scored), ZERO)
        cap = self.sheet.total.capped_at
        return total if cap is None else min(total, cap)
