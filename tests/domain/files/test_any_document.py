"""Whatever an editor sends: a document is read, or refused with faults whose places are in it. Nothing else happens."""

import copy
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval.domain.files import (
    FileFaults,
    Plain,
    filing_from_document,
    filing_to_document,
    framework_from_document,
    load,
)
from selfeval.domain.own_indicators import framework_of
from selfeval.domain.scoring import score_sheet
from tests.domain.files.composed_framework import COMPOSED, HEAD
from tests.domain.one_indicator import framework_document
from tests.fixtures_data.published import plain

ROWS = """
indicators: {level: {tier: 高, coefficient: 90%, reason: 甲}, either: {choice: 2, set_points: 10}}
fields: {budget: 100, spent: 95.5, quarters: [{paid: 1}, {paid: 2}]}
own_indicators:
  - {under: outputs, group: 数量, name: 甲, op: ">=", target: 95%, actual: 90%, points: 40}
  - {under: effects.plain, group: 满意度, name: 乙, op: qualitative, target: 好, coefficient: 80%, points: 10}
"""
JUNK: st.SearchStrategy[Plain] = st.one_of(
    st.none(),
    st.sampled_from(["", "0", "-1", "100%", "[0%, 1%]", "rate", "甲", "a.b.c", "a / b", "true", "1e9", "９", "\ud800"]),
    st.just([]),
    st.just({}),
    st.just([[]]),
    st.just({"kind": "choose", "options": [{}]}),
    st.text(max_size=5),
)

KEYS = ("points", "tiers", "own_indicators", "children", "x", "rate")


def places(document: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of `document`, as the keys and counts that lead there."""
    found = [place] if place else []
    steps = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, below in steps:
        found.extend(places(below, (*place, key)))
    return found


@st.composite
def edited(draw: st.DrawFn, document: Plain) -> Any:
    """`document` with one to three places replaced, dropped or doubled."""
    result: Any = copy.deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        known = places(result)
        *above, last = draw(st.sampled_from(known))
        holder = result
        for step in above:
            holder = holder[step]
        match draw(st.sampled_from(["replace", "drop", "add"])):
            case "replace":
                holder[last] = copy.deepcopy(draw(JUNK))
            case "drop":
                del holder[last]
            case "add" if isinstance(holder, dict):
                holder[draw(st.sampled_from(KEYS))] = copy.deepcopy(draw(JUNK))
            case _:
                holder.append(copy.deepcopy(holder[last]))
        if not places(result):
            break
    return result


def faults_in(document: Any, refused: FileFaults) -> None:
    """Every fault lies at a key that is there, or at one that is missing from a mapping or list that is."""
    for fault in refused.faults:
        assert "\n" not in str(fault)
        assert fault.expected
        above = re.findall(r"[^.\[\]]+", fault.path)[:-1]
        holder = document
        for number, step in enumerate(above):
            if isinstance(holder, dict) and step not in holder:
                # A code with dots, or a key nobody knows: the rest of the path is one key.
                assert any(key.startswith(step) for key in holder), (fault, number)
                break
            holder = holder[int(step)] if isinstance(holder, list) else holder[step]
            assert isinstance(holder, dict | list), fault


def reads_or_refuses(document: Any) -> None:
    """A framework document becomes a framework, or every fault has a place and words."""
    try:
        framework = framework_from_document(document)
    except FileFaults as refused:
        faults_in(document, refused)
    else:
        assert framework.indicators


FRAMEWORKS = [plain("frameworks", "jinzhong-2021"), plain("frameworks", "mof-2013")]
SMALL_ONES: list[Any] = [
    framework_document({"kind": "formula", "points": "rate * 10"}),
    framework_document(
        {
            "kind": "choose",
            "options": [
                {"label": "甲", "formula": "a / b", "scoring": {"kind": "proportional"}},
                {
                    "label": "乙",
                    "formula": "c",
                    "scoring": {"kind": "bands", "bands": [{"in": "(, )", "points": "10"}]},
                },
            ],
        },
        formula=None,
    ),
    framework_document(
        {"kind": "target", "over": {"above": "130%", "then": "deduct", "deduct": "1"}},
        formula=None,
        own_indicators=["数量", "质量"],
        tiers=[{"name": "甲", "in": "[50%, 100%]"}, {"name": "乙", "in": "[0%, 50%)"}],
    ),
    framework_document(
        {"kind": "milestones", "of": "a", "nodes": [{"label": "全年", "field": "b", "at_least": "1%", "points": "10"}]},
        formula=None,
        standard="计10分，[80%,90%)计4分，每超过1个百分点扣1分",
    ),
]


@settings(max_examples=80)
@given(document=st.sampled_from(SMALL_ONES).flatmap(edited))
def test_a_framework_document_is_read_or_refused(document: Any) -> None:
    reads_or_refuses(document)


@settings(max_examples=60)
@given(document=st.sampled_from(FRAMEWORKS).flatmap(edited))
def test_a_published_framework_edited_is_read_or_refused(document: Any) -> None:
    reads_or_refuses(document)


@settings(max_examples=80)
@given(document=edited(load(HEAD + ROWS)))
def test_a_filing_document_is_read_or_refused_and_what_is_read_is_scored(document: Any) -> None:
    try:
        filing = filing_from_document(COMPOSED, document)
    except FileFaults as refused:
        faults_in(document, refused)
    else:
        printed = filing_to_document(COMPOSED, filing)
        assert filing_to_document(COMPOSED, filing_from_document(COMPOSED, printed)) == printed
        assert set(score_sheet(framework_of(COMPOSED, filing), filing).indicators) >= {"level", "either", "best"}


def test_nesting_without_end_is_refused() -> None:
    leaf: dict[str, Any] = {"code": "leaf", "name": "甲", "points": "10", "scoring": {"kind": "manual"}}
    scoring: dict[str, Any] = {"kind": "choose", "options": []}
    for _ in range(5000):
        leaf = {"code": "node", "name": "甲", "children": [leaf]}
        scoring = {"kind": "choose", "options": [{"label": "甲", "formula": "a", "scoring": scoring}]}

    for document in ({**framework_document(None), "indicators": [leaf]}, framework_document(scoring)):
        with pytest.raises(FileFaults) as caught:
            framework_from_document(document)
        assert len(caught.value.faults) < 10
