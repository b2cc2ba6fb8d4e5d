"""Set points are not taken off an indicator that fails (设定分值): 参考 4 分改设 1 分，得 0 分."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import ZERO, percent_text, plain_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Indicator

_CUT_TO: Final = Decimal("0.5")
_FAILING: Final = Decimal("0.6")


def points_not_moved_off_failing_indicators(case: Case) -> Iterator[Finding]:
    """A finding for each indicator that scores under 60 % of fewer points than it has by reference.

    Fewer by half at least, or by any amount where indicators with full marks got more than what 不涉及 set free. The
    reason for the points that were lost is no reason for having made them few, so it does not answer this.
    """
    gained = _gained_by_full_marks(case)
    for leaf in case.framework.leaves:
        points, score = case.entry(leaf.code).set_points, _score(case, leaf)
        if not _is_weighed(case, leaf) or not points or score is None or score >= points * _FAILING:
            continue
        is_halved = points <= (leaf.points or ZERO) * _CUT_TO
        if is_halved or (gained and points < (leaf.points or ZERO)):
            yield _finding(case, leaf, points, score, () if is_halved else gained)


def _finding(case: Case, leaf: Indicator, points: Decimal, score: Decimal, gained: tuple[str, ...]) -> Finding:
    places = case.framework.rounding.points_places
    to = "、".join(f"“{name}”" for name in gained)
    return case.finding(
        "points_not_moved_off_failing_indicators",
        f"indicators.{leaf.code}.set_points",
        expected=plain_text(leaf.points or ZERO, places),
        found=plain_text(points, places),
        name=case.name_of(leaf.code),
        rate=percent_text(score / points, 0),
        why=f"没有得到六成的指标分值调低，得满分的{to}分值调高" if gained else "分值减到一半以下又没有得到六成",
    )


def _gained_by_full_marks(case: Case) -> tuple[str, ...]:
    """Names of indicators with full marks and more points than by reference; none where 不涉及 accounts for it all."""
    more, freed, names = ZERO, ZERO, []
    for leaf in case.framework.leaves:
        entry = case.entry(leaf.code)
        reference = leaf.points or ZERO
        if leaf.own is None and not entry.is_applicable:
            freed += reference
        elif _is_weighed(case, leaf) and (entry.set_points or ZERO) > reference:
            gain = (entry.set_points or ZERO) - reference
            if _score(case, leaf) == entry.set_points:
                more += gain
                names.append(case.name_of(leaf.code))
    return tuple(names) if more > freed else ()


def _is_weighed(case: Case, leaf: Indicator) -> bool:
    return leaf.own is None and bool(leaf.points) and case.entry(leaf.code).is_applicable


def _score(case: Case, leaf: Indicator) -> Decimal | None:
    return case.sheet.indicators[leaf.code].self_score
