"""W with a reason; E while a self score above the computed score has none."""

import pytest

from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import EXECUTION, assessed, found

CHECK = "self_score_matches_computed"
CODE = f"{EXECUTION}.carryover_rate"  # computed 2.00 of 3


@pytest.mark.parametrize(
    ("self_score", "reason", "severity", "blocks", "box"),
    [
        ("3", "扣除财政收回后占0.53%", Severity.WARNING, False, "self_score"),
        ("3", None, Severity.ERROR, True, "reason"),
        ("2.01", None, Severity.ERROR, True, "reason"),
        ("1", "另有原因", Severity.WARNING, False, "self_score"),
        ("1", None, Severity.WARNING, True, "self_score"),
    ],
)
def test_a_difference(self_score: str, reason: str | None, severity: Severity, blocks: bool, box: str) -> None:
    findings = found(CHECK, assessed(entries={CODE: {"self_score": self_score, "reason": reason}}))

    assert [(each.severity, each.blocks_submission, each.where) for each in findings] == [
        (severity, blocks, (f"indicators.{CODE}.{box}",))
    ]
    assert findings[0].expected == "2.00"
    assert findings[0].explanation == reason


@pytest.mark.parametrize("self_score", ["2", "2.00", None])
def test_no_difference(self_score: str | None) -> None:
    assert found(CHECK, assessed(entries={CODE: {"self_score": self_score, "reason": None}})) == []


def test_the_words() -> None:
    above, below = (
        found(CHECK, assessed(entries={CODE: {"self_score": score, "reason": None}})) for score in ("3", "1")
    )

    assert above[0].message == "结转结余率自评3.00分，系统计算2.00分，高1.00分，请写明理由，或改用计算得分"
    assert below[0].message == "结转结余率自评1.00分，系统计算2.00分，低1.00分，请写明理由，或改用计算得分"


def test_silent_where_nothing_can_be_computed() -> None:
    entry = {"points": None}

    assert [
        each
        for each in found(CHECK, assessed(entries={"output.duty_performance.actual_achievement": entry}))
        if "完成实绩" in each.message
    ] == []
