"""Exact numbers printed the way a text states its own."""

from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import decimals_of, number_text
from selfeval.domain.narrative.quantities import Quantity, QuantityKind

_MOST_PLACES: Final = 6
_RATE_PLACES: Final = 2


def as_quoted(exact: Decimal, like: Quantity) -> str:
    """`exact` in the unit of `like`: with its decimals, more where an amount has more, two at least of a rate."""
    shown = exact / like.factor
    if like.kind is QuantityKind.PERCENT:
        return f"{number_text(shown, max(like.places, _RATE_PLACES))}{like.unit}"
    return f"{number_text(shown, max(like.places, min(decimals_of(shown), _MOST_PLACES)))}{like.unit}"


def as_share(share: float) -> str:
    """A share as whole percent, rounded down: what is nearly all is not said to be all."""
    return f"{int(share * 100)}%"
