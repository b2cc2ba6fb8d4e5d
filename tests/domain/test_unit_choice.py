"""Units named in a few words: by code, by whole name, with all below; what names none or several is told."""

import pytest

from selfeval.domain.unit_choice import ListedUnit, chosen_units, named_units

TREE = tuple(
    ListedUnit(key=key, code=code, name=name, depth=depth)
    for key, code, name, depth in (
        (1, "A01", "教育局", 0),
        (2, "B01", "第一中学", 1),
        (3, "C01", "第一中学分校", 2),
        (4, "B02", "第二中学", 1),
        (5, "A02", "卫生局", 0),
        (6, "B03", "第一中学", 1),
        (7, "A03", "文化、广播电视和旅游局", 0),
    )
)


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("", set()),
        (" \n，、 ", set()),
        ("A01", {1}),
        ("教育局\n卫生局", {1, 5}),
        ("A01*", {1, 2, 3, 4}),
        ("教育局＊、B03", {1, 2, 3, 4, 6}),
        ("B01 *；B02", {2, 3, 4}),
        ("C01*", {3}),
        ("B03,B03*", {6}),
        ("文化、广播电视和旅游局*，教育局、卫生局", {1, 5, 7}),
    ],
)
def test_units_are_found(words: str, keys: set[int]) -> None:
    found = named_units(TREE, words)
    assert (found.keys, found.unknown, found.ambiguous) == (keys, (), ())


def test_what_names_none_or_several_is_told() -> None:
    found = named_units(TREE, "A01\n第一中学\nA99*\n教育")
    assert (found.keys, found.unknown, found.ambiguous) == ({1}, ("A99*", "教育"), ("第一中学",))


def test_a_code_goes_before_a_name() -> None:
    units = (*TREE, ListedUnit(key=8, code="第二中学", name="别的", depth=0))
    assert named_units(units, "第二中学").keys == {8}


def test_what_is_added_goes_before_what_is_taken_out() -> None:
    assert chosen_units({1, 2, 3}, without={2, 3}, besides={3, 4}) == {1, 3, 4}
