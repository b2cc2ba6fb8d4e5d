"""全年预算数－全年执行数＝年末结余."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding


def closing_balance_adds_up(case: Case) -> Iterator[Finding]:
    """Silent while one of the three figures is not filled."""
    budget, actual = case.figure("full_year_budget"), case.figure("actual_expenditure")
    filed = case.figure("closing_balance")
    if budget is None or actual is None or filed is None:
        return
    expected = budget - actual
    if abs(filed - expected) > case.thresholds.money_tolerance:
        yield case.finding(
            "closing_balance_adds_up",
            "fields.closing_balance",
            "fields.actual_expenditure",
            expected=expected,
            found=filed,
            budget=case.money(budget),
            actual=case.money(actual),
            difference=case.money(abs(filed - expected)),
        )
