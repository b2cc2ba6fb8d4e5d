"""Set points are not taken off an indicator that fails (设定分值): 参考 4 分改设 1 分，得 0 分."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import percent_text, plain_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding

_CUT_TO: Final = Decimal("0.5")
_FAILING: Final = Decimal("0.6")


def points_not_moved_off_failing_indicators(case: Case) -> Iterator[Finding]:
    """A finding for each indicator cut to half its reference points or less that scores under 60 % of what is left."""
    places = case.framework.rounding.points_places
    for leaf in case.framework.leaves:
        entry = case.filing.entry(leaf.code)
        points, score = entry.set_points, entry.self_score
        if leaf.own is not None or not entry.is_applicable or not points or score is None or not leaf.points:
            continue
        if points <= leaf.points * _CUT_TO and score < points * _FAILING:
            yield case.finding(
                "points_not_moved_off_failing_indicators",
                f"indicators.{leaf.code}.set_points",
                expected=plain_text(leaf.points, places),
                found=plain_text(points, places),
                answer=entry.reason,
                name=case.name_of(leaf.code),
                rate=percent_text(score / points, 0),
            )
