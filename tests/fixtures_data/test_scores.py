"""The sample filings scored by the product: every row of the real form, and what changed figures do to it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import read_filing
from selfeval.domain.filing import FieldValue, Filing, IndicatorEntry
from selfeval.domain.framework import Severity
from tests.fixtures_data.library import sample_text
from tests.fixtures_data.published import ROWS, filing, framework

EXECUTION = "process.budget_execution"
RATES = {
    "input.budget_allocation.staff_control_rate": "100.00%",
    "input.budget_allocation.three_public_change_rate": "-1.81%",
    "input.budget_allocation.key_expenditure_rate": "100.00%",
    f"{EXECUTION}.completion_rate": "82.00%",
    f"{EXECUTION}.adjustment_rate": "19.97%",
    f"{EXECUTION}.carryover_rate": "18.00%",
    f"{EXECUTION}.operating_expenditure_control_rate": "90.20%",
    f"{EXECUTION}.three_public_control_rate": "71.92%",
    f"{EXECUTION}.procurement_execution_rate": "100.00%",
}
WAN = 10_000

MOF_FILING = sample_text("mof-2013")


def scored(name: str) -> Assessment:
    return assess(framework("jinzhong-2021"), filing(name))


def with_fields(changed: Mapping[str, FieldValue | None]) -> Assessment:
    """The real form with some figures changed; money in yuan, None empties a box."""
    original = filing("jinzhong-2021")
    fields = {**original.fields, **changed}
    kept = {code: value for code, value in fields.items() if value is not None}
    return assess(framework("jinzhong-2021"), replace(original, fields=kept))


def with_entry(code: str, entry: IndicatorEntry) -> Filing:
    original = filing("jinzhong-2021")
    return replace(original, indicators={**original.indicators, code: entry})


def test_every_row_of_the_real_form() -> None:
    sheet = scored("jinzhong-2021").sheet

    assert list(sheet.indicators) == list(ROWS)
    for code, (reference, points, self_score) in ROWS.items():
        row = sheet.indicators[code]
        computed = "2" if code == f"{EXECUTION}.carryover_rate" else self_score
        assert row.reference_points == Decimal(reference), code
        assert row.points == Decimal(points), code
        assert row.self_score == Decimal(self_score or 0), code
        assert row.computed_score == Decimal(computed or 0), code
        assert row.is_applicable == (self_score is not None), code
        assert row.rate_text == RATES.get(code, ""), code


def test_the_totals_of_the_real_form() -> None:
    sheet = scored("jinzhong-2021").sheet
    groups = {code: (g.points, g.computed_score, g.self_score) for code, g in sheet.groups.items() if g.level == 1}

    assert (sheet.total.points, sheet.total.computed_score, sheet.total.self_score) == (100, 91, 92)
    assert sheet.grade == "优"
    assert groups == {"input": (18, 18, 18), "process": (39, 30, 31), "output": (23, 23, 23), "effect": (20, 20, 20)}
    assert sheet.unscored == ()


def test_the_payment_nodes_are_told_over_the_budget() -> None:
    trace = scored("jinzhong-2021").sheet.indicators[f"{EXECUTION}.payment_progress_rate"].trace

    for told in ("18.24%", "34.13%", "43.60%", "52.36%"):
        assert told in trace


def test_the_findings_of_the_real_form_are_answered_warnings_and_two_notes() -> None:
    told = {finding.check: finding for finding in scored("jinzhong-2021").findings}
    findings = {check: finding for check, finding in told.items() if finding.severity is not Severity.INFO}

    assert (told["year_end_rush"].found, told["score_consistent_with_execution"].expected) == ("36.15%", "82.00%")
    assert len(told) == len(findings) + 2

    assert set(findings) == {
        "self_score_matches_computed",
        "spending_items_were_budgeted",
        "points_not_moved_off_failing_indicators",
        "carryover_agrees_with_closing_balance",
        "budget_parts_agree_with_full_year_budget",
    }
    assert all(each.severity is Severity.WARNING and each.explanation for each in findings.values())
    carryover = findings["carryover_agrees_with_closing_balance"]
    assert (carryover.expected, carryover.found) == ("547.84", "16.07")
    assert "547.84" in carryover.message
    assert "16.07" in carryover.message


def test_spending_on_time_turns_the_progress_full() -> None:
    full_year = Decimal("30430100")
    changed = with_fields(
        {
            "spent_by_q1": full_year * 25 / 100,
            "spent_by_h1": full_year * 50 / 100,
            "spent_by_q3": full_year * 75 / 100,
            "spent_by_november": full_year * 90 / 100,
        }
    )

    assert changed.sheet.indicators[f"{EXECUTION}.payment_progress_rate"].computed_score == 2


def test_one_fen_short_of_a_node_loses_its_half_point() -> None:
    full_year = Decimal("30430100")
    changed = with_fields(
        {
            "spent_by_q1": full_year * 25 / 100 - Decimal("0.01"),
            "spent_by_h1": full_year * 50 / 100,
            "spent_by_q3": full_year * 75 / 100,
            "spent_by_november": full_year * 90 / 100,
        }
    )

    assert changed.sheet.indicators[f"{EXECUTION}.payment_progress_rate"].computed_score == Decimal("1.50")


def test_a_cut_of_484_loses_what_an_increase_of_484_loses() -> None:
    cut = with_fields({"budget_adjustment": Decimal(-484 * WAN)}).sheet.indicators[f"{EXECUTION}.adjustment_rate"]

    assert cut.rate_text == "19.97%"
    assert cut.computed_score == 0


@pytest.mark.parametrize(
    ("items", "rows_of"),
    [
        ("budget_adjustment_items_add_up", "budget_adjustment"),
        ("project_budget_items_add_up", "project_expenditure_budget"),
        ("project_actual_items_add_up", "project_expenditure_actual"),
    ],
)
def test_rows_that_do_not_add_up_are_an_error(items: str, rows_of: str) -> None:
    typed = filing("jinzhong-2021").fields[rows_of]
    assert isinstance(typed, Decimal)

    found = {each.check: each for each in with_fields({rows_of: typed + 200}).findings}

    assert found[items].severity is Severity.ERROR


def test_no_procurement_asks_for_its_points_to_be_moved() -> None:
    changed = with_fields({"procurement_budget": Decimal(0), "procurement_actual": Decimal(0)})

    row = changed.sheet.indicators[f"{EXECUTION}.procurement_execution_rate"]
    assert (row.is_applicable, row.points) == (False, 0)
    assert changed.sheet.total.points == 97
    assert "points_sum_to_total" in {finding.check for finding in changed.blocking}


def test_spending_without_a_budget_gives_nothing_and_is_told() -> None:
    changed = with_fields({"three_public_budget": Decimal(0)})

    assert changed.sheet.indicators[f"{EXECUTION}.three_public_control_rate"].computed_score == 0
    assert "denominator_is_zero" in {finding.check for finding in changed.findings}


def test_poor_completion_without_a_word_is_refused() -> None:
    changed = assess(framework("jinzhong-2021"), with_entry(f"{EXECUTION}.completion_rate", IndicatorEntry()))

    assert f"indicators.{EXECUTION}.completion_rate.reason" in {finding.where[0] for finding in changed.blocking}


def test_the_half_filled_one_cannot_be_submitted_and_has_no_grade() -> None:
    half = scored("half-filled-2021")

    assert half.sheet.grade is None
    assert half.sheet.unscored
    assert {"required_fields_filled", "all_indicators_scored"} <= {finding.check for finding in half.blocking}


def test_the_returned_one_passes_every_check_so_that_a_person_must_see_it() -> None:
    returned = scored("returned-2021")

    assert returned.blocking == ()
    assert returned.sheet.total.points == 100
    assert returned.sheet.total.self_score == returned.sheet.total.computed_score == Decimal("96.68")


def test_an_adjustment_that_may_be_left_out_counts_unless_it_is_marked() -> None:
    """12 % with the row for the epidemic left out; counted, and with the other at 175, it is 20.5 %: another band."""
    rules = framework("mof-2013")
    counted = MOF_FILING.replace("amount: 120}", "amount: 175}").replace(", excluded: true, basis: 上级临时交办", "")
    sheet = assess(rules, read_filing(rules, counted)).sheet

    assert sheet.indicators[f"{EXECUTION}.adjustment_rate"].rate_text == "20.50%"
    assert sheet.indicators[f"{EXECUTION}.adjustment_rate"].computed_score == Decimal("0.50")
