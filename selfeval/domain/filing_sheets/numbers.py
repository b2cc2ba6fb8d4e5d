"""Numbers of a workbook are binary fractions: what a cell holds, and which decimal that is."""

from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import HUNDRED, decimals_of

# A workbook keeps fifteen digits; of what formulas leave, twelve are to be trusted.
_KEPT, _TRUSTED = 15, 12
PERCENT_PLACES: Final = 9
NUMBER_PLACES: Final = 9


def decimal_of(value: float, *, places: int, is_percent: bool = False) -> Decimal:
    """The decimal that `value` stands for, of a percentage its hundredfold.

    All digits a workbook keeps where the box could have been typed so, with at most `places` decimals; else it is the
    remains of a computation and has twelve digits.
    """
    kept = _at(value, _KEPT, is_percent)
    return kept if decimals_of(kept) <= places else _at(value, _TRUSTED, is_percent)


def fits_a_cell(value: Decimal, *, places: int, is_percent: bool = False) -> bool:
    """Whether a cell can hold `value` (of a percentage the ratio) and give it back."""
    shown = value * HUNDRED if is_percent else value
    return decimal_of(float(value), places=places, is_percent=is_percent) == shown


def _at(value: float, digits: int, is_percent: bool) -> Decimal:
    number = Decimal(f"{value:.{digits}g}")
    return number * HUNDRED if is_percent else number
