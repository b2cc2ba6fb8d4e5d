"""Formulas that can never give anything are refused; those that mostly give nothing are not."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.files import FileFaults, Plain, framework_from_document
from tests.domain.one_indicator import framework_document

PLACE = "indicators[0].children[0]"


def faults_of(formula: str, *, derived: list[Plain] | None = None, **leaf: Plain) -> list[str]:
    document: dict[str, Any] = framework_document({"kind": "proportional"}, **{"formula": formula, **leaf})
    document["derived"] = derived or []
    try:
        framework_from_document(document)
    except FileFaults as caught:
        return [f"{fault.path}：{fault.expected}" for fault in caught.faults]
    return []


def derived(code: str, formula: str) -> Plain:
    return {"code": code, "label": f"派生{code}", "formula": formula}


@pytest.mark.parametrize(
    ("formula", "denominator"),
    [
        ("a / 0", "0"),
        ("a / (1 - 100%)", "1－100%"),
        ("a / (b - b)", "乙数－乙数"),
        ("a / (b + c - b - c)", "乙数＋丙数－乙数－丙数"),
        ("a / (0 * b)", "0×乙数"),
        ("a / (sum(b, c) - c - b)", "合计（乙数、丙数）－丙数－乙数"),
        ("a / ((b + c) * (b - c) - b * b + c * c)", "（乙数＋丙数）×（乙数－丙数）－乙数×乙数＋丙数×丙数"),
        ("a / (b / 3 * 3 - b)", "乙数÷3×3－乙数"),
        ("a / -(b - b)", "-（乙数－乙数）"),
        ("a / abs(b - b)", "乙数－乙数"),
        ("a / (max(b, c) - max(b, c))", "较大值（乙数、丙数）－较大值（乙数、丙数）"),
        ("a / (or_zero(b) - b)", "乙数－乙数"),
        ("if(a > 1, a / 0, a)", "0"),
        ("a / (items.counted - items.counted)", "调整明细计入数－调整明细计入数"),
        ("a / if(a > b, c - c, 0)", "（甲数＞乙数时取丙数－丙数，否则取0）"),
        ("a / min(b - b, 0)", "较小值（乙数－乙数、0）"),
    ],
)
def test_a_denominator_that_is_always_zero(formula: str, denominator: str) -> None:
    (told,) = faults_of(formula)

    assert told.startswith(f"{PLACE}.formula：的分母“")
    assert told.endswith("总是0，永远算不出来")
    assert denominator in told.replace("|", "")


@pytest.mark.parametrize("formula", ["0 * a", "0 * a / b", "a - a", "(a - a) / b", "min(a - a, 0 * b)"])
def test_a_result_that_is_always_zero(formula: str) -> None:
    assert faults_of(formula) == [f"{PLACE}.formula：无论填什么结果都是0"]


@pytest.mark.parametrize(
    "formula",
    [
        "a / b",
        "a / a",
        "0",
        "1",
        "(a - b) / b",
        "a / (b - c)",
        "max(a - b, 0) / b",
        "max(a - 100000000000, 0) / max(b - 100000000000, 0)",
        "if(a > 100000000000, a, 0) / b",
        "a / if(b > 0, b, 0)",
        "a / (abs(b) - b)",
        "a / (max(b, c) - max(c, b))",
        "or_zero(a) / b",
        "a / b * 0 + c",
        "a / 0.000000000001",
    ],
)
def test_what_can_give_something_is_left_alone(formula: str) -> None:
    assert faults_of(formula) == []


def test_through_derived_values_and_other_rates() -> None:
    nothing = [derived("sum_of", "b + c"), derived("rest", "sum_of - b - c")]

    assert faults_of("a / (sum_of - c - b)", derived=nothing[:1]) == [
        f"{PLACE}.formula：的分母“派生sum_of－丙数－乙数”总是0，永远算不出来"
    ]
    assert faults_of("a / rest", derived=nothing) == ["derived[1].formula：无论填什么结果都是0"]
    assert faults_of("a / b", derived=[derived("none", "0")]) == []
    assert faults_of("a / none", derived=[derived("none", "0")]) == [
        f"{PLACE}.formula：的分母“派生none”总是0，永远算不出来"
    ]


def test_what_only_follows_from_a_fault_is_not_told_besides() -> None:
    assert [fault.partition("：")[0] for fault in faults_of("a / odd", derived=[derived("odd", "b +")])] == [
        "derived[0].formula"
    ]
    ring = [derived("one", "other + 1"), derived("other", "one - 1")]
    assert [fault.partition("：")[0] for fault in faults_of("a / (one - other)", derived=ring)] == [
        "derived[0].formula"
    ]


def test_a_long_chain_of_derived_values_does_not_recurse() -> None:
    chain = [derived("d0", "b"), *(derived(f"d{n}", f"d{n - 1} + d{n - 1}") for n in range(1, 3000))]

    assert faults_of("a / d2999", derived=list(reversed(chain))) == []
    assert len(faults_of("a / (d2999 - d2999)", derived=chain)) == 1


def test_everywhere_a_formula_may_stand() -> None:
    over_zero = "a / (b - b)"
    option: Plain = {"label": "甲", "formula": over_zero, "scoring": {"kind": "proportional"}}
    node: Plain = {"label": "全年", "field": "a", "at_least": "50%", "points": "10"}

    assert faults_of("a / b", explain={"when": f"{over_zero} < 1", "min_chars": "1"}) == [
        f"{PLACE}.explain.when：的分母“乙数－乙数”总是0，永远算不出来"
    ]
    for scoring, formula, place in (
        ({"kind": "choose", "options": [option]}, None, "scoring.options[0].formula"),
        ({"kind": "formula", "points": f"rate + {over_zero}"}, "a / b", "scoring.points"),
        ({"kind": "milestones", "of": "a - a", "nodes": [node]}, None, "scoring.of"),
        ({"kind": "milestones", "of": "0", "nodes": [node]}, None, "scoring.of"),
    ):
        with pytest.raises(FileFaults) as caught:
            framework_from_document(framework_document(scoring, formula=formula))
        assert [fault.path for fault in caught.value.faults] == [f"{PLACE}.{place}"]


terms = st.recursive(
    st.sampled_from(["a", "b", "c", "2", "50%"]),
    lambda inner: st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda each: f"({each[0]} {each[1]} {each[2]})"),
    max_leaves=6,
)


@given(term=terms)
def test_anything_less_itself_is_zero_and_one_more_is_not(term: str) -> None:
    assert len(faults_of(f"a / ({term} - {term})")) == 1
    assert faults_of(f"a / ({term} - {term} + c)") == []
