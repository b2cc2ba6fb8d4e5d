"""Checks (核查规则): each one function, in a file of its name, named after what must be true.

A check gets a `Case` (framework, filing, score sheet) and yields findings; it never raises and never changes anything.
`CHECKS` is the order in which findings are listed: those of money and scores, which run at every save, with the
identities that a framework brings along (勾稽关系) at their end; then those of the texts. Wording and severities are in
`messages`.
"""

import logging
from collections.abc import Iterator
from decimal import localcontext
from typing import Final

from selfeval.domain.amounts import CONTEXT
from selfeval.domain.checks.all_indicators_scored import all_indicators_scored
from selfeval.domain.checks.carryover_agrees_with_closing_balance import carryover_agrees_with_closing_balance
from selfeval.domain.checks.case import Case, Check
from selfeval.domain.checks.closing_balance_adds_up import closing_balance_adds_up
from selfeval.domain.checks.counts_agree import counts_agree
from selfeval.domain.checks.cumulative_spending_never_falls import cumulative_spending_never_falls
from selfeval.domain.checks.deviations_are_quantified import deviations_are_quantified
from selfeval.domain.checks.expenditure_parts_add_up import expenditure_parts_add_up
from selfeval.domain.checks.explanation_given import explanation_given
from selfeval.domain.checks.framework_checks import framework_checks
from selfeval.domain.checks.full_year_budget_adds_up import full_year_budget_adds_up
from selfeval.domain.checks.lost_points_explained import lost_points_explained
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.checks.narrative_amounts_match_figures import narrative_amounts_match_figures
from selfeval.domain.checks.narrative_arithmetic_holds import narrative_arithmetic_holds
from selfeval.domain.checks.narrative_parts_sum import narrative_parts_sum
from selfeval.domain.checks.narrative_rates_recompute import narrative_rates_recompute
from selfeval.domain.checks.narrative_within_limits import narrative_within_limits
from selfeval.domain.checks.no_doubled_words import no_doubled_words
from selfeval.domain.checks.no_missing_numbers import no_missing_numbers
from selfeval.domain.checks.no_template_text_left import no_template_text_left
from selfeval.domain.checks.not_copied_from_another_unit import not_copied_from_another_unit
from selfeval.domain.checks.not_copied_from_last_year import not_copied_from_last_year
from selfeval.domain.checks.numbering_runs_on import numbering_runs_on
from selfeval.domain.checks.output_and_effect_texts_differ import output_and_effect_texts_differ
from selfeval.domain.checks.overachievement_explained import overachievement_explained
from selfeval.domain.checks.period_is_the_year import period_is_the_year
from selfeval.domain.checks.points_sum_to_total import points_sum_to_total
from selfeval.domain.checks.rate_base_is_right import rate_base_is_right
from selfeval.domain.checks.rates_are_rounded import rates_are_rounded
from selfeval.domain.checks.reasons_are_substantive import reasons_are_substantive
from selfeval.domain.checks.required_fields_filled import required_fields_filled
from selfeval.domain.checks.scores_within_points import scores_within_points
from selfeval.domain.checks.self_score_matches_computed import self_score_matches_computed
from selfeval.domain.checks.stated_overachievement_explained import stated_overachievement_explained
from selfeval.domain.checks.statements_do_not_contradict import statements_do_not_contradict
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
    reasons_are_substantive,
)
CHECKS: Final = MONEY_AND_SCORE_CHECKS + TEXT_CHECKS

__all__ = ["CHECKS", "MONEY_AND_SCORE_CHECKS", "TEXT_CHECKS", "Case", "run_checks"]

_LOG: Final = logging.getLogger(__name__)


def run_checks(
    framework: Framework,
    filing: Filing,
    sheet: ScoreSheet,
    *,
    texts: bool = True,
    others: tuple[OtherText, ...] = (),
) -> tuple[Finding, ...]:
    """The findings of every check, in the order of `CHECKS`; without `texts` those of money and scores only.

    `others` are blocks of other filings that the texts are held against.
    """
    case = Case(framework=framework, filing=filing, sheet=sheet, others=others)
    checks = CHECKS if texts else MONEY_AND_SCORE_CHECKS
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
