"""Which of the scores counts in the end: the computed, the unit's own and the reviewer's stand side by side for good.

The rule is the cycle's; the grade follows from the score that counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final


class FinalScoreRule(StrEnum):
    """What a cycle may decide."""

    REVIEW = "review"
    SELF = "self"
    COMPUTED = "computed"
    LOWEST = "lowest"

    @property
    def label(self) -> str:
        """The words shown to people."""
        return _LABELS[self]


_LABELS: Final[Mapping[FinalScoreRule, str]] = {
    FinalScoreRule.REVIEW: "以复核总分为准",
    FinalScoreRule.SELF: "以自评总分为准",
    FinalScoreRule.COMPUTED: "以系统计算总分为准",
    FinalScoreRule.LOWEST: "以三个总分中最低的为准",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """Totals in points; None is not known. `settled` is what a spot check settled on, which comes before any rule."""

    computed: Decimal | None
    self_score: Decimal | None
    review: Decimal | None
    settled: Decimal | None = None


def final_score(rule: FinalScoreRule, scores: Scores) -> Decimal | None:
    """The score that counts; None where the one the rule names is not known."""
    if scores.settled is not None:
        return scores.settled
    match rule:
        case FinalScoreRule.REVIEW:
            return scores.review
        case FinalScoreRule.SELF:
            return scores.self_score
        case FinalScoreRule.COMPUTED:
            return scores.computed
        case FinalScoreRule.LOWEST:
            known = [each for each in (scores.computed, scores.self_score, scores.review) if each is not None]
            return min(known, default=None)
