"""Typed numbers keep every digit on both databases."""

from decimal import Decimal

import pytest

from selfeval.domain.workflow import State
from selfeval.models import FigureValue, ItemRow
from selfeval.models.decimals import stored_points
from tests.factories import bring_to, make_world

DIGITS = [
    "0",
    "-0.01",
    "0.1",
    "24240300.00",
    # 15 digits of 万元 in yuan: more than a binary float or SQLite's NUMERIC holds.
    "9999999999999990000.01",
    "-9999999999999999999.99",
    # A percentage of 12 decimals as a ratio.
    "0.12345678901234",
]


@pytest.mark.django_db
def test_every_digit_comes_back() -> None:
    filing = bring_to(make_world(), State.TO_FILL)
    for place, text in enumerate(DIGITS):
        FigureValue.objects.create(filing=filing, code=f"figure{place}", number=Decimal(text))
        ItemRow.objects.create(filing=filing, code="items", position=place, label="行", amount=Decimal(text))
    assert list(FigureValue.objects.order_by("id").values_list("number", flat=True)) == [
        Decimal(each) for each in DIGITS
    ]
    assert [row.amount for row in ItemRow.objects.order_by("position")] == [Decimal(each) for each in DIGITS]


@pytest.mark.django_db
def test_not_filled_is_not_zero() -> None:
    filing = bring_to(make_world(), State.TO_FILL)
    FigureValue.objects.create(filing=filing, code="text", text="文字")
    assert FigureValue.objects.get(code="text").number is None
    assert FigureValue.objects.filter(number=Decimal(0)).count() == 0


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (None, None),
        (Decimal("92"), Decimal("92.0000")),
        (Decimal("2.00005"), Decimal("2.0001")),
        (Decimal("-3"), Decimal("-3.0000")),
        (Decimal("99999999999.9999"), Decimal("99999999999.9999")),
        (Decimal("100000000000"), None),
    ],
)
def test_points_fit_their_column_or_are_left_out(value: Decimal | None, stored: Decimal | None) -> None:
    assert stored_points(value) == stored
