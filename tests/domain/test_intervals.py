"""Intervals are mathematical: each end open or closed on its own, compared at 12 decimals."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.amounts import AmountFault
from selfeval.domain.intervals import EVERYTHING, gaps_and_overlaps, parse_interval

bounds = st.integers(min_value=-50, max_value=50)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("[80%, 90%)", ["0.8", "0.85", "0.899999999999"], ["0.799999999999", "0.9", "1"]),
        ("(0%, 10%]", ["0.000000000001", "0.1"], ["0", "-1", "0.100000000001"]),
        ("(30%, )", ["0.300000000001", "1000000"], ["0.3", "0", "-5"]),
        ("(, 0%]", ["0", "-0.5", "-1000000"], ["0.000000000001"]),
        ("[0%, 0%]", ["0"], ["0.000000000001", "-0.000000000001"]),
        ("(, )", ["-1000000", "0", "1000000"], []),
        ("[-30%, 0%)", ["-0.3", "-0.01"], ["0", "-0.300000000001"]),
        ("[1.5, 2]", ["1.5", "2"], ["1.499999999999", "2.000000000001"]),
        ("  [ 80% , 90% )  ", ["0.8"], ["0.9"]),
    ],
)
def test_ends_are_open_or_closed_as_written(text: str, inside: list[str], outside: list[str]) -> None:
    interval = parse_interval(text)

    assert [value for value in inside if Decimal(value) not in interval] == []
    assert [value for value in outside if Decimal(value) in interval] == []


@pytest.mark.parametrize(
    ("value", "is_inside"),
    [
        ("0.8999999999994999", True),  # 0.899999999999
        ("0.8999999999995", False),  # 0.900000000000
        ("0.79999999999950", True),
        ("0.7999999999994", False),
    ],
)
def test_a_rate_is_rounded_half_up_to_twelve_decimals_first(value: str, is_inside: bool) -> None:
    assert (Decimal(value) in parse_interval("[80%, 90%)")) is is_inside


@pytest.mark.parametrize(
    "text",
    [
        "", "80%", "80%-90%", "[80%; 90%]", "[80%, 90%", "80%, 90%]", "[80%, 90%, 95%]", "{80%, 90%}", "[80%～90%]",
        "［80%，90%）",
        "[1e2, )", "[NaN, )", "[八成, 九成]", "[８0%, 90%]", "[1,000, 2,000]",
    ],
)  # fmt: skip
def test_anything_else_is_no_interval(text: str) -> None:
    with pytest.raises(AmountFault):
        parse_interval(text)


@pytest.mark.parametrize("text", ["(90%, 80%)", "(10%, 10%)", "[10%, 10%)", "(10%, 10%]"])
def test_an_empty_interval_is_refused(text: str) -> None:
    with pytest.raises(AmountFault, match="是空区间"):
        parse_interval(text)


@pytest.mark.parametrize(
    ("texts", "problems"),
    [
        (["(, 0%]", "(0%, 10%]", "(10%, )"], []),
        (["(10%, )", "(, 0%]", "(0%, 10%]"], []),
        (["(, 0%)", "[0%, 0%]", "(0%, )"], []),
        (["(, )"], []),
        ([], ["没有任何分档"]),
        (["(, 0%)", "(0%, )"], ["(, 0%) 与 (0%, ) 都不含端点"]),
        (["(, 0%]", "[0%, )"], ["(, 0%] 与 [0%, ) 都含端点"]),
        (["(, 0%]", "(1%, )"], ["(, 0%] 与 (1%, ) 之间有空档"]),
        (["(, 2%]", "(1%, )"], ["(, 2%] 与 (1%, ) 重叠"]),
        (["(, 2%)", "(, 3%)", "[3%, )"], ["(, 2%) 与 (, 3%) 重叠"]),
        (["[0%, )"], ["[0%, ) 以下没有分档"]),
        (["(, 100%]"], ["(, 100%] 以上没有分档"]),
        (["[0%, 100%]"], ["[0%, 100%] 以下没有分档", "[0%, 100%] 以上没有分档"]),
        (["(, 0%]", "(, 0%]", "(0%, )"], ["(, 0%] 与 (, 0%] 重叠"]),
    ],
)
def test_bands_cover_every_number_exactly_once(texts: list[str], problems: list[str]) -> None:
    assert gaps_and_overlaps(map(parse_interval, texts)) == problems


@pytest.mark.parametrize(
    ("within", "texts", "is_covered"),
    [
        ("[0%, )", ["[0%, 10%]", "(10%, )"], True),
        ("[0%, )", ["(0%, 10%]", "(10%, )"], False),
        ("(0%, )", ["(0%, 10%]", "(10%, )"], True),
        ("[0%, 100%]", ["[0%, 60%)", "[60%, 100%]"], True),
        ("[0%, 100%]", ["[0%, 60%)", "[60%, 100%)"], False),
        ("[0%, 100%)", ["[0%, 60%)", "[60%, 100%)"], True),
    ],
)
def test_a_declared_range_limits_what_must_be_covered(within: str, texts: list[str], is_covered: bool) -> None:
    assert (gaps_and_overlaps(map(parse_interval, texts), parse_interval(within)) == []) is is_covered


def test_neighbours_meet_at_twelve_decimals_as_values_do() -> None:
    """What no value can tell apart is neither a gap nor two ends."""
    texts = ["(, 10%]", "(10.00000000001%, )"]

    assert gaps_and_overlaps(map(parse_interval, texts)) == []


@given(
    cuts=st.lists(bounds, min_size=1, max_size=6, unique=True),
    closed_left=st.booleans(),
    value=st.decimals(-60, 60, places=3),
)
def test_a_line_cut_anywhere_is_covered_once(cuts: list[int], closed_left: bool, value: Decimal) -> None:
    """Cutting the line gives a cover, whichever side keeps the point; every number is in exactly one piece."""
    ends = ["", *map(str, sorted(cuts)), ""]
    opening, closing = ("[", ")") if closed_left else ("(", "]")
    pieces = [parse_interval(f"{opening if a else '('}{a}, {b}{closing if b else ')'}") for a, b in pairwise(ends)]

    assert gaps_and_overlaps(reversed(pieces)) == []
    assert sum(value in piece for piece in pieces) == 1
    assert gaps_and_overlaps(pieces[1:]) != []
    assert value in EVERYTHING
