"""Chinese numerals up to 九千九百九十九, as they are written in counts: 三十二, 一百零五, 二〇二一."""

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


def numeral_value(text: str) -> Decimal | None:
    """The number `text` spells, or None where it spells none (一二, 十百)."""
    if len(text) > 1 and all(character in _DIGITS for character in text):
        return Decimal("".join(str(_DIGITS[character]) for character in text)) if "〇" in text else None
    total, digit, last = 0, None, 10_000
    for character in text:
        if character in _DIGITS:
            if digit not in (None, 0):
                return None
            digit = _DIGITS[character]
            continue
        tens = _TENS[character]
        if tens >= last or digit == 0:
            return None
        total += (1 if digit is None else digit) * tens
        digit, last = None, tens
    if not text:
        return None
    return Decimal(total + (digit or 0))
