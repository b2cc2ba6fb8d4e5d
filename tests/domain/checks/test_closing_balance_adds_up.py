"""全年预算数－全年执行数＝年末结余, within 0.01 of the money unit."""

import pytest

from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed, found

CHECK = "closing_balance_adds_up"


@pytest.mark.parametrize(
    ("balance", "is_fine"),
    [
        ("547.84", True),
        ("547.85", True),
        ("547.83", True),
        ("547.850001", False),
        ("547.829999", False),
        ("16.07", False),
        ("-547.84", False),
    ],
)
def test_within_the_tolerance(balance: str, is_fine: bool) -> None:
    assert (found(CHECK, assessed(fields={"closing_balance": balance})) == []) is is_fine


def test_what_is_said() -> None:
    (finding,) = found(CHECK, assessed(fields={"closing_balance": "1547.84"}))

    assert (finding.severity, finding.expected, finding.found) == (Severity.ERROR, "547.84", "1547.84")
    assert finding.where == ("fields.closing_balance", "fields.actual_expenditure")
    assert (
        finding.message == "年末结余填1,547.84万元，全年预算数3,043.01－全年执行数2,495.17＝547.84万元，差1,000.00万元"
    )


@pytest.mark.parametrize("code", ["closing_balance", "actual_expenditure", "original_budget"])
def test_silent_while_a_figure_is_missing(code: str) -> None:
    assert found(CHECK, assessed(fields={"closing_balance": "1", code: None})) == []
