"""Every indicator can be scored from what was entered."""

import pytest

from selfeval.domain.files import Plain
from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import EXECUTION, assessed, found, with_fields
from tests.domain.one_indicator import LEAF, framework_of
from tests.domain.one_indicator import assessed as assessed_one

CHECK = "all_indicators_scored"


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("input.target_setting.target_reasonableness", "ticked"),
        ("process.budget_management.fund_compliance", "incidents"),
        ("output.duty_performance.actual_achievement", "points"),
    ],
)
def test_a_missing_entry_leads_to_its_box(code: str, key: str) -> None:
    findings = found(CHECK, assessed(entries={code: {key: None, "self_score": None}}))

    assert [(each.where, each.severity) for each in findings] == [((f"indicators.{code}.{key}",), Severity.ERROR)]


def test_a_self_score_that_nothing_supports_must_be_explained() -> None:
    code = "output.duty_performance.actual_achievement"
    silent, told = (
        found(CHECK, assessed(entries={code: {"points": None, "reason": reason}}))
        for reason in (None, "八项任务全部完成")
    )

    assert [(each.severity, each.blocks_submission) for each in silent] == [(Severity.WARNING, True)]
    assert silent[0].message == "完成实绩情况还没有系统得分：单位评定的得分未填，暂不能计算"
    assert [each.blocks_submission for each in told] == [False]


def test_required_data_items_are_named_once_by_their_own_check() -> None:
    fields = {"original_budget": None, "actual_expenditure": None}
    entries = {
        f"{EXECUTION}.{code}": {"self_score": None}
        for code in ("completion_rate", "adjustment_rate", "payment_progress_rate", "carryover_rate")
    }

    assert found(CHECK, assessed(fields=fields, entries=entries)) == []


def test_an_optional_figure_leads_to_its_box_even_through_a_derived_value() -> None:
    framework = with_fields({"code": "extra", "label": "另计"})
    framework["derived"] = [{**framework["derived"][0], "formula": "original_budget + budget_adjustment + extra"}]
    entries = {f"{EXECUTION}.{code}": {"self_score": None} for code in ("completion_rate", "payment_progress_rate")}

    findings = found(CHECK, assessed(framework=framework, entries=entries))
    assert {each.where for each in findings} == {("fields.extra",)}
    assert [each.severity for each in findings] == [Severity.ERROR, Severity.ERROR, Severity.WARNING]


def test_what_another_check_says_is_not_said_twice() -> None:
    rule: dict[str, Plain] = {"kind": "proportional"}
    outside = assessed_one(framework_of(rule, range="[0%, 100%]"), {"a": "2", "b": "1"})
    refused = assessed_one(framework_of(rule, zero_denominator="refuse"), {"a": "0", "b": "0"})

    assert [each.check for each in outside.findings if each.where[0].startswith(("fields", "indicators"))] == [
        "rate_within_range"
    ]
    assert [each.check for each in refused.findings if each.where[0].startswith(("fields", "indicators"))] == [
        "denominator_is_zero"
    ]


def test_worthless_where_it_cannot_be_computed_is_a_score() -> None:
    code = "process.asset_management.fixed_asset_utilisation_rate"

    assert found(CHECK, assessed(entries={code: {"self_score": None}})) == []


def test_a_rate_that_needs_one_not_applicable_leads_to_its_self_score() -> None:
    document = with_fields()
    second = document["indicators"][0]["children"][1]["children"][2]
    second["formula"] = "input.budget_allocation.staff_control_rate * 1"
    entries = {
        "input.budget_allocation.staff_control_rate": {"applicable": "false"},
        "input.budget_allocation.key_expenditure_rate": {"self_score": None},
    }

    findings = found(CHECK, assessed(framework=document, entries=entries))
    assert [each.where for each in findings] == [
        ("indicators.input.budget_allocation.key_expenditure_rate.self_score",)
    ]


def test_the_one_indicator_without_anything() -> None:
    findings = found(CHECK, assessed_one(framework_of({"kind": "proportional"})))

    assert [(each.where, each.message) for each in findings] == [
        (("fields.a",), "某率还没有得分：甲数、乙数未填，暂不能计算")
    ]
    assert LEAF in assessed_one(framework_of({"kind": "proportional"})).sheet.unscored
