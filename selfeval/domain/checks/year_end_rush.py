"""The year's spending is not crowded into December (年末突击花钱)."""

from collections.abc import Iterator

from selfeval.domain.amounts import compared
from selfeval.domain.checks.answers import limit_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding


def year_end_rush(case: Case) -> Iterator[Finding]:
    """December's share of the year's spending; silent while the spending to November or of the year is missing."""
    november, year = case.figure("spent_by_november"), case.figure("actual_expenditure")
    if november is None or year is None or year <= 0:
        return
    share, limit = (year - november) / year, case.thresholds.december_most
    if compared(share) > limit:
        yield case.finding(
            "year_end_rush",
            "fields.spent_by_november",
            "fields.actual_expenditure",
            expected=limit_text(case, "december_most"),
            found=case.percent(share, beside=limit),
            december=case.money(year - november),
        )
