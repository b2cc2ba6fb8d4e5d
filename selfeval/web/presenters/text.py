"""Figures, days and moments as the pages print them. What is not there is a dash, a zero is 0.00."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from selfeval.domain.amounts import number_text, telling_text
from selfeval.exports.document import MISSING
from selfeval.web.forms.days import day_text

__all__ = ["MISSING", "clock_text", "day_text", "moment_text", "points_text", "score_text"]

NUMERALS = "一二三四五六七八九十"


def score_text(value: Decimal | None, places: int) -> str:
    """A score with at least the decimals the framework gives scores, `18.00`, and with all it was filed with."""
    return MISSING if value is None else telling_text(value, places)


def points_text(value: Decimal | None) -> str:
    """Points without idle zeros, `0.5`."""
    return MISSING if value is None else number_text(value)


def clock_text(moment: datetime) -> str:
    """14:03:22, local time."""
    return f"{timezone.localtime(moment):%H:%M:%S}"


def moment_text(moment: datetime | None, now: datetime) -> str:
    """14:03 today, 3月8日 10:12 this year, 2021年3月8日 10:12 before."""
    if moment is None:
        return MISSING
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    clock = f"{local:%H:%M}"
    if local.date() == today:
        return clock
    year = "" if local.year == today.year else f"{local.year}年"
    return f"{year}{local.month}月{local.day}日 {clock}"


def local_day(moment: datetime) -> date:
    """The local day of a moment."""
    return timezone.localtime(moment).date()


def numeral(number: int) -> str:
    """一, 二, … 十, 十一, … 九十九: how pages and chapters are counted."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones - 1]
    head = "" if tens == 1 else NUMERALS[tens - 1]
    return f"{head}十{NUMERALS[ones - 1] if ones else ''}"
