"""Numbers as people write them and as the product prints them: the only parsing and the only rounding there is.

Amounts of money are Decimal yuan (元) to the fen wherever they are stored; a framework's `money_unit` says in which
unit they are typed, computed and printed. Ratios are Decimal, 1 standing for 100 %.
"""

import re
import unicodedata
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal, localcontext
from enum import StrEnum

# Sums and products of what people type stay exact well inside 50 digits; the contract asks for at least 28.
CONTEXT = Context(prec=50, rounding=ROUND_HALF_UP)
COMPARED_PLACES = 12
MAX_WHOLE_DIGITS = 15
ZERO = Decimal(0)
ONE = Decimal(1)
HUNDRED = Decimal(100)

_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_WITH_UNIT = re.compile(r"(-?[0-9.,]+)\s*(亿元|万元|千元|百元|亿|万|千|元|人|个|%)")
_MINUS_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2014": "-", "\ufe63": "-"})


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
    with localcontext(CONTEXT):
        rounding = ROUND_DOWN if mode is RoundingMode.TRUNCATE else ROUND_HALF_UP
        result = value.quantize(Decimal(1).scaleb(-places), rounding=rounding)
    return abs(result) if result == 0 else result


def compared(value: Decimal) -> Decimal:
    """`value` as every comparison, interval and step count sees it: half up to 12 decimals."""
    return rounded(value, COMPARED_PLACES)


def parse_plain(text: str) -> Decimal:
    """A number as the files write it: an optional minus, digits, an optional fraction. Raises AmountFault."""
    if not _PLAIN.fullmatch(text):
        raise AmountFault(found=text, expected="不是数字：只写数字和小数点，不带千分位、单位或指数，如 1234.50")
    return _within_reach(Decimal(text), text)


def parse_percent(text: str) -> Decimal:
    """A ratio as the files write it, `82.5%` being 0.825. Raises AmountFault when the percent sign is missing."""
    if not text.endswith("%"):
        raise AmountFault(found=text, expected="应写成带百分号的百分数，如 95%")
    with localcontext(CONTEXT):
        return parse_plain(text[:-1]) / HUNDRED


def parse_ratio_or_number(text: str) -> Decimal:
    """`5%` as 0.05 and `5` as 5: limits and steps of a rule may be either. Raises AmountFault."""
    return parse_percent(text) if text.endswith("%") else parse_plain(text)


def normalised(text: str) -> str:
    """What a person typed, with full-width characters, exotic minus signs and spaces made plain."""
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS_SIGNS)
    return "".join(plain.split())


def parse_typed(text: str, *, unit: str = "") -> Decimal | None:
    """A number as a person types it: full-width digits and proper thousands separators are welcome.

    Returns None for an empty box. Raises AmountFault, naming `unit` (万元, 人, %) where one was typed into the box.
    """
    plain = normalised(text)
    if not plain:
        return None
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if re.fullmatch(r"-?\.[0-9]+", plain):
        plain = plain.replace(".", "0.", 1)
    if _PLAIN.fullmatch(plain):
        return _within_reach(Decimal(plain), text)
    raise AmountFault(found=text.strip(), expected=_what_is_wrong(plain, unit))


def parse_money(text: str, *, unit: MoneyUnit) -> Decimal | None:
    """Money typed in `unit`, as yuan to the fen; None for an empty box. Raises AmountFault."""
    typed = parse_typed(text, unit=unit.label)
    return None if typed is None else money_in_yuan(typed, unit=unit, found=text)


def parse_typed_percent(text: str) -> Decimal | None:
    """A percentage typed into a box headed %, with or without the sign, as a ratio. Raises AmountFault."""
    plain = normalised(text)
    typed = parse_typed(plain.removesuffix("%"), unit="%")
    with localcontext(CONTEXT):
        return None if typed is None else typed / HUNDRED


def parse_count(text: str, *, unit: str = "") -> Decimal | None:
    """A whole number typed by a person; None for an empty box. Raises AmountFault."""
    typed = parse_typed(text, unit=unit)
    if typed is not None and typed != typed.to_integral_value():
        raise AmountFault(found=text.strip(), expected="不是整数：这一栏只能填整数")
    return typed


def money_in_yuan(amount: Decimal, *, unit: MoneyUnit, found: str) -> Decimal:
    """`amount` of `unit` in yuan. Raises AmountFault where it is finer than a fen."""
    if -_exponent(amount) > unit.places:
        raise AmountFault(found=found.strip(), expected=f"细于1分：以{unit.label}计最多{unit.places}位小数")
    with localcontext(CONTEXT):
        return rounded(amount * unit.yuan, 2)


def money_in_unit(amount: Decimal, unit: MoneyUnit) -> Decimal:
    """Yuan as formulas see them: in the framework's unit, exact."""
    with localcontext(CONTEXT):
        return amount / unit.yuan


def number_text(value: Decimal, places: int | None = None) -> str:
    """`1,234.50`: thousands separators, a plain minus; `places` None keeps the digits there are, without idle zeros."""
    if places is not None:
        return f"{rounded(value, places):,f}"
    trimmed = f"{value:,f}"
    return (trimmed.rstrip("0").rstrip(".") if "." in trimmed else trimmed) or "0"


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


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _within_reach(value: Decimal, text: str) -> Decimal:
    if value.adjusted() >= MAX_WHOLE_DIGITS:
        raise AmountFault(found=_shortened(text), expected=f"太大：整数部分最多{MAX_WHOLE_DIGITS}位，请核对单位")
    if -_exponent(value) > COMPARED_PLACES:
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
        return f"带了单位“{typed}”：本栏{f'单位是{unit}，' if unit else ''}请换算后只填数字"
    if "," in plain:
        return "的千分位不对：每三位一个逗号，如 1,234.50，或不写逗号"
    return "不是数字：请只填数字，如 1234.50"
