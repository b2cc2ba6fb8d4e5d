"""Draws the rows of a framework as a workbook people like to work in. Everything in it is text or a plain number."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from selfeval.domain.amounts import AmountFault, parse_plain, plain_text
from selfeval.domain.framework_words import Words
from selfeval.domain.long_texts import Overflow
from selfeval.exports.excel_text import lines_in
from selfeval.exports.framework_workbook import guide
from selfeval.exports.framework_workbook.columns import (
    CHOICES,
    DETAILS,
    FORMAT,
    FORMAT_SHEET,
    GUIDE,
    HEAD,
    INDICATORS,
    OTHER,
    OVERFLOW,
    TABLE_COLUMNS,
    Column,
    Form,
)
from selfeval.exports.framework_workbook.indicator_sheets import DETAIL_COLUMNS, INDICATOR_COLUMNS, LEVEL_COLUMNS
from selfeval.exports.framework_workbook.list_sheets import HEAD_COLUMNS, LISTS, TABLE_COLUMN_COLUMNS
from selfeval.exports.framework_workbook.rows import Cells
from selfeval.exports.framework_workbook.taking_apart import Sheets

HINT_MARK: Final = "※"
_FACE: Final = "微软雅黑"
_INK, _PALE_INK, _RULE, _WHITE = "17202B", "5F6B79", "CDD4DC", "FFFFFF"
_HEAD_FILLS: Final = ("1F5699", "3A6EA8")
_LEVEL_FILLS: Final = ("DCE8F5", "EDF3FA", _WHITE)
_HINT_FILL: Final = "F7F9FB"
_EDGE: Final = Side(style="thin", color=_RULE)
_BOX: Final = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_ABOUTS: Final = {
    INDICATORS: "一行一个指标，从一级到末级",
    DETAILS: "评分方法里一条一条的内容：分档、评价要点、进度节点、口径、档次",
    TABLE_COLUMNS: "类型是表格的数据项有哪几列，一行一列",
}
HEAD_ROW, FIRST_ROW = 2, 4
_SPARE_ROWS: Final = 300
_LINE_POINTS, _ROOM, _MOST_LINES = 15.0, 6.0, 12
_DIGITS_KEPT: Final = 15  # of a number in a workbook


def drawn(sheets: Sheets) -> bytes:
    """The workbook of `sheets` as .xlsx bytes."""
    return _Drawing().bytes_of(sheets)


class _Drawing:
    def __init__(self) -> None:
        self.book = Workbook()
        self.book.remove(self.book.active)
        self.overflow = Overflow()
        self._choices: list[Words] = []
        self.book.properties.creator = self.book.properties.title = guide.TITLE

    def bytes_of(self, sheets: Sheets) -> bytes:
        """Draw every sheet in the order people read them."""
        self._guide()
        self._head(sheets[HEAD][0])
        levels = tuple(column for pair in LEVEL_COLUMNS for column in pair)
        tree = self._table(INDICATORS, (*levels, *INDICATOR_COLUMNS), sheets[INDICATORS], frozen=len(levels))
        _tint_levels(tree, sheets[INDICATORS])
        _name_bands(tree, (*levels, *INDICATOR_COLUMNS))
        self._table(DETAILS, DETAIL_COLUMNS, sheets[DETAILS], frozen=2)
        for place, sheet in enumerate(LISTS):
            self._table(sheet.name, sheet.columns, sheets[sheet.name], about=sheet.about, frozen=2)
            if place == 0:
                self._table(TABLE_COLUMNS, TABLE_COLUMN_COLUMNS, sheets[TABLE_COLUMNS], frozen=1)
        self._overflow()
        self._hidden()
        self.book.active = 0
        target = BytesIO()
        self.book.save(target)
        return target.getvalue()

    def _guide(self) -> None:
        work = self.book.create_sheet(GUIDE)
        work.sheet_view.showGridLines = False
        work.column_dimensions["A"].width, work.column_dimensions["B"].width = 18, 96
        _write(work.cell(1, 1), guide.TITLE, font=Font(name=_FACE, size=16, bold=True, color=_INK))
        work.row_dimensions[1].height = 30
        for row, (word, text) in enumerate(guide.LINES, 3):
            _write(work.cell(row, 1), word, font=Font(name=_FACE, size=11, bold=True, color=_HEAD_FILLS[0]))
            _write(work.cell(row, 2), text, font=Font(name=_FACE, size=11, color=_INK))
            work.row_dimensions[row].height = lines_in(text, 44) * 18.0 + _ROOM
        _printed(work)

    def _head(self, cells: Cells) -> None:
        work = self.book.create_sheet(HEAD)
        work.sheet_view.showGridLines = False
        for letter, width in zip("ABC", (20, 60, 50), strict=True):
            work.column_dimensions[letter].width = width
        _title(work, HEAD, "整个指标体系的设定")
        for place, word in enumerate(("项目", "填写", "说明"), 1):
            _head_cell(work.cell(HEAD_ROW, place), word)
        work.row_dimensions[HEAD_ROW].height = 24
        work.freeze_panes = f"A{HEAD_ROW + 1}"
        for row, column in enumerate(HEAD_COLUMNS, HEAD_ROW + 1):
            _write(work.cell(row, 1), column.head, font=_font(bold=True), fill=_HINT_FILL, border=_BOX)
            self._value(work.cell(row, 2), column, cells.get(column.head, ""))
            work.cell(row, 2).alignment = Alignment(wrap_text=True, horizontal="left", vertical="top")
            _write(work.cell(row, 3), column.hint, font=_font(color=_PALE_INK), border=_BOX)
            work.row_dimensions[row].height = _height([(cells.get(column.head, ""), 60)])
            self._list(work, column, f"B{row}")
            work.row_dimensions[row].hidden = column is OTHER and OTHER.head not in cells
        _printed(work)

    def _table(
        self, name: str, columns: Sequence[Column], rows: Sequence[Cells], *, about: str = "", frozen: int
    ) -> Worksheet:
        work = self.book.create_sheet(name)
        _title(work, name, about or _ABOUTS[name])
        has_rest = any(OTHER.head in cells for cells in rows)
        bands = list(dict.fromkeys(column.band for column in columns))
        for place, column in enumerate(columns, 1):
            letter = get_column_letter(place)
            work.column_dimensions[letter].width = column.width
            work.column_dimensions[letter].hidden = column is OTHER and not has_rest
            _head_cell(work.cell(HEAD_ROW, place), column.head, _HEAD_FILLS[bands.index(column.band) % 2])
            hint = f"{HINT_MARK}{column.hint}" if place == 1 else column.hint
            _write(work.cell(HEAD_ROW + 1, place), hint, font=_font(9, _PALE_INK), fill=_HINT_FILL, border=_BOX)
            self._list(work, column, f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + len(rows) + _SPARE_ROWS}")
        work.row_dimensions[HEAD_ROW].height = 32
        work.row_dimensions[HEAD_ROW + 1].height = _height([(column.hint, column.width) for column in columns])
        for number, cells in enumerate(rows, FIRST_ROW):
            for place, column in enumerate(columns, 1):
                self._value(work.cell(number, place), column, cells.get(column.head, ""))
            work.row_dimensions[number].height = _height(
                [(cells.get(column.head, ""), column.width) for column in columns if column is not OTHER]
            )
        work.freeze_panes = f"{get_column_letter(frozen + 1)}{FIRST_ROW}"
        work.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(columns))}{FIRST_ROW + len(rows)}"
        _printed(work, wide=2 if len(columns) > len(DETAIL_COLUMNS) else 1)
        return work

    def _value(self, cell: Cell, column: Column, text: str) -> None:
        number = _number(text) if column.form is Form.NUMBER else None
        _write(cell, self.overflow.shown(text), font=_font(), border=_BOX)
        # Typed text stays text, a percentage too, whatever Excel would make of it.
        cell.number_format = "@"
        if number is not None:
            cell.value, cell.number_format = number, "General"
            cell.alignment = Alignment(horizontal="center", vertical="top")

    def _list(self, work: Worksheet, column: Column, cells: str) -> None:
        if not column.words:
            return
        if column.words not in self._choices:
            self._choices.append(column.words)
        letter = get_column_letter(self._choices.index(column.words) + 1)
        picked = DataValidation(
            type="list", formula1=f"'{CHOICES}'!${letter}$1:${letter}${len(column.words)}", allow_blank=True
        )
        picked.errorTitle, picked.error = column.head, "请从下拉框里选；不需要就空着"
        picked.showErrorMessage = True
        work.add_data_validation(picked)
        picked.add(cells)

    def _overflow(self) -> None:
        """Texts that no cell can hold, in pieces; the cell they belong to names their number."""
        if not self.overflow.pieces:
            return
        work = self.book.create_sheet(OVERFLOW)
        _title(work, OVERFLOW, "一个单元格放不下的长文字，按编号接在写着【续文】的单元格后面")
        work.column_dimensions["A"].width, work.column_dimensions["B"].width = 10, 120
        for place, word in enumerate(("编号", "文字"), 1):
            _head_cell(work.cell(HEAD_ROW, place), word)
        for row, (number, text) in enumerate(self.overflow.pieces, HEAD_ROW + 1):
            _write(work.cell(row, 1), str(number), font=_font(), border=_BOX)
            _write(work.cell(row, 2), text, font=_font(), border=_BOX)

    def _hidden(self) -> None:
        choices = self.book.create_sheet(CHOICES)
        for place, words in enumerate(self._choices, 1):
            for row, word in enumerate(words.values(), 1):
                _write(choices.cell(row, place), word)
        _write(self.book.create_sheet(FORMAT_SHEET).cell(1, 1), FORMAT)
        for name in (CHOICES, FORMAT_SHEET):
            self.book[name].sheet_state = "hidden"


def _write(cell: Cell, text: str, *, font: Font | None = None, fill: str = "", border: Border | None = None) -> None:
    """Text as text: openpyxl would make a formula of what begins with an equals sign."""
    if text:
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text[0] in "=+-@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if font:
        cell.font = font
    if fill:
        cell.fill = PatternFill("solid", start_color=fill)
    if border:
        cell.border = border


def _font(size: int = 10, color: str = _INK, *, bold: bool = False) -> Font:
    return Font(name=_FACE, size=size, bold=bold, color=color)


def _title(work: Worksheet, name: str, about: str) -> None:
    text = f"{name}　{about}"
    _write(work.cell(1, 1), text, font=Font(name=_FACE, size=12, bold=True, color=_INK))
    work.cell(1, 1).alignment = Alignment(vertical="center")
    work.row_dimensions[1].height = 26


def _head_cell(cell: Cell, word: str, fill: str = _HEAD_FILLS[0]) -> None:
    _write(cell, word, font=_font(color=_WHITE, bold=True), fill=fill, border=_BOX)
    cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")


def _tint_levels(work: Worksheet, rows: Sequence[Mapping[str, str]]) -> None:
    """Level 1 and level 2 stand out; codes and names repeated from above step back."""
    for number, cells in enumerate(rows, FIRST_ROW):
        level = max(
            (level for level, pair in enumerate(LEVEL_COLUMNS) if any(c.head in cells for c in pair)), default=2
        )
        for cell in work[number]:
            is_above = cell.column <= 2 * level
            cell.font = _font(color=_PALE_INK if is_above else _INK, bold=level < 2 and not is_above)
            cell.fill = PatternFill("solid", start_color=_LEVEL_FILLS[level])


def _name_bands(work: Worksheet, columns: Sequence[Column]) -> None:
    """The bands of columns are named above their heads, behind the first, where the title of the sheet stands."""
    for place, (before, column) in enumerate(pairwise(columns), 2):
        if column.band != before.band and column.band:
            _write(work.cell(1, place), column.band, font=_font(11, _HEAD_FILLS[0], bold=True))
            work.cell(1, place).alignment = Alignment(vertical="center")


def _height(texts: Sequence[tuple[str, float]]) -> float:
    """Points of a row whose cells hold `texts` in columns of so many digits."""
    lines = max((lines_in(text, max(width / 2 - 1, 1)) for text, width in texts if text), default=1)
    return min(lines, _MOST_LINES) * _LINE_POINTS + _ROOM


def _number(text: str) -> int | float | None:
    """The number that reads as `text` again; None where a cell would not keep it digit by digit."""
    try:
        value = parse_plain(text)
    except AmountFault:
        return None
    number = int(value) if value == value.to_integral_value() else float(value)
    is_kept = len(value.as_tuple().digits) <= _DIGITS_KEPT and plain_text(Decimal(repr(number))) == text
    return number if is_kept else None


def _printed(work: Worksheet, wide: int = 1) -> None:
    setup: Any = work.page_setup
    setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight = "landscape", 8, wide, 0
    work.sheet_properties.pageSetUpPr.fitToPage = True
    work.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
