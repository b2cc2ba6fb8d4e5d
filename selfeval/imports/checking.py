"""Which checks make sense for an old form, run on what was understood of it; places are the document's own.

Figures the table prints are held against each other; what only the text states is for the text checks, which would
else say everything twice. Sums of scores are only looked at where every row was read.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from selfeval.domain.checks import TEXT_CHECKS, findings_of
from selfeval.domain.checks.balance_agrees_with_execution import balance_agrees_with_execution
from selfeval.domain.checks.carryover_agrees_with_closing_balance import carryover_agrees_with_closing_balance
from selfeval.domain.checks.case import Case, Check
from selfeval.domain.checks.closing_balance_adds_up import closing_balance_adds_up
from selfeval.domain.checks.cost_indicator_is_upper_bound import cost_indicator_is_upper_bound
from selfeval.domain.checks.cumulative_spending_never_falls import cumulative_spending_never_falls
from selfeval.domain.checks.execution_not_over_budget import execution_not_over_budget
from selfeval.domain.checks.expenditure_parts_add_up import expenditure_parts_add_up
from selfeval.domain.checks.framework_checks import framework_checks
from selfeval.domain.checks.full_year_budget_adds_up import full_year_budget_adds_up
from selfeval.domain.checks.indicator_not_in_output_and_effect_both import indicator_not_in_output_and_effect_both
from selfeval.domain.checks.items_add_up import items_add_up
from selfeval.domain.checks.lost_points_explained import lost_points_explained
from selfeval.domain.checks.narrative_within_limits import narrative_within_limits
from selfeval.domain.checks.not_all_full_marks import not_all_full_marks
from selfeval.domain.checks.overachievement_explained import overachievement_explained
from selfeval.domain.checks.points_not_moved_off_failing_indicators import points_not_moved_off_failing_indicators
from selfeval.domain.checks.points_sum_to_total import points_sum_to_total
from selfeval.domain.checks.quantity_is_not_a_payment_rate import quantity_is_not_a_payment_rate
from selfeval.domain.checks.redistribution_follows_framework import redistribution_follows_framework
from selfeval.domain.checks.satisfaction_has_survey import satisfaction_has_survey
from selfeval.domain.checks.score_consistent_with_execution import score_consistent_with_execution
from selfeval.domain.checks.scores_within_points import scores_within_points
from selfeval.domain.checks.self_score_matches_computed import self_score_matches_computed
from selfeval.domain.checks.spending_items_were_budgeted import spending_items_were_budgeted
from selfeval.domain.checks.staff_within_posts import staff_within_posts
from selfeval.domain.checks.target_is_measurable import target_is_measurable
from selfeval.domain.checks.targets_not_changed_after_approval import targets_not_changed_after_approval
from selfeval.domain.checks.three_public_within_budget import three_public_within_budget
from selfeval.domain.checks.total_within_execution_cap import total_within_execution_cap
from selfeval.domain.checks.year_end_rush import year_end_rush
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.domain.narrative.passages import Passage
from selfeval.domain.own_indicators import framework_of
from selfeval.domain.scoring import score_sheet
from selfeval.imports.understanding import LOOSE
from selfeval.imports.understood import Understood

_PRINTED_FIGURES: Final[tuple[Check, ...]] = (
    full_year_budget_adds_up,
    closing_balance_adds_up,
    carryover_agrees_with_closing_balance,
    expenditure_parts_add_up,
    items_add_up,
    balance_agrees_with_execution,
    execution_not_over_budget,
    framework_checks,
)
# Of what the table prints and of what the text states alike: no check of texts says the same.
_ALL_FIGURES: Final[tuple[Check, ...]] = (
    cumulative_spending_never_falls,
    year_end_rush,
    three_public_within_budget,
    staff_within_posts,
    spending_items_were_budgeted,
    points_not_moved_off_failing_indicators,
    satisfaction_has_survey,
)
_READ_ROWS: Final[tuple[Check, ...]] = (
    scores_within_points,
    overachievement_explained,
    cost_indicator_is_upper_bound,
    quantity_is_not_a_payment_rate,
    indicator_not_in_output_and_effect_both,
    target_is_measurable,
    targets_not_changed_after_approval,
)
_ALL_ROWS: Final[tuple[Check, ...]] = (
    points_sum_to_total,
    lost_points_explained,
    redistribution_follows_framework,
    not_all_full_marks,
    total_within_execution_cap,
    score_consistent_with_execution,
)
# Figures the unit gives in its own count: in a text they are held against the table.
_OF_THE_UNIT: Final = "carryover_balance"
_YEAR_CHECK: Final = "period_is_the_year"


@dataclass(frozen=True, kw_only=True)
class FormCase(Case):
    """A case whose texts are those of the document, wherever they stand in it."""

    texts: tuple[Passage, ...]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The texts of the document."""
        return self.texts


def check_understood(understood: Understood) -> tuple[Finding, ...]:
    """The findings on a document, blank boxes first; `offset` counts characters of its text."""
    found = [*_blank_boxes(understood)]
    if understood.framework is not None:
        printed = _case(understood, left_out=understood.stated)
        found += findings_of(printed, _PRINTED_FIGURES)
        found += _of_scores(understood)
    text_case = _case(understood, left_out=frozenset({_OF_THE_UNIT}) & understood.stated)
    found += findings_of(text_case, (*_ALL_FIGURES, *TEXT_CHECKS))
    if not understood.knows_year:
        found = [each for each in found if each.check != _YEAR_CHECK]
    return tuple(_placed(understood, each) for each in found)


def _case(understood: Understood, *, left_out: frozenset[str]) -> FormCase:
    filing = understood.filing
    fields = {code: value for code, value in filing.fields.items() if code not in left_out}
    filing = replace(filing, fields=fields)
    framework = framework_of(understood.framework or LOOSE, filing)
    texts = tuple(each.passage for each in understood.passages)
    return FormCase(framework=framework, filing=filing, sheet=score_sheet(framework, filing), texts=texts)


def _blank_boxes(understood: Understood) -> list[Finding]:
    case = _case(understood, left_out=frozenset())
    fields = {} if understood.framework is None else understood.framework.fields_by_code
    found = []
    for blank in understood.blanks:
        code = blank.box.removeprefix("fields.")
        is_optional = blank.box == "evaluators" or (code in fields and not fields[code].is_required)
        severity = Severity.WARNING if is_optional else None
        found.append(case.finding("required_fields_filled", blank.box, severity=severity, label=blank.label))
    return found


def _of_scores(understood: Understood) -> list[Finding]:
    """Of the rows that were read; sums only where all were."""
    case = _case(understood, left_out=understood.stated)
    leaves = {leaf.code for leaf in case.framework.leaves if leaf.own is None}
    has_own = bool(understood.filing.own_indicators) or not case.framework.own_nodes
    is_whole = leaves <= understood.scored and has_own
    checks: tuple[Check, ...] = (*_READ_ROWS, *(_ALL_ROWS if is_whole else ()))
    if understood.is_own:
        checks = (*checks, self_score_matches_computed, narrative_within_limits)
    found = []
    for each in findings_of(case, checks):
        code = each.box.removeprefix("indicators.").rpartition(".")[0]
        # Forms with five columns have their reasons in 计算分析情况; the figures of a rate are theirs.
        leaf = case.framework.nodes.get(code)
        has_reason = bool(case.filing.entry(code).analysis) or (leaf is not None and leaf.formula is not None)
        is_told = each.check == lost_points_explained.__name__ and has_reason and not understood.is_own
        is_read = each.check != scores_within_points.__name__ or code in understood.scored or code not in leaves
        if is_read and not is_told:
            found.append(each)
    return found


def _placed(understood: Understood, finding: Finding) -> Finding:
    """The finding in places of the document; one about a figure that only the text states quotes its words."""
    if not finding.where:
        return finding
    box = finding.where[0]
    if finding.offset is not None:
        placed = next((each.placed for each in understood.passages if each.passage.box == box), None)
        return finding if placed is None else replace(finding, offset=placed.origin(finding.offset))
    source = understood.sources.get(_item_box(understood, finding) or box)
    if source is None or box.removeprefix("fields.").partition("[")[0] not in understood.stated:
        return finding
    return replace(finding, quote=understood.raw.text[source.start : source.end], offset=source.start)


def _item_box(understood: Understood, finding: Finding) -> str | None:
    """The row of an itemised figure that a finding names."""
    if finding.check != spending_items_were_budgeted.__name__:
        return None
    rows = understood.filing.fields.get(finding.where[0].removeprefix("fields."))
    for number, row in enumerate(rows if isinstance(rows, tuple) else ()):
        label = getattr(row, "label", "")
        if label and f"“{label}”" in finding.message:
            return f"{finding.where[0]}[{number}]"
    return None
