"""Draws the sheets on which something is filled, and remembers where every input stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from xlsxwriter.worksheet import Worksheet

from selfeval.domain.filing_sheets.parts import ITEM_TOTALS, KEY_HEAD, Block, CellKind, Column, Input, Line, Sheet
from selfeval.exports.excel_formula import Place
from selfeval.exports.excel_text import LINE, ROOM, lines_in
from selfeval.exports.filing_workbook.book import Book
from selfeval.exports.filing_workbook.values import Value, fixed_values

# Column A holds the keys; what people see begins behind it.
FIRST_COLUMN: Final = 1
_MOST_POINTS: Final = 400.0
_LEAST_POINTS: Final = 22.0
_LONG_POINTS: Final = 60.0
_CHARS: Final = 0.47  # Chinese characters a unit of width holds
_NOT_TYPED: Final = ("rate", "score", "reference")


@dataclass(slots=True, kw_only=True)
class Layout:
    """Where things stand: inputs of lines by line and column, of free rows by block and column; shown cells too."""

    lines: dict[tuple[str, str], Place] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Place]]] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    totals: dict[tuple[str, str], Place] = field(default_factory=dict)
    sheets: dict[str, Worksheet] = field(default_factory=dict)
    # A cell nobody fills, by sheet: what an indicator does not ask for is empty.
    blanks: dict[str, Place] = field(default_factory=dict)


class SheetDrawing:
    """Draws one sheet from top to bottom."""

    def __init__(self, book: Book, layout: Layout, plan: Sheet, *, title: str, hint: str) -> None:
        self._book, self._layout, self._plan = book, layout, plan
        self._sheet = book.workbook.add_worksheet(plan.name)
        layout.sheets[plan.name] = self._sheet
        layout.blanks[plan.name] = Place(sheet=plan.name, column=0, row=1)
        self._widths = _widths(plan)
        self._sheet.set_column(0, 0, 4, None, {"hidden": True})
        for number, width in enumerate(self._widths, FIRST_COLUMN):
            self._sheet.set_column(number, number, width)
        self._sheet.write_string(0, 0, KEY_HEAD, book.look("key"))
        self._sheet.write_string(0, FIRST_COLUMN, title, book.look("title"))
        self._sheet.set_row(0, 26)
        self._sheet.write_string(1, FIRST_COLUMN, hint, book.look("hint"))
        self._row = 3

    def draw(self, values: Mapping[str, Value], rows: Mapping[str, list[dict[str, Value]]]) -> None:
        """Draw every block; `rows` are those of boxes of several, by the block's code."""
        heads = []
        for block in self._plan.blocks:
            heads.append(self._heads(block))
            if block.is_free:
                self._free(block, rows.get(block.code, []))
            else:
                self._lines(block, {**values, **fixed_values(block, rows.get(block.code, []))})
            self._row += 1
        self._finish(heads)

    def _heads(self, block: Block) -> int:
        sheet, look = self._sheet, self._book.look
        sheet.write_string(self._row, FIRST_COLUMN, block.caption, look("caption"))
        sheet.set_row(self._row, 22)
        if block.note:
            self._row += 1
            sheet.write_string(self._row, FIRST_COLUMN, block.note, look("hint"))
        self._row += 1
        sheet.write_string(self._row, 0, block.head_key, look("key"))
        for number, column in enumerate(block.columns, FIRST_COLUMN):
            sheet.write_string(self._row, number, column.label, look("head"))
        sheet.set_row(self._row, 30)
        self._row += 1
        return self._row - 1

    def _lines(self, block: Block, values: Mapping[str, Value]) -> None:
        for line in block.lines:
            self._sheet.write_string(self._row, 0, line.key, self._book.look("key"))
            texts = []
            for number, column in enumerate(block.columns, FIRST_COLUMN):
                self._layout.lines[line.key, column.key] = self._place(number)
                texts.append((self._cell(line, column, number, values, block), self._widths[number - FIRST_COLUMN]))
            is_long = any(cell.kind is CellKind.LONG for cell in line.inputs.values())
            least = _LONG_POINTS if is_long and len(block.columns) < 5 else _LEAST_POINTS
            self._sheet.set_row(self._row, _height(texts, least))
            self._row += 1

    def _cell(self, line: Line, column: Column, number: int, values: Mapping[str, Value], block: Block) -> str:
        """Write one cell; returns its text, for the height of the row."""
        cell = line.inputs.get(column.key)
        if cell is None:
            text = line.shown.get(column.key, "")
            look = "shown_number" if column.key in _NOT_TYPED else "shown" if text else "closed"
            if column.key == "reference" and text:
                self._sheet.write_number(self._row, number, float(text.replace(",", "")), self._book.look(look))
            else:
                self._sheet.write_string(self._row, number, self._book.overflow.shown(text), self._book.look(look))
            return text
        value = values.get(f"{block.box}#{cell.box}" if block.box else cell.box)
        self._put(number, cell, value)
        self._book.rule(self._sheet, (self._row, self._row), number, cell)
        return value if isinstance(value, str) else ""

    def _put(self, column: int, cell: Input, value: Value) -> None:
        self._book.write(self._sheet, self._row, column, cell, value)

    def _free(self, block: Block, rows: list[dict[str, Value]]) -> None:
        """The rows there are, blank ones below them, and the row that ends them."""
        first, blank = self._row, _blank_row(block)
        places = self._layout.rows.setdefault(block.code, [])
        for row in [*rows, *([blank] * block.spare)]:
            texts, found = [], {}
            for number, column in enumerate(block.columns, FIRST_COLUMN):
                found[column.key] = self._place(number)
                if column.input is None:
                    self._sheet.write_blank(self._row, number, None, self._book.look("closed"))
                    continue
                value = row.get(column.input.box)
                self._put(number, column.input, value)
                texts.append((value if isinstance(value, str) else "", self._widths[number - FIRST_COLUMN]))
            self._sheet.set_row(self._row, _height(texts, _LEAST_POINTS))
            places.append(found)
            self._row += 1
        for number, column in enumerate(block.columns, FIRST_COLUMN):
            if column.input is not None:
                self._book.rule(self._sheet, (first, self._row), number, column.input)
        self._end(block)

    def _end(self, block: Block) -> None:
        self._sheet.write_string(self._row, 0, block.end_key, self._book.look("key"))
        for number in range(FIRST_COLUMN, FIRST_COLUMN + len(block.columns)):
            self._sheet.write_blank(self._row, number, None, self._book.look("end"))
        self._sheet.write_string(self._row, FIRST_COLUMN, "（表尾，行不够在这一行上面插入）", self._book.look("end"))
        self._layout.ends[block.code] = self._row
        self._row += 1
        if block.code.startswith("items."):
            for part, label in ITEM_TOTALS.items():
                self._sheet.write_string(self._row, FIRST_COLUMN, label, self._book.look("shown"))
                self._layout.totals[block.code, part] = self._place(FIRST_COLUMN + 1)
                self._row += 1

    def _place(self, column: int) -> Place:
        return Place(sheet=self._plan.name, column=column, row=self._row)

    def _finish(self, heads: list[int]) -> None:
        """Frozen heads, the page, the protection."""
        sheet, is_wide = self._sheet, len(self._widths) > 6
        if len(heads) == 1:
            sheet.repeat_rows(heads[0])
            sheet.freeze_panes(heads[0] + 1, FIRST_COLUMN + (2 if is_wide else 1))
        else:
            sheet.freeze_panes(2, FIRST_COLUMN + 1)
        finish_page(sheet, last=(self._row, len(self._widths)), is_wide=True)
        allowed = ("insert_rows", "format_columns", "format_rows", "sort", "autofilter", "select_locked_cells")
        sheet.protect("", dict.fromkeys(allowed, True))


def finish_page(sheet: Worksheet, *, last: tuple[int, int], is_wide: bool) -> None:
    """A4, one page wide, with numbered pages; the keys are not printed."""
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    if is_wide:
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.print_area(0, FIRST_COLUMN, last[0], last[1])


def _blank_row(block: Block) -> dict[str, Value]:
    """What a spare row holds: where there is nothing to choose, the one choice there is."""
    group = next((column.input for column in block.columns if column.key == "group"), None)
    return {"group": group.options[0]} if group is not None and len(group.options) == 1 else {}


def _widths(plan: Sheet) -> list[float]:
    """The widest a column is in any block."""
    count = max(len(block.columns) for block in plan.blocks)
    return [
        max(block.columns[number].width for block in plan.blocks if number < len(block.columns))
        for number in range(count)
    ]


def _height(texts: list[tuple[str, float]], least: float) -> float:
    lines = max((lines_in(text, width * _CHARS) for text, width in texts), default=1)
    return min(max(least, lines * LINE + ROOM), _MOST_POINTS)
