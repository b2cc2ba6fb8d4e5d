"""The workbook while it is drawn: its looks, and how each kind of input is written."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from selfeval.domain.amounts import MoneyUnit, money_in_unit, plain_percent_text, plain_text
from selfeval.domain.filing import Quantity
from selfeval.domain.filing_sheets.identity import OPTIONS_SHEET
from selfeval.domain.filing_sheets.numbers import PERCENT_PLACES, fits_a_cell
from selfeval.domain.filing_sheets.parts import CellKind, Input
from selfeval.domain.long_texts import Overflow
from selfeval.exports.excel import NO_DATE
from selfeval.exports.excel_sheet import CHINESE_CHARSET
from selfeval.exports.filing_workbook.values import Value

_FACE: Final = {"font_name": "Noto Sans CJK SC", "font_size": 10, "font_charset": CHINESE_CHARSET}
_RULE, _TINT, _HEAD, _PALE, _DARK = "#C9D1DA", "#FFF9E3", "#DCE8F5", "#F5F7F9", "#1F5699"
_BOXED: Final = {"border": 1, "border_color": _RULE, "valign": "vcenter", "text_wrap": True}
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 15},
    "hint": {"font_color": "#5F6B79"},
    "caption": {"bold": True, "font_size": 12, "font_color": _DARK},
    "head": {"bold": True, "bg_color": _HEAD, "align": "center", **_BOXED},
    "shown": {"bg_color": _PALE, "indent": 1, **_BOXED},
    "shown_number": {"bg_color": _PALE, "align": "right", "indent": 1, **_BOXED},
    "closed": {"bg_color": "#ECEFF2", **_BOXED},
    "end": {"font_color": "#8994A1", "italic": True, "top": 1, "top_color": _RULE},
    "guide": {"text_wrap": True, "valign": "top", "font_size": 11},
    "guide_head": {"bold": True, "valign": "top", "font_size": 11, "font_color": _DARK},
    "result": {"num_format": "0.00", "align": "right", "bg_color": _PALE, **_BOXED},
    "result_percent": {"num_format": "0.00%", "align": "right", "bg_color": _PALE, **_BOXED},
    "key": {"font_color": "#8994A1"},
}
_FORMATS: Final = {
    CellKind.MONEY: "#,##0.00####",
    CellKind.COUNT: "#,##0",
    CellKind.PERCENT: "0.00####%",
    CellKind.DATE: 'yyyy"年"m"月"d"日"',
    CellKind.TEXT: "@",
    CellKind.LONG: "@",
}
_RIGHT: Final = (CellKind.MONEY, CellKind.COUNT, CellKind.PERCENT, CellKind.NUMBER)
# Excel takes a list that is written into the rule itself up to here.
_MOST_LISTED: Final = 250
_EARLIEST: Final = datetime(1949, 1, 1)  # noqa: DTZ001 — a day of a cell has no zone
_LATEST: Final = datetime(2999, 12, 31)  # noqa: DTZ001
_MOST: Final = 10**15


class Book:
    """An .xlsx under way; sheets are protected without a password, against slips of the hand."""

    def __init__(self, *, title: str, unit: MoneyUnit) -> None:
        self._target = BytesIO()
        self.workbook = Workbook(
            self._target,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": dict(_FACE),  # XlsxWriter writes into it
            },
        )
        self.workbook.set_properties({"title": title, "created": NO_DATE})
        self.overflow = Overflow()
        self._unit = unit
        self._formats: dict[str, Format] = {}
        self._lists: dict[tuple[str, ...], str] = {}

    def look(self, name: str) -> Format:
        """A look by its name."""
        return self._format(name, _LOOKS[name])

    def input_look(self, kind: CellKind, *, is_percent: bool = False) -> Format:
        """The tinted look of an input."""
        layout = _FORMATS[CellKind.PERCENT] if is_percent else _FORMATS.get(kind, "General")
        align: dict[str, Any] = {"align": "left", "indent": 1}
        if kind in _RIGHT or kind is CellKind.LIST:
            align = {"align": "center"} if kind is CellKind.LIST else {"align": "right", "indent": 1}
        if kind is CellKind.LONG:
            align["valign"] = "top"
        look = {**_BOXED, **align, "bg_color": _TINT, "locked": False, "num_format": layout}
        return self._format(f"input {kind.value} {is_percent}", look)

    def write(self, sheet: Worksheet, row: int, column: int, cell: Input, value: Value) -> None:
        """An input with what it holds. What no number of a cell can hold to the last digit is written as text."""
        look = self.input_look(cell.kind)
        match value:
            case None | "":
                sheet.write_blank(row, column, None, look)
            case date():
                sheet.write_datetime(
                    row, column, datetime.combine(value, time(), tzinfo=UTC).replace(tzinfo=None), look
                )
            case Quantity():
                self._number(sheet, row, column, cell, value.value, is_percent=value.is_percent)
            case Decimal():
                amount = money_in_unit(value, self._unit) if cell.kind is CellKind.MONEY else value
                self._number(sheet, row, column, cell, amount, is_percent=cell.kind is CellKind.PERCENT)
            case _:
                sheet.write_string(row, column, self.overflow.shown(value), look)

    def _number(
        self, sheet: Worksheet, row: int, column: int, cell: Input, value: Decimal, *, is_percent: bool
    ) -> None:
        look = self.input_look(cell.kind, is_percent=is_percent)
        places = PERCENT_PLACES if is_percent else cell.places
        if fits_a_cell(value, places=places, is_percent=is_percent):
            sheet.write_number(row, column, float(value), look)
        else:
            sheet.write_string(row, column, plain_percent_text(value) if is_percent else plain_text(value), look)

    def rule(self, sheet: Worksheet, rows: tuple[int, int], column: int, cell: Input) -> None:
        """What Excel lets people type into the cells of a column between two rows."""
        first, last = rows
        options = self._validation(cell)
        if options:
            options |= {"ignore_blank": True, "error_title": "这一格不能这样填"}
            sheet.data_validation(first, column, last, column, options)

    def _validation(self, cell: Input) -> dict[str, Any]:
        match cell.kind:
            case CellKind.LIST:
                return {"validate": "list", "source": self._source(cell.options), "error_message": "请在列表里选一个"}
            case CellKind.COUNT:
                return {**_between("integer"), "error_message": "请填整数"}
            case CellKind.MONEY:
                return {**_between("decimal"), "error_message": f"请只填数字，单位是{self._unit.label}"}
            case CellKind.NUMBER:
                return {**_between("decimal"), "error_message": "请只填数字"}
            case CellKind.PERCENT:
                return {**_between("decimal"), "error_message": "请填百分数，如 85%"}
            case CellKind.DATE:
                limits = {"criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST}
                return {"validate": "date", **limits, "error_message": "请填日期，如 2022-3-10"}
        return {}

    def _source(self, options: tuple[str, ...]) -> list[str] | str:
        """The options themselves, or where they stand on the hidden sheet when they are too long for a rule."""
        if len(",".join(options)) <= _MOST_LISTED and not any("," in each for each in options):
            return list(options)
        if options not in self._lists:
            column = chr(ord("A") + len(self._lists) % 26)
            first = sum(len(each) for each in self._lists) + 1
            self._lists[options] = f"='{OPTIONS_SHEET}'!${column}${first}:${column}${first + len(options) - 1}"
        return self._lists[options]

    def write_options(self) -> None:
        """The hidden sheet of the options that are too long for a rule."""
        sheet = self.workbook.add_worksheet(OPTIONS_SHEET)
        sheet.very_hidden()
        sheet.protect()
        row = 0
        for number, options in enumerate(self._lists):
            for text in options:
                sheet.write_string(row, number % 26, text)
                row += 1

    def close(self) -> bytes:
        """The finished workbook."""
        self.workbook.close()
        return self._target.getvalue()

    def _format(self, name: str, look: dict[str, Any]) -> Format:
        if name not in self._formats:
            self._formats[name] = self.workbook.add_format(look)
        return self._formats[name]


def _between(kind: str) -> dict[str, Any]:
    return {"validate": kind, "criteria": "between", "minimum": -_MOST, "maximum": _MOST}
