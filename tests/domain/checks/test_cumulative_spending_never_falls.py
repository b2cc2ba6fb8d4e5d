"""Q1 ≤ H1 ≤ Q3 ≤ November ≤ year."""

import pytest

from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed, found

CHECK = "cumulative_spending_never_falls"


def test_the_published_form_rises() -> None:
    assert found(CHECK, assessed()) == []


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"spent_by_h1": "555.02"}, ("fields.spent_by_h1", "fields.spent_by_q1")),
        ({"spent_by_q3": "1000"}, ("fields.spent_by_q3", "fields.spent_by_h1")),
        ({"spent_by_november": "2495.19"}, ("fields.actual_expenditure", "fields.spent_by_november")),
        ({"spent_by_h1": None, "spent_by_q3": "1"}, ("fields.spent_by_q3", "fields.spent_by_q1")),
    ],
)
def test_a_fall(fields: dict[str, str | None], where: tuple[str, str]) -> None:
    findings = found(CHECK, assessed(fields=fields))

    assert where in [each.where for each in findings]
    assert {each.severity for each in findings} == {Severity.ERROR}


def test_what_is_said() -> None:
    (finding,) = found(CHECK, assessed(fields={"spent_by_q3": "1038"}))

    assert finding.message == "9月末累计支出1,038.00万元，小于6月末累计支出1,038.66万元；累计数不会减少，请核对"
    assert (finding.expected, finding.found) == ("1038.66", "1038.00")


@pytest.mark.parametrize("h1", ["555.04", "555.03"])
def test_standing_still_is_no_fall(h1: str) -> None:
    assert found(CHECK, assessed(fields={"spent_by_h1": h1})) == []


def test_silent_with_fewer_than_two_figures() -> None:
    empty = dict.fromkeys(("spent_by_q1", "spent_by_h1", "spent_by_q3", "spent_by_november"))

    assert found(CHECK, assessed(fields=empty)) == []
