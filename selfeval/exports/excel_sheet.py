"""One sheet of the workbook while it is written: its paper, its styles, its cells, and where each role stands."""

from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from selfeval.exports.document import Cell, FormDocument, Formula, Kind, ScoreCells
from selfeval.exports.drawing import code_line, status_line
from selfeval.exports.excel_formula import FormulaPrinter, Place
from selfeval.exports.excel_text import in_one_cell

SONG, HEI, TITLE, KAI = "宋体", "黑体", "方正小标宋简体", "楷体_GB2312"
CHINESE_CHARSET = 134
A4 = 9
PAGE_POINTS = 685.0  # of rows on an A4 page with the margins below, with room for how programs round
MOST_IN_A_FOOTER = 255
MOST_IN_A_HEAD = 38  # characters; more would run into the unit at the right
SIGNIFICANT_DIGITS = 15  # a spreadsheet keeps no more

Look = dict[str, Any]


class Book:
    """The workbook, its styles and the cells that formulas wait for."""

    def __init__(self, workbook: Workbook, document: FormDocument) -> None:
        self.document = document
        self.places: dict[str, Place] = {}
        self._workbook = workbook
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._waiting: list[tuple[Sheet, Place, Formula, Cell, Any]] = []

    def sheet(self, name: str, widths: tuple[float, ...], *, with_head: bool) -> "Sheet":
        """A new sheet, ready to be printed on A4."""
        return Sheet(self, self._workbook.add_worksheet(name), name, widths, with_head=with_head)

    def style(self, look: Look) -> Any:
        """The format of a look, made once."""
        key = tuple(sorted(look.items()))
        if key not in self._formats:
            base = {"font_name": SONG, "font_size": 10.5, "font_charset": CHINESE_CHARSET, "valign": "vcenter"}
            self._formats[key] = self._workbook.add_format(base | look)
        return self._formats[key]

    def wait_for_roles(self, sheet: "Sheet", place: Place, formula: Formula, cell: Cell, style: Any) -> None:
        """A formula may refer to cells that have no place yet; it is written at the end."""
        self._waiting.append((sheet, place, formula, cell, style))

    def write_formulas(self) -> None:
        """Write every formula, with its value beside it for readers that do not compute."""
        for sheet, place, formula, cell, style in self._waiting:
            printer = FormulaPrinter(places=self.places, sheet=sheet.name)
            value = float(cell.value) if isinstance(cell.value, Decimal) else cell.text
            sheet.work.write_formula(place.row, place.column, printer.print(formula), style, value)


class Sheet:
    """A worksheet; rows and columns count from zero, a span is `(first row, first column, last row, last column)`."""

    def __init__(self, book: Book, work: Worksheet, name: str, widths: tuple[float, ...], *, with_head: bool) -> None:
        self.book = book
        self.work = work
        self.name = name
        for column, width in enumerate(widths):
            work.set_column(column, column, width)
        self._set_paper(with_head=with_head)
        work.protect("", {"format_rows": True, "select_locked_cells": True, "select_unlocked_cells": True})

    def text(self, span: tuple[int, int, int, int], text: str, look: Look, *, is_input: bool = False) -> None:
        """Text over a span; never a formula or a link, whatever it begins with. Raises TextTooLong."""
        whole = in_one_cell(text)
        row, column = self._merged(span, style := self._style(look, is_input=is_input))
        self.work.write_string(row, column, whole, style)

    def cell(self, span: tuple[int, int, int, int], cell: Cell, look: Look) -> None:
        """A cell of the document: its number, its live formula or its text."""
        look = _cell_look(cell, look)
        style = self._style(look, is_input=cell.is_input)
        row, column = self._merged(span, style)
        place = Place(sheet=self.name, column=column, row=row)
        if cell.role:
            self.book.places[cell.role] = place
        if cell.formula is not None:
            self.book.wait_for_roles(self, place, cell.formula, cell, style)
        elif isinstance(cell.value, Decimal) and (not cell.is_input or _is_kept(cell.value)):
            # What was typed is kept to the last digit; what was computed may have as many as there are.
            self.work.write_number(row, column, float(cell.value), style)
        else:
            self.text((row, column, row, column), cell.text, look, is_input=cell.is_input)

    def finish(self, rows: int, columns: int, breaks: list[int]) -> None:
        """Set what is printed, and the rows before which a page begins."""
        self.work.print_area(0, 0, rows - 1, columns - 1)
        if breaks:
            self.work.set_h_pagebreaks(breaks)

    def _style(self, look: Look, *, is_input: bool) -> Any:
        is_open = is_input and not self.book.document.stamp.is_final
        return self.book.style(look | ({"locked": False} if is_open else {}))

    def _merged(self, span: tuple[int, int, int, int], style: Any) -> tuple[int, int]:
        if span[:2] != span[2:]:
            self.work.merge_range(*span, "", style)
        return span[0], span[1]

    def _set_paper(self, *, with_head: bool) -> None:
        work, document = self.work, self.book.document
        work.set_paper(A4)
        work.set_portrait()
        work.set_margins(left=0.79, right=0.59, top=0.87, bottom=0.87)
        work.center_horizontally()
        # Not fit_to_pages: a spreadsheet program then forgets the page breaks.
        work.set_print_scale(100)
        work.hide_gridlines(2)
        small = f'&"{SONG},Regular"&9 '  # the space: a text that begins with digits would be read into the size
        if with_head:
            is_long = len(document.name) > MOST_IN_A_HEAD
            name = _escaped(document.short_name if is_long else document.name)
            work.set_header(f"&L{small}{name}&R{small}金额单位：{document.money_unit}")
        pages = f'&C&"{SONG},Regular"&10第 &P 页　共 &N 页'
        code, status = _escaped(code_line(document)), _escaped(status_line(document))
        work.set_footer(_fitting(f"&L{small}{code}\n{status}{pages}", f"&L{small}{code}{pages}"))


def framed(*, opens: bool, closes: bool) -> Look:
    """A cell of a column that reads as one box: ruled above only where it opens, below only where it closes."""
    return {"left": 1, "right": 1, "top": int(opens), "bottom": int(closes), "text_wrap": True}


def limit_score(sheet: "Sheet", scores: ScoreCells) -> None:
    """In a draft a typed score must lie between 0 and 设定分值."""
    places = sheet.book.places
    if not scores.self_score.role:
        return
    place, limit = places[scores.self_score.role], places[scores.set_points.role]
    rule = {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": f"={limit.local}",
        "error_title": "评价得分",
        "error_message": "评价得分应在0和设定分值之间。",
    }
    sheet.work.data_validation(place.row, place.column, place.row, place.column, rule)


def single(row: int, column: int) -> tuple[int, int, int, int]:
    """The span of one cell."""
    return row, column, row, column


def _cell_look(cell: Cell, look: Look) -> Look:
    """`look` with number format and alignment by kind, so that a number shows the document's text.

    A number too wide for its column is shown smaller, not as ####; that works only where lines are not broken.
    """
    if cell.kind is Kind.TEXT:
        return {"align": "center"} | look
    number = look | {"text_wrap": False, "shrink": True}
    decimals = "" if not cell.places else "." + "0" * cell.places
    match cell.kind:
        case Kind.POINTS:
            return {"align": "center"} | number
        case Kind.RATE:
            return {"align": "right", "num_format": f"0{decimals}%_ "} | number
    return {"align": "right", "num_format": f"#,##0{decimals}_ "} | number


def _is_kept(value: Decimal) -> bool:
    """Whether a spreadsheet number holds `value` to the last digit; else its text is written."""
    return len(value.normalize().as_tuple().digits) <= SIGNIFICANT_DIGITS


def _escaped(text: str) -> str:
    return text.replace("&", "&&")


def _fitting(text: str, shorter: str) -> str:
    return text if len(text) <= MOST_IN_A_FOOTER else shorter
