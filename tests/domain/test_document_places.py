"""Places in a plain document: finding, changing, adding, taking away, moving."""

from typing import Any

import pytest

from selfeval.domain.document_places import (
    NoSuchPlace,
    dotted,
    misfits,
    part_at,
    place_of,
    place_of_subject,
    steps_of,
    subject_at,
    with_added,
    with_moved,
    with_values,
    without_part,
)


def document() -> dict[str, Any]:
    return {
        "title": "表",
        "indicators": [
            {"code": "input", "children": [{"code": "a", "points": "1"}, {"code": "b"}, {"code": "c"}]},
            {"code": "process", "children": [{"code": "a"}]},
        ],
    }


def codes(changed: Any) -> list[str]:
    return [each["code"] for each in changed["indicators"][0]["children"]]


@pytest.mark.parametrize("place", ["", "indicators[1]", "indicators[1].children[0]", "set_points.by"])
def test_both_ways_of_writing_say_the_same(place: str) -> None:
    assert place_of(steps_of(place)) == place
    assert place_of(steps_of(dotted(place))) == place


def test_addresses_have_no_brackets() -> None:
    assert dotted("indicators[1].children[0]") == "indicators.1.children.0"


def test_the_part_at_a_place() -> None:
    assert part_at(document(), "indicators[0].children[1]") == {"code": "b"}
    assert part_at(document(), "")["title"] == "表"


@pytest.mark.parametrize(
    "place", ["indicators", "title", "indicators[2]", "indicators[x]", "fields[0]", "indicators[0][0]", "title.x"]
)
def test_where_no_part_stands(place: str) -> None:
    with pytest.raises(NoSuchPlace, match="可能已被移动或删除"):
        part_at(document(), place)


def test_values_are_set_and_taken_away_and_the_document_given_stays_as_it_was() -> None:
    given = document()
    changed = with_values(given, "indicators[0].children[0]", {"points": None, "name": "甲"})
    assert changed["indicators"][0]["children"][0] == {"code": "a", "name": "甲"}
    assert given == document()


def test_a_part_is_added_at_the_end() -> None:
    changed, place = with_added(document(), "indicators[0].children", {"code": "d"})
    assert (codes(changed), place) == (["a", "b", "c", "d"], "indicators[0].children[3]")


def test_the_first_part_makes_its_list() -> None:
    changed, place = with_added(document(), "fields", {"code": "x"})
    assert (changed["fields"], place) == ([{"code": "x"}], "fields[0]")


def test_a_part_is_taken_away_and_an_empty_list_with_it() -> None:
    assert codes(without_part(document(), "indicators[0].children[1]")) == ["a", "c"]
    assert without_part(document(), "indicators[1].children[0]")["indicators"][1] == {"code": "process"}


@pytest.mark.parametrize("place", ["", "title", "indicators", "indicators[5]", "nothing[0]"])
def test_only_a_part_of_a_list_can_be_taken_away(place: str) -> None:
    with pytest.raises(NoSuchPlace):
        without_part(document(), place)


@pytest.mark.parametrize(
    ("number", "by", "expected", "now_at"),
    [(0, 1, "bac", 1), (2, -1, "acb", 1), (0, -1, "abc", 0), (2, 1, "abc", 2)],
)
def test_a_part_is_moved_among_its_siblings(number: int, by: int, expected: str, now_at: int) -> None:
    changed, place = with_moved(document(), f"indicators[0].children[{number}]", by)
    assert "".join(codes(changed)) == expected
    assert place == f"indicators[0].children[{now_at}]"


def test_a_part_is_found_again_by_its_codes() -> None:
    place = "indicators[0].children[2]"
    subject = subject_at(document(), place)
    assert subject == "input.c"
    moved, now = with_moved(document(), place, -1)
    assert place_of_subject(moved, place, subject) == now == "indicators[0].children[1]"
    assert place_of_subject(without_part(document(), place), place, subject) is None
    assert place_of_subject(document(), place, subject) == place
    assert place_of_subject({}, place, subject) is None
    assert place_of_subject(document(), place, "input") is None


def test_what_is_no_part_among_parts_is_told() -> None:
    faulty = {"fields": ["x", {}], "indicators": [{"children": [None, {"children": ["y"]}]}, ["z"]], "grades": ["q"]}
    assert list(misfits(faulty)) == [
        ("fields[0]", "x"),
        ("indicators[0].children[0]", None),
        ("indicators[0].children[1].children[0]", "y"),
        ("indicators[1]", ["z"]),
    ]
    assert list(misfits(document())) == list(misfits("x")) == []


def test_the_document_itself_is_always_found() -> None:
    assert subject_at(document(), "") == ""
    assert place_of_subject(document(), "", "") == ""
