"""年初＋调整＋其他（＋上年结转）＝全年预算数, where the unit types the full-year budget."""

from typing import Any

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.files import read_filing, read_framework
from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed, found, with_fields

CHECK = "full_year_budget_adds_up"


def typed() -> dict[str, Any]:
    """The form's framework with the full-year budget typed instead of derived."""
    return {**with_fields({"code": "full_year_budget", "label": "全年预算数"}), "derived": []}


@pytest.mark.parametrize(
    ("budget", "is_fine"),
    [("3043.01", True), ("3043.02", True), ("3043", True), ("3043.020001", False), ("2908", False), (None, True)],
)
def test_within_the_tolerance(budget: str | None, is_fine: bool) -> None:
    assert (found(CHECK, assessed(framework=typed(), fields={"full_year_budget": budget})) == []) is is_fine


def test_blank_adjustments_count_as_none() -> None:
    blank = {"opening_carryover": None, "other_adjustment": None}

    assert found(CHECK, assessed(framework=typed(), fields={**blank, "full_year_budget": "2908.03"})) == []
    assert len(found(CHECK, assessed(framework=typed(), fields={**blank, "full_year_budget": "3043.01"}))) == 1


def test_what_is_said() -> None:
    (finding,) = found(CHECK, assessed(framework=typed(), fields={"full_year_budget": "2908"}))

    assert (finding.severity, finding.expected, finding.found) == (Severity.ERROR, "3043.01", "2908.00")
    assert finding.where[0] == "fields.full_year_budget"
    assert finding.message == "全年预算数填2,908.00万元，年初＋调整＋其他调整＋上年结转＝3,043.01万元，差135.01万元"


def test_silent_while_the_original_budget_is_missing_and_where_it_is_derived() -> None:
    assert found(CHECK, assessed(framework=typed(), fields={"full_year_budget": "1", "original_budget": None})) == []
    assert found(CHECK, assessed(fields={"original_budget": "1"})) == []


def test_silent_where_the_framework_does_not_ask_for_adjustments() -> None:
    """The sheet of 2020: 年初 780, 全年 800, and no box for what came between."""
    sheet = (
        "format: selfeval-framework/1\nslug: typed\nversion: 1\ntitle: 表\nmoney_unit: wan_yuan\ntotal_points: 10\n"
        "rounding: {mode: half_up}\ngrades: [{name: 差, from: 0}]\nfields:\n"
        "  - {code: original_budget, label: 年初预算数, kind: money}\n"
        "  - {code: full_year_budget, label: 全年预算数, kind: money}\n"
        "indicators:\n  - {code: execution, name: 执行率, points: 10, scoring: {kind: manual}}\n"
    )
    rules = read_framework(sheet)
    filing = read_filing(
        rules,
        "format: selfeval-filing/1\nframework: typed\nfiscal_year: 2020\n"
        "fields: {original_budget: 780, full_year_budget: 800}\n",
    )

    assert found(CHECK, assess(rules, filing)) == []
