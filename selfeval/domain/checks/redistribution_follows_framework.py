"""The points of an indicator that is not applicable (不涉及) went where the framework lets them go."""

from collections.abc import Iterator

from selfeval.domain.amounts import plain_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Indicator, NotApplicablePolicy, PointsKeptAt

_LEVELS = {PointsKeptAt.TOTAL: 0, PointsKeptAt.LEVEL1: 1, PointsKeptAt.LEVEL2: 2}


def redistribution_follows_framework(case: Case) -> Iterator[Finding]:
    """A finding for each indicator whose points were changed and may not be, where the bureau sets the points.

    They may only rise, and only where an indicator of the same scope gave its points away. Where units set points
    themselves every move is allowed that keeps the sums, which `points_sum_to_total` looks at.
    """
    if case.framework.is_points_set_by_unit:
        return
    giving = {_scope(case, leaf) for leaf in case.framework.leaves if _gives_away(case, leaf)}
    for leaf in case.framework.leaves:
        score = case.sheet.indicators[leaf.code]
        if leaf.own is not None or not score.is_applicable or score.points == leaf.points:
            continue
        if score.points > leaf.points and _scope(case, leaf) in giving:
            continue
        places = case.framework.rounding.points_places
        yield case.finding(
            "redistribution_follows_framework",
            f"indicators.{leaf.code}.set_points",
            expected=plain_text(leaf.points, places),
            found=plain_text(score.points, places),
            answer=case.entry(leaf.code).reason.strip(),
            name=case.name_of(leaf.code),
            why=_why(case, leaf, is_cut=score.points < leaf.points),
        )


def _gives_away(case: Case, leaf: Indicator) -> bool:
    score = case.sheet.indicators[leaf.code]
    return leaf.not_applicable is NotApplicablePolicy.REDISTRIBUTE and not score.is_applicable


def _scope(case: Case, leaf: Indicator) -> str:
    """The code of the node whose sum is kept, empty for the whole form; a leaf above that level is its own."""
    return ".".join(leaf.code.split(".")[: _LEVELS[case.framework.points_kept_at]])


def _why(case: Case, leaf: Indicator, *, is_cut: bool) -> str:
    if is_cut:
        return "分值只能从不涉及的指标调出"
    scope = _scope(case, leaf)
    where = f"“{case.framework.nodes[scope].name}”里" if scope in case.framework.nodes else ""
    return f"{where}没有不涉及的指标，没有分值可以调入"
