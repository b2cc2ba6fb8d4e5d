"""0 ≤ score ≤ points, for what is filed and for what is given by hand."""

import pytest

from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import EXECUTION, assessed, found

CHECK = "scores_within_points"
MANUAL = "output.duty_performance.key_tasks_completion"  # 7 points in force


@pytest.mark.parametrize("key", ["self_score", "points"])
@pytest.mark.parametrize(
    ("score", "is_fine"), [("7", True), ("0", True), ("7.01", False), ("8", False), ("-0.01", False), ("6.99", True)]
)
def test_at_and_beyond_the_points_in_force(key: str, score: str, is_fine: bool) -> None:
    findings = found(CHECK, assessed(entries={MANUAL: {key: score}}))

    assert (findings == []) is is_fine
    assert all(each.where == (f"indicators.{MANUAL}.{key}",) and each.severity is Severity.ERROR for each in findings)


def test_the_message_says_what_would_be_right() -> None:
    messages = [each.message for each in found(CHECK, assessed(entries={MANUAL: {"self_score": "8", "points": "9"}}))]

    assert messages == [
        "重点工作完成情况评价得分8.00分，应在0到设定分值7.00分之间",
        "重点工作完成情况评定得分9.00分，应在0到设定分值7.00分之间",
    ]


def test_what_is_entered_beside_not_applicable_does_not_count() -> None:
    entry = {"applicable": "false", "self_score": "9"}

    assert found(CHECK, assessed(entries={"effect.performance_benefit.economic_benefit": entry})) == []


def test_a_score_for_an_indicator_whose_figures_make_it_not_applicable_is_beyond_its_points() -> None:
    """No procurement at all: 0 points are left, and 3 are filed."""
    fields = {"procurement_budget": "0", "procurement_actual": "0"}
    findings = found(CHECK, assessed(fields=fields))

    assert [each.where for each in findings] == [(f"indicators.{EXECUTION}.procurement_execution_rate.self_score",)]
