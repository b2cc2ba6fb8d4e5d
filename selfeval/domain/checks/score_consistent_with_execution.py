"""The score is not far above the execution of the budget."""

from collections.abc import Iterator

from selfeval.domain.amounts import ONE, compared
from selfeval.domain.checks.case import Case
from selfeval.domain.checks.execution_rate import execution_rate
from selfeval.domain.findings import Finding


def score_consistent_with_execution(case: Case) -> Iterator[Finding]:
    """(得分率－执行率)÷得分率 within the threshold; silent while a score or a figure is missing."""
    scores, total = case.sheet.indicators.values(), case.sheet.total
    execution = execution_rate(case)
    if execution is None or total.points <= 0 or total.self_score <= 0:
        return
    if any(each.self_score is None for each in scores):
        return
    score_rate = total.self_score / total.points
    above = (score_rate - min(execution, ONE)) / score_rate
    limit = case.thresholds.score_over_execution
    if compared(above) > limit:
        yield case.finding(
            "score_consistent_with_execution",
            "fields.actual_expenditure",
            expected=case.percent(execution),
            found=case.percent(score_rate),
            above=case.percent(above, beside=limit),
        )
