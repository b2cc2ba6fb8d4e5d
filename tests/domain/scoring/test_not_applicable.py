"""不涉及 under every policy of the framework."""

import pytest

from selfeval.domain.files import Plain
from selfeval.domain.framework import Severity
from tests.domain.one_indicator import LEAF, assessed, framework_of, scored

MANUAL: dict[str, Plain] = {"kind": "manual"}


@pytest.mark.parametrize(
    ("policy", "points", "score", "trace"),
    [
        ("redistribute", "0.00", "0.00", "不涉及此项"),
        ("refuse", "0.00", "0.00", "不涉及此项"),
        ("full", "10", "10.00", "不涉及此项，按满分计，得10.00分"),
        ("zero", "10", "0.00", "不涉及此项，得0.00分"),
    ],
)
def test_points_score_and_words(policy: str, points: str, score: str, trace: str) -> None:
    found = scored(framework_of(MANUAL, not_applicable=policy), {"a": "1", "b": "2"}, applicable="false")

    assert (str(found.points), str(found.computed_score), found.self_score) == (points, score, found.computed_score)
    assert (found.is_applicable, found.rate, found.rate_text, found.trace) == (False, None, "", trace)


def test_it_is_refused_unless_the_framework_says_otherwise() -> None:
    findings = {each.check: each for each in assessed(framework_of(MANUAL), applicable="false").findings}

    assert findings["not_applicable_is_allowed"].severity is Severity.ERROR
    assert findings["not_applicable_is_allowed"].where == (f"indicators.{LEAF}.applicable",)


@pytest.mark.parametrize("policy", ["full", "zero", "redistribute"])
def test_it_is_not_refused_where_the_framework_allows_it(policy: str) -> None:
    findings = assessed(framework_of(MANUAL, not_applicable=policy), applicable="false").findings

    assert "not_applicable_is_allowed" not in {each.check for each in findings}


@pytest.mark.parametrize("policy", ["full", "zero", "redistribute", "refuse"])
def test_other_inputs_are_ignored_with_an_information(policy: str) -> None:
    entry: dict[str, Plain] = {"applicable": "false", "points": "7", "self_score": "7"}
    assessment = assessed(framework_of(MANUAL, not_applicable=policy), **entry)
    found = next(each for each in assessment.findings if each.check == "inputs_of_not_applicable_ignored")

    assert found.severity is Severity.INFO
    assert not found.blocks_submission
    assert assessment.sheet.indicators[LEAF].self_score == assessment.sheet.indicators[LEAF].computed_score != 7


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"analysis": "不涉及，5分调至社会效益"},
        {"reason": "没有这项业务"},
        {"self_score": "0"},
        {"points": "0"},
        {"ticked": []},
    ],
)
def test_words_and_zeros_are_nothing_to_ignore(entry: dict[str, Plain]) -> None:
    kind: dict[str, Plain] = (
        {"kind": "checklist", "items": [{"text": "甲", "points": "10"}]} if "ticked" in entry else MANUAL
    )
    findings = assessed(framework_of(kind, not_applicable="redistribute"), applicable="false", **entry).findings

    assert "inputs_of_not_applicable_ignored" not in {each.check for each in findings}


def test_set_points_count_where_the_points_stay_and_are_ignored_where_they_go() -> None:
    stays = assessed(framework_of(MANUAL, not_applicable="full"), applicable="false", set_points="4")
    goes = assessed(framework_of(MANUAL, not_applicable="redistribute"), applicable="false", set_points="4")

    assert (stays.sheet.total.points, stays.sheet.total.computed_score) == (4, 4)
    assert "inputs_of_not_applicable_ignored" not in {each.check for each in stays.findings}
    assert goes.sheet.total.points == 0
    assert "inputs_of_not_applicable_ignored" in {each.check for each in goes.findings}


def test_until_the_points_are_moved_the_sum_is_an_error() -> None:
    findings = assessed(framework_of(MANUAL, not_applicable="redistribute"), applicable="false").findings

    assert "points_sum_to_total" in {each.check for each in findings if each.severity is Severity.ERROR}


def test_its_rate_is_not_available_to_other_formulas() -> None:
    found = scored(
        framework_of({"kind": "proportional"}, not_applicable="full"), {"a": "1", "b": "1"}, applicable="false"
    )

    assert found.rate is None
    assert found.formula_figures == ""
