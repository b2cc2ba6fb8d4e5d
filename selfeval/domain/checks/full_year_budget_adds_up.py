"""年初预算＋预算调整＋其他调整＋上年结转＝全年预算数."""

from collections.abc import Iterator

from selfeval.domain.amounts import ZERO
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding

_OPTIONAL = ("opening_carryover", "budget_adjustment", "other_adjustment")


def full_year_budget_adds_up(case: Case) -> Iterator[Finding]:
    """Only where the full-year budget is typed: a derived one cannot disagree. Blank adjustments count as none.

    Silent where the framework does not ask for the adjustments: the sheets of 2020 print 年初 and 全年 without what
    lies between them.
    """
    filed, original = case.figure("full_year_budget"), case.figure("original_budget")
    if filed is None or original is None or "full_year_budget" in case.framework.derived_by_code:
        return
    if "budget_adjustment" not in case.framework.fields_by_code:
        return
    expected = original + sum((case.figure(code) or ZERO for code in _OPTIONAL), ZERO)
    if abs(filed - expected) > case.thresholds.money_tolerance:
        yield case.finding(
            "full_year_budget_adds_up",
            "fields.full_year_budget",
            "fields.original_budget",
            *(f"fields.{code}" for code in _OPTIONAL if case.has_figure(code)),
            expected=expected,
            found=filed,
            difference=case.money(abs(filed - expected)),
        )
