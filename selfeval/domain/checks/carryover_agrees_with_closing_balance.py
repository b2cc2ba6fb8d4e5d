"""A carry-over (结转结余) stated by the unit equals 年末结余, or is explained."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding


def carryover_agrees_with_closing_balance(case: Case) -> Iterator[Finding]:
    """Silent while one of the two is not filled."""
    stated, balance = case.figure("carryover_balance"), case.figure("closing_balance")
    if stated is None or balance is None or abs(stated - balance) <= case.thresholds.money_tolerance:
        return
    yield case.finding(
        "carryover_agrees_with_closing_balance",
        "fields.carryover_balance",
        expected=balance,
        found=stated,
        difference=case.money(abs(stated - balance)),
    )
