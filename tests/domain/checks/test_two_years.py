"""Checks that hold a form against the unit's form of the year before, also one in another money unit."""

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.checks import Prior
from selfeval.domain.files import Plain, filing_from_document
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed, found, last_year, with_fields
from tests.domain.one_own_indicator import own_framework, row

IN_YUAN = with_fields(money_unit="yuan")


def opening(filed: str | None, *, without: str = "", **last: Plain) -> list[Finding]:
    """What is told of `filed` as 上年结转 beside last year's form with `last` typed over."""
    prior = None if without == "prior" else last_year(**last)
    return found("opening_matches_last_year", assessed(fields={"opening_carryover": filed}, prior=prior))


@pytest.mark.parametrize("filed", ["547.84", "547.85", "547.83", "16.07", "16.08"])
def test_the_opening_is_last_years_balance_or_what_was_left_of_it(filed: str) -> None:
    assert opening(filed) == []


@pytest.mark.parametrize("filed", ["547.86", "500", "0"])
def test_an_opening_that_is_neither(filed: str) -> None:
    (finding,) = opening(filed)

    assert (finding.severity, finding.where) == (Severity.WARNING, ("fields.opening_carryover",))
    assert finding.expected == "547.84"


def test_what_an_opening_that_is_neither_is_told() -> None:
    assert opening("500")[0].message == (
        "上年结转金额填500.00万元，上年自评的年末结余金额是547.84万元，差47.84万元；请改正，或说明原因"
    )


def test_an_opening_is_not_compared_with_nothing() -> None:
    assert opening(None) == []
    assert opening("500", without="prior") == []
    assert opening("500", closing_balance=None, carryover_balance=None) == []
    assert opening("16.07", closing_balance=None) == []
    assert [each.expected for each in opening("500", closing_balance=None)] == ["16.07"]


def test_last_years_form_may_be_in_yuan() -> None:
    prior = last_year(framework=IN_YUAN, closing_balance="5478400", carryover_balance=None)

    assert prior.money("closing_balance") == 5_478_400
    assert found("opening_matches_last_year", assessed(fields={"opening_carryover": "547.84"}, prior=prior)) == []
    (finding,) = found("opening_matches_last_year", assessed(fields={"opening_carryover": "547"}, prior=prior))
    assert finding.expected == "547.84"


def test_last_years_form_may_lack_the_figure() -> None:
    prior = last_year()

    assert prior.money("authorised_posts") is None
    assert prior.money("no_such_figure") is None
    assert prior.money("full_year_budget") == 30_430_100


def test_the_balance_carried_over_twice_is_the_same() -> None:
    framework = with_fields({"code": "carryover_balance_prior", "label": "上年结转结余"})

    def told(filed: str) -> list[str]:
        form = assessed(framework=framework, fields={"carryover_balance_prior": filed}, prior=last_year())
        return [each.where[0] for each in found("opening_matches_last_year", form)]

    assert told("16.07") == []
    assert told("547.84") == ["fields.carryover_balance_prior"]


def slips(prior: Prior | None = None, **fields: Plain) -> list[Finding]:
    return found("unit_slip", assessed(fields=fields, prior=prior))


@pytest.mark.parametrize("actual", ["124758.5", "499034", "12475850", "49903400", "49.90", "0.25"])
def test_an_amount_a_hundred_or_ten_thousand_times_last_years(actual: str) -> None:
    (finding,) = slips(last_year(), actual_expenditure=actual)

    assert (finding.severity, finding.where) == (Severity.WARNING, ("fields.actual_expenditure",))
    assert finding.expected == "2495.17"


@pytest.mark.parametrize("actual", ["2495.17", "24951.7", "124758.4", "499034.1", "12475849", "49903401", "0", None])
def test_an_amount_that_may_be_so(actual: str | None) -> None:
    assert slips(last_year(), actual_expenditure=actual) == []


def test_amounts_that_may_well_be_a_hundred_times_last_years_are_left_alone() -> None:
    assert slips(last_year(), budget_adjustment="48400", closing_balance="54784", procurement_actual="92385") == []


def test_all_amounts_in_yuan_are_told_once() -> None:
    wrong = {"actual_expenditure": "24951700", "original_budget": "24240300", "three_public_actual": "316900"}
    (finding,) = slips(last_year(), **wrong)

    assert finding.where == tuple(f"fields.{code}" for code in ("original_budget", "actual_expenditure", *[*wrong][2:]))
    assert finding.message == (
        "年初预算金额填24,240,300.00万元，上年2,424.03万元，约为上年的1万倍（另有2项也是这样）；"
        "请核对是不是把元和万元填错了"
    )


def test_the_other_way_round() -> None:
    (finding,) = slips(last_year(), three_public_actual="0.003169")

    assert "约为上年的1万分之一；" in finding.message


def test_a_form_that_asks_for_last_years_figure_is_held_against_it() -> None:
    (finding,) = slips(three_public_budget="440600")

    assert (finding.where, finding.expected) == (("fields.three_public_budget",), "44.87")
    assert slips(three_public_budget="440600", three_public_budget_prior=None) == []


def test_the_budget_of_three_public_is_held_against_last_years_form_where_this_one_does_not_ask() -> None:
    def told(prior: Prior | None) -> list[str | None]:
        blank: dict[str, Plain] = {"three_public_budget": "60", "three_public_budget_prior": None}
        return [each.expected for each in found("three_public_within_budget", assessed(fields=blank, prior=prior))]

    assert told(None) == []
    assert told(last_year()) == ["44.06"]


FRAMEWORK = own_framework()


def targets(now: dict[str, Plain], *before: dict[str, Plain]) -> list[Finding]:
    """What is told of the row `now` beside last year's rows."""

    def filing(*rows: dict[str, Plain]) -> dict[str, Plain]:
        head: dict[str, Plain] = {"format": "selfeval-filing/1", "framework": "one", "fiscal_year": "2021"}
        return {**head, "own_indicators": [*rows]}

    prior = Prior(framework=FRAMEWORK, filing=filing_from_document(FRAMEWORK, filing(*before)))
    current = filing_from_document(FRAMEWORK, filing(now))
    return found("target_not_below_last_year", assess(FRAMEWORK, current, prior=prior))


def test_a_target_lower_than_last_years() -> None:
    (finding,) = targets(row(">=", "90", unit="人", name="培训人数"), row(">=", "100", unit="人", name="培训 人数"))

    assert (finding.severity, finding.where) == (Severity.WARNING, ("indicators.outputs.own_1.target",))
    assert finding.message == "培训人数的指标值90人，低于上年的100人，请核对，或说明原因"
    assert finding.blocks_submission
    easier = row("<=", "9", "9", unit="天", name="办理天数", reason="新增现场核查环节")
    (answered,) = targets(easier, row("<=", "8", "8", unit="天", name="办理天数"))
    assert (answered.message, answered.explanation) == (
        "办理天数的指标值9天，高于上年的8天，请核对，或说明原因",
        "新增现场核查环节",
    )


@pytest.mark.parametrize(
    ("now", "before"),
    [
        pytest.param(row(">=", "100", unit="人"), row(">=", "100", unit="人"), id="the same"),
        pytest.param(row("<=", "8", unit="天"), row("<=", "9", unit="天"), id="stricter"),
        pytest.param(row("=", "2", unit="座"), row("=", "3", unit="座"), id="no direction"),
        pytest.param(row(">=", "90", unit="人"), row(">=", "100", unit="人次"), id="other unit"),
        pytest.param(row(">=", "90%", "90%"), row(">=", "100"), id="a share and a number"),
        pytest.param(row(">=", "90"), row("<=", "100"), id="other direction"),
        pytest.param(row(">=", "90"), row(">=", "100", name="另一项"), id="other indicator"),
        pytest.param(row(">=", None), row(">=", "100"), id="no target"),
        pytest.param(row(">=", "90"), row(">=", None), id="none last year"),
        pytest.param(
            row("qualitative", "好", "好", coefficient="100%"), row("qualitative", "很好", "好", coefficient="100%"),
            id="words",
        ),
    ],
)  # fmt: skip
def test_targets_that_are_no_easier_or_not_the_same(now: dict[str, Plain], before: dict[str, Plain]) -> None:
    assert targets(now, before) == []


def test_two_of_one_name_last_year_say_nothing() -> None:
    assert targets(row(">=", "90"), row(">=", "100"), row(">=", "200")) == []
    assert targets(row(">=", "90")) == []


def test_an_adjusted_target_is_the_one_in_force() -> None:
    adjusted = row(">=", "120", adjusted_target="90", unit="人")

    assert [each.found for each in targets(adjusted, row(">=", "100", unit="人"))] == ["90人"]
