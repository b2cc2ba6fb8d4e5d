"""Which decimal a binary fraction of a cell stands for, and which decimals a cell can hold."""

from decimal import Decimal

import pytest

from selfeval.domain.filing_sheets.numbers import decimal_of, fits_a_cell


@pytest.mark.parametrize(
    ("value", "places", "is_percent", "read"),
    [
        (0.1 + 0.2, 6, False, "0.3"),
        (3.5000000000000004, 2, False, "3.5"),
        (12345678.901234, 6, False, "12345678.901234"),
        (1 / 3, 6, False, "0.333333333333"),
        (0.28999999999999998, 9, True, "29"),
        (2.675, 2, False, "2.675"),
        (1e15, 0, False, "1000000000000000"),
    ],
)
def test_n05_a_cell_stands_for_the_decimal_people_typed(value: float, places: int, is_percent: bool, read: str) -> None:
    assert decimal_of(value, places=places, is_percent=is_percent) == Decimal(read)


@pytest.mark.parametrize(
    ("value", "places", "is_percent", "fits"),
    [
        ("123456789012.34", 6, False, True),
        ("12345678901234.567891", 6, False, False),
        ("0.333333333333", 9, True, True),
        ("0.33333333333333", 9, True, False),
    ],
)
def test_what_no_cell_can_give_back_is_known(value: str, places: int, is_percent: bool, fits: bool) -> None:
    assert fits_a_cell(Decimal(value), places=places, is_percent=is_percent) is fits
