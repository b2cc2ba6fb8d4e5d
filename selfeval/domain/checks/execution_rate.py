"""The execution rate (预算执行率) as checks read it from the figures: 全年执行数 ÷ 全年预算数."""

from decimal import Decimal

from selfeval.domain.checks.case import Case


def execution_rate(case: Case) -> Decimal | None:
    """A ratio; None while one of the two figures is not filled, and over a budget of nothing."""
    actual, budget = case.figure("actual_expenditure"), case.figure("full_year_budget")
    return None if actual is None or budget is None or budget <= 0 else actual / budget
