"""Two documents line by line."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.files import load
from selfeval.domain.framework_comparison import AttributeChange, Comparison, How, PartDifference, compare
from tests.factories import framework_text


def document() -> dict[str, Any]:
    return {
        "title": "表",
        "rounding": {"mode": "half_up", "rate_places": "2"},
        "grades": [{"name": "优", "from": "90"}],
        "fields": [{"code": "a", "label": "甲", "kind": "money"}, {"code": "b", "label": "乙", "kind": "money"}],
        "indicators": [
            {
                "code": "input",
                "name": "投入",
                "children": [
                    {"code": "x", "name": "率一", "points": "3", "scoring": {"kind": "deduct_above", "limit": "100%"}},
                    {"code": "y", "name": "率二", "points": "2"},
                ],
            },
            {"code": "process", "name": "过程", "points": "5"},
        ],
    }


@pytest.fixture
def changed() -> dict[str, Any]:
    return deepcopy(document())


def with_document(changed: dict[str, Any]) -> Comparison:
    return compare(document(), changed)


def only(comparison: Comparison) -> PartDifference:
    assert len(comparison.parts) == 1
    return comparison.parts[0]


def test_the_same_says_so(changed: dict[str, Any]) -> None:
    comparison = with_document(changed)
    assert comparison.is_same
    assert [(each.code, each.old, each.new) for each in comparison.sums] == [
        ("", Decimal(10), Decimal(10)),
        ("input", Decimal(5), Decimal(5)),
        ("process", Decimal(5), Decimal(5)),
    ]


def test_a_shipped_framework_is_the_same_as_itself() -> None:
    shipped: Any = load(framework_text())
    assert compare(shipped, deepcopy(shipped)).is_same


def test_an_attribute_inside_another_is_named_in_full(changed: dict[str, Any]) -> None:
    changed["indicators"][0]["children"][0]["scoring"] = {"kind": "deduct_above", "limit": "90%", "step": "1%"}
    part = only(with_document(changed))
    assert (part.section, part.code, part.name, part.level, part.how) == (
        "indicators",
        "input.x",
        "率一",
        2,
        How.CHANGED,
    )
    assert part.attributes == (
        AttributeChange(key="scoring.limit", old="100%", new="90%"),
        AttributeChange(key="scoring.step", old=None, new="1%"),
    )


def test_the_head_is_compared_without_the_lists(changed: dict[str, Any]) -> None:
    changed["rounding"]["mode"] = "truncate"
    changed["grades"].append({"name": "良", "from": "80"})
    del changed["title"]
    comparison = with_document(changed)
    assert not comparison.parts
    assert [(each.key, each.old, each.new) for each in comparison.head] == [
        ("title", "表", None),
        ("rounding.mode", "half_up", "truncate"),
        ("grades", document()["grades"], changed["grades"]),
    ]


def test_parts_that_came_and_went_have_all_their_attributes(changed: dict[str, Any]) -> None:
    changed["fields"][0] = {"code": "c", "label": "丙", "kind": "count"}
    came, went = sorted(with_document(changed).parts, key=lambda each: each.how)
    assert (came.code, came.how, went.code, went.how) == ("c", How.ADDED, "a", How.REMOVED)
    assert [(each.key, each.old, each.new) for each in came.attributes] == [
        ("label", None, "丙"),
        ("kind", None, "count"),
    ]
    assert [(each.key, each.old, each.new) for each in went.attributes] == [
        ("label", "甲", None),
        ("kind", "money", None),
    ]


def test_points_change_the_sums_above(changed: dict[str, Any]) -> None:
    changed["indicators"][0]["children"][1]["points"] = "2.5"
    sums = {each.code: (each.old, each.new) for each in with_document(changed).sums}
    assert sums == {
        "": (Decimal(10), Decimal("10.5")),
        "input": (Decimal(5), Decimal("5.5")),
        "process": (Decimal(5), Decimal(5)),
    }


def test_a_group_that_is_gone_keeps_its_line_among_the_sums(changed: dict[str, Any]) -> None:
    del changed["indicators"][1]
    comparison = with_document(changed)
    assert only(comparison).how is How.REMOVED
    assert [(each.code, each.old, each.new) for each in comparison.sums][-1] == ("process", Decimal(5), None)


@pytest.mark.parametrize("points", [None, "四分", "1e"])
def test_points_that_are_no_number_have_no_sum(changed: dict[str, Any], points: str | None) -> None:
    changed["indicators"][0]["children"][1]["points"] = points
    sums = {each.code: each.new for each in with_document(changed).sums}
    assert (sums["input"], sums[""], sums["process"]) == (None, None, Decimal(5))


def test_a_part_that_only_moved_is_told_alone(changed: dict[str, Any]) -> None:
    changed["fields"].insert(0, changed["fields"].pop())
    part = only(with_document(changed))
    assert (part.is_moved, part.how, part.attributes) == (True, How.CHANGED, ())


def test_what_is_empty_is_as_good_as_not_written(changed: dict[str, Any]) -> None:
    changed["authority"] = ""
    changed["caps"] = []
    changed["source"] = {}
    assert with_document(changed).is_same


@pytest.mark.parametrize("faulty", [{"indicators": "x"}, {"indicators": ["x", {"name": "无编码"}]}, {"fields": None}])
def test_a_faulty_document_is_compared_all_the_same(faulty: dict[str, Any]) -> None:
    comparison = compare(document(), faulty)
    assert not comparison.is_same
    assert any(part.code == "a" and part.how is How.REMOVED for part in comparison.parts)


def test_both_ways_tell_the_same_parts() -> None:
    other: Any = load(framework_text("mof-2013"))
    mine: Any = load(framework_text())
    there, back = compare(mine, other), compare(other, mine)
    swapped = {How.ADDED: How.REMOVED, How.REMOVED: How.ADDED, How.CHANGED: How.CHANGED}
    # Which of two parts that changed places is the moved one is a matter of taste.
    assert {part.code: part.how for part in there.parts if part.attributes} == {
        part.code: swapped[part.how] for part in back.parts if part.attributes
    }
