"""What was not spent is what is carried over, unless it was taken back: 1 － 执行率 ≈ 结转结余率."""

from collections.abc import Iterator

from selfeval.domain.amounts import ONE, compared
from selfeval.domain.checks.case import Case
from selfeval.domain.checks.execution_rate import execution_rate
from selfeval.domain.findings import Finding


def balance_agrees_with_execution(case: Case) -> Iterator[Finding]:
    """Both rates on the full-year budget. Silent where 年末结余 is filled: two other checks hold it to the fen."""
    rate, balance, budget = execution_rate(case), case.figure("carryover_balance"), case.figure("full_year_budget")
    if rate is None or balance is None or not budget or case.figure("closing_balance") is not None:
        return
    stated, expected = balance / budget, ONE - rate
    limit = case.thresholds.carryover_rate_difference
    if compared(abs(stated - expected)) > limit:
        yield case.finding(
            "balance_agrees_with_execution",
            "fields.carryover_balance",
            "fields.actual_expenditure",
            expected=case.percent(expected),
            found=case.percent(stated),
            label=case.framework.label_of("carryover_balance"),
            execution=case.percent(rate),
            difference=case.money(abs(budget * expected - balance)),
        )
