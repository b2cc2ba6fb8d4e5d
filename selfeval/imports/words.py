"""Words of a printed form as they are compared: no spaces, no quotation marks, half-width signs, no units."""

import re
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import AmountFault, parse_typed
from selfeval.domain.narrative.text import half_width

_UNSEEN: Final = re.compile(r"[\s\u200b\ufeff“”\"‘’「」·]+")
_UNIT: Final = re.compile(r"\((?P<unit>元|千元|万元|亿元|人|个|名|%)\)")
_TAIL: Final = re.compile(r"[:;；。,，]+$")
_YUAN: Final = {"元": Decimal(1), "千元": Decimal(1_000), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}
_BLANK: Final = frozenset({"", "-", "--", "/", "无", "空"})
_NUMBER_UNIT: Final = re.compile(r"(?P<digits>[-0-9.,]+)(?P<unit>万元|亿元|千元|元|分|人|名|个|%)?")


def squeezed(text: str) -> str:
    """`text` without what printers put between characters; equal for a name however it is set."""
    return _UNSEEN.sub("", half_width(text))


def label_of(text: str) -> str:
    """A label without its unit and the colon behind it: 年初预算金额（万元）： is 年初预算金额."""
    return _TAIL.sub("", _UNIT.sub("", _TAIL.sub("", squeezed(text))))


def unit_in(text: str) -> Decimal | None:
    """What one of the unit in brackets is worth in yuan; None where none of money is named."""
    found = _UNIT.search(squeezed(text))
    return _YUAN.get(found["unit"]) if found else None


def unit_named(word: str) -> Decimal | None:
    """What one 万元 is worth in yuan."""
    return _YUAN.get(word)


def is_blank(text: str) -> bool:
    """Nothing, or the mark of nothing: —, /, 无."""
    return squeezed(text) in _BLANK


def number_in(text: str) -> tuple[Decimal, str] | None:
    """A number and the unit written behind it; None where the text is no number. A per cent sign is a unit here."""
    found = _NUMBER_UNIT.fullmatch(squeezed(text))
    if found is None:
        return None
    try:
        value = parse_typed(found["digits"])
    except AmountFault:
        return None
    return None if value is None else (value, found["unit"] or "")
