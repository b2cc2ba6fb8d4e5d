"""Chinese numerals as they are written in reports: 三十二, 一百零五, 三万五千, 八十五点五, 二〇二一."""

from decimal import Decimal
from typing import Final

_DIGITS: Final = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_MYRIADS: Final = (("亿", 100_000_000), ("万", 10_000))


def numeral_value(text: str) -> Decimal | None:
    """The number `text` spells, or None where it spells none (一二, 十百, 点五)."""
    whole, point, decimals = text.partition("点")
    value = _whole_value(whole)
    if value is None or not point:
        return value
    if not decimals or any(character not in _DIGITS for character in decimals):
        return None
    return value + Decimal("0." + "".join(str(_DIGITS[character]) for character in decimals))


def _whole_value(text: str) -> Decimal | None:
    for myriad, factor in _MYRIADS:
        high, found, low = text.partition(myriad)
        if found:
            upper, lower = _whole_value(high), _whole_value(low) if low else Decimal(0)
            return None if upper is None or lower is None or lower >= factor else upper * factor + lower
    return _below_myriad(text)


def _below_myriad(text: str) -> Decimal | None:
    if len(text) > 1 and all(character in _DIGITS for character in text):
        return Decimal("".join(str(_DIGITS[character]) for character in text)) if "〇" in text else _led_by_zero(text)
    total, digit, last = 0, None, 10_000
    for character in text:
        if character in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[character]
            continue
        tens = _TENS.get(character)
        if tens is None or tens >= last or digit == 0:
            return None
        total += (1 if digit is None else digit) * tens
        digit, last = None, tens
    return Decimal(total + (digit or 0)) if text else None


def _led_by_zero(text: str) -> Decimal | None:
    """零五 after 一万; other runs of digits are no number."""
    return Decimal(_DIGITS[text[1]]) if len(text) == 2 and text[0] == "零" else None
