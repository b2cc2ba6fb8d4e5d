"""Numbers as people write them and as the product prints them: the only parsing and the only rounding there is.

Amounts of money are Decimal yuan (元) to the fen wherever they are stored; a framework's `money_unit` says in which
unit they are typed, computed and printed. Ratios are Decimal, 1 standing for 100 %.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum
from functools import cache

# Sums and products of what people type stay exact well inside 50 digits; the contract asks for at least 28.
CONTEXT = Context(prec=50, rounding=ROUND_HALF_UP)
# A third three times is 0.99…9: the last of the 50 digits are noise of the division and must not decide a rounding.
_TRUSTED = Context(prec=40, rounding=ROUND_HALF_UP)
COMPARED_PLACES = 12
MAX_WHOLE_DIGITS = 15
ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)

_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_GROUPED_BY_SPACES = re.compile(r"-? ?[0-9]{1,3}( [0-9]{3})+(\.[0-9]+)?( ?%)?")
_WITH_UNIT = re.compile(r"(-?[0-9.,]+)(亿元|万元|千元|百元|亿|万|千|元|人|名|个|项|件|%)")
_MONEY_WORDS = frozenset("亿万千百元")
# Full-width forms and the minus signs people paste. Not NFKC, which would read 10² as 102 and ① as 1.
_MINUS_SIGNS = "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63"
_PLAIN_FORMS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(map(ord, _MINUS_SIGNS), ord("-"))


class MoneyUnit(StrEnum):
    """Unit in which a framework shows money; the value is the word used in the files."""

    WAN_YUAN = "wan_yuan"
    YUAN = "yuan"

    @property
    def label(self) -> str:
        """The Chinese word printed in table heads."""
        return {"wan_yuan": "万元", "yuan": "元"}[self.value]

    @property
    def yuan(self) -> Decimal:
        """How many yuan one of the unit is."""
        return {"wan_yuan": Decimal(10_000), "yuan": ONE}[self.value]

    @property
    def places(self) -> int:
        """Decimals that reach down to one fen."""
        return {"wan_yuan": 6, "yuan": 2}[self.value]


class RoundingMode(StrEnum):
    """How a framework rounds: half up away from zero, or cut off towards zero."""

    HALF_UP = "half_up"
    TRUNCATE = "truncate"


class AmountFault(ValueError):
    """A number that cannot be taken as typed: what was found, and in Chinese what would be right."""

    def __init__(self, *, found: str, expected: str) -> None:
        super().__init__(f"“{found}”{expected}")
        self.found = found
        self.expected = expected


def rounded(value: Decimal, places: int, mode: RoundingMode = RoundingMode.HALF_UP) -> Decimal:
    """`value` at `places` decimals; never returns a negative zero."""
    digits = value.adjusted() + places + 2
    # Called dozens of times a score: no context is entered, and none made but for numbers of astronomical size.
    context = CONTEXT if digits <= CONTEXT.prec else Context(prec=digits)
    rounding = ROUND_DOWN if mode is RoundingMode.TRUNCATE else ROUND_HALF_UP
    result = _TRUSTED.plus(value).quantize(_unit(places), rounding, context)
    return result or abs(result)


@cache
def _unit(places: int) -> Decimal:
    """One unit of the last of so many decimals."""
    return Decimal(1).scaleb(-places)


def decimals_of(value: Decimal) -> int:
    """How many decimals `value` has, idle zeros not counted; 0 for a whole number."""
    return len(f"{value:f}".partition(".")[2].rstrip("0"))


def compared(value: Decimal) -> Decimal:
    """`value` as every comparison, interval and step count sees it: half up to 12 decimals."""
    return rounded(value, COMPARED_PLACES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """How a framework rounds and whether thresholds see the exact or the printed rate."""

    mode: RoundingMode = RoundingMode.HALF_UP
    rate_places: int = 2
    points_places: int = 2
    is_threshold_rounded: bool = False

    def printed_rate(self, rate: Decimal, *, is_percent: bool, places: int | None = None) -> Decimal:
        """`rate` as it is read off the print: at `rate_places` decimals, or `places`, of a percentage or a number."""
        factor = HUNDRED if is_percent else ONE
        return rounded(rate * factor, self.rate_places if places is None else places, self.mode) / factor

    def threshold(self, rate: Decimal, *, is_percent: bool) -> Decimal:
        """`rate` as limits, intervals and steps see it; products use the exact rate always."""
        return self.printed_rate(rate, is_percent=is_percent) if self.is_threshold_rounded else rate


def parse_plain(text: str) -> Decimal:
    """A number as the files write it: an optional minus, digits, an optional fraction. Raises AmountFault."""
    if not _PLAIN.fullmatch(text):
        raise AmountFault(found=text, expected="不是数字：只写数字和小数点，不带千分位、单位或指数，如 1234.50")
    return _within_reach(Decimal(text), text)


def parse_percent(text: str) -> Decimal:
    """A ratio as the files write it, `82.5%` being 0.825. Raises AmountFault when the percent sign is missing."""
    if not text.endswith("%"):
        raise AmountFault(found=text, expected="应写成带百分号的百分数，如 95%")
    try:
        percent = parse_plain(text[:-1])
    except AmountFault as fault:
        raise AmountFault(found=text, expected=fault.expected) from None
    with localcontext(CONTEXT):
        return percent / HUNDRED


def parse_ratio_or_number(text: str) -> Decimal:
    """`5%` as 0.05 and `5` as 5: limits and steps of a rule may be either. Raises AmountFault."""
    return parse_percent(text) if text.endswith("%") else parse_plain(text)


def normalised(text: str) -> str:
    """What a person typed, with full-width characters and exotic minus signs made plain, and no spaces."""
    return "".join(_spaced(text).split())


def _spaced(text: str) -> str:
    """`text` in plain characters, single spaces left; what cannot be seen (direction marks and the like) is dropped."""
    visible = "".join(character for character in text if unicodedata.category(character) != "Cf")
    return " ".join(visible.translate(_PLAIN_FORMS).split())


def parse_typed(text: str, *, unit: str = "") -> Decimal | None:
    """A number as a person types it: full-width digits and proper thousands separators are welcome.

    Returns None for an empty box. Raises AmountFault, naming `unit` (万元, 人, %) where one was typed into the box.
    """
    return _typed(_spaced(text), text, unit)


def _typed(spaced: str, text: str, unit: str) -> Decimal | None:
    if re.search(r"[0-9.,] [0-9.,]", spaced) and not _GROUPED_BY_SPACES.fullmatch(spaced):
        raise AmountFault(found=_shortened(text), expected="中间有空格：一栏只填一个数，如 1234.50")
    plain = spaced.replace(" ", "")
    if not plain:
        return None
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if re.fullmatch(r"-?\.[0-9]+", plain):
        plain = plain.replace(".", "0.", 1)
    if _PLAIN.fullmatch(plain):
        return _within_reach(Decimal(plain), text)
    raise AmountFault(found=_shortened(text), expected=_what_is_wrong(plain, unit))


def parse_money(text: str, *, unit: MoneyUnit) -> Decimal | None:
    """Money typed in `unit`, as yuan to the fen; None for an empty box. Raises AmountFault."""
    typed = parse_typed(text, unit=unit.label)
    return None if typed is None else money_in_yuan(typed, unit=unit, found=text)


def parse_typed_percent(text: str) -> Decimal | None:
    """A percentage typed into a box headed %, with or without the sign, as a ratio. Raises AmountFault."""
    spaced = _spaced(text)
    typed = None if not spaced else _typed(spaced.removesuffix("%").rstrip() or spaced, text, "%")
    with localcontext(CONTEXT):
        return None if typed is None else typed / HUNDRED


def parse_count(text: str, *, unit: str = "") -> Decimal | None:
    """A whole number typed by a person; None for an empty box. Raises AmountFault."""
    typed = parse_typed(text, unit=unit)
    if typed is not None and typed != typed.to_integral_value():
        raise AmountFault(found=_shortened(text), expected="不是整数：这一栏只能填整数")
    return typed


def money_in_yuan(amount: Decimal, *, unit: MoneyUnit, found: str) -> Decimal:
    """`amount` of `unit` in yuan. Raises AmountFault where it is finer than a fen."""
    if decimals_of(amount) > unit.places:
        raise AmountFault(found=_shortened(found), expected=f"细于1分：以{unit.label}计最多{unit.places}位小数")
    with localcontext(CONTEXT):
        return rounded(amount * unit.yuan, 2)


def money_in_unit(amount: Decimal, unit: MoneyUnit) -> Decimal:
    """Yuan as formulas see them: in the framework's unit, exact."""
    with localcontext(CONTEXT):
        return amount / unit.yuan


def number_text(value: Decimal, places: int | None = None, mode: RoundingMode = RoundingMode.HALF_UP) -> str:
    """`1,234.50`: thousands separators, a plain minus; `places` None keeps the digits there are, without idle zeros."""
    return f"{rounded(value, decimals_of(value) if places is None else places, mode):,f}"


def telling_text(value: Decimal, places: int, *, most: int = COMPARED_PLACES) -> str:
    """`value` with all its decimals, at least `places` and at most `most`: what is computed with, not just shown."""
    return number_text(value, min(max(places, decimals_of(value)), most))


def money_text(amount: Decimal, unit: MoneyUnit) -> str:
    """Yuan printed in `unit` with two decimals, `2,495.17`."""
    return number_text(money_in_unit(amount, unit), 2)


def percent_text(ratio: Decimal, places: int, mode: RoundingMode = RoundingMode.HALF_UP) -> str:
    """A ratio printed as a percentage, `82.00%`."""
    with localcontext(CONTEXT):
        return f"{rounded(ratio * HUNDRED, places, mode):f}%"


def plain_text(value: Decimal, least_places: int = 0) -> str:
    """Digits for files and JSON: no separators or exponent, idle zeros cut down to `least_places`."""
    text = f"{abs(value) if value == 0 else value:f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0").ljust(least_places, "0")
    return f"{whole}.{fraction}" if fraction else whole


def plain_percent_text(ratio: Decimal) -> str:
    """A ratio as the files write it, `82.5%`, exact."""
    with localcontext(CONTEXT):
        return f"{plain_text(ratio * HUNDRED)}%"


def _within_reach(value: Decimal, text: str) -> Decimal:
    if value.adjusted() >= MAX_WHOLE_DIGITS:
        raise AmountFault(found=_shortened(text), expected=f"太大：整数部分最多{MAX_WHOLE_DIGITS}位，请核对单位")
    if decimals_of(value) > COMPARED_PLACES:
        raise AmountFault(found=_shortened(text), expected=f"小数位太多：最多{COMPARED_PLACES}位")
    return abs(value) if value == 0 else value


def _shortened(text: str) -> str:
    stripped = text.strip()
    return stripped if len(stripped) <= 24 else f"{stripped[:20]}…"


def _what_is_wrong(plain: str, unit: str) -> str:
    match = _WITH_UNIT.fullmatch(plain)
    if match:
        number, typed = match.groups()
        if unit and typed in (unit, unit.removesuffix("元")):
            return f"带了单位：本栏单位是{unit}，请只填数字 {number}"
        own = f"本栏单位是{unit}，" if unit else ""
        advice = "请换算后只填数字" if set(typed) <= _MONEY_WORDS else f"请只填数字 {number}"
        return f"带了单位“{typed}”：{own}{advice}"
    if "," in plain:
        return "的千分位不对：每三位一个逗号，如 1,234.50，或不写逗号"
    return "不是数字：请只填数字，如 1234.50"
