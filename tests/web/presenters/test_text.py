"""Figures, days and moments as the pages print them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from selfeval.web.presenters.text import clock_text, moment_text, numeral, points_text, score_text

NOW = datetime(2022, 3, 10, 6, 3, 22, tzinfo=UTC)


def test_a_missing_score_is_a_dash_and_a_zero_is_a_zero() -> None:
    assert [score_text(value, 2) for value in (None, Decimal(0), Decimal("1234.5"))] == ["—", "0.00", "1,234.50"]
    assert [score_text(Decimal("93.125"), places) for places in (0, 2, 4)] == ["93.125", "93.125", "93.1250"]
    assert [points_text(value) for value in (None, Decimal("0.50"), Decimal(3))] == ["—", "0.5", "3"]


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (None, "—"),
        (NOW, "14:03"),
        (datetime(2022, 3, 8, 2, 12, tzinfo=UTC), "3月8日 10:12"),
        (datetime(2021, 12, 31, 15, 59, tzinfo=UTC), "2021年12月31日 23:59"),
    ],
)
def test_moments_are_as_short_as_they_can_be(moment: datetime | None, words: str) -> None:
    assert moment_text(moment, NOW) == words


def test_clocks_are_local() -> None:
    assert clock_text(NOW) == "14:03:22"


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")])
def test_pages_are_counted_in_chinese(number: int, words: str) -> None:
    assert numeral(number) == words
