"""年初＋调整＋其他（＋上年结转）＝全年预算数, where the unit types the full-year budget."""

from typing import Any

import pytest

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
