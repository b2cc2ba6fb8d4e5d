"""Boxes of a part: what is typed becomes the plain values of the document, and only what differs is set."""

from typing import Any

import pytest

from selfeval.domain.document_places import part_at
from selfeval.domain.files import load
from selfeval.domain.files.part_reading import nodes_in
from selfeval.web.forms.workshop_boxes import (
    Box,
    BoxView,
    Rows,
    RowsView,
    Section,
    Spec,
    built,
    changed_values,
    cleaned,
    drawn,
    flattened,
    names_drawn,
    numbers_in,
    texts_of,
    typed_texts,
)
from selfeval.web.views.workshop_part_form import PartForm
from tests import every_kind
from tests.factories import FIXTURES, framework_text

SPEC: Spec = (
    Section(
        title="甲",
        code="scoring",
        items=(
            Box(path="name", label="名称"),
            Box(path="criteria", label="要点", kind="lines"),
            Box(path="note", label="说明", kind="long"),
            Box(path="shape", label="形状", kind="choice", choices=(("a", "甲"),), is_kept=False),
            Box(path="scoring.kind", label="方法", kind="choice", choices=(("", "请选择"), ("bands", "分档"))),
            Rows(
                path="scoring.bands",
                label="各档",
                columns=(Box(path="in", label="区间"), Box(path="points", label="分")),
            ),
        ),
    ),
)
PART: dict[str, Any] = {
    "name": "率",
    "criteria": ["一", "二"],
    "scoring": {"kind": "bands", "bands": [{"in": "(, 1]", "points": "2"}, {"in": "(1, )", "points": "0"}]},
}
TEXTS = {
    "name": "率",
    "criteria": "一\n二",
    "note": "",
    "shape": "",
    "scoring.kind": "bands",
    "scoring.bands.0.in": "(, 1]",
    "scoring.bands.0.points": "2",
    "scoring.bands.1.in": "(1, )",
    "scoring.bands.1.points": "0",
}


def test_a_part_as_texts_and_back() -> None:
    assert texts_of(SPEC, PART) == TEXTS
    assert built(SPEC, TEXTS) == PART
    assert typed_texts(SPEC, TEXTS) == TEXTS


def test_nothing_typed_changes_nothing() -> None:
    assert changed_values(SPEC, PART, TEXTS, ("name", "scoring")) == {}


def test_only_what_differs_is_set() -> None:
    typed = TEXTS | {"name": " 新 率 ", "criteria": "一\r\n\r\n 三 "}
    values = changed_values(SPEC, PART, typed_texts(SPEC, typed), ())
    assert values == {"name": "新 率", "criteria": ["一", "三"]}


def test_an_emptied_box_takes_its_key_away() -> None:
    assert changed_values(SPEC, PART, TEXTS | {"name": "", "criteria": ""}, ()) == {"name": None, "criteria": None}


def test_a_key_without_a_box_goes_only_where_the_page_answers_for_it() -> None:
    part = PART | {"formula": "a / b", "children": [1]}
    assert changed_values(SPEC, part, TEXTS, ("formula",)) == {"formula": None}
    assert changed_values(SPEC, part, TEXTS, ()) == {}


def test_blank_rows_are_no_rows_and_the_others_are_counted_anew() -> None:
    typed = TEXTS | {"scoring.bands.0.in": " ", "scoring.bands.0.points": "", "scoring.bands.7.in": "x"}
    texts = typed_texts(SPEC, typed)
    assert built(SPEC, texts)["scoring"]["bands"] == [{"in": "(1, )", "points": "0"}, {"in": "x"}]
    assert numbers_in(texts, "scoring.bands") == [0, 1]


def test_a_choice_that_only_says_which_boxes_there_are_is_not_kept() -> None:
    assert "shape" not in built(SPEC, TEXTS | {"shape": "a"})


@pytest.mark.parametrize("name", ["scoring.bands.x.in", "scoring.bands.-1.in", "scoring.bands.999.in", "bands.0.in"])
def test_other_names_are_no_rows(name: str) -> None:
    assert numbers_in([name], "scoring.bands") == []


def test_what_cannot_be_seen_is_not_kept() -> None:
    assert cleaned(Box(path="a", label="甲"), "a\x00b\n c") == "ab c"
    assert cleaned(Box(path="a", label="甲", kind="long"), " 一\r\n二\x00 ") == "一\n二"


def test_boxes_are_drawn_with_one_blank_row_and_their_faults() -> None:
    (section,) = drawn(SPEC, TEXTS, {"name": ("太短",), "scoring.bands.1.in": ("不对",), "scoring": ("满分不等",)})
    assert section.faults == ("满分不等",)
    name, *_, rows = section.items
    assert isinstance(name, BoxView)
    assert isinstance(rows, RowsView)
    assert (name.value, name.faults) == ("率", ("太短",))
    assert [[box.value for box in line] for line in rows.lines] == [["(, 1]", "2"], ["(1, )", "0"], ["", ""]]
    assert rows.lines[1][0].faults == ("不对",)
    assert {"name", "scoring", "scoring.bands", "scoring.bands.2.points"} <= names_drawn([section])


def test_a_word_nobody_knows_can_still_be_seen_and_kept() -> None:
    (section,) = drawn(SPEC, TEXTS | {"scoring.kind": "magic"}, {})
    kind = next(item for item in section.items if item.name == "scoring.kind")
    assert isinstance(kind, BoxView)
    assert kind.choices[-1] == ("magic", "magic（不认识）", True)


def test_every_text_of_a_part_by_its_place() -> None:
    assert flattened({"a": "1", "b": [{"c": "2"}, "3"], "d": None}) == {"a": "1", "b.0.c": "2", "b.1": "3"}


SHIPPED = sorted(path.stem for path in (FIXTURES / "frameworks").glob("*.yaml"))


@pytest.mark.parametrize("text", [every_kind.TEXT, *map(framework_text, SHIPPED)], ids=["every-kind", *SHIPPED])
def test_every_part_of_every_framework_is_shown_whole(text: str) -> None:
    """No page forgets a key: what its boxes say of a stored part is the part."""
    document: Any = load(text)
    places = ["", *(each.place for each in nodes_in(document))]
    for section in ("field_groups", "fields", "derived", "narratives", "checks"):
        places += [f"{section}[{number}]" for number in range(len(document.get(section) or ()))]
    for place in places:
        form = PartForm(document, place)
        sent = form.texts | ({"standard_from_rule": "yes"} if form.is_automatic else {})
        changed = set(PartForm(document, place, sent).values())
        assert changed <= ({"standard"} if form.is_automatic else set()), place
        whole = {key for key in part_at(document, place) if key not in _ELSEWHERE}
        assert whole <= {each.partition(".")[0] for each in _names(form.spec)}, place


_ELSEWHERE = {"format", "children", "field_groups", "fields", "derived", "narratives", "indicators", "checks"}


def _names(spec: Spec) -> set[str]:
    return {item.path for section in spec for item in section.items}
