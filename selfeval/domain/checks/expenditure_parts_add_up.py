"""基本＋项目＝支出合计; 人员＋公用＝基本支出; the parts of 三公 = 三公."""

from collections.abc import Iterator
from typing import Final

from selfeval.domain.amounts import ZERO
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding

IDENTITIES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("actual_expenditure", ("basic_expenditure_actual", "project_expenditure_actual")),
    ("basic_expenditure_budget", ("personnel_expenditure_budget", "operating_expenditure_budget")),
    ("basic_expenditure_actual", ("personnel_expenditure_actual", "operating_expenditure_actual")),
    ("operating_expenditure_actual", ("goods_and_services_actual", "capital_outlay_actual")),
    *(
        (
            f"three_public_{year}",
            (
                f"overseas_travel_{year}",
                f"vehicle_purchase_{year}",
                f"vehicle_running_{year}",
                f"official_reception_{year}",
            ),
        )
        for year in ("budget", "budget_prior", "actual")
    ),
)


def expenditure_parts_add_up(case: Case) -> Iterator[Finding]:
    """A finding for each identity that fails; silent while the whole or any of its parts is not filled."""
    for whole, parts in IDENTITIES:
        total, amounts = case.figure(whole), [case.figure(part) for part in parts]
        filled = [amount for amount in amounts if amount is not None]
        if total is None or len(filled) < len(parts):
            continue
        expected = sum(filled, ZERO)
        if abs(total - expected) > case.thresholds.money_tolerance:
            yield case.finding(
                "expenditure_parts_add_up",
                *(f"fields.{code}" for code in (whole, *parts)),
                expected=expected,
                found=total,
                whole=case.framework.label_of(whole),
                parts="＋".join(case.framework.label_of(part) for part in parts),
                difference=case.money(abs(total - expected)),
            )
