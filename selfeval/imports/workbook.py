"""Workbooks: the values of every sheet, row by row. Formulas are not computed, links are not followed."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from selfeval.domain.files.faults import FileFaults
from selfeval.imports.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, refused
from selfeval.imports.raw import FormWriter, RawForm
from selfeval.imports.workbook_package import opened_workbook

_PERCENT_PLACES: Final = 6
_DIGITS: Final = 15


def read_workbook(name: str, content: bytes) -> RawForm:
    """The visible and hidden sheets of a workbook. Raises FileFaults."""
    content = opened_workbook(name, content, takes_macros=True)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            return _form(name, book)
        finally:
            book.close()
    except FileFaults:
        raise
    except Exception as error:
        # openpyxl raises whatever its parsers raise: KeyError, ValueError, XML and zip errors.
        raise refused(name, f"工作簿已损坏，读不下去（{type(error).__name__}）") from None


def _form(name: str, book: Any) -> RawForm:
    writer = FormWriter()
    sheets, seen, cells_seen = [], 0, 0
    for sheet in book.worksheets:
        table = writer.new_table()
        sheets.append((str(sheet.title), table))
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(), 1):
            seen += 1
            cells_seen += len(cells)
            if seen > MOST_ROWS or cells_seen > MOST_CELLS or len(cells) > MOST_COLUMNS:
                raise refused(name, f"工作簿太大：最多{MOST_ROWS:,}行、{MOST_COLUMNS}列")
            written = list(_cells(str(sheet.title), number, cells))
            if written:
                writer.row(table, written)
    return writer.form(name, "xlsx", tuple(sheets))


def _cells(sheet: str, number: int, cells: tuple[Any, ...]) -> Iterator[tuple[str, str, int, int]]:
    """Text, place, column and width of the cells of a row up to its last filled one."""
    texts = [_text(cell) for cell in cells]
    last = max((column for column, text in enumerate(texts) if text.strip()), default=-1)
    for column, text in enumerate(texts[: last + 1]):
        yield text, f"“{sheet}”{get_column_letter(column + 1)}{number}", column, 1


def _text(cell: Any) -> str:
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date():
            return value.isoformat()
        case int() | float():
            return _number_text(value, is_percent="%" in str(cell.number_format))
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")


def _number_text(value: int | float, *, is_percent: bool) -> str:
    """Plain digits, as many as a spreadsheet keeps; a cell shown as a percentage is one."""
    number = Decimal(f"{value:.{_DIGITS}g}") if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        return str(value)
    if is_percent:
        number = (number * 100).quantize(Decimal(1).scaleb(-_PERCENT_PLACES))
    text = f"{number:f}"
    plain = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{plain}%" if is_percent else plain
