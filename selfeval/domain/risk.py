"""How much a filing needs a reviewer's eye, as a number to order by and in words.

The weights are ours: what stands although it is wrong weighs most, what the unit explained least.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final

from selfeval.domain.amounts import ZERO, number_text
from selfeval.domain.assessment import Assessment
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity

ERROR: Final = 10
WARNING: Final = 5
EXPLAINED: Final = 3
# For every point that the unit gives itself above what is computed.
POINT_ABOVE: Final = 2
ABOVE_EXECUTION: Final = 5
# For every five points, begun, that stand on another indicator than the framework gives them to.
FIVE_MOVED: Final = 1
_FIVE: Final = 5
# For a total that went up or down by this many points since last year, and what it weighs.
FAR_FROM_LAST_YEAR: Final = Decimal(5)
CHANGED_SINCE: Final = 5
_EXECUTION_CHECK: Final = "score_consistent_with_execution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """`weight` 0 is nothing to look at; `reasons` are in the order of their weight in the table above."""

    weight: int
    reasons: tuple[str, ...]


def risk_of(assessment: Assessment) -> Risk:
    """The risk of a filing as assessed."""
    parts = [
        *_of_findings(assessment.findings),
        *_of_scores(assessment),
        *_of_moved_points(assessment),
        *_since_last_year(assessment),
    ]
    return Risk(weight=sum(weight for weight, _ in parts), reasons=tuple(reason for _, reason in parts))


def _of_findings(findings: tuple[Finding, ...]) -> Iterator[tuple[int, str]]:
    errors = [each for each in findings if each.severity is Severity.ERROR]
    warnings = [each for each in findings if each.severity is Severity.WARNING]
    waived = [each for each in warnings if each.waiver is not None]
    explained = [each for each in warnings if each.waiver is None and each.explanation]
    for weight, words, count in (
        (ERROR, "错误{}项未改", sum(each.waiver is None for each in errors)),
        (ERROR, "错误{}项已豁免", sum(each.waiver is not None for each in errors)),
        (WARNING, "提醒{}项未说明", len(warnings) - len(waived) - len(explained)),
        (EXPLAINED, "提醒{}项已豁免", len(waived)),
        (EXPLAINED, "提醒{}项已说明", len(explained)),
    ):
        if count:
            yield weight * count, words.format(count)


def _of_moved_points(assessment: Assessment) -> Iterator[tuple[int, str]]:
    """Points that stand on another indicator than the framework gives them to; the unit's own indicators have none."""
    scores = assessment.sheet.indicators
    given = (scores[leaf.code].points - leaf.points for leaf in assessment.framework.leaves if leaf.own is None)
    moved = sum((each for each in given if each > ZERO), ZERO)
    if moved:
        counted = min(moved, assessment.framework.total_points)
        points = int(counted.to_integral_value(rounding=ROUND_CEILING))
        yield FIVE_MOVED * -(-points // _FIVE), f"调整分值{number_text(moved)}分"


def _since_last_year(assessment: Assessment) -> Iterator[tuple[int, str]]:
    """How far the unit's total is from last year's, where the two can be compared."""
    now, prior = assessment.sheet.total, assessment.prior
    if prior is None or assessment.sheet.unscored or prior.sheet.unscored:
        return
    then = prior.sheet.total
    if then.points != now.points:
        return
    change = now.self_score - then.self_score
    if abs(change) >= FAR_FROM_LAST_YEAR:
        places = assessment.framework.rounding.points_places
        yield CHANGED_SINCE, f"自评比上年{'高' if change > ZERO else '低'}{number_text(abs(change), places)}分"


def _of_scores(assessment: Assessment) -> Iterator[tuple[int, str]]:
    total, places = assessment.sheet.total, assessment.framework.rounding.points_places
    above = total.self_score - total.computed_score
    if above > ZERO:
        # A slip of many digits is no riskier than full marks for nothing, and must fit its column.
        counted = min(above, assessment.framework.total_points)
        points = int(counted.to_integral_value(rounding=ROUND_CEILING))
        yield POINT_ABOVE * points, f"自评高出计算{number_text(above, places)}分"
    for finding in assessment.findings:
        if finding.check == _EXECUTION_CHECK:
            yield ABOVE_EXECUTION, f"得分率{finding.found}，预算执行率{finding.expected}"
