"""Personal data (个人信息) in a text: mobile numbers, identity numbers and bank cards.

A number is only told where it can be nothing else: an identity number by region, date of birth and check character
(GB 11643), a card by the ranges Chinese banks issue and the Luhn digit, a mobile number by its prefix and by not
being an amount.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from selfeval.domain.narrative.text import half_width

# As people write them: in one, or in the usual groups. Any other digits set apart are several numbers.
_NUMBER: Final = re.compile(
    r"(?<![0-9A-Za-z.])"
    r"(?:1[3-9][0-9](?:[0-9]{8}|[ -][0-9]{4}[ -][0-9]{4})"
    r"|[0-9]{6} ?[0-9]{8} ?[0-9]{3}[0-9Xx]"
    r"|[0-9]{16,19}"
    r"|[0-9]{4}(?: [0-9]{4}){3}(?: [0-9]{1,3})?)"
    r"(?![0-9A-Za-z]|[.,][0-9])"
)
_MONEY: Final = re.compile(r"[ ]*(?:亿|万|千)?元|[ ]*[亿万]")
_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
_IDENTITY: Final = re.compile(r"([1-9][0-9]{5})([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9Xx]")
_CARD: Final = re.compile(r"(?:62[0-9]{14,17}|9558[0-9]{15}|(?:4[0-9]|5[1-5])[0-9]{14})")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS: Final = "10X98765432"
_FIRST_YEAR: Final = 1900


class PersonalDataKind(StrEnum):
    """What a number is."""

    MOBILE = "mobile"
    IDENTITY = "identity"
    CARD = "card"

    @property
    def label(self) -> str:
        """What people call it."""
        return {"mobile": "手机号码", "identity": "居民身份证号码", "card": "银行卡号"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalData:
    """One number; `start` and `end` count characters of the text, `masked` shows its first and last few digits."""

    kind: PersonalDataKind
    start: int
    end: int
    masked: str


def personal_data(text: str) -> Iterator[PersonalData]:
    """The personal numbers of `text` in reading order."""
    plain = half_width(text)
    for found in _NUMBER.finditer(plain):
        digits = re.sub("[ -]", "", found[0])
        kind = _kind(digits)
        if kind is None or (kind is PersonalDataKind.MOBILE and _MONEY.match(plain, found.end())):
            continue
        masked = f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"
        yield PersonalData(kind=kind, start=found.start(), end=found.end(), masked=masked)


def without_personal_data(text: str) -> str:
    """`text` with the middle of every personal number starred."""
    # Hardly any text has one, and a list has many texts.
    if not any(char.isdigit() for char in text):
        return text
    parts, done = [], 0
    for each in personal_data(text):
        parts += [text[done : each.start], each.masked]
        done = each.end
    return "".join((*parts, text[done:]))


def _kind(digits: str) -> PersonalDataKind | None:
    if _MOBILE.fullmatch(digits):
        return PersonalDataKind.MOBILE
    if _is_identity(digits):
        return PersonalDataKind.IDENTITY
    return PersonalDataKind.CARD if _CARD.fullmatch(digits) and _has_luhn_digit(digits) else None


def _is_identity(digits: str) -> bool:
    """Whether the date of birth is one and the last character follows from the others."""
    parts = _IDENTITY.fullmatch(digits)
    if parts is None or int(parts[2]) < _FIRST_YEAR:
        return False
    try:
        date(int(parts[2]), int(parts[3]), int(parts[4]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return _CHECK_CHARACTERS[total % 11] == digits[-1].upper()


def _has_luhn_digit(digits: str) -> bool:
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0
