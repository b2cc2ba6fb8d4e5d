"""Formulas with figures or labels put in, as people write them in 计算分析情况."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.expressions import Name, Node, evaluate, parse, substituted
from selfeval.domain.expressions.tree import children_of
from tests.domain.expressions.figures import scope

FIGURES = {"a": "2,495.17", "b": "484.00", "c": "3.00", "neg": "-484.00", "rate": "82.00%"}
LABELS = {"a": "全年执行数", "b": "11月末累计支出", "c": "编制数", "neg": "预算调整金额", "rate": "完成率"}


def printed(text: str, *, as_factor: bool = False) -> str:
    return substituted(parse(text), FIGURES.__getitem__, as_factor=as_factor)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "2,495.17"),
        ("a / b", "2,495.17÷484.00"),
        ("a + b - c", "2,495.17＋484.00－3.00"),
        ("a - (b - c)", "2,495.17－（484.00－3.00）"),
        ("a - (b + c)", "2,495.17－（484.00＋3.00）"),
        ("(a - b) - c", "2,495.17－484.00－3.00"),
        ("a + (b - c)", "2,495.17＋484.00－3.00"),
        ("a / (b * c)", "2,495.17÷（484.00×3.00）"),
        ("a / (b / c)", "2,495.17÷（484.00÷3.00）"),
        ("a / b / c", "2,495.17÷484.00÷3.00"),
        ("(a - b) / c", "（2,495.17－484.00）÷3.00"),
        ("a * (b + c)", "2,495.17×（484.00＋3.00）"),
        ("(a + b) * c", "（2,495.17＋484.00）×3.00"),
        ("-a", "-2,495.17"),
        ("-(a + b)", "-（2,495.17＋484.00）"),
        ("a - -b", "2,495.17－（-484.00）"),
        ("a * 90%", "2,495.17×90%"),
        ("1 - rate", "1－82.00%"),
        ("sum(a, b, c)", "合计（2,495.17、484.00、3.00）"),
        ("max(a - b, c)", "较大值（2,495.17－484.00、3.00）"),
        ("min(a, b) / c", "较小值（2,495.17、484.00）÷3.00"),
        ("abs(b) / a", "484.00÷2,495.17"),
        ("abs(neg) / a", "|-484.00|÷2,495.17"),
        ("abs(b - c)", "|484.00－3.00|"),
        ("a + neg", "2,495.17＋（-484.00）"),
        ("a - neg", "2,495.17－（-484.00）"),
        ("(neg + a) / c", "（（-484.00）＋2,495.17）÷3.00"),
        ("or_zero(a) + b", "2,495.17＋484.00"),
        ("or_zero(a - b) / c", "（2,495.17－484.00）÷3.00"),
        ("a < 90% * b", "2,495.17＜90%×484.00"),
        ("a <= b", "2,495.17≤484.00"),
        ("a == b", "2,495.17＝484.00"),
        ("a != b", "2,495.17≠484.00"),
        ("a > b and not c >= b", "（2,495.17＞484.00且非（3.00≥484.00））"),
        ("a > b or c > b", "（2,495.17＞484.00或3.00＞484.00）"),
        ("if(a > b, a, b) / c", "（2,495.17＞484.00时取2,495.17，否则取484.00）÷3.00"),
    ],
)
def test_brackets_stand_where_the_value_needs_them(text: str, expected: str) -> None:
    assert printed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(a - b) / c", "（2,495.17－484.00）÷3.00"),
        ("a / b", "2,495.17÷484.00"),
        ("a - b", "（2,495.17－484.00）"),
        ("a", "2,495.17"),
        ("-a", "（-2,495.17）"),
        ("neg", "（-484.00）"),
    ],
)
def test_as_a_factor_a_sum_is_bracketed(text: str, expected: str) -> None:
    assert printed(text, as_factor=True) == expected


def test_what_counts_as_zero_is_printed_as_zero() -> None:
    def is_missing(node: Node) -> bool:
        return Name(code="c") in children_of(node)

    text = substituted(parse("or_zero(a + b) + or_zero(b + c)"), FIGURES.__getitem__, is_missing=is_missing)

    assert text == "2,495.17＋484.00＋0.00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a / b", "全年执行数÷11月末累计支出"),
        ("abs(neg) / a", "|预算调整金额|÷全年执行数"),
        ("abs(b)", "|11月末累计支出|"),
        ("or_zero(a) + b", "全年执行数＋11月末累计支出"),
    ],
)
def test_labels_keep_their_bars(text: str, expected: str) -> None:
    assert substituted(parse(text), LABELS.__getitem__) == expected


names = st.sampled_from(["a", "b", "c", "tenth", "fifth"])
sums = st.recursive(
    names,
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda each: f"({each[0]} {each[1]} {each[2]})"),
    max_leaves=8,
)


@given(text=sums)
def test_what_is_printed_computes_to_the_same(text: str) -> None:
    """The printed sentence read back as a formula has the value of the formula: no bracket is lost."""
    plain = substituted(parse(text), lambda code: code)
    back = plain.translate(str.maketrans("＋－×÷（）", "+-*/()"))

    found, expected = evaluate(parse(back), scope), evaluate(parse(text), scope)
    assert found == expected or f"{found:.30f}" == f"{expected:.30f}"
