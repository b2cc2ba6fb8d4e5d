"""The budget is neither overspent nor left unspent without a word: execution rate 80 % to 100 %."""

from collections.abc import Iterator

from selfeval.domain.amounts import compared
from selfeval.domain.checks.answers import analysis_about, limit_text, reason_about
from selfeval.domain.checks.case import Case
from selfeval.domain.checks.execution_rate import execution_rate
from selfeval.domain.findings import Finding

_CODES = ("actual_expenditure", "full_year_budget")


def execution_not_over_budget(case: Case) -> Iterator[Finding]:
    """Answered by the reason filed with the execution rate, or by its analysis: overspending costs no points."""
    rate, limits = execution_rate(case), case.thresholds
    if rate is None or limits.execution_least <= compared(rate) <= limits.execution_most:
        return
    is_over = rate > limits.execution_most
    limit = limits.execution_most if is_over else limits.execution_least
    yield case.finding(
        "execution_not_over_budget",
        *(f"fields.{code}" for code in _CODES if code in case.framework.fields_by_code),
        expected=limit_text(case, "execution_most" if is_over else "execution_least"),
        found=case.percent(rate, beside=limit),
        answer=reason_about(case, *_CODES) or analysis_about(case, *_CODES),
        direction="超过" if is_over else "低于",
    )
