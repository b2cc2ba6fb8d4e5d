"""Random formulas give what exact fractions give."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.expressions import OverZero, Unfilled, evaluate, parse

FILLED = {"a": Fraction(3), "b": Fraction(-7, 2), "c": Fraction(0), "d": Fraction(242403, 100), "e": Fraction(1, 10**6)}
MISSING = ("x", "y")


@dataclass(frozen=True)
class Expected:
    """What a formula comes to: a number, or the missing codes, or a zero denominator."""

    number: Fraction | None = None
    missing: tuple[str, ...] = ()
    over_zero: bool | None = None


Case = tuple[str, Expected]


def joined(parts: list[Expected]) -> Expected | None:
    """What keeps an operation from being done: everything missing first, then the first zero denominator."""
    missing = tuple(dict.fromkeys(code for part in parts for code in part.missing))
    if missing:
        return Expected(missing=missing)
    return next((part for part in parts if part.over_zero is not None), None)


def binary(case: tuple[Case, str, Case]) -> Case:
    (left_text, left), operator, (right_text, right) = case
    text = f"({left_text}) {operator} ({right_text})"
    obstacle = joined([left, right])
    if obstacle is not None:
        return text, obstacle
    one, other = left.number, right.number
    assert one is not None
    assert other is not None
    if operator == "/":
        return text, Expected(over_zero=one == 0) if other == 0 else Expected(number=one / other)
    return text, Expected(number={"+": one + other, "-": one - other, "*": one * other}[operator])


def call(case: tuple[str, list[Case]]) -> Case:
    function, arguments = case
    text = f"{function}({', '.join(text for text, _ in arguments)})"
    obstacle = joined([each for _, each in arguments])
    if obstacle is not None:
        return text, obstacle
    numbers = [each.number for _, each in arguments if each.number is not None]
    return text, Expected(number={"sum": sum(numbers, Fraction(0)), "min": min(numbers), "max": max(numbers)}[function])


def or_zero(case: Case) -> Case:
    text, inner = case
    return f"or_zero({text})", Expected(number=Fraction(0)) if inner.missing else inner


def negative(case: Case) -> Case:
    text, inner = case
    return f"-({text})", inner if inner.number is None else Expected(number=-inner.number)


names = st.sampled_from(
    [(code, Expected(number=value)) for code, value in FILLED.items()]
    + [(code, Expected(missing=(code,))) for code in MISSING]
)
literals = st.decimals(min_value=0, max_value=1000, places=2).map(
    lambda value: (str(value), Expected(number=Fraction(value)))
)
percents = st.integers(0, 200).map(lambda value: (f"{value}%", Expected(number=Fraction(value, 100))))
formulas = st.recursive(
    names | literals | percents,
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(binary)
        | st.tuples(st.sampled_from(["sum", "min", "max"]), st.lists(inner, min_size=1, max_size=3)).map(call)
        | inner.map(or_zero)
        | inner.map(negative)
    ),
    max_leaves=12,
)


def scope(code: str) -> Decimal | Unfilled | OverZero:
    if code in MISSING:
        return Unfilled(codes=(code,))
    return Decimal(FILLED[code].numerator) / Decimal(FILLED[code].denominator)


@given(case=formulas)
def test_a_formula_gives_what_fractions_give(case: Case) -> None:
    text, expected = case
    found = evaluate(parse(text), scope)

    if expected.missing:
        assert found == Unfilled(codes=expected.missing)
    elif expected.over_zero is not None:
        assert found == OverZero(numerator_too=expected.over_zero)
    else:
        assert expected.number is not None
        assert isinstance(found, Decimal)
        size = max(abs(expected.number), Fraction(1))
        assert abs(Fraction(found) - expected.number) <= size / 10**28


@given(left=formulas, right=formulas, operator=st.sampled_from(["==", "!=", "<", "<=", ">", ">="]))
def test_comparisons_are_made_at_twelve_decimals(left: Case, right: Case, operator: str) -> None:
    found = evaluate(parse(f"({left[0]}) {operator} ({right[0]})"), scope)
    obstacle = joined([left[1], right[1]])

    if obstacle is not None:
        assert not isinstance(found, bool)
        return
    assert left[1].number is not None
    assert right[1].number is not None
    one, other = at_twelve(left[1].number), at_twelve(right[1].number)
    verdicts = {
        "==": one == other,
        "!=": one != other,
        "<": one < other,
        "<=": one <= other,
        ">": one > other,
        ">=": one >= other,
    }
    assert found is verdicts[operator]


def at_twelve(value: Fraction) -> int:
    """`value` half up, away from zero, in units of the twelfth decimal."""
    units = int(abs(value) * 10**12 + Fraction(1, 2))
    return -units if value < 0 else units
