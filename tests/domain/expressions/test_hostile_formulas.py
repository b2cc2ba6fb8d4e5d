"""Text of any kind and size is a formula or is refused with line and column, without deep recursion.

How long the walls of text take is in tests/bench/bench_hostile_formulas.py.
"""

import inspect
import re
import sys
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval.domain.expressions import Expression, ExpressionFault, OverZero, evaluate, parse, substituted
from selfeval.domain.expressions.evaluation import GREATEST
from selfeval.domain.expressions.parser import MAX_DEPTH, MAX_LENGTH
from tests.domain.expressions.recognizer import is_condition

FORMULAS = (
    "or_zero(opening_carryover) + original_budget + budget_adjustment + or_zero(other_adjustment)",
    "if(a / b < 90% and not (c == 0 or d != 1), min(a, b), -max(c, sum(d, 12.5)))",
    "(carryover_balance - carryover_balance_prior) / carryover_balance_prior",
    "items.counted / process.execution.completion_rate >= 100%",
)
TOKENS = (
    *("a", "b", "items.counted", "1", "0.5", "90%", "(", ")", ",", "+", "-", "*", "/"),
    *("==", "!=", "<", "<=", ">", ">=", "and", "or", "not", "sum", "abs", "min", "max", "if", "or_zero"),
)
WALLS = [
    "(" * 10_000 + "a" + ")" * 10_000,
    "(" * 10_000,
    "a+" * 10_000 + "a",
    "a<b and " * 10_000 + "a<b",
    "not " * 1_000 + "a<b",
    "-" * 1_000 + "a",
    "-" * 1_999 + "a",
    "abs(" * 1_000 + "a" + ")" * 1_000,
    "if(a<b," * 1_000 + "a",
    "9" * 10_000,
    "0." + "1" * 10_000,
    "9" * 1_999,
    "0." + "1" * 1_990,
    "9" * 1_990 + "%",
    "a" * 10_000,
    "a." * 5_000 + "a",
    " " * 1_000_000 + "a",
    "\n" * 1_000_000,
    "a+" * 500_000,
    "\ud800",
    "\x00",
    "a\u2028+b",
]
# As deep and as long as may be.
FITTING = ["(" * 999 + "a" + ")" * 999, "sum(" + "a," * 990 + "a)", "a" * MAX_LENGTH, "-" * 99 + "a"]


def parsed(text: str) -> Expression | None:
    """The formula; of what is refused the place is checked: it lies in the text, or right behind its end."""
    try:
        return parse(text)
    except ExpressionFault as refused:
        fault = refused
    found = re.fullmatch(r"第([0-9]+)行第([0-9]+)列", fault.place)
    assert found, fault
    line, column = map(int, found.groups())
    lines = text.split("\n")
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 1
    assert str(fault).startswith(f"{fault.place}：")
    assert re.search("[\u4e00-\u9fff]", fault.message)
    assert len(fault.message) < 200
    return None


@st.composite
def near_formulas(draw: st.DrawFn) -> str:
    """A formula with a few characters lost, doubled, moved or replaced."""
    text = draw(st.sampled_from(FORMULAS))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        new = draw(
            st.sampled_from(["", " ", "\n", "(", ")", ",", "%", ".", "-", "<", "==", "and", "or_zero(", "甲", "０"])
        )
        text = text[:at] + new + text[at + draw(st.integers(0, 2)) :]
    return text


token_lists = st.lists(st.sampled_from(TOKENS), max_size=12)
shaped = st.recursive(
    st.sampled_from([["a"], ["1"], ["90%"]]),
    lambda inner: (
        st.tuples(inner, st.sampled_from(["+", "*", "<", "==", "and", "or"]), inner).map(lambda t: [*t[0], t[1], *t[2]])
        | inner.map(lambda tokens: ["(", *tokens, ")"])
        | st.tuples(st.sampled_from(["-", "not"]), inner).map(lambda t: [t[0], *t[1]])
        | st.tuples(st.sampled_from(["sum", "abs", "or_zero"]), inner).map(lambda t: [t[0], "(", *t[1], ")"])
        | st.tuples(st.sampled_from(["if", "max"]), inner, inner, inner).map(
            lambda t: [t[0], "(", *t[1], ",", *t[2], ",", *t[3], ")"]
        )
    ),
    max_leaves=8,
)


@settings(max_examples=200)
@given(tokens=token_lists | shaped)
def test_what_is_a_formula_is_what_the_grammar_says(tokens: list[str]) -> None:
    expected = is_condition(tokens)
    found = parsed(" ".join(tokens))

    assert (None if found is None else found.is_condition) is expected


@settings(max_examples=150)
@given(text=near_formulas() | st.text(max_size=60) | st.text(alphabet="ab01 .,%()+-*/<>=!_\n\t", max_size=120))
def test_any_text_is_a_formula_or_refused_with_its_place(text: str) -> None:
    found = parsed(text)

    if found is not None:
        assert found.text == text
        # What was read and is printed again has every name and number of the text.
        printed = substituted(found, lambda code: code)
        assert all(name in printed for name in found.names)


@pytest.mark.parametrize("text", WALLS, ids=lambda text: f"{text[:8]!r}×{len(text)}")
def test_walls_of_text_are_refused(text: str) -> None:
    assert parsed(text) is None


@pytest.mark.parametrize("text", FITTING)
def test_what_fits_is_parsed_in_little_of_the_stack(text: str) -> None:
    limit = sys.getrecursionlimit()
    # What is below this test on the stack, and five frames a node.
    sys.setrecursionlimit(len(inspect.stack(0)) + 5 * MAX_DEPTH)
    try:
        found = parse.__wrapped__(text)
        assert evaluate(found, lambda code: Decimal(1)) is not None
        assert substituted(found, lambda code: code)
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.parametrize("number", ["1e5", "1E5", "1e-5", "1.5e3", "1.e5", "0e0", "1e999999999", "infinity", "nan"])
def test_no_exponent_and_nothing_that_is_no_number(number: str) -> None:
    found = parsed(f"{number} + 1")

    # Two of them are names like any other.
    assert (found is not None) is (number in ("infinity", "nan"))


class TestHugeNumbers:
    """Products of the largest figures stay exact where people go, and end at a bound where they do not."""

    def test_magnitudes_of_forty_digits_are_exact(self) -> None:
        most = Decimal("999999999999999")

        assert evaluate(parse("a * a * 10000000000"), lambda code: most) == Decimal(999999999999999**2 * 10**10)
        assert evaluate(parse("a * a * a / a / a - a"), lambda code: most) == 0
        assert evaluate(parse("a * a > a"), lambda code: most) is True

    def test_a_chain_of_products_ends_at_the_bound(self) -> None:
        value = Decimal("999999999999999")
        for _ in range(20):
            found = evaluate(parse("*".join("a" * 99)), lambda code, value=value: value)  # type: ignore[misc]
            assert isinstance(found, Decimal)
            value = found
        assert value == GREATEST
        assert evaluate(parse("-a * a"), lambda code: value) == -GREATEST
        assert evaluate(parse("a / b"), lambda code: value if code == "a" else 1 / value) == GREATEST

    def test_what_becomes_too_small_is_zero_in_the_end(self) -> None:
        value = Decimal("0.000000000001")
        for _ in range(20):
            found = evaluate(parse("*".join("a" * 99)), lambda code, value=value: value)  # type: ignore[misc]
            assert isinstance(found, Decimal)
            value = found
        assert value == 0
        assert evaluate(parse("1 / a"), lambda code: value) == OverZero(numerator_too=False)

    @given(
        text=st.sampled_from(["a * b", "a / b", "a - b", "sum(a, b, a)", "max(a, -b)", "if(a < b, a, b)"]),
        one=st.integers(-400, 400),
        other=st.integers(-400, 400),
    )
    def test_any_magnitude_gives_something(self, text: str, one: int, other: int) -> None:
        values = {"a": Decimal(7).scaleb(one), "b": Decimal(-3).scaleb(other)}
        found = evaluate(parse(text), values.__getitem__)

        assert isinstance(found, Decimal)
        assert found.is_finite()
