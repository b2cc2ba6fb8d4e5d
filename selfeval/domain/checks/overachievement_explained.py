"""An own indicator far above or far below its target has a reason."""

from collections.abc import Iterator

from selfeval.domain.amounts import HUNDRED, compared, number_text
from selfeval.domain.checks.answers import limit_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Indicator
from selfeval.domain.scoring.results import Trouble
from selfeval.domain.scoring.rules import Target
from selfeval.domain.scoring.target import completion


def overachievement_explained(case: Case) -> Iterator[Finding]:
    """A warning for each completion beyond the limits, answered by the reason filed with the indicator.

    The upper limit is the framework's where it names one. One that costs points for going beyond it needs no reason
    besides, and below the lower limit `lost_points_explained` asks first where points were lost without a word.
    """
    for leaf in case.framework.leaves:
        yield from _of_rule(case, leaf) if _upper_limit(leaf) else _of_thresholds(case, leaf)
        yield from _far_below(case, leaf)


def _upper_limit(leaf: Indicator) -> bool:
    return isinstance(leaf.rule, Target) and leaf.rule.over is not None


def _of_rule(case: Case, leaf: Indicator) -> Iterator[Finding]:
    rule = leaf.rule
    score = case.sheet.indicators[leaf.code]
    if Trouble.OVERACHIEVED in score.troubles and isinstance(rule, Target) and rule.over is not None:
        limit = f"{number_text(rule.over.above * HUNDRED)}%"
        yield _finding(case, leaf, limit=limit, found=score.rate_text, is_above=True)


def _of_thresholds(case: Case, leaf: Indicator) -> Iterator[Finding]:
    ratio = None if leaf.own is None else completion(leaf.own)
    most = case.thresholds.completion_most
    if ratio is not None and compared(ratio) > most:
        found = case.percent(ratio, beside=most)
        yield _finding(case, leaf, limit=limit_text(case, "completion_most"), found=found, is_above=True)


def _far_below(case: Case, leaf: Indicator) -> Iterator[Finding]:
    ratio = None if leaf.own is None else completion(leaf.own)
    least = case.thresholds.completion_least
    if ratio is None or compared(ratio) >= least:
        return
    score = case.sheet.indicators[leaf.code]
    has_lost = score.self_score is not None and score.self_score < score.points
    if has_lost and not case.entry(leaf.code).reason.strip():
        return
    found = case.percent(ratio, beside=least)
    yield _finding(case, leaf, limit=limit_text(case, "completion_least"), found=found, is_above=False)


def _finding(case: Case, leaf: Indicator, *, limit: str, found: str, is_above: bool) -> Finding:
    return case.finding(
        "overachievement_explained",
        f"indicators.{leaf.code}.reason",
        expected=limit,
        found=found,
        answer=case.entry(leaf.code).reason,
        name=case.name_of(leaf.code),
        direction="超过" if is_above else "低于",
        advice="指标值是否定得偏低" if is_above else "指标值是否定得偏高，或任务为什么没有完成",
    )
