"""Cumulative expenditure rises through the year: 一季度 ≤ 半年 ≤ 三季度 ≤ 11月 ≤ 全年."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding

NODES: Final = ("spent_by_q1", "spent_by_h1", "spent_by_q3", "spent_by_november", "actual_expenditure")


def cumulative_spending_never_falls(case: Case) -> Iterator[Finding]:
    """A finding for each filled node below the filled node before it."""
    filled = [(code, value) for code in NODES if (value := case.figure(code)) is not None]
    for (earlier, before), (later, after) in pairwise(filled):
        if before - after > case.thresholds.money_tolerance:
            yield case.finding(
                "cumulative_spending_never_falls",
                f"fields.{later}",
                f"fields.{earlier}",
                expected=before,
                found=after,
                later=case.framework.label_of(later),
                earlier=case.framework.label_of(earlier),
            )
