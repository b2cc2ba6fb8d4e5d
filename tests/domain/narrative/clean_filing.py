"""The published form mended until it agrees throughout, with the long report in its text boxes."""

from collections.abc import Mapping
from typing import Any

from selfeval.domain.assessment import Assessment
from selfeval.domain.files import Plain
from tests.domain.checks.real_form import assessed
from tests.domain.narrative.long_report import sections

CARRYOVER_RATE = "process.budget_execution.carryover_rate"
# The carry-over stated is the balance, the parts the whole.
FIELDS: dict[str, Plain] = {
    "carryover_balance": "547.84",
    "other_adjustment": None,
    "original_budget": "2559.01",
    "project_expenditure_budget": "2715.55",
    "project_budget_items": [{"label": "全部项目", "amount": "2715.55"}],
    "project_actual_items": [{"label": "全部项目", "amount": "2198.03"}],
}
# The score filed is the computed one, set points as the reference has them.
ENTRIES: dict[str, dict[str, Plain]] = {
    CARRYOVER_RATE: {"self_score": "2", "analysis": None, "reason": "部分尾款按合同跨年支付，结余偏多"},
    "process.budget_execution.adjustment_rate": {"self_score": None},
    "process.budget_execution.three_public_control_rate": {"set_points": None, "self_score": None},
    "process.asset_management.asset_safety": {"set_points": None, "points": "3", "self_score": None},
    "process.asset_management.fixed_asset_utilisation_rate": {"set_points": None},
    "output.duty_performance.key_tasks_completion": {"set_points": None, "points": "6", "self_score": "6"},
}


def clean_filing(
    *,
    fields: Mapping[str, Plain] | None = None,
    entries: Mapping[str, Mapping[str, Plain]] | None = None,
    **parts: Any,
) -> Assessment:
    """That filing with `fields` and `entries` typed over, and `parts` of it replaced."""
    typed = {code: {**ENTRIES.get(code, {}), **entry} for code, entry in (entries or {}).items()}
    texts: dict[str, Plain] = {
        "mandate": "承担辖区公共设施的建设、养护和运行。",
        "staffing": "核定编制51名，年末在职51人。",
        "budget_execution": sections()[0].text.replace("2,424.03", "2,559.01"),
        "performance_analysis": "\n".join(section.text for section in sections()[1:]),
    }
    return assessed(
        fields={**FIELDS, **(fields or {})},
        entries={**ENTRIES, **typed},
        **{"narratives": texts, "explanations": None, **parts},
    )
