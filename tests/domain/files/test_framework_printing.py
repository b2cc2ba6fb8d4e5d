"""A document written as YAML is read back as it was, whatever its texts look like."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval.domain.files import load, read_framework
from selfeval.domain.files.framework_printing import framework_to_yaml
from tests.factories import FIXTURES, framework_text

SHIPPED = sorted(path.stem for path in (FIXTURES / "frameworks").glob("*.yaml"))
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12) | st.sampled_from(
    [
        "001001",
        "12:30",
        "no",
        "null",
        "~",
        "1e3",
        "0x1F",
        "100%",
        "[80%, 90%)",
        "a: b",
        "- x",
        "#",
        "",
        " 前",
        "后 ",
        "甲\n乙\n",
    ]
)
documents = st.recursive(
    st.none() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts.filter(bool), inner, max_size=4),
    max_leaves=20,
)


@given(documents)
@settings(max_examples=80, deadline=None)
def test_what_is_written_is_read_back(value: object) -> None:
    document = {"slug": "x", "value": value}
    assert load(framework_to_yaml(document)) == document


@pytest.mark.parametrize("slug", SHIPPED)
def test_shipped_frameworks_survive(slug: str) -> None:
    document = load(framework_text(slug))
    assert isinstance(document, dict)
    assert load(framework_to_yaml(document)) == document


def test_the_text_is_the_same_framework_and_reads_like_a_file() -> None:
    document = load(framework_text())
    assert isinstance(document, dict)
    text = framework_to_yaml(document)
    assert read_framework(text) == read_framework(framework_text())
    lines = text.splitlines()
    assert lines[:3] == ["format: selfeval-framework/1", "slug: jinzhong-2021", "version: 1"]
    assert "rounding: {mode: half_up, rate_places: 2, points_places: 2, thresholds_on: exact}" in lines
    assert "  - {code: opening_carryover, label: 上年结转金额, kind: money, group: budget}" in lines


def test_keys_stand_in_the_order_of_the_contract_however_they_came() -> None:
    text = framework_to_yaml({"indicators": [{"points": "3", "name": "甲", "code": "a"}], "slug": "x", "other": "1"})
    assert text.splitlines() == ["slug: x", "indicators:", "  - {code: a, name: 甲, points: 3}", "other: 1"]
