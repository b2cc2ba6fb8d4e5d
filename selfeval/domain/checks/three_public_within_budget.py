"""“三公”经费 keep to their budget, and the budget to last year's within a margin."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval.domain.amounts import compared
from selfeval.domain.checks.answers import is_told_as_zero_denominator, limit_text, reason_about
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding

_ACTUAL, _BUDGET, _PRIOR = "three_public_actual", "three_public_budget", "three_public_budget_prior"


def three_public_within_budget(case: Case) -> Iterator[Finding]:
    """Each answered by the reason filed with the indicator computed from the two figures.

    Silent where a figure is missing, and without a budget last year: there is nothing to compare the change with.
    """
    budget, actual = case.figure(_BUDGET), case.figure(_ACTUAL)
    if budget is None:
        return
    is_told = budget == 0 and is_told_as_zero_denominator(case, _ACTUAL, _BUDGET)
    if actual is not None and actual - budget > case.thresholds.money_tolerance and not is_told:
        yield _over_budget(case, actual, budget)
    yield from _changed(case, budget)


def _over_budget(case: Case, actual: Decimal, budget: Decimal) -> Finding:
    other = f"{case.framework.label_of(_BUDGET)}{case.money(budget)}{case.framework.money_unit.label}"
    return case.finding(
        "three_public_within_budget",
        f"fields.{_ACTUAL}",
        f"fields.{_BUDGET}",
        expected=budget,
        found=actual,
        answer=reason_about(case, _ACTUAL, _BUDGET),
        label=case.framework.label_of(_ACTUAL),
        relation=f"超过{other}",
    )


def _changed(case: Case, budget: Decimal) -> Iterator[Finding]:
    before = case.figure(_PRIOR)
    if before is None:
        before = case.prior_figure(_BUDGET)
    if before is None or before <= 0:
        return
    change, limit = (budget - before) / before, case.thresholds.three_public_change
    if compared(abs(change)) <= limit:
        return
    share = f"{'增加' if change > 0 else '减少'}{case.percent(abs(change), beside=limit)}"
    allowed = limit_text(case, "three_public_change")
    yield case.finding(
        "three_public_within_budget",
        f"fields.{_BUDGET}",
        *([f"fields.{_PRIOR}"] if case.has_figure(_PRIOR) else []),
        expected=before,
        found=budget,
        answer=reason_about(case, _BUDGET, _PRIOR),
        label=case.framework.label_of(_BUDGET),
        relation=f"比上年{case.money(before)}{case.framework.money_unit.label}{share}，变动超过{allowed}",
    )
