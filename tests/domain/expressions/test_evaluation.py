"""Values of formulas: exact, missing is not zero, a zero denominator is told apart by its numerator."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from selfeval.domain.expressions import OverZero, Unfilled, Value, evaluate, parse
from tests.domain.expressions.figures import scope


def value_of(text: str) -> Value:
    return evaluate(parse(text), scope)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a + b * c", "-2"),
        ("a - b - c", "9"),
        ("a - (b - c)", "3"),
        ("a / b", "2.5"),
        ("-a", "-10"),
        ("--a", "10"),
        ("-a * c", "30"),
        ("tenth + fifth", "0.3"),
        ("tenth + fifth - 0.3", "0"),
        ("100%", "1"),
        ("50% * a", "5"),
        ("12.5%", "0.125"),
        ("abs(c)", "3"),
        ("abs(c - a)", "13"),
        ("sum(a)", "10"),
        ("sum(a, b, c)", "11"),
        ("min(a, b, c)", "-3"),
        ("max(a, b, c)", "10"),
        ("if(a > b, a, b)", "10"),
        ("if(a < b, a, b)", "4"),
        ("or_zero(a)", "10"),
        ("or_zero(m) + a", "10"),
        ("or_zero(m)", "0"),
        ("or_zero(m + a) + b", "4"),
        ("or_zero(or_zero(m) + a) + b", "14"),
        ("if(a > b, a, m)", "10"),
        ("if(a < b, a / zero, b)", "4"),
    ],
)
def test_arithmetic(text: str, expected: str) -> None:
    assert value_of(text) == Decimal(expected)


def test_division_keeps_at_least_28_digits() -> None:
    assert str(value_of("a / 3")).startswith("3." + "3" * 28)


def test_products_of_large_amounts_are_exact() -> None:
    exact = value_of("123456789012345.123456 * 1.000001")

    assert exact == Decimal("123456912469134.135801123456")


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("a == 10", True),
        ("a != 10", False),
        ("a > 10", False),
        ("a >= 10", True),
        ("a < 10", False),
        ("a <= 10", True),
        ("a > b and b > c", True),
        ("a > b and b < c", False),
        ("a < b or b > c", True),
        ("a < b or b < c", False),
        ("not a < b", True),
        ("not (a > b and b > c)", False),
        ("a < b and a > b or a == 10", True),
        ("tenth + fifth == 0.3", True),
    ],
)
def test_conditions(text: str, holds: bool) -> None:
    assert value_of(text) is holds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("1 / 3 == third_of_one", True),
        ("2 / 3 == 0.666666666667", True),
        ("2 / 3 == 0.666666666666", False),
        ("1 / 3 > third_of_one", False),
        ("1 / 3 >= third_of_one", True),
        ("a / 3 * 3 == a", True),
    ],
)
def test_both_sides_of_a_comparison_are_rounded_half_up_to_twelve_decimals(text: str, holds: bool) -> None:
    assert value_of(text) is holds


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("m", ("m",)),
        ("m + a", ("m",)),
        ("m1 + m2 * a - m1", ("m1", "m2")),
        ("0 * m", ("m",)),
        ("a / m", ("m",)),
        ("m / zero", ("m",)),
        ("a / zero + m", ("m",)),
        ("overflow + m", ("m",)),
        ("-m", ("m",)),
        ("abs(m)", ("m",)),
        ("sum(a, m1, b, m2)", ("m1", "m2")),
        ("min(a, m)", ("m",)),
        ("max(m2, m1)", ("m2", "m1")),
        ("m < a", ("m",)),
        ("not m < a", ("m",)),
        ("m1 < a and m2 < a", ("m1", "m2")),
        ("m1 < a or m2 < a", ("m1", "m2")),
        ("a > b and m < a", ("m",)),
        ("a < b or m < a", ("m",)),
        ("if(m < a, 1, 2)", ("m",)),
        ("if(a > b, m, 2)", ("m",)),
    ],
)
def test_arithmetic_on_what_is_not_filled_is_not_filled_and_names_it(text: str, codes: tuple[str, ...]) -> None:
    assert value_of(text) == Unfilled(codes=codes)


@pytest.mark.parametrize(
    ("text", "holds"),
    [("a < b and m < a", False), ("m < a and a < b", False), ("a > b or m < a", True), ("m < a or a > b", True)],
)
def test_a_verdict_that_stands_whatever_is_missing_is_given(text: str, holds: bool) -> None:
    assert value_of(text) is holds


@pytest.mark.parametrize(
    ("text", "numerator_too"),
    [
        ("zero / zero", True),
        ("a / zero", False),
        ("(a - 10) / (b - 4)", True),
        ("(a - 9) / (b - 4)", False),
        ("1 + a / zero", False),
        ("a / zero / b", False),
        ("a / (zero / b)", False),
        ("zero / zero + a / zero", True),
        ("overzero * 2", True),
        ("over_x * 2", False),
        ("a / over_x", False),
        ("abs(a / zero)", False),
        ("a / zero < 1", False),
        ("or_zero(a / zero)", False),
        ("if(a / zero < 1, 1, 2)", False),
        ("not zero / zero < 1", True),
    ],
)
def test_a_zero_denominator_anywhere(text: str, numerator_too: bool) -> None:
    assert value_of(text) == OverZero(numerator_too=numerator_too)


def test_no_negative_zero_comes_out() -> None:
    value = value_of("-zero")

    assert isinstance(value, Decimal)
    assert not value.is_signed()


@pytest.mark.parametrize("factor", ["a", "123456789012345"])
def test_products_of_any_size_can_be_compared(factor: str) -> None:
    assert value_of(" * ".join([factor] * 90) + " > 1") is True


def test_each_code_is_asked_for_when_it_is_needed() -> None:
    asked: list[str] = []

    def spying(of: Callable[[str], Decimal | Unfilled | OverZero]) -> Callable[[str], Decimal | Unfilled | OverZero]:
        def look(code: str) -> Decimal | Unfilled | OverZero:
            asked.append(code)
            return of(code)

        return look

    evaluate(parse("if(a > b, a, c)"), spying(scope))

    assert asked == ["a", "b", "a"]
