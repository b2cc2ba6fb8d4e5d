"""Identities of a framework: == within the tolerance, <= up to it; expected is the left value, found the right."""

import pytest

from selfeval.domain.files import Plain, framework_from_document
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed, found
from tests.domain.one_indicator import assessed as assessed_one
from tests.domain.one_indicator import framework_document

CHECK = "identity"


def findings(expect: str, fields: dict[str, Plain], **keys: Plain) -> list[Finding]:
    """What a check expecting `expect` finds in `fields`."""
    check: dict[str, Plain] = {"code": CHECK, "expect": expect, "message": "应相符", "where": ["fields.b"], **keys}
    document = {**framework_document({"kind": "proportional"}), "checks": [check]}
    return found(CHECK, assessed_one(framework_from_document(document), fields))


@pytest.mark.parametrize(
    ("operator", "tolerance", "holding", "failing"),
    [
        ("==", "0.01", ["5", "5.01", "4.99"], ["5.010001", "4.989999", "0", "-5"]),
        ("==", "0", ["5", "5.000000"], ["5.000001"]),
        ("!=", "0.01", ["5.010001", "4.98"], ["5", "5.01", "4.99"]),
        ("<=", "0.01", ["5", "6", "4.99"], ["4.989999", "0"]),
        (">=", "0.01", ["5", "4", "5.01"], ["5.010001", "9"]),
        ("<", "0", ["5.000001"], ["5", "4"]),
        (">", "0", ["4.999999"], ["5", "6"]),
        ("<=", "0", ["5", "5.000001"], ["4.999999"]),
    ],
)
def test_every_comparison_at_its_tolerance(
    operator: str, tolerance: str, holding: list[str], failing: list[str]
) -> None:
    """The left side is 5; the right side is each value."""
    verdicts = {
        value: not findings(f"a {operator} b", {"a": "5", "b": value}, tolerance=tolerance)
        for value in [*holding, *failing]
    }

    assert verdicts == dict.fromkeys(holding, True) | dict.fromkeys(failing, False)


def test_left_is_expected_and_right_is_found() -> None:
    (finding,) = findings("a + c == b", {"a": "5", "b": "3", "c": "1"})

    assert (finding.expected, finding.found, finding.severity) == ("6.00", "3.00", Severity.ERROR)
    assert finding.where == ("fields.b",)
    assert finding.message == "应相符（应为6，填报3，差3）"


@pytest.mark.parametrize(
    ("expect", "words"),
    [
        ("a <= b", "（5应不大于3，差2）"),
        ("b >= a", "（3应不小于5，差2）"),
        ("b > a", "（3应大于5，差2）"),
        ("a < b", "（5应小于3，差2）"),
        ("a != 5", "（5应不等于5，差0）"),
        ("budget == a", "（应为1,234.50，填报5.00，差1,229.50，单位万元）"),
        ("items.total == a", "（应为70.00，填报5.00，差65.00，单位万元）"),
        ("budget / 7 == a", "（应为176.357143，填报5.00，差171.357143，单位万元）"),
        ("people == a", "（应为51，填报5，差46）"),
    ],
)
def test_the_numbers_are_told_as_the_comparison_means_them(expect: str, words: str) -> None:
    fields: dict[str, Plain] = {
        "a": "5",
        "b": "3",
        "budget": "1234.5",
        "people": "51",
        "items": [{"label": "甲", "amount": "70"}],
    }

    assert [each.message for each in findings(expect, fields)] == [f"应相符{words}"]


@pytest.mark.parametrize(
    ("expect", "is_fine"),
    [
        ("a == b or a == c", True),
        ("a == b and a == c", False),
        ("not a == b", True),
        ("not (a == b or a == c)", False),
        ("a == c and a - b == 2", True),
    ],
)
def test_the_tolerance_holds_inside_conditions(expect: str, is_fine: bool) -> None:
    assert (findings(expect, {"a": "5", "b": "3", "c": "5.005"}, tolerance="0.01") == []) is is_fine


@pytest.mark.parametrize(
    ("expect", "fields", "is_silent"),
    [
        ("a == b", {"a": "5"}, True),
        ("a == b", {}, True),
        ("a == b / c", {"a": "5", "b": "1", "c": "0"}, True),
        ("a == or_zero(b)", {"a": "5"}, False),
        ("a == b and a == c", {"a": "5", "b": "3"}, False),
        ("a == b or a == c", {"a": "5", "b": "3"}, True),
        ("not a == b", {"a": "5"}, True),
    ],
)
def test_silent_while_a_figure_is_missing(expect: str, fields: dict[str, Plain], is_silent: bool) -> None:
    assert (findings(expect, fields) == []) is is_silent


@pytest.mark.parametrize("severity", list(Severity))
def test_severities_and_explanations(severity: Severity) -> None:
    check: dict[str, Plain] = {"code": CHECK, "severity": severity.value, "expect": "a == b", "message": "应相符"}
    framework = framework_from_document({**framework_document({"kind": "proportional"}), "checks": [check]})
    open_one, answered = (
        found(CHECK, assessed_one(framework, {"a": "1", "b": "2"}, explanations={CHECK: text}))
        for text in ("", "另有原因")
    )

    assert [each.severity for each in open_one] == [severity]
    assert open_one[0].blocks_submission is (severity is not Severity.INFO)
    assert answered[0].blocks_submission is (severity is Severity.ERROR)
    assert answered[0].explanation == "另有原因"


def test_without_a_place_it_leads_to_the_figures_it_uses() -> None:
    check: dict[str, Plain] = {"code": CHECK, "expect": "items.total == a", "message": "应相符"}
    framework = framework_from_document({**framework_document({"kind": "proportional"}), "checks": [check]})
    (finding,) = found(CHECK, assessed_one(framework, {"a": "1", "items": []}))

    assert finding.where == ("fields.items", "fields.a")


def test_the_published_form() -> None:
    """Three sums of rows hold; that the parts miss the full-year budget by 135.01 is explained."""
    findings = [each for each in assessed().findings if each.check.endswith(("_add_up", "_full_year_budget"))]

    assert [(each.check, each.severity, each.expected, each.found) for each in findings] == [
        ("budget_parts_agree_with_full_year_budget", Severity.WARNING, "3043.01", "2908.00")
    ]
    assert findings[0].message.endswith("（应为3,043.01，填报2,908.00，差135.01，单位万元）")
