"""Checks of amounts: a form in order and one that is not, each side of the threshold, and boxes left empty."""

from typing import Any

import pytest

from selfeval.domain.files import Plain
from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed, found, with_fields

EXECUTION = "process.budget_execution"
# Budget and spending of a round 1,000 in all; other figures stay as published.
ROUND: dict[str, Plain] = {
    "original_budget": "1000",
    "budget_adjustment": "0",
    "budget_adjustment_items": None,
    "other_adjustment": None,
}


def told(check: str, fields: dict[str, Plain], **parts: Any) -> list[tuple[Severity, str, str | None, str | None]]:
    """Severity, first box, expected and found of each finding."""
    assessment = assessed(fields={**ROUND, **fields}, **parts)
    return [(each.severity, each.where[0], each.expected, each.found) for each in found(check, assessment)]


@pytest.mark.parametrize(
    ("actual", "expected", "rate"),
    [
        ("1000", None, None),
        ("800", None, None),
        ("799.99", "80%", "79.999%"),
        ("1000.01", "100%", "100.001%"),
        ("620", "80%", "62.00%"),
    ],
)
def test_execution_not_over_budget(actual: str, expected: str | None, rate: str | None) -> None:
    findings = told("execution_not_over_budget", {"actual_expenditure": actual})

    assert findings == ([(Severity.WARNING, "fields.actual_expenditure", expected, rate)] if expected else [])


@pytest.mark.parametrize("missing", ["actual_expenditure", "original_budget"])
def test_execution_is_not_judged_without_its_figures(missing: str) -> None:
    assert told("execution_not_over_budget", {"actual_expenditure": "10", missing: None}) == []
    assert told("execution_not_over_budget", {"actual_expenditure": "10", "original_budget": "0"}) == []


def test_execution_is_answered_by_the_reason_of_its_rate_or_by_its_analysis() -> None:
    rate = f"{EXECUTION}.completion_rate"
    over: dict[str, Plain] = {**ROUND, "actual_expenditure": "1100"}
    answers = [
        found("execution_not_over_budget", assessed(fields=over, entries={rate: entry}))[0].explanation
        for entry in (
            {"reason": "垫付应急抢修款", "analysis": None},
            {"reason": None, "analysis": "多支出的是垫付款"},
            {"reason": None, "analysis": None},
        )
    ]

    assert answers == ["垫付应急抢修款", "多支出的是垫付款", None]


# Typed, so that it can be compared with the carry-over; no year-end balance that other checks look at.
BALANCE: dict[str, Plain] = {"actual_expenditure": "900", "closing_balance": None}


@pytest.mark.parametrize(
    ("carryover", "is_fine"), [("100", True), ("110", True), ("90", True), ("110.01", False), ("16", False)]
)
def test_balance_agrees_with_execution(carryover: str, is_fine: bool) -> None:
    findings = told("balance_agrees_with_execution", {**BALANCE, "carryover_balance": carryover})

    assert (findings == []) is is_fine
    assert all(each[:3] == (Severity.WARNING, "fields.carryover_balance", "10.00%") for each in findings)


@pytest.mark.parametrize("filled", [{"carryover_balance": None}, {"closing_balance": "100"}])
def test_balance_is_left_to_others_or_to_nobody(filled: dict[str, Plain]) -> None:
    assert told("balance_agrees_with_execution", {**BALANCE, "carryover_balance": "16", **filled}) == []


def test_what_a_balance_that_does_not_agree_is_told() -> None:
    form = assessed(fields={**ROUND, **BALANCE, "carryover_balance": "16"})
    (finding,) = found("balance_agrees_with_execution", form)

    assert finding.message == (
        "本年结转结余（单位口径）占全年预算数的1.60%，按执行率90.00%应约为10.00%，相差84.00万元；"
        "请核对，或说明其余资金的去向"
    )


@pytest.mark.parametrize(
    ("november", "share"),
    [("750", None), ("749.9", "25.01%"), ("749.9999", "25.00001%"), ("0", "100.00%"), ("1001", None), (None, None)],
)
def test_year_end_rush(november: str | None, share: str | None) -> None:
    findings = told("year_end_rush", {"actual_expenditure": "1000", "spent_by_november": november})

    assert findings == ([(Severity.INFO, "fields.spent_by_november", "25%", share)] if share else [])


@pytest.mark.parametrize("year", ["0", None])
def test_a_year_without_spending_has_no_december(year: str | None) -> None:
    assert told("year_end_rush", {"actual_expenditure": year, "spent_by_november": "0"}) == []


def three_public(actual: str | None, budget: str | None, prior: str | None, **entries: Any) -> list[str]:
    fields: dict[str, Plain] = {
        "three_public_actual": actual,
        "three_public_budget": budget,
        "three_public_budget_prior": prior,
    }
    return [each.message for each in found("three_public_within_budget", assessed(fields=fields, **entries))]


@pytest.mark.parametrize(
    ("actual", "budget", "prior"),
    [
        ("10", "10", "10"),
        ("10.01", "10", "10"),
        ("10", "12", "10"),
        ("8", "8", "10"),
        (None, "10", "10"),
        ("99", None, "10"),
        ("10", "10", None),
        ("10", "10", "0"),
        ("0", "0", "0"),
        pytest.param("10", "0", None, id="denominator_is_zero tells it"),
    ],
)
def test_three_public_within_budget(actual: str | None, budget: str | None, prior: str | None) -> None:
    assert three_public(actual, budget, prior) == []


@pytest.mark.parametrize(
    ("figures", "told_of_it"),
    [
        (("10.02", "10", "10"), "本年“三公”经费实际支出10.02万元，超过本年“三公”经费预算数10.00万元"),
        (("10", "12.01", "10"), "本年“三公”经费预算数12.01万元，比上年10.00万元增加20.10%，变动超过20%"),
        (("7", "7.99", "10"), "本年“三公”经费预算数7.99万元，比上年10.00万元减少20.10%，变动超过20%"),
    ],
)
def test_three_public_beyond_its_limits(figures: tuple[str, str, str], told_of_it: str) -> None:
    assert three_public(*figures) == [f"{told_of_it}；请核对，或说明原因"]


def test_three_public_is_answered_by_the_reason_of_the_rate_it_belongs_to() -> None:
    reasons = {
        f"{EXECUTION}.three_public_control_rate": {"reason": "车辆大修"},
        "input.budget_allocation.three_public_change_rate": {"reason": "新增执法用车"},
    }
    fields: dict[str, Plain] = {
        "three_public_actual": "16",
        "three_public_budget": "15",
        "three_public_budget_prior": "10",
    }
    findings = found("three_public_within_budget", assessed(fields=fields, entries=reasons))

    assert [each.explanation for each in findings] == ["车辆大修", "新增执法用车"]


@pytest.mark.parametrize(
    ("staff", "posts", "is_fine"),
    [
        ("51", "51", True),
        ("50", "51", True),
        (None, "51", True),
        ("51", None, True),
        ("52", "51", False),
        pytest.param("1", "0", True, id="denominator_is_zero tells it"),
    ],
)
def test_staff_within_posts(staff: str | None, posts: str | None, is_fine: bool) -> None:
    reason = {"input.budget_allocation.staff_control_rate": {"reason": "接收安置人员"}}
    form = assessed(fields={"staff_on_post": staff, "authorised_posts": posts}, entries=reason)
    findings = found("staff_within_posts", form)

    assert (findings == []) is is_fine
    assert all(each.explanation == "接收安置人员" for each in findings)
    assert [each.message for each in findings] == [
        "在职人员数52人，比编制数51名多1人；请核对，或说明原因" for _ in findings
    ]


def items(field: dict[str, Plain], *amounts: str, total: str | None, checks: Plain = None) -> list[tuple[str, ...]]:
    """What is told of rows of `field` beside the amount they itemise."""
    code = str(field["code"])
    whole = "project_expenditure_budget" if code == "project_budget_items" else code.removesuffix("_items")
    framework = with_fields(checks=checks or [])
    known = {each["code"]: each for each in framework["fields"]}
    new = {"kind": "itemised_money", "label": "明细", "group": "budget", **field}
    wholes = {"code": whole, "kind": "money", "label": "合计数", "group": "budget", "min": "none"}
    framework["fields"] = list({whole: wholes, **known, code: new}.values())
    rows: Plain = [{"label": f"第{place}项", "amount": amount} for place, amount in enumerate(amounts)] or None
    form = assessed(framework=framework, fields={code: rows, whole: total}, explanations=None)
    return [(each.where[0], each.expected or "", each.found or "") for each in found("items_add_up", form)]


BUDGET_ITEMS: dict[str, Plain] = {"code": "project_budget_items"}
OTHER_ITEMS: dict[str, Plain] = {"code": "other_adjustment_items", "min": "none"}


@pytest.mark.parametrize(
    ("field", "amounts", "total"),
    [
        (BUDGET_ITEMS, ("10", "20"), "30"),
        (BUDGET_ITEMS, ("10", "20.01"), "30"),
        (BUDGET_ITEMS, (), "30"),
        (BUDGET_ITEMS, ("10",), None),
        (OTHER_ITEMS, ("10", "-4"), "6"),
        pytest.param({**OTHER_ITEMS, "min": "0"}, ("10", "4"), "6", id="additions and cuts, both positive"),
    ],
)
def test_items_add_up(field: dict[str, Plain], amounts: tuple[str, ...], total: str | None) -> None:
    assert items(field, *amounts, total=total) == []


@pytest.mark.parametrize(
    ("field", "amounts", "total", "expected"),
    [(BUDGET_ITEMS, ("10", "20.02"), "30", "30.02"), (OTHER_ITEMS, ("10", "4"), "6", "14.00")],
)
def test_items_that_do_not(field: dict[str, Plain], amounts: tuple[str, ...], total: str, expected: str) -> None:
    assert items(field, *amounts, total=total) == [(f"fields.{field['code']}", expected, f"{total}.00")]


def test_items_a_framework_sums_itself_are_left_to_it() -> None:
    own = {
        "code": "project_budget_items_add_up",
        "severity": "error",
        "expect": "project_budget_items.total == project_expenditure_budget",
        "message": "明细应等于合计",
    }

    assert items(BUDGET_ITEMS, "10", "20", total="40", checks=[own]) == []
    assert found("items_add_up", assessed(fields={"project_expenditure_budget": "40"})) == []


def test_a_whole_that_is_not_asked_for_is_not_missed() -> None:
    framework = with_fields({"code": "grants_items", "kind": "itemised_money"})
    form = assessed(framework=framework, fields={"grants_items": [{"label": "一项", "amount": "5"}]})

    assert found("items_add_up", form) == []
