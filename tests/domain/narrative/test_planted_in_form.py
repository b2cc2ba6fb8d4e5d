"""One figure, score or reason of the clean filing falsified: what it breaks is told in its boxes, and nothing else is.

What each is expected to break was worked out by reading the form; a figure may stand in several sums.
"""

from typing import Any

import pytest

from tests.domain.narrative.clean_filing import CARRYOVER_RATE, clean_filing

EXECUTION = "process.budget_execution"
TASKS = "output.duty_performance.key_tasks_completion"
UTILISATION = "process.asset_management.fixed_asset_utilisation_rate"
SATISFACTION = "effect.performance_benefit.satisfaction"
QUALITY = "output.duty_performance.quality_achievement"
ACHIEVED = "output.duty_performance.actual_achievement"
SYSTEM = "process.budget_management.system_soundness"
STAFF = "input.budget_allocation.staff_control_rate"
CHANGE = "input.budget_allocation.three_public_change_rate"
# True of the published figures, and left when one of them makes room for another finding.
KNOWN = {"year_end_rush", "score_consistent_with_execution"}
SELF = "self_score_matches_computed"


def typed(**fields: Any) -> dict[str, Any]:
    return {"fields": fields}


def entered(code: str, **entry: Any) -> dict[str, Any]:
    return {"entries": {code: entry}}


def rows(**amounts: str) -> list[dict[str, str]]:
    return [{"label": label, "amount": amount} for label, amount in amounts.items()]


# What is planted; which checks tell it, in which box.
PLANTED: list[tuple[dict[str, Any], set[tuple[str, str]]]] = [
    (
        typed(closing_balance="574.84"),
        {
            ("closing_balance_adds_up", "fields.closing_balance"),
            ("carryover_agrees_with_closing_balance", "fields.carryover_balance"),
        },
    ),
    (typed(closing_balance=None), {("required_fields_filled", "fields.closing_balance")}),
    (typed(carryover_balance="16.07"), {("carryover_agrees_with_closing_balance", "fields.carryover_balance")}),
    (
        typed(basic_expenditure_actual="279.14"),
        {
            ("expenditure_parts_add_up", "fields.actual_expenditure"),
            ("expenditure_parts_add_up", "fields.basic_expenditure_actual"),
        },
    ),
    (
        typed(project_expenditure_actual="2918.03"),
        {
            ("expenditure_parts_add_up", "fields.actual_expenditure"),
            ("project_actual_items_add_up", "fields.project_expenditure_actual"),
        },
    ),
    (
        typed(operating_expenditure_budget="390.23"),
        {("expenditure_parts_add_up", "fields.basic_expenditure_budget")},
    ),
    (typed(spent_by_q3="132.69"), {("cumulative_spending_never_falls", "fields.spent_by_q3")}),
    (
        typed(spent_by_november="15932.6"),
        {
            ("cumulative_spending_never_falls", "fields.actual_expenditure"),
            (SELF, f"indicators.{EXECUTION}.payment_progress_rate.self_score"),
        },
    ),
    (
        typed(project_actual_items=rows(全部项目="2189.03")),
        {("project_actual_items_add_up", "fields.project_expenditure_actual")},
    ),
    (
        typed(project_actual_items=rows(全部项目="2000", 展会服务="198.03")),
        {("spending_items_were_budgeted", "fields.project_actual_items")},
    ),
    (
        typed(budget_adjustment="448"),
        {
            ("closing_balance_adds_up", "fields.closing_balance"),
            ("budget_adjustment_items_add_up", "fields.budget_adjustment"),
            ("budget_parts_agree_with_full_year_budget", "fields.basic_expenditure_budget"),
        },
    ),
    (
        typed(three_public_actual="46.01"),
        {
            ("three_public_within_budget", "fields.three_public_actual"),
            ("lost_points_explained", f"indicators.{EXECUTION}.three_public_control_rate.reason"),
        },
    ),
    (
        typed(three_public_budget_prior="30"),
        {("three_public_within_budget", "fields.three_public_budget"), (SELF, f"indicators.{CHANGE}.reason")},
    ),
    (
        typed(three_public_budget="440600"),
        {
            ("unit_slip", "fields.three_public_budget"),
            ("three_public_within_budget", "fields.three_public_budget"),
            (SELF, f"indicators.{CHANGE}.reason"),
        },
    ),
    (
        typed(staff_on_post="53"),
        {("staff_within_posts", "fields.staff_on_post"), (SELF, f"indicators.{STAFF}.reason")},
    ),
    (
        typed(authorised_posts="0"),
        {("denominator_is_zero", "fields.authorised_posts"), (SELF, f"indicators.{STAFF}.reason")},
    ),
    (
        typed(procurement_budget="0"),
        {
            ("denominator_is_zero", "fields.procurement_budget"),
            (SELF, f"indicators.{EXECUTION}.procurement_execution_rate.reason"),
        },
    ),
    ({"filed_on": None}, {("required_fields_filled", "filed_on")}),
    ({"evaluators": []}, {("required_fields_filled", "evaluators")}),
    (
        entered(TASKS, self_score="9"),
        {("scores_within_points", f"indicators.{TASKS}.self_score"), (SELF, f"indicators.{TASKS}.self_score")},
    ),
    (entered(QUALITY, self_score="6"), {(SELF, f"indicators.{QUALITY}.self_score")}),
    (entered(CARRYOVER_RATE, self_score="3", reason=None), {(SELF, f"indicators.{CARRYOVER_RATE}.reason")}),
    (entered(CARRYOVER_RATE, reason=None), {("lost_points_explained", f"indicators.{CARRYOVER_RATE}.reason")}),
    (
        entered(f"{EXECUTION}.completion_rate", reason="疫情"),
        {("explanation_given", f"indicators.{EXECUTION}.completion_rate.reason")},
    ),
    (entered(TASKS, set_points="5", points="5", self_score="5"), {("points_sum_to_total", "indicators")}),
    (
        {"entries": {UTILISATION: {"set_points": "1"}, TASKS: {"set_points": "9", "points": "9", "self_score": "9"}}},
        {("points_not_moved_off_failing_indicators", f"indicators.{UTILISATION}.set_points")},
    ),
    (
        entered(ACHIEVED, points=None, self_score=None),
        {("all_indicators_scored", f"indicators.{ACHIEVED}.points")},
    ),
    (
        entered(SATISFACTION, analysis="满意度为100%。", reason=None),
        {("satisfaction_has_survey", f"indicators.{SATISFACTION}.analysis")},
    ),
    (
        entered(SYSTEM, applicable="false"),
        {
            ("not_applicable_is_allowed", f"indicators.{SYSTEM}.applicable"),
            ("inputs_of_not_applicable_ignored", f"indicators.{SYSTEM}.applicable"),
            ("points_sum_to_total", "indicators"),
        },
    ),
]  # fmt: skip


@pytest.mark.parametrize(("planted", "told"), PLANTED)
def test_what_is_falsified_in_the_form_is_found_there_and_nothing_else(
    planted: dict[str, Any], told: set[tuple[str, str]]
) -> None:
    findings = clean_filing(texts=False, **planted).findings

    assert {(each.check, each.where[0]) for each in findings if each.check not in KNOWN} == told
