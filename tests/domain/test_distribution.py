"""Totals in steps of five, their mean, and who stands apart."""

from decimal import Decimal

import pytest

from selfeval.domain.distribution import bins_of, mean_of, spread_of

HUNDRED = Decimal(100)


def decimals(*numbers: str) -> list[Decimal]:
    return [Decimal(each) for each in numbers]


def test_every_total_is_in_one_step() -> None:
    bins = bins_of(decimals("0", "59.99", "60", "89.99", "90", "100"), decimals("95"), whole=HUNDRED)
    assert {each.least: each.count for each in bins if each.count} == {0: 2, 60: 1, 85: 1, 90: 1, 95: 1}
    assert {each.least: each.before for each in bins if each.before} == {95: 1}
    assert (bins[0].below, bins[-1].below) == (60, 100)


def test_totals_of_another_scale_are_of_a_hundred() -> None:
    bins = bins_of(decimals("120"), [], whole=Decimal(120))
    assert bins[-1].count == 1


def test_the_mean() -> None:
    assert mean_of(decimals("90", "91")) == Decimal("90.5")
    assert mean_of([]) is None


def test_a_few_have_no_usual_spread() -> None:
    assert spread_of(decimals("1", "2", "3", "100")) is None


@pytest.mark.parametrize(("value", "is_odd"), [("-1", False), ("7", False), ("7.1", True), ("-1.1", True)])
def test_who_stands_apart(value: str, is_odd: bool) -> None:
    """1 to 5: the quartiles are 2 and 4, the fences three below and three above."""
    spread = spread_of(decimals("1", "2", "3", "4", "5"))
    assert spread is not None
    assert spread.middle == 3
    assert (spread.lower, spread.upper) == (Decimal(-1), Decimal(7))
    assert spread.is_odd(Decimal(value)) is is_odd
