"""Checks (核查规则): each one function, in a file of its name, named after what must be true.

A check gets a `Case` (framework, filing, score sheet) and yields findings; it never raises and never changes anything.
`CHECKS` is the order in which findings are listed. Wording and severities are in `messages`. The identities that a
framework brings along (勾稽关系) run last.
"""

from decimal import localcontext
from typing import Final

from selfeval.domain.amounts import CONTEXT
from selfeval.domain.checks.all_indicators_scored import all_indicators_scored
from selfeval.domain.checks.carryover_agrees_with_closing_balance import carryover_agrees_with_closing_balance
from selfeval.domain.checks.case import Case, Check
from selfeval.domain.checks.closing_balance_adds_up import closing_balance_adds_up
from selfeval.domain.checks.cumulative_spending_never_falls import cumulative_spending_never_falls
from selfeval.domain.checks.expenditure_parts_add_up import expenditure_parts_add_up
from selfeval.domain.checks.explanation_given import explanation_given
from selfeval.domain.checks.framework_checks import framework_checks
from selfeval.domain.checks.full_year_budget_adds_up import full_year_budget_adds_up
from selfeval.domain.checks.lost_points_explained import lost_points_explained
from selfeval.domain.checks.narrative_within_limits import narrative_within_limits
from selfeval.domain.checks.overachievement_explained import overachievement_explained
from selfeval.domain.checks.points_sum_to_total import points_sum_to_total
from selfeval.domain.checks.required_fields_filled import required_fields_filled
from selfeval.domain.checks.scores_within_points import scores_within_points
from selfeval.domain.checks.self_score_matches_computed import self_score_matches_computed
from selfeval.domain.checks.troubles import (
    cap_rate_is_known,
    denominator_is_zero,
    inputs_of_not_applicable_ignored,
    not_applicable_is_allowed,
    rate_within_range,
)
from selfeval.domain.filing import Filing
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Framework
from selfeval.domain.scoring.results import ScoreSheet

CHECKS: Final[tuple[Check, ...]] = (
    required_fields_filled,
    narrative_within_limits,
    points_sum_to_total,
    scores_within_points,
    all_indicators_scored,
    lost_points_explained,
    self_score_matches_computed,
    explanation_given,
    overachievement_explained,
    not_applicable_is_allowed,
    inputs_of_not_applicable_ignored,
    denominator_is_zero,
    rate_within_range,
    cap_rate_is_known,
    full_year_budget_adds_up,
    closing_balance_adds_up,
    carryover_agrees_with_closing_balance,
    expenditure_parts_add_up,
    cumulative_spending_never_falls,
    framework_checks,
)

__all__ = ["CHECKS", "Case", "run_checks"]


def run_checks(framework: Framework, filing: Filing, sheet: ScoreSheet) -> tuple[Finding, ...]:
    """The findings of every check, in the order of `CHECKS`."""
    case = Case(framework=framework, filing=filing, sheet=sheet)
    with localcontext(CONTEXT):
        return tuple(finding for check in CHECKS for finding in check(case))
