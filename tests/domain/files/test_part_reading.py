"""What can be said of a document that may be faulty."""

from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.amounts import Rounding, RoundingMode
from selfeval.domain.files import load, read_framework
from selfeval.domain.files.part_reading import (
    formula_in_words,
    indicator_in,
    labels_in,
    mappings_in,
    names_in,
    nodes_in,
    points_in,
    rounding_in,
    text_in,
)
from selfeval.domain.formula_validity import known_names
from tests.factories import FIXTURES, framework_text

SHIPPED = sorted(path.stem for path in (FIXTURES / "frameworks").glob("*.yaml"))


def shipped(slug: str) -> dict[str, Any]:
    document = load(framework_text(slug))
    assert isinstance(document, dict)
    return document


@pytest.mark.parametrize("slug", ["jinzhong-2021", "mof-2013", "general-2020"])
def test_the_tree_is_that_of_the_framework(slug: str) -> None:
    framework = read_framework(framework_text(slug))
    nodes = list(nodes_in(shipped(slug)))
    assert [(each.code, each.level) for each in nodes] == [(node.code, node.level) for node in framework.nodes.values()]
    assert [points_in(each.node) for each in nodes] == [node.points for node in framework.nodes.values()]
    assert nodes[0].place == "indicators[0]"


@pytest.mark.parametrize("slug", SHIPPED)
def test_the_names_of_formulas_are_those_the_product_knows(slug: str) -> None:
    framework = read_framework(framework_text(slug))
    assert {each.code for each in names_in(shipped(slug))} == known_names(framework)
    labels = labels_in(shipped(slug))
    assert {code: framework.label_of(code) for code in labels} == labels


@pytest.mark.parametrize("slug", SHIPPED)
def test_one_indicator_is_read_as_in_the_framework(slug: str) -> None:
    framework = read_framework(framework_text(slug))
    for each in nodes_in(shipped(slug)):
        node = framework.nodes[each.code]
        if not node.children:
            alone = indicator_in(each.node, each.code)
            assert (alone.rule, alone.points, alone.formula, alone.tiers) == (
                node.rule,
                node.points,
                node.formula,
                node.tiers,
            )


@pytest.mark.parametrize("slug", SHIPPED)
def test_the_rounding_is_that_of_the_framework(slug: str) -> None:
    assert rounding_in(shipped(slug)) == read_framework(framework_text(slug)).rounding


@pytest.mark.parametrize(
    "document",
    [{}, {"fields": "x", "derived": ["x"], "indicators": [{"children": 3}, None], "rounding": {"rate_places": "二"}}],
)
def test_a_faulty_document_gives_what_there_is(document: dict[str, Any]) -> None:
    assert labels_in(document) == {}
    assert names_in(document) == []
    assert rounding_in(document) == Rounding()
    assert all(points_in(each.node) is None for each in nodes_in(document))


def test_rounding_as_written() -> None:
    written = {"mode": "truncate", "rate_places": "1", "points_places": "3", "thresholds_on": "rounded"}
    assert rounding_in({"rounding": written}) == Rounding(
        mode=RoundingMode.TRUNCATE, rate_places=1, points_places=3, is_threshold_rounded=True
    )


def test_what_cannot_be_read_of_an_indicator_has_its_default() -> None:
    node = {"code": "x", "name": "甲", "points": "三", "scoring": {"kind": "deduct_above", "limit": "一成"}}
    indicator = indicator_in(node)
    assert (indicator.name, indicator.points, indicator.rule) == ("甲", Decimal(0), None)
    assert indicator_in({}).name == ""


def test_points_of_a_group_are_summed_and_unknown_where_one_is() -> None:
    group = {"children": [{"points": "1.5"}, {"children": [{"points": "2"}]}]}
    assert points_in(group) == Decimal("3.5")
    assert points_in({"children": [{"points": "1"}, {}]}) is None


@pytest.mark.parametrize(("formula", "words"), [("a / b", "甲÷b"), ("", ""), ("a +", ""), ("or_zero(a) + 1", "甲＋1")])
def test_a_formula_in_words(formula: str, words: str) -> None:
    assert formula_in_words(formula, {"a": "甲"}) == words


def test_texts_and_lists_are_found_or_empty() -> None:
    part = {"a": {"b": "x", "c": ["y"]}, "rows": [{"n": "1"}, "z"]}
    assert (text_in(part, "a.b"), text_in(part, "a.c"), text_in(part, "a.b.c"), text_in(None, "a")) == ("x", "", "", "")
    assert mappings_in(part, "rows") == [{"n": "1"}, {}]
    assert mappings_in(part, "a") == []
