"""Numbers read out of Chinese text: amounts of money, percentages and counts, each with its place and its precision.

Source of the forms: published self-evaluation reports. A run of digits that is no number (`194.9194.9100%`, a table
pasted flat) is left alone rather than guessed at, and so are dates, numbering, document numbers and ordinals.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from selfeval.domain.narrative.numerals import numeral_value
from selfeval.domain.narrative.text import half_width


class QuantityKind(StrEnum):
    """What a number in a text measures."""

    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number in a text. `value` is in yuan, a ratio (1 for 100 %) or a count; `factor` is what its unit is worth.

    `places` are the decimals it is written with; `is_rough` where it only bounds or approaches what is meant.
    """

    kind: QuantityKind
    value: Decimal
    factor: Decimal
    places: int
    unit: str
    start: int
    end: int
    quote: str
    is_rough: bool = False

    @property
    def step(self) -> Decimal:
        """What one unit of the last written digit is worth, in the measure of `value`: 0.01 万元 is 100 yuan."""
        return self.factor.scaleb(-self.places)


_MONEY_FACTORS: Final = {
    "亿元": 100_000_000,
    "亿": 100_000_000,
    "千万元": 10_000_000,
    "百万元": 1_000_000,
    "万元": 10_000,
    "万": 10_000,
    "千元": 1_000,
    "元": 1,
}
_COUNTED: Final = (
    "人次 人 名 个 项 次 件 家 辆 份 户 篇 场 期 条 幅 台 套 起 宗 笔 批 例 处 座 所 册 部 只 张 盏 株 棵 "
    "平方米 平方公里 公里 米 亩 公顷 吨 公斤 册次 小时 课时 学时"
)


def _alternatives(words: Iterable[str]) -> str:
    """A pattern of `words`, the longest first."""
    return "|".join(sorted(words, key=len, reverse=True))


_UNITS: Final = _alternatives([*_MONEY_FACTORS, *_COUNTED.split()])
# 万人, 亿次: thousands of something else than money.
_BIG_COUNT: Final = rf"(?P<big>[万亿])(?P<counted>{_alternatives(_COUNTED.split())})"
# Longer runs are no amounts; without a bound their reading would take the square of their length.
_DIGITS: Final = r"[0-9][0-9,]{0,30}(?:\.[0-9]{1,20})?|\.[0-9]{1,20}"
_SPELLING: Final = "〇零一二两三四五六七八九十百千"
_NUMERAL: Final = rf"[{_SPELLING}][{_SPELLING}万亿点]*?"
_ARABIC: Final = re.compile(
    rf"(?<![0-9.,A-Za-z])(?P<sign>-)?(?P<digits>{_DIGITS})(?![0-9.,]*[0-9])[ ]*"
    rf"(?:{_BIG_COUNT}|(?P<percent>%)|(?P<unit>{_UNITS}))",
)
# 第三项 is no count, 数十人 and 上百件 are no numbers.
_SPELLED: Final = re.compile(
    rf"(?<![第数几上{_SPELLING}万亿点])(?P<numeral>{_NUMERAL})(?P<unit>万元|亿元|元|人次|人|名|个|项|次|件|家|份|户|场)"
)
_PERCENT_SPELLED: Final = re.compile(rf"百分之(?P<numeral>[{_SPELLING}点]+|[0-9]+(?:\.[0-9]+)?)")
# 1，388.70万元 and 1 388.70万元: one number, or the end of one clause and the beginning of another.
_TORN: Final = re.compile(r"[0-9][， ]$")
_THREE_DIGITS: Final = re.compile(r"[0-9]{3}(?:\.[0-9]+)?")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?|[0-9]+(\.[0-9]+)?|\.[0-9]+")
# 个百分点 is a distance between rates, 个月 a period, 次会议 the number of a meeting.
_NOT_COUNTED: Final = {"个": ("百", "月"), "次": ("会",)}
_HUNDREDTH: Final = Decimal("0.01")
# 约, 近, 不低于, 10-20万元, 10万余元: the number bounds or approaches what is meant.
_ROUGHLY: Final = re.compile(
    r"(?:(?<![节合])约|近|超过?|逾|不足|不低于|不少于|不超过|不高于|至少|最多|多达|高于|低于|大于|小于|[≥≤><＞＜]=?"
    r"|[0-9%元万亿]\s*[-~～至])\s*$"
)
_OR_SO: Final = re.compile(r"余|多(?!少)|左右|上下|以上|以下|以内|[-~～至]\s*[0-9]")
_AROUND: Final = 6


def quantities(text: str) -> tuple[Quantity, ...]:
    """Every amount, percentage and count in `text`, in order of appearance. Linear in its length."""
    seen = half_width(text)
    found = [*_arabic(text, seen), *_spelled(text, seen)]
    return tuple(sorted(found, key=lambda each: each.start))


def _arabic(text: str, seen: str) -> Iterator[Quantity]:
    for match in _ARABIC.finditer(seen):
        kind, factor, unit = _measure(match)
        if not _GROUPED.fullmatch(match["digits"]) or seen[match.end() : match.end() + 1] in _NOT_COUNTED.get(unit, ()):
            continue
        before = seen[max(match.start("digits") - 2, 0) : match.start("digits")]
        if _TORN.search(before) and _THREE_DIGITS.fullmatch(match["digits"]):
            continue
        number = Decimal(match["digits"].replace(",", ""))
        is_negative = bool(match["sign"]) and _is_negative(text, match.start("sign"))
        start = match.start("sign") if is_negative else match.start("digits")
        yield _quantity(text, seen, kind, -number if is_negative else number, factor, unit, (start, match.end()))


def _quantity(
    text: str, seen: str, kind: QuantityKind, number: Decimal, factor: Decimal, unit: str, span: tuple[int, int]
) -> Quantity:
    exponent = number.as_tuple().exponent
    places = max(-exponent, 0) if isinstance(exponent, int) else 0
    start, end = span
    is_rough = _ROUGHLY.search(seen[max(start - _AROUND, 0) : start]) or _OR_SO.match(seen[end : end + _AROUND])
    return Quantity(
        kind=kind,
        value=number * factor,
        factor=factor,
        places=places,
        unit=unit,
        start=start,
        end=end,
        quote=text[start:end],
        is_rough=bool(is_rough),
    )


def _measure(match: re.Match[str]) -> tuple[QuantityKind, Decimal, str]:
    if match["percent"]:
        return QuantityKind.PERCENT, _HUNDREDTH, "%"
    if match["big"]:
        return QuantityKind.COUNT, Decimal(_MONEY_FACTORS[match["big"]]), match["big"] + match["counted"]
    unit = match["unit"]
    if unit in _MONEY_FACTORS:
        return QuantityKind.MONEY, Decimal(_MONEY_FACTORS[unit]), unit
    return QuantityKind.COUNT, Decimal(1), unit


def _is_negative(text: str, at: int) -> bool:
    """Whether the dash at `at` is a minus: not the dash of a range (1-10月), of a number of a document, nor a ——."""
    if text[at] in "—–":
        return False
    return at == 0 or not ((text[at - 1].isalnum() and text[at - 1].isascii()) or text[at - 1] in "-－—%元年月日")


def _spelled(text: str, seen: str) -> Iterator[Quantity]:
    for match in _SPELLED.finditer(seen):
        number, unit = _spelled_number(match["numeral"], match["unit"]), match["unit"]
        if number is None or seen[match.end() : match.end() + 1] in _NOT_COUNTED.get(unit, ()):
            continue
        is_money = unit in _MONEY_FACTORS
        kind, factor = (QuantityKind.MONEY, _MONEY_FACTORS[unit]) if is_money else (QuantityKind.COUNT, 1)
        yield _quantity(text, seen, kind, number, Decimal(factor), unit, match.span())
    for match in _PERCENT_SPELLED.finditer(seen):
        numeral = match["numeral"]
        spelled = Decimal(numeral) if numeral.isascii() else numeral_value(numeral)
        if spelled is not None:
            yield _quantity(text, seen, QuantityKind.PERCENT, spelled, _HUNDREDTH, "%", match.span())


def _spelled_number(numeral: str, unit: str) -> Decimal | None:
    """The number before `unit`; of 一亿二千万元 it is 12,000."""
    if unit == "万元" and "亿" in numeral:
        whole = numeral_value(f"{numeral}万")
        return None if whole is None else whole / 10_000
    return numeral_value(numeral)
