"""A score below its points has a reason."""

import pytest

from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import EXECUTION, assessed, found

CHECK = "lost_points_explained"
CODE = f"{EXECUTION}.completion_rate"


@pytest.mark.parametrize("reason", [None, " ", "\n\u3000"])
def test_lost_without_a_word(reason: str | None) -> None:
    findings = found(CHECK, assessed(entries={CODE: {"reason": reason}}))

    assert [(each.where, each.severity, each.expected, each.found) for each in findings] == [
        ((f"indicators.{CODE}.reason",), Severity.ERROR, "2.00", "0.00")
    ]
    assert findings[0].message == "预算完成率失2.00分，没写扣分原因"


def test_a_reason_or_full_points_or_not_applicable_is_fine() -> None:
    assert found(CHECK, assessed()) == []
    assert found(CHECK, assessed(entries={CODE: {"reason": None, "self_score": "2"}})) == []
    assert found(CHECK, assessed(entries={CODE: {"reason": None, "applicable": "false"}})) == []


def test_a_computed_score_counts_where_none_is_filed() -> None:
    assert len(found(CHECK, assessed(entries={CODE: {"reason": None, "self_score": None}}))) == 1


def test_nothing_is_lost_where_nothing_is_scored() -> None:
    entry = {"points": None, "self_score": None, "reason": None}

    assert found(CHECK, assessed(entries={"output.duty_performance.actual_achievement": entry})) == []
