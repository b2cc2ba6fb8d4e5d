"""The total keeps to the cap that the framework sets for a low execution rate."""

from collections.abc import Iterator

from selfeval.domain.amounts import ZERO, plain_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Cap, Severity


def total_within_execution_cap(case: Case) -> Iterator[Finding]:
    """A warning where the cap cuts the total, answered by the reason filed with the rate it looks at.

    An error where the self scores go beyond the cap and beyond what is computed. A cap that cuts nothing is not told.
    """
    ceiling = case.sheet.total.capped_at
    cap = None if ceiling is None else _cap(case)
    if ceiling is None or cap is None:
        return
    scores = case.sheet.indicators.values()
    computed = sum((each.computed_score for each in scores if each.computed_score is not None), ZERO)
    filed = sum((each.self_score for each in scores if each.self_score is not None), ZERO)
    if max(computed, filed) <= ceiling:
        return
    is_raised = filed > ceiling and filed > computed
    rate = case.sheet.indicators[cap.rate]
    places = case.framework.rounding.points_places
    yield case.finding(
        "total_within_execution_cap",
        f"indicators.{cap.rate}",
        severity=Severity.ERROR if is_raised else None,
        expected=plain_text(ceiling, places),
        found=plain_text(filed if filed > ceiling else computed, places),
        answer=None if is_raised else case.entry(cap.rate).reason.strip(),
        name=case.name_of(cap.rate),
        rate=rate.rate_text,
        advice="；自评得分高出计算得分，请改正" if is_raised else "",
    )


def _cap(case: Case) -> Cap | None:
    """The cap that made the ceiling."""
    for cap in case.framework.caps:
        rate = case.sheet.indicators[cap.rate].rate
        if rate is None or cap.total_at_most != case.sheet.total.capped_at:
            continue
        is_percent = case.framework.nodes[cap.rate].is_percent
        if case.framework.rounding.threshold(rate, is_percent=is_percent) in cap.interval:
            return cap
    return None
