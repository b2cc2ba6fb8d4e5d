"""A workbook as a flat list of the cells that hold something, with what kind of thing. Nothing in it is computed.

    book = FlatBook.of(flat_cells(name, content, {}))                  # here
    book = FlatBook.of(read_apart("selfeval.imports.flat:flat_cells", name, content, {}))   # in a process of its own

Sheets are read row by row as they stand in the file: a cell at the far end of a sheet, a merged range over all of it
or a dimension that lies cost nothing. Formulas count by the value stored beside them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO
from typing import IO, Any, Final

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from selfeval.domain.files.faults import FileFaults
from selfeval.imports.limits import MOST_CHARACTERS, MOST_COLUMNS, MOST_ROWS, refused
from selfeval.imports.workbook_package import opened_workbook

TEXT, NUMBER, PERCENT, DAY, FLAG, ERROR, UNCOMPUTED = "s", "n", "p", "d", "b", "e", "f"
_MERGED: Final = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]{0,40}?ref\s*=\s*[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']"
)
_ESCAPED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_HALVES: Final = range(0xD800, 0xE000)
_TAIL: Final = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatCell:
    """A filled cell; row and column count from 1. `text` is what it holds: digits, an ISO day, TRUE, #REF!, a text."""

    row: int
    column: int
    kind: str
    text: str

    @property
    def address(self) -> str:
        """`C8`."""
        return f"{get_column_letter(self.column)}{self.row}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatSheet:
    """A sheet; `merged` are its merged ranges as they are written, `is_hidden` whether people see it."""

    name: str
    cells: tuple[FlatCell, ...]
    merged: tuple[str, ...]
    is_hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FlatBook:
    """All sheets in order; `is_1904` whether days are counted from 1904."""

    sheets: tuple[FlatSheet, ...]
    is_1904: bool

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "FlatBook":
        """The workbook that `flat_cells` told."""
        return cls(
            is_1904=plain["is_1904"],
            sheets=tuple(
                FlatSheet(
                    name=sheet["name"],
                    is_hidden=sheet["is_hidden"],
                    merged=tuple(sheet["merged"]),
                    cells=tuple(
                        FlatCell(row=row, column=column, kind=kind, text=text)
                        for row, column, kind, text in sheet["cells"]
                    ),
                )
                for sheet in plain["sheets"]
            ),
        )


def flat_cells(name: str, content: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """Every filled cell of a workbook as plain values. Raises FileFaults. There are no `options`."""
    content = opened_workbook(name, content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            sheets, characters = [], 0
            for sheet in book.worksheets:
                found = _sheet(name, sheet)
                # One text may stand in any number of cells: what goes out is far more than what came in.
                characters += sum(len(text) for _, _, _, text in found["cells"])
                if characters > MOST_CHARACTERS:
                    title = found["name"]
                    raise refused(name, f"到工作表“{title}”为止文字太多：各表合起来最多{MOST_CHARACTERS:,}个字")
                sheets.append(found)
            return {"is_1904": book.epoch == MAC_EPOCH, "sheets": sheets}
        finally:
            book.close()
    except (FileFaults, MemoryError):
        raise
    except Exception as error:
        # openpyxl raises whatever its parsers raise: KeyError, ValueError, XML and zip errors.
        raise refused(name, f"工作簿已损坏，读不下去（{type(error).__name__}）；请打开后另存一份再试") from None


class _Parser(WorkSheetParser):
    """Marks the cells whose formula has no value."""

    def parse_cell(self, element: Any) -> dict[str, Any]:
        cell: dict[str, Any] = super().parse_cell(element)
        if cell["value"] is None and element.find(FORMULA_TAG) is not None:
            # A formula whose value is the empty text says so: t="str".
            cell["data_type"] = "n" if element.get("t") == "str" else UNCOMPUTED
        return cell


def _sheet(name: str, sheet: Any) -> dict[str, Any]:
    title = str(sheet.title)
    book = sheet.parent
    cells: list[list[Any]] = []
    with sheet._get_source() as source:
        parser = _Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, row in parser.parse():
            filled = list(_filled(sheet, row))
            if filled and number > MOST_ROWS:
                raise refused(name, f"工作表“{title}”第{number:,}行还有内容；最多{MOST_ROWS:,}行，请删去无关的内容")
            if filled and filled[-1][1] > MOST_COLUMNS:
                address = f"{get_column_letter(filled[-1][1])}{number}"
                raise refused(name, f"工作表“{title}”的 {address} 还有内容；最多{MOST_COLUMNS}列，请删去无关的内容")
            cells += filled
    with sheet._get_source() as source:
        merged = merged_ranges(source)
    return {"name": title, "is_hidden": sheet.sheet_state != "visible", "cells": cells, "merged": merged}


def merged_ranges(source: IO[bytes]) -> list[str]:
    """The merged ranges of a sheet's XML, as they are written."""
    return [match.decode() for match in _MERGED.findall(_tail(source))]


def _tail(source: IO[bytes]) -> bytes:
    """The end of a sheet's XML, behind its rows: that is where merged ranges are written."""
    kept = b""
    while piece := source.read(1 << 20):
        kept = (kept + piece)[-_TAIL:]
    return kept


def _filled(sheet: Any, row: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for cell in row:
        if cell["data_type"] == UNCOMPUTED:
            yield [cell["row"], cell["column"], UNCOMPUTED, ""]
        elif cell["value"] not in (None, ""):
            kind, text = _told(sheet, cell)
            yield [cell["row"], cell["column"], kind, text]


def _told(sheet: Any, cell: dict[str, Any]) -> tuple[str, str]:
    value = cell["value"]
    if cell["data_type"] == ERROR:
        return ERROR, str(value)
    match value:
        case bool():
            return FLAG, "TRUE" if value else "FALSE"
        case datetime():
            return DAY, value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date():
            return DAY, value.isoformat()
        case int() | float():
            is_percent = "%" in str(ReadOnlyCell(sheet, **cell).number_format)
            return PERCENT if is_percent else NUMBER, repr(value)
    return TEXT, _decoded(str(value))


def _decoded(text: str) -> str:
    """Text as it was typed: workbooks write control characters, and what looks like one, as `_x000D_`."""
    plain = _ESCAPED.sub(_character, text)
    return plain.replace("\r\n", "\n").replace("\r", "\n")


def _character(match: re.Match[str]) -> str:
    """What is escaped; half of a character is none, and no text can hold it."""
    number = int(match[1], 16)
    return "" if number in _HALVES else chr(number)
