"""What a unit may type on an indicator follows from its rule and its framework."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.forms import ValidationError
from django.http import QueryDict

from selfeval.domain.framework import Indicator
from selfeval.domain.scoring.rules import Coefficient
from selfeval.web.forms.indicators import ApplicableField, TicksField, box_name, boxes_of
from tests.factories import domain_framework

TEXTS = {"analysis", "reason", "measure"}


def leaf(code: str) -> Indicator:
    return domain_framework().nodes[code]


@pytest.mark.parametrize(
    ("code", "inputs"),
    [
        ("input.target_setting.target_reasonableness", {"ticked"}),
        ("process.budget_management.fund_compliance", {"incidents"}),
        ("process.asset_management.asset_safety", {"points"}),
        ("process.budget_execution.completion_rate", {"is_applicable"}),
        ("process.budget_execution.three_public_control_rate", set()),
    ],
)
def test_boxes_follow_the_rule(code: str, inputs: set[str]) -> None:
    boxes = boxes_of(leaf(code), framework=domain_framework())
    assert set(boxes) == {"set_points", "self_score", *TEXTS, *inputs}


def test_a_coefficient_is_at_most_the_whole() -> None:
    graded = replace(leaf("process.asset_management.asset_safety"), rule=Coefficient())
    box = boxes_of(graded, framework=domain_framework())["coefficient"]
    assert box.clean("95") == Decimal("0.95")
    with pytest.raises(ValidationError, match="不能超过 100%"):
        box.clean("101%")


def test_points_are_set_by_the_bureau_where_the_framework_says_so() -> None:
    framework = replace(domain_framework(), is_points_set_by_unit=False)
    assert "set_points" not in boxes_of(framework.leaves[0], framework=framework)


def test_a_box_is_named_as_findings_name_it() -> None:
    assert box_name("a.b", "is_applicable") == "indicators.a.b.applicable"
    assert box_name("a.b", "reason") == "indicators.a.b.reason"


def test_nothing_ticked_is_not_filled_and_none_of_them_is_an_answer() -> None:
    field = TicksField(count=3)
    assert field.clean([]) is None
    assert field.clean(["none"]) == ()
    assert field.clean(["3", "1"]) == (1, 3)
    assert [field.prepare_value(value) for value in (None, (), (1, 3))] == [[], ["none"], ["1", "3"]]


@pytest.mark.parametrize(("chosen", "words"), [(["none", "1"], "不能再勾别的"), (["4"], "没有这个评价要点")])
def test_ticks_that_contradict_or_do_not_exist(chosen: list[str], words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        TicksField(count=3).clean(chosen)
    assert words in refusal.value.messages[0]


def test_an_empty_tick_counts_only_where_it_was_on_the_page() -> None:
    for field in (TicksField(count=2), ApplicableField()):
        assert field.widget.value_omitted_from_data(QueryDict(""), None, "box")
        assert not field.widget.value_omitted_from_data(QueryDict("box.sent=yes"), None, "box")


def test_the_tick_says_that_the_indicator_does_not_apply() -> None:
    field = ApplicableField()
    assert [field.clean(value) for value in (True, False)] == [False, True]
    assert [field.prepare_value(value) for value in (True, False)] == [False, True]
