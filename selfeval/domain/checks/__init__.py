"""Checks (核查规则): each one function, in a file of its name, named after what must be true.

A check gets a `Case` (framework, filing, score sheet) and yields findings; it never raises and never changes anything.
`CHECKS` is the order in which findings are listed: those of money and scores, which run at every save, with the
identities that a framework brings along (勾稽关系) at their end; then those of the texts. Wording and severities are in
`messages`.
"""

import logging
from collections.abc import Iterable, Iterator
from decimal import localcontext
from typing import Final

from selfeval.domain.amounts import CONTEXT
from selfeval.domain.checks.all_indicators_scored import all_indicators_scored
from selfeval.domain.checks.attachments_are_there import attachments_are_there
from selfeval.domain.checks.balance_agrees_with_execution import balance_agrees_with_execution
from selfeval.domain.checks.cap_rate_is_known import cap_rate_is_known
from selfeval.domain.checks.carryover_agrees_with_closing_balance import carryover_agrees_with_closing_balance
from selfeval.domain.checks.case import Case, Check
from selfeval.domain.checks.closing_balance_adds_up import closing_balance_adds_up
from selfeval.domain.checks.cost_indicator_is_upper_bound import cost_indicator_is_upper_bound
from selfeval.domain.checks.counts_agree import counts_agree
from selfeval.domain.checks.cumulative_spending_never_falls import cumulative_spending_never_falls
from selfeval.domain.checks.denominator_is_zero import denominator_is_zero
from selfeval.domain.checks.deviations_are_quantified import deviations_are_quantified
from selfeval.domain.checks.evidence_attached import evidence_attached
from selfeval.domain.checks.evidence_from_the_year import evidence_from_the_year
from selfeval.domain.checks.evidence_not_reused import evidence_not_reused
from selfeval.domain.checks.execution_not_over_budget import execution_not_over_budget
from selfeval.domain.checks.expenditure_parts_add_up import expenditure_parts_add_up
from selfeval.domain.checks.explanation_given import explanation_given
from selfeval.domain.checks.framework_checks import framework_checks
from selfeval.domain.checks.full_year_budget_adds_up import full_year_budget_adds_up
from selfeval.domain.checks.indicator_not_in_output_and_effect_both import indicator_not_in_output_and_effect_both
from selfeval.domain.checks.inputs_of_not_applicable_ignored import inputs_of_not_applicable_ignored
from selfeval.domain.checks.items_add_up import items_add_up
from selfeval.domain.checks.linked_values_are_filled import linked_values_are_filled
from selfeval.domain.checks.lost_points_explained import lost_points_explained
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.checks.narrative_amounts_match_figures import narrative_amounts_match_figures
from selfeval.domain.checks.narrative_arithmetic_holds import narrative_arithmetic_holds
from selfeval.domain.checks.narrative_parts_sum import narrative_parts_sum
from selfeval.domain.checks.narrative_rates_recompute import narrative_rates_recompute
from selfeval.domain.checks.narrative_within_limits import narrative_within_limits
from selfeval.domain.checks.no_doubled_words import no_doubled_words
from selfeval.domain.checks.no_missing_numbers import no_missing_numbers
from selfeval.domain.checks.no_personal_data_in_public_copy import no_personal_data_in_public_copy
from selfeval.domain.checks.no_template_text_left import no_template_text_left
from selfeval.domain.checks.not_all_full_marks import not_all_full_marks
from selfeval.domain.checks.not_applicable_is_allowed import not_applicable_is_allowed
from selfeval.domain.checks.not_classified import not_classified
from selfeval.domain.checks.not_copied_from_another_unit import not_copied_from_another_unit
from selfeval.domain.checks.not_copied_from_last_year import not_copied_from_last_year
from selfeval.domain.checks.numbering_runs_on import numbering_runs_on
from selfeval.domain.checks.opening_matches_last_year import opening_matches_last_year
from selfeval.domain.checks.output_and_effect_texts_differ import output_and_effect_texts_differ
from selfeval.domain.checks.overachievement_explained import overachievement_explained
from selfeval.domain.checks.period_is_the_year import period_is_the_year
from selfeval.domain.checks.points_not_moved_off_failing_indicators import points_not_moved_off_failing_indicators
from selfeval.domain.checks.points_sum_to_total import points_sum_to_total
from selfeval.domain.checks.prior import Prior
from selfeval.domain.checks.quantitative_targets_complete import quantitative_targets_complete
from selfeval.domain.checks.quantity_is_not_a_payment_rate import quantity_is_not_a_payment_rate
from selfeval.domain.checks.rate_base_is_right import rate_base_is_right
from selfeval.domain.checks.rate_within_range import rate_within_range
from selfeval.domain.checks.rates_are_rounded import rates_are_rounded
from selfeval.domain.checks.reasons_are_substantive import reasons_are_substantive
from selfeval.domain.checks.redistribution_follows_framework import redistribution_follows_framework
from selfeval.domain.checks.required_fields_filled import required_fields_filled
from selfeval.domain.checks.satisfaction_has_survey import satisfaction_has_survey
from selfeval.domain.checks.score_consistent_with_execution import score_consistent_with_execution
from selfeval.domain.checks.scores_within_points import scores_within_points
from selfeval.domain.checks.self_score_matches_computed import self_score_matches_computed
from selfeval.domain.checks.spending_items_were_budgeted import spending_items_were_budgeted
from selfeval.domain.checks.staff_within_posts import staff_within_posts
from selfeval.domain.checks.stated_overachievement_explained import stated_overachievement_explained
from selfeval.domain.checks.statements_do_not_contradict import statements_do_not_contradict
from selfeval.domain.checks.target_is_measurable import target_is_measurable
from selfeval.domain.checks.target_not_below_last_year import target_not_below_last_year
from selfeval.domain.checks.targets_not_changed_after_approval import targets_not_changed_after_approval
from selfeval.domain.checks.three_public_within_budget import three_public_within_budget
from selfeval.domain.checks.thresholds import DEFAULT, CheckSettings, Thresholds
from selfeval.domain.checks.total_within_execution_cap import total_within_execution_cap
from selfeval.domain.checks.unit_slip import unit_slip
from selfeval.domain.checks.year_end_rush import year_end_rush
from selfeval.domain.evidence import EvidenceFact
from selfeval.domain.filing import Filing
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Framework
from selfeval.domain.narrative.similarity import OtherText
from selfeval.domain.scoring.results import ScoreSheet

MONEY_AND_SCORE_CHECKS: Final[tuple[Check, ...]] = (
    required_fields_filled,
    narrative_within_limits,
    points_sum_to_total,
    scores_within_points,
    all_indicators_scored,
    lost_points_explained,
    self_score_matches_computed,
    explanation_given,
    overachievement_explained,
    quantitative_targets_complete,
    target_is_measurable,
    target_not_below_last_year,
    targets_not_changed_after_approval,
    cost_indicator_is_upper_bound,
    quantity_is_not_a_payment_rate,
    indicator_not_in_output_and_effect_both,
    redistribution_follows_framework,
    points_not_moved_off_failing_indicators,
    satisfaction_has_survey,
    not_all_full_marks,
    total_within_execution_cap,
    score_consistent_with_execution,
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
    items_add_up,
    spending_items_were_budgeted,
    balance_agrees_with_execution,
    execution_not_over_budget,
    year_end_rush,
    three_public_within_budget,
    staff_within_posts,
    opening_matches_last_year,
    unit_slip,
    evidence_attached,
    evidence_not_reused,
    evidence_from_the_year,
    framework_checks,
)
# Read the texts for numbers and words; run when a text is left, before submission and on old forms.
TEXT_CHECKS: Final[tuple[Check, ...]] = (
    narrative_amounts_match_figures,
    narrative_arithmetic_holds,
    narrative_rates_recompute,
    rates_are_rounded,
    rate_base_is_right,
    narrative_parts_sum,
    counts_agree,
    stated_overachievement_explained,
    deviations_are_quantified,
    period_is_the_year,
    no_missing_numbers,
    no_doubled_words,
    numbering_runs_on,
    output_and_effect_texts_differ,
    not_copied_from_last_year,
    not_copied_from_another_unit,
    statements_do_not_contradict,
    no_template_text_left,
    linked_values_are_filled,
    reasons_are_substantive,
    no_personal_data_in_public_copy,
    not_classified,
    attachments_are_there,
)
CHECKS: Final = MONEY_AND_SCORE_CHECKS + TEXT_CHECKS

__all__ = [
    "CHECKS",
    "DEFAULT",
    "MONEY_AND_SCORE_CHECKS",
    "TEXT_CHECKS",
    "Case",
    "CheckSettings",
    "Prior",
    "Thresholds",
    "findings_of",
    "run_checks",
]

_LOG: Final = logging.getLogger(__name__)


def run_checks(
    framework: Framework,
    filing: Filing,
    sheet: ScoreSheet,
    *,
    texts: bool = True,
    prior: Prior | None = None,
    settings: CheckSettings = DEFAULT,
    others: tuple[OtherText, ...] = (),
    submitted: Filing | None = None,
    evidence: tuple[EvidenceFact, ...] | None = None,
) -> tuple[Finding, ...]:
    """The findings of every check, in the order of `CHECKS`; without `texts` those of money and scores only.

    `prior` is the unit's filing of the year before; checks that compare two years are silent without it.
    `others` are blocks of other filings that the texts are held against, `submitted` what the unit submitted of this
    one in the round before; `evidence` is what is attached, None where that is not known.
    """
    case = Case(
        framework=framework,
        filing=filing,
        sheet=sheet,
        prior=prior,
        settings=settings,
        others=others,
        submitted=submitted,
        evidence=evidence,
    )
    return findings_of(case, CHECKS if texts else MONEY_AND_SCORE_CHECKS)


def findings_of(case: Case, checks: Iterable[Check]) -> tuple[Finding, ...]:
    """The findings of `checks`, in their order."""
    with localcontext(CONTEXT):
        return tuple(finding for check in checks for finding in _found(check, case))


def _found(check: Check, case: Case) -> Iterator[Finding]:
    """The findings of one check. One that breaks is told and logged, and never keeps a filing from being submitted."""
    try:
        yield from check(case)
    except Exception:
        _LOG.exception("check %s failed", check.__name__)
        message = CATALOGUE.get(check.__name__)
        yield case.finding("check_failed", title=message.title if message else check.__name__)
