"""A document comes back from the workbook as it went in: valid or faulty, long or strange, through LibreOffice too."""

from copy import deepcopy
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from hypothesis import given, seed
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from selfeval.domain.files import framework_from_document, load
from selfeval.exports.framework_workbook import document_of_workbook, workbook_of
from selfeval.exports.framework_workbook.columns import OTHER
from selfeval.exports.framework_workbook.loading import Loading
from selfeval.exports.framework_workbook.places import Row
from selfeval.exports.framework_workbook.putting_together import Assembly
from selfeval.exports.framework_workbook.taking_apart import taken_apart
from tests.exports import office
from tests.exports.framework_workbook.every_kind import LEAVES, OWN, document

SHIPPED = sorted((Path(settings.BASE_DIR) / "fixtures" / "frameworks").glob("*.yaml"))
KINDS = {
    "proportional",
    "deduct_above",
    "deduct_below",
    "deduct_both",
    "bands",
    "full_or_proportional",
    "target",
    "checklist",
    "incidents",
    "milestones",
    "choose",
    "tiers",
    "coefficient",
    "manual",
    "formula",
}


def read_again(content: bytes) -> dict[str, Any]:
    """The document in a workbook, faulty or not."""
    loading = Loading(content)
    assembly = Assembly(loading.tables)
    assert loading.faults == assembly.faults == []
    return assembly.document


def put_together(content: dict[str, Any]) -> dict[str, Any]:
    """The document taken apart and put together without a file between."""
    sheets = taken_apart(content)
    tables = {name: [Row(sheet=name, cells=cells, addresses={}) for cells in rows] for name, rows in sheets.items()}
    assembly = Assembly(tables)
    assert assembly.faults == []
    return assembly.document


def has_rest(content: dict[str, Any]) -> bool:
    return any(OTHER.head in cells for rows in taken_apart(content).values() for cells in rows)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_framework_comes_back_as_it_was(path: Path) -> None:
    shipped = load(path.read_text(encoding="utf-8"))
    assert isinstance(shipped, dict)
    assert document_of_workbook(workbook_of(shipped)) == shipped
    assert not has_rest(shipped)


def test_every_kind_of_rule_comes_back_as_it_was_in_columns_of_its_own() -> None:
    assert {each["scoring"]["kind"] for each in [*LEAVES, OWN]} == KINDS
    whole = document()
    framework_from_document(whole)
    before = deepcopy(whole)
    assert document_of_workbook(workbook_of(whole)) == before
    assert whole == before
    assert not has_rest(whole)


def test_it_comes_back_after_an_office_suite_has_saved_it() -> None:
    whole = document()
    whole["indicators"][0]["definition"] = "=1+1\n第二行"
    again = office.saved_again({"book": workbook_of(whole)})["book"]
    assert document_of_workbook(again) == whole


SHORT_TEXTS = (
    "=SUM(A1:A9)",
    "+1",
    "-1",
    "@name",
    "#N/A",
    "'撇号",
    "末尾换行\n",
    "  前后空格  ",
    "_x0041_不是A",
    "控制符\x07",
    "回车\r\n换行",
    "两\n\n行",
    "【续文1】",
    "※不是提示",
    "\ud800",
    "1.50",
    "true",
    "2021-03-01",
)


@pytest.mark.parametrize("texts", [SHORT_TEXTS, ("字" * 40_000,), ("行\n" * 900,), ("𠮷" * 20_000,)])
def test_e07_texts_stay_texts_and_whole(texts: tuple[str, ...]) -> None:
    whole = document()
    whole["title"] = whole["narratives"][0]["guide"] = whole["indicators"][0]["definition"] = texts[0]
    whole["indicators"][1]["name"] = texts[-1]
    leaves = whole["indicators"][0]["children"][0]["children"]
    for leaf, text in zip(leaves, texts, strict=False):
        leaf["definition"] = leaf["standard"] = text
    leaves[0]["criteria"] = [*texts, "第二条", "反\\斜\n杠"]
    content = workbook_of(whole)
    assert read_again(content) == whole
    book = openpyxl.load_workbook(BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert max(len(str(cell.value).encode("utf-16-le")) // 2 for cell in cells) <= 32_767
    assert max(str(cell.value).count("\n") for cell in cells) <= 253


def test_a_name_that_begins_like_a_hint_is_no_hint() -> None:
    whole = document()
    whole["grades"][0]["name"] = whole["indicators"][1]["name"] = "※优"
    content = workbook_of(whole)
    assert read_again(content) == whole
    book = openpyxl.load_workbook(BytesIO(content))
    book["等次"].move_range("A4:Z9", rows=1, cols=0)
    book["等次"].move_range("A3:Z3", rows=7, cols=0)
    target = BytesIO()
    book.save(target)
    assert read_again(target.getvalue())["grades"] == whole["grades"]


@pytest.mark.parametrize(
    "change",
    [
        {"slug": None},
        {"format": "other/9"},
        {"unknown": {"deep": ["1", {"x": None}]}},
        {"caps": []},
        {"grades": "不是列表"},
        {"fields": ["不是键值", {"code": "a"}]},
        {"indicators": [{"points": "1"}]},
        {"indicators": [{"code": "a", "name": "甲"}, {"code": "a", "scoring": {"kind": "bands", "bands": [{}]}}]},
        {"indicators": [{"name": "甲", "children": [{"code": "b", "children": []}]}]},
        {
            "indicators": [
                {"code": "甲 乙", "scoring": "manual", "source": {}, "zero_denominator": {"both_zero": "zero"}}
            ]
        },
        {"indicators": [{"code": "a", "zero_denominator": {"both_zero": "zero", "otherwise": None}, "x_y": "1"}]},
        {"indicators": [{"code": "a", "zero_denominator": "\r", "criteria": [""], "own_indicators": []}]},
        {
            "indicators": [
                {"code": "a", "scoring": {"kind": "按率计分", "steps": " whole", "options": [{"scoring": "x"}]}}
            ]
        },
        {
            "indicators": [
                {"code": "a", "children": [{"code": "b", "children": [{"code": "c", "children": [{"code": "d"}]}]}]}
            ]
        },
        {"rounding": {}, "set_points": {"by": {"x": "1"}}},
    ],
)
def test_a_faulty_draft_comes_back_as_it_was(change: dict[str, Any]) -> None:
    whole = document() | change
    assert read_again(workbook_of(whole)) == whole


SCALARS = st.one_of(
    st.none(), st.text(max_size=12), st.sampled_from(["zero", "whole", "100%", "1.0", "true", " a", "="])
)
PLAIN = st.recursive(
    SCALARS,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(["code", "kind", "in", "甲"]), below),
    max_leaves=6,
)
KEYS = ("code", "name", "points", "criteria", "scoring", "children", "zero_denominator", "tiers", "source", "explain")
NODES = st.dictionaries(st.sampled_from(KEYS), PLAIN, max_size=5)
RULES = st.fixed_dictionaries(
    {},
    optional={
        "kind": SCALARS,
        "limit": SCALARS,
        "mode": SCALARS,
        "over": PLAIN,
        "bands": st.lists(st.dictionaries(st.sampled_from(["in", "points", "x"]), SCALARS), max_size=3),
        "options": st.lists(
            st.fixed_dictionaries({"label": SCALARS}, optional={"scoring": PLAIN, "formula": SCALARS}), max_size=3
        ),
    },
)
RULED = st.builds(lambda node, rule: {**node, "scoring": rule}, NODES, RULES)
TREES = st.lists(
    st.builds(lambda node, below: {**node, "children": below}, RULED, st.lists(RULED, max_size=2)), max_size=3
)


@seed(20240501)
@hypothesis_settings(max_examples=50, deadline=None)
@given(
    indicators=st.one_of(TREES, PLAIN),
    fields=st.lists(
        st.dictionaries(st.sampled_from(["code", "label", "columns", "options", "kind"]), PLAIN), max_size=3
    ),
    checks=PLAIN,
    extra=st.dictionaries(st.text(max_size=4).filter(lambda key: key not in KEYS), PLAIN, max_size=2),
)
def test_any_document_is_put_together_as_it_was(indicators: Any, fields: Any, checks: Any, extra: Any) -> None:
    whole = {**document(), **extra, "indicators": indicators, "fields": fields, "checks": checks}
    before = deepcopy(whole)
    assert put_together(whole) == before
