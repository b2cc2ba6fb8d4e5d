"""A comparison in words."""

from copy import deepcopy
from typing import Any

from selfeval.domain.files import load
from selfeval.domain.framework_comparison import compare
from selfeval.web.presenters.workshop.comparison import ComparisonView, comparison_view
from tests.factories import framework_text


def changed(change: Any) -> ComparisonView:
    old: Any = load(framework_text())
    new = deepcopy(old)
    change(new)
    return comparison_view(compare(old, new), old, new)


def test_a_changed_attribute_has_both_values_in_words() -> None:
    def change(new: Any) -> None:
        new["indicators"][0]["children"][1]["children"][0]["not_applicable"] = "full"

    view = changed(change)
    (section,) = view.sections
    (part,) = section.parts
    assert (section.title, part.name, part.how, part.is_open) == ("指标", "在职人员控制率", "修改", True)
    (attribute,) = part.attributes
    assert (attribute.words, attribute.old, attribute.new) == ("不涉及时", "分值移给别的指标", "得满分")
    assert (view.added, view.removed, view.changed) == (0, 0, 1)


def test_what_came_and_went_is_counted_and_folded() -> None:
    def change(new: Any) -> None:
        new["fields"][0] = {"code": "new_one", "label": "新项", "kind": "money"}

    view = changed(change)
    parts = {part.how: part for part in view.sections[0].parts}
    assert {how: (part.name, part.is_open) for how, part in parts.items()} == {
        "新增": ("新项", False),
        "删除": ("上年结转金额", False),
    }
    assert (view.added, view.removed, view.changed) == (1, 1, 0)
    assert {each.new for each in parts["删除"].attributes} == {"—"}


def test_a_move_is_called_a_move() -> None:
    view = changed(lambda new: new["checks"].insert(0, new["checks"].pop()))
    (part,) = view.sections[0].parts
    assert (part.how, part.icon, part.attributes) == ("移动", "move", ())


def test_sums_say_by_how_much() -> None:
    def change(new: Any) -> None:
        new["indicators"][0]["children"][1]["children"][0]["points"] = "5.5"
        del new["indicators"][3]

    sums = {each.name: (each.old, each.new, each.difference) for each in changed(change).sums}
    assert sums["投入"] == ("18", "19.5", "+1.5")
    assert sums["过程"] == ("40", "40", "不变")
    assert sums["效果"] == ("20", "—", "—")
    assert sums["合计"] == ("100", "81.5", "-18.5")


def test_nothing_changed_says_so() -> None:
    view = changed(lambda new: None)
    assert view.is_same
    assert view.sections == ()
