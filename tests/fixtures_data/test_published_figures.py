"""The figures of the real form, worked out by hand from the text of the files: nothing here uses the product's rules.

Expected are the values of the form recomputed half up; the form itself prints some of them truncated.
"""

from decimal import ROUND_HALF_UP, Decimal

import pytest

from tests.fixtures_data.published import ROWS, amount, plain, plain_leaves

LOST = {
    "process.budget_execution.completion_rate",
    "process.budget_execution.adjustment_rate",
    "process.budget_execution.payment_progress_rate",
    "process.asset_management.asset_safety",
    "process.asset_management.fixed_asset_utilisation_rate",
}
FIELDS = plain("filings", "jinzhong-2021")["fields"]
ENTRIES = plain("filings", "jinzhong-2021")["indicators"]


def figure(code: str) -> Decimal:
    return amount(FIELDS[code])


def total(code: str) -> Decimal:
    return sum((amount(row["amount"]) for row in FIELDS[code]), Decimal(0))


def percent(ratio: Decimal) -> str:
    return str((ratio * 100).quantize(Decimal("0.01"), ROUND_HALF_UP))


FULL_YEAR = figure("original_budget") + figure("budget_adjustment") + figure("other_adjustment")


def test_every_row_of_the_form() -> None:
    leaves = plain_leaves("jinzhong-2021")

    assert list(leaves) == list(ROWS)
    for code, (reference, points, score) in ROWS.items():
        entry = ENTRIES[code]
        assert leaves[code]["points"] == reference, code
        assert entry.get("self_score") == score, code
        if score is None:
            assert entry["applicable"] == "false", code
        else:
            assert entry.get("set_points", reference) == points, code


def test_the_rows_sum_as_the_form_says() -> None:
    def group(prefix: str) -> tuple[int, int, int]:
        rows = [row for code, row in ROWS.items() if code.startswith(prefix)]
        return sum(int(row[0]) for row in rows), sum(int(row[1]) for row in rows), sum(int(row[2] or 0) for row in rows)

    assert group("input.") == (18, 18, 18)
    assert group("process.budget_execution.") == (18, 19, 13)
    assert group("process.budget_management.") == (12, 12, 12)
    assert group("process.asset_management.") == (10, 8, 6)
    assert group("process.") == (40, 39, 31)
    assert group("output.") == (22, 23, 23)
    assert group("effect.") == (20, 20, 20)
    assert group("") == (100, 100, 92)


def test_every_lost_point_has_a_reason() -> None:
    lost = {code for code, (_, points, score) in ROWS.items() if score is not None and int(score) < int(points)}

    assert lost == LOST
    assert all(len(ENTRIES[code]["reason"]) >= 10 for code in lost)
    assert "531.77" in ENTRIES["process.budget_execution.carryover_rate"]["reason"]


def test_the_money_adds_up() -> None:
    assert str(FULL_YEAR) == "3043.01"
    assert FULL_YEAR - figure("actual_expenditure") == figure("closing_balance") == Decimal("547.84")
    assert figure("closing_balance") - figure("carryover_balance") == Decimal("531.77")
    assert figure("basic_expenditure_actual") + figure("project_expenditure_actual") == figure("actual_expenditure")
    assert figure("personnel_expenditure_actual") + figure("operating_expenditure_actual") == Decimal("297.14")
    assert figure("personnel_expenditure_budget") + figure("operating_expenditure_budget") == Decimal("327.46")
    assert figure("basic_expenditure_budget") + figure("project_expenditure_budget") == Decimal("2908.00")


@pytest.mark.parametrize(
    ("items", "rows", "whole"),
    [
        ("budget_adjustment_items", 3, "budget_adjustment"),
        ("project_budget_items", 9, "project_expenditure_budget"),
        ("project_actual_items", 10, "project_expenditure_actual"),
    ],
)
def test_the_rows_add_up(items: str, rows: int, whole: str) -> None:
    assert len(FIELDS[items]) == rows
    assert total(items) == figure(whole)


def test_one_item_was_spent_on_without_a_budget() -> None:
    budgeted = {row["label"] for row in FIELDS["project_budget_items"]}
    spent = {row["label"]: amount(row["amount"]) for row in FIELDS["project_actual_items"]}

    assert {label: value for label, value in spent.items() if label not in budgeted} == {
        "人力资源事务": Decimal("66.65")
    }


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (figure("actual_expenditure"), FULL_YEAR, "82.00"),
        (figure("budget_adjustment"), figure("original_budget"), "19.97"),
        (
            figure("three_public_budget") - figure("three_public_budget_prior"),
            figure("three_public_budget_prior"),
            "-1.81",
        ),
        (figure("staff_on_post"), figure("authorised_posts"), "100.00"),
        (figure("key_project_budget"), figure("project_budget_total"), "100.00"),
        (figure("operating_expenditure_actual"), figure("operating_expenditure_budget"), "90.20"),
        (figure("three_public_actual"), figure("three_public_budget"), "71.92"),
        (figure("procurement_actual"), figure("procurement_budget"), "100.00"),
        (figure("closing_balance"), FULL_YEAR, "18.00"),
        (figure("carryover_balance"), FULL_YEAR, "0.53"),
        (figure("spent_by_q1"), FULL_YEAR, "18.24"),
        (figure("spent_by_h1"), FULL_YEAR, "34.13"),
        (figure("spent_by_q3"), FULL_YEAR, "43.60"),
        (figure("spent_by_november"), FULL_YEAR, "52.36"),
    ],
)
def test_the_rates(numerator: Decimal, denominator: Decimal, expected: str) -> None:
    assert percent(numerator / denominator) == expected


def test_the_rules_give_91_where_the_unit_gives_92() -> None:
    """Whole steps counted by hand; only the carry-over rate differs, by one point."""
    completion = 2 - min(2, int((100 - figure("actual_expenditure") / FULL_YEAR * 100) // 5))
    adjustment = 2 - min(2, int(figure("budget_adjustment") / figure("original_budget") * 100 // 5))
    carryover = 3 - min(3, int((figure("closing_balance") / FULL_YEAR * 100 - 10) // 5))
    wanted = {"spent_by_q1": 25, "spent_by_h1": 50, "spent_by_q3": 75, "spent_by_november": 90}
    reached = [code for code, percents in wanted.items() if figure(code) / FULL_YEAR * 100 >= percents]

    assert (completion, adjustment, carryover, reached) == (0, 0, 2, [])
    assert 92 - 3 + carryover == 91
