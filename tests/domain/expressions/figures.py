"""The figures formulas are worked out with."""

from decimal import Decimal

from selfeval.domain.expressions import OverZero, Unfilled

FIGURES = {
    "a": "10",
    "b": "4",
    "c": "-3",
    "zero": "0",
    "tenth": "0.1",
    "fifth": "0.2",
    "third_of_one": "0.333333333333",
}


def scope(code: str) -> Decimal | Unfilled | OverZero:
    """`m…` are not filled, `over…` have a zero denominator."""
    if code.startswith("m"):
        return Unfilled(codes=(code,))
    if code.startswith("over"):
        return OverZero(numerator_too=code.endswith("zero"))
    return Decimal(FIGURES[code])
