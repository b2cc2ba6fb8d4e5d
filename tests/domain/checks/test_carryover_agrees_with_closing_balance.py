"""A carry-over stated by the unit equals 年末结余, or is explained."""

import pytest

from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed, found

CHECK = "carryover_agrees_with_closing_balance"


def test_the_published_form() -> None:
    (finding,) = found(CHECK, assessed())

    assert (finding.severity, finding.expected, finding.found) == (Severity.WARNING, "547.84", "16.07")
    assert finding.where == ("fields.carryover_balance",)
    assert finding.message == (
        "结转结余填16.07万元，年末结余为547.84万元，相差531.77万元；请改正，或说明其余资金的去向"
    )
    assert not finding.blocks_submission


@pytest.mark.parametrize(("explanations", "blocks"), [({}, True), ({CHECK: ""}, True), ({CHECK: "财政收回"}, False)])
def test_blocks_until_it_is_explained(explanations: dict[str, str], blocks: bool) -> None:
    (finding,) = found(CHECK, assessed(explanations={**explanations}))

    assert finding.blocks_submission is blocks
    assert finding.explanation == (explanations.get(CHECK) or None)


@pytest.mark.parametrize(
    ("carryover", "is_fine"),
    [("547.84", True), ("547.85", True), ("547.83", True), ("547.850001", False), ("547.8", False), (None, True)],
)
def test_within_the_tolerance(carryover: str | None, is_fine: bool) -> None:
    assert (found(CHECK, assessed(fields={"carryover_balance": carryover})) == []) is is_fine


def test_silent_while_the_balance_is_missing() -> None:
    assert found(CHECK, assessed(fields={"closing_balance": None})) == []
