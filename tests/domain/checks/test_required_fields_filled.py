"""Every required field, date, head and evaluator."""

import pytest

from selfeval.domain.files import Plain
from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed, found, with_fields

CHECK = "required_fields_filled"


@pytest.mark.parametrize(
    ("parts", "box", "message"),
    [
        ({"filed_on": None}, "filed_on", "填报日期还没有填"),
        ({"evaluators": []}, "evaluators", "评价人员还没有填"),
        ({"department": {"code": "1", "name": "甲", "phone": "0"}}, "department.head", "单位负责人还没有填"),
        (
            {"department": {"code": "1", "name": "甲", "phone": "0", "head": " "}},
            "department.head",
            "单位负责人还没有填",
        ),
    ],
)
def test_the_face_of_the_form(parts: dict[str, Plain], box: str, message: str) -> None:
    findings = found(CHECK, assessed(**parts))

    assert [(each.where, each.message, each.severity) for each in findings] == [((box,), message, Severity.ERROR)]


@pytest.mark.parametrize("code", ["original_budget", "closing_balance", "staff_on_post"])
def test_a_required_data_item(code: str) -> None:
    assert [each.where for each in found(CHECK, assessed(fields={code: None}))] == [(f"fields.{code}",)]


def test_zero_is_an_answer_and_so_is_no() -> None:
    framework = with_fields({"code": "has_survey", "kind": "flag", "required": "true"})

    assert found(CHECK, assessed(framework=framework, fields={"has_survey": "false", "procurement_budget": "0"})) == []
    assert [each.where for each in found(CHECK, assessed(framework=framework))] == [("fields.has_survey",)]


@pytest.mark.parametrize(
    ("kind", "value", "is_filled"),
    [
        ("text", "问卷", True),
        ("text", " \u3000", False),
        ("itemised_money", [], False),
        ("itemised_money", [{"label": "甲", "amount": "0"}], True),
    ],
)
def test_white_space_and_no_rows_are_no_answers(kind: str, value: Plain, is_filled: bool) -> None:
    framework = with_fields({"code": "more", "kind": kind, "required": "true"})

    assert (found(CHECK, assessed(framework=framework, fields={"more": value})) == []) is is_filled


def test_optional_items_may_stay_empty() -> None:
    assert (
        found(CHECK, assessed(fields={"opening_carryover": None, "carryover_balance": None, "retired_staff": None}))
        == []
    )


def test_narratives() -> None:
    texts: dict[str, Plain] = dict.fromkeys(("staffing", "budget_execution", "performance_analysis"), "有内容")
    findings = found(CHECK, assessed(narratives={**texts, "mandate": "  \n "}))

    assert [(each.where, each.message) for each in findings] == [(("narratives.mandate",), "单位职能概况还没有填")]
