"""One cell as the text a person would have typed into its box, or what is wrong with it.

Numbers are the decimals that binary fractions stand for; where that is not what a cell literally holds, a note says so.
"""

import math
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import plain_text
from selfeval.domain.filing_sheets.numbers import NUMBER_PLACES, PERCENT_PLACES, decimal_of
from selfeval.domain.filing_sheets.parts import NO, NUMBERS, YES, CellKind, Input
from selfeval.imports.flat import DAY, ERROR, FLAG, NUMBER, PERCENT, TEXT, UNCOMPUTED, FlatCell

_NOTHING: Final = frozenset(["-", "—", "–", "/", "\\", "无", "不适用", "未填", "空", "N/A", "n/a", "NA"])
# Serial days of 1949 to 2100; a larger number is digits somebody typed: 20220310.
_SERIALS: Final = range(17_000, 73_051)
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_WORDS: Final = {
    CellKind.MONEY: "金额",
    CellKind.COUNT: "整数",
    CellKind.PERCENT: "百分数",
    CellKind.NUMBER: "数字",
    CellKind.QUANTITY: "数字、百分数或文字",
    CellKind.DATE: "日期，如 2022-3-10",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """`text` for the box; `fault` says why there is none, `note` what was made of what the cell holds."""

    text: str = ""
    fault: str = ""
    note: str = ""


def told(cell: FlatCell | None, wanted: Input, *, is_1904: bool) -> Told:
    """What `cell` says to the input `wanted`."""
    if cell is None:
        return Told()
    if cell.kind == ERROR:
        return Told(fault=f"是出错的公式，算不出值；请改成正确的{_WORDS.get(wanted.kind, '内容')}")
    if cell.kind == UNCOMPUTED:
        return Told(fault="是公式，但里面没有算好的值；请用 Excel 或 WPS 打开、保存后再上传，或直接填值")
    if wanted.kind is CellKind.LIST:
        return _listed(cell, wanted)
    if wanted.kind in (CellKind.TEXT, CellKind.LONG):
        return Told(text=_as_text(cell))
    if cell.kind == TEXT:
        return _typed(cell, wanted)
    if cell.kind == FLAG:
        return Told(fault=f"是“是/否”值，这里要填{_WORDS[wanted.kind]}")
    if wanted.kind is CellKind.DATE:
        return _day(cell, is_1904=is_1904)
    if cell.kind == DAY:
        return Told(fault=f"是日期，这里要填{_WORDS[wanted.kind]}；请把单元格格式改为“常规”再填")
    return _number(cell, wanted)


def shown(cell: FlatCell) -> str:
    """What stands in a cell, as people see it."""
    if cell.kind == UNCOMPUTED:
        return "（没有算过的公式）"
    return _as_text(cell)


def _as_text(cell: FlatCell) -> str:
    match cell.kind:
        case "n" | "p":
            is_percent = cell.kind == PERCENT
            value = float(cell.text)
            if not math.isfinite(value):
                return cell.text
            places = PERCENT_PLACES if is_percent else NUMBER_PLACES
            return plain_text(decimal_of(value, places=places, is_percent=is_percent)) + ("%" if is_percent else "")
        case "b":
            return YES if cell.text == "TRUE" else NO
    return cell.text


def _typed(cell: FlatCell, wanted: Input) -> Told:
    """Text where a number or a day is wanted: as on the page, but for the words that mean nothing."""
    if cell.text.strip() in _NOTHING and wanted.kind is not CellKind.QUANTITY:
        return Told(fault="不是数；没有数就把这一格留空，确实是零就填 0")
    return Told(text=cell.text)


def _listed(cell: FlatCell, wanted: Input) -> Told:
    text = " ".join(_as_text(cell).split())
    if not text or text in wanted.options:
        return Told(text=text)
    return Told(fault=f"不在可选项里，请在“{'”“'.join(wanted.options)}”里选一个")


def _day(cell: FlatCell, *, is_1904: bool) -> Told:
    if cell.kind == DAY:
        day, _, clock = cell.text.partition(" ")
        return Told(text=day, note=f"带有时间，按 {day} 读入" if clock else "")
    if cell.kind == PERCENT:
        return Told(fault="是百分数，这里要填日期，如 2022-3-10")
    value = float(cell.text)
    if value.is_integer() and int(value) in _SERIALS:
        found = (_EPOCH_1904 if is_1904 else _EPOCH) + timedelta(days=int(value))
        return Told(text=found.isoformat(), note=f"是日期的序号，按 {found.isoformat()} 读入")
    return Told(text=_as_text(cell))


def _number(cell: FlatCell, wanted: Input) -> Told:
    value, is_percent = float(cell.text), cell.kind == PERCENT
    if not math.isfinite(value):
        return Told(fault=f"不是数字，这里要填{_WORDS[wanted.kind]}")
    if is_percent and wanted.kind in NUMBERS - {CellKind.PERCENT}:
        return Told(fault=f"是百分数，这里要填{_WORDS[wanted.kind]}；请把单元格格式改为“常规”，再填数")
    places = PERCENT_PLACES if is_percent else wanted.places
    number = decimal_of(value, places=places, is_percent=is_percent)
    text = plain_text(number)
    if is_percent or wanted.kind is not CellKind.PERCENT:
        note = _noise(value, text, is_percent=is_percent) if cell.kind in (NUMBER, PERCENT) else ""
        return Told(text=f"{text}%" if is_percent else text, note=note)
    note = f"不是百分比格式，按 {text}% 读入" if abs(number) <= 1 and number else ""
    return Told(text=text, note=note)


def _noise(value: float, text: str, *, is_percent: bool) -> str:
    """A note where the cell literally holds another number than the one that was read."""
    literal = Decimal(repr(value)) * 100 if is_percent else Decimal(repr(value))
    sign = "%" if is_percent else ""
    return "" if literal == Decimal(text) else f"存的是 {literal:f}{sign}，按 {text}{sign} 读入"
