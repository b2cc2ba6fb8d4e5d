"""The result document: decimals are strings, the minus is a hyphen, nothing missing is shown as zero."""

import json
from typing import Any

import pytest

from selfeval.domain.files import Plain, result_to_document
from tests.domain.one_indicator import LEAF, assessed, framework_of
from tests.domain.three_groups import document as three_groups
from tests.domain.three_groups import filed

PROPORTIONAL: dict[str, Plain] = {"kind": "proportional"}


def result(
    fields: dict[str, Plain] | None = None, *, rounding: dict[str, Plain] | None = None, **entry: Plain
) -> dict[str, Any]:
    return result_to_document(assessed(framework_of(PROPORTIONAL, rounding=rounding), fields, **entry))


def test_the_shape_of_it() -> None:
    document = result({"a": "2495.17", "b": "3043.01"})

    assert list(document) == [
        "format",
        "framework",
        "values",
        "indicators",
        "groups",
        "total",
        "grade",
        "unscored",
        "findings",
    ]
    assert (document["format"], document["framework"]) == ("selfeval-result/1", {"slug": "one", "version": "1"})
    assert document["indicators"][LEAF] == {
        "name": "某率",
        "reference_points": "10.00",
        "points": "10.00",
        "applicable": True,
        "rate": "0.8199677293",
        "rate_text": "82.00%",
        "computed_score": "8.20",
        "self_score": "8.20",
        "trace": "某率＝2,495.17÷3,043.01×100%＝82.00%，按比例计分，得8.20分",
    }
    assert document["total"] == {"points": "10.00", "computed_score": "8.20", "self_score": "8.20", "capped_at": None}
    assert document["groups"] == {
        "part": {
            "name": "部分",
            "reference_points": "10.00",
            "points": "10.00",
            "computed_score": "8.20",
            "self_score": "8.20",
        }
    }
    assert (document["grade"], document["unscored"]) == ("合格", [])


def test_what_is_missing_is_null() -> None:
    document = result()
    leaf = document["indicators"][LEAF]

    assert (leaf["rate"], leaf["rate_text"], leaf["computed_score"], leaf["self_score"]) == (None, None, None, None)
    assert (document["grade"], document["unscored"], document["total"]["computed_score"]) == (None, [LEAF], "0.00")


@pytest.mark.parametrize(
    ("a", "rounding", "rate", "text"),
    [
        ("-0.018052", {}, "-0.0180520000", "-1.81%"),
        ("0.5", {"rate_places": "0"}, "0.5000000000", "50%"),
        ("0.66666666666", {"mode": "truncate", "rate_places": "3"}, "0.6666666667", "66.666%"),
        ("0", {}, "0.0000000000", "0.00%"),
        ("1", {"rate_places": "4"}, "1.0000000000", "100.0000%"),
    ],
)
def test_rates_have_ten_places_and_their_text_the_frameworks(
    a: str, rounding: dict[str, Plain], rate: str, text: str
) -> None:
    leaf = result({"a": a, "b": "1"}, rounding=rounding)["indicators"][LEAF]

    assert (leaf["rate"], leaf["rate_text"]) == (rate, text)


def test_points_have_the_frameworks_decimals_and_a_filed_score_keeps_all_of_its_own() -> None:
    leaf = result({"a": "1", "b": "3"}, rounding={"points_places": "1"}, self_score="3.25")["indicators"][LEAF]

    assert (leaf["points"], leaf["computed_score"], leaf["self_score"]) == ("10.0", "3.3", "3.25")


def test_findings_as_they_are() -> None:
    findings = result({"a": "1", "b": "2"}, self_score="6")["findings"]
    found = next(each for each in findings if each["check"] == "self_score_matches_computed")

    assert found == {
        "check": "self_score_matches_computed",
        "severity": "error",
        "where": [f"indicators.{LEAF}.reason"],
        "message": "某率自评6.00分，系统计算5.00分，高1.00分，请写明理由，或改用计算得分",
        "expected": "5.00",
        "found": "6.00",
        "explanation": None,
    }


def test_values_that_can_be_computed_are_exact_to_ten_places() -> None:
    derived = [
        {"code": "third", "label": "甲", "kind": "number", "formula": "a / 3"},
        {"code": "whole", "label": "乙", "kind": "number", "formula": "a * 3043.01"},
        {"code": "lost", "label": "丙", "kind": "number", "formula": "b"},
    ]
    document = result_to_document(
        filed("30", "20", "10", "40", framework=three_groups(derived=derived), fields={"a": "1"})
    )

    assert document["values"] == {"third": "0.3333333333", "whole": "3043.01"}


def test_caps_and_grades_of_groups() -> None:
    caps = [{"rate": "process.execution.rate_one", "in": "(, )", "total_at_most": "79"}]
    framework = three_groups(caps=caps, grade_groups="true")
    document = result_to_document(filed("30", "20", "10", "40", framework=framework, fields={"a": "1", "b": "1"}))

    assert document["total"]["capped_at"] == "79.00"
    assert document["groups"]["process"]["grade"] == "优"
    assert "grade" not in document["groups"]["process.execution"]


def test_everything_in_it_is_json() -> None:
    text = json.dumps(result({"a": "1", "b": "0"}), ensure_ascii=False)

    assert "\u2212" not in text
    assert json.loads(text)["indicators"][LEAF]["computed_score"] == "0.00"
