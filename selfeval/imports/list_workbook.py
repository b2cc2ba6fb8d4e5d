"""Reads a list back by the heads of its columns, wherever they stand: rows of texts, and every fault at once.

    book = FlatBook.of(read_apart("selfeval.imports.flat:flat_cells", name, content, {}))
    reading = read_list(book, DEPARTMENTS)

What the texts mean is for others to say; nothing is stored here.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from openpyxl.utils import get_column_letter, range_boundaries

from selfeval.domain.files.cell_faults import CellFault, ReadCell
from selfeval.domain.filing_sheets.identity import FAULTS_SHEET, GUIDE_SHEET
from selfeval.domain.list_sheets import EXAMPLE, ListColumn, ListRow, ListSheet, plain_head
from selfeval.domain.near_names import perhaps
from selfeval.imports.filing_workbook.cells import shown, told
from selfeval.imports.flat import FlatBook, FlatCell, FlatSheet

_HEAD_WITHIN: Final = 20
_SHOWN: Final = 40
_MOST_MERGED: Final = 200
_UNIT: Final = re.compile(r"\(([^()]*)\)$")
_Rows = dict[int, dict[int, FlatCell]]


@dataclass(slots=True, kw_only=True)
class ListReading:
    """The rows of a list. Any fault means: take nothing."""

    rows: list[ListRow] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    notes: list[CellFault] = field(default_factory=list)


def read_list(book: FlatBook, wanted: ListSheet) -> ListReading:
    """What `book` says of the list `wanted`. Faults are told all together, nothing is raised."""
    reading = ListReading()
    sheet = _sheet_of(book, wanted)
    if sheet is None:
        words = f"里面没有内容；请下载模板，在“{wanted.name}”表里填"
        reading.faults.append(CellFault(sheet="", cell="", found="", expected=words))
        return reading
    rows: _Rows = defaultdict(dict)
    for cell in sheet.cells:
        rows[cell.row][cell.column] = cell
    head = _head_row(rows, wanted)
    if head is None:
        names = "、".join(column.head for column in wanted.columns[:5])
        words = f"前{_HEAD_WITHIN}行里没有找到表头；要有一行写着各列的名称：{names}"
        reading.faults.append(CellFault(sheet=sheet.name, cell="", found="", expected=words))
        return reading
    columns = _columns(reading, sheet.name, rows[head], head, wanted)
    for number in sorted(each for each in rows if each > head):
        _read_row(reading, sheet.name, rows[number], number, columns, set(rows[head]), is_1904=book.is_1904)
    _look_at_merged(reading, sheet, head)
    if not reading.rows and not reading.faults:
        words = "表头下面没有一行内容；“示例”行不读"
        reading.faults.append(CellFault(sheet=sheet.name, cell="", found="", expected=words))
    return reading


def _sheet_of(book: FlatBook, wanted: ListSheet) -> FlatSheet | None:
    """The sheet of the list's name, else the first that people see and that is none of ours."""
    filled = [each for each in book.sheets if each.cells and each.name not in (FAULTS_SHEET, GUIDE_SHEET)]
    named = [each for each in filled if each.name == wanted.name]
    return next(iter(named or [each for each in filled if not each.is_hidden]), None)


def _head_row(rows: _Rows, wanted: ListSheet) -> int | None:
    """The first row with the head of the first column, or with two heads of any."""
    heads = wanted.heads
    first = plain_head(wanted.columns[0].head)
    for number in sorted(each for each in rows if each <= _HEAD_WITHIN):
        found = {plain_head(cell.text) for cell in rows[number].values()}
        if first in found or len(found & heads.keys()) > 1:
            return number
    return None


def _columns(
    reading: ListReading, sheet: str, cells: dict[int, FlatCell], row: int, wanted: ListSheet
) -> dict[int, ListColumn]:
    """The columns of the file that are known, by number. What is unknown, twice there or missing is a fault."""
    heads = wanted.heads
    columns: dict[int, ListColumn] = {}
    for number, cell in sorted(cells.items()):
        column = heads.get(plain_head(cell.text))
        if column is None:
            words = _unknown_head(cell.text, wanted)
        elif column in columns.values():
            words = f"这一列有两列；一张表里“{column.head}”只能有一列，请删去多余的"
        else:
            columns[number] = column
            continue
        reading.faults.append(CellFault(sheet=sheet, cell=cell.address, found=cell.text[:_SHOWN], expected=words))
    for column in wanted.columns:
        if column.is_required and column not in columns.values():
            words = f"缺少“{column.head}”这一列；请在表头里补上"
            reading.faults.append(CellFault(sheet=sheet, cell=f"A{row}", found="", expected=words))
    return columns


def _unknown_head(text: str, wanted: ListSheet) -> str:
    """Another unit is told apart from another column: figures in it would all be wrong."""
    plain = plain_head(text)
    bare, unit = _UNIT.sub("", plain), _UNIT.search(plain)
    for head, column in wanted.heads.items():
        if _UNIT.sub("", head) == bare:
            right = _UNIT.search(head)
            if unit and right:
                return f"单位是{unit[1]}，这里要的是{right[1]}；请换算后把列名改为“{column.label}”"
            return f"列名应写成“{column.label}”" + ("，要写明单位" if right else "，不带单位")
    near = perhaps(plain, list(wanted.heads))
    return f"不认识这一列{near}；请改成模板里的列名，或删去这一列"


def _read_row(
    reading: ListReading,
    sheet: str,
    cells: dict[int, FlatCell],
    number: int,
    columns: dict[int, ListColumn],
    headed: set[int],
    *,
    is_1904: bool,
) -> None:
    first = cells.get(min(columns, default=0))
    if first is not None and first.text.strip().startswith(EXAMPLE):
        words = f"是示例行（以“{EXAMPLE}”开头），没有读"
        reading.notes.append(CellFault(sheet=sheet, cell=first.address, found=first.text[:_SHOWN], expected=words))
        return
    if not any(cell.text.strip() or not cell.text for cell in cells.values()):
        return
    read: dict[str, ReadCell] = {}
    for place, column in columns.items():
        cell = cells.get(place)
        said = told(cell, column.input, is_1904=is_1904)
        each = ReadCell(
            text=said.text,
            sheet=sheet,
            address=f"{get_column_letter(place)}{number}",
            found="" if cell is None else shown(cell),
        )
        read[column.key] = each
        if said.fault:
            reading.faults.append(each.fault(said.fault))
        elif column.is_required and not said.text.strip():
            reading.faults.append(each.fault(f"没有填；“{column.label}”每一行都要有"))
        if said.note:
            reading.notes.append(each.fault(said.note))
    for place, cell in cells.items():
        if place not in headed:
            words = "这一格上面没有列名，不知道是什么；请删去，或移到有列名的列里"
            reading.faults.append(CellFault(sheet=sheet, cell=cell.address, found=shown(cell)[:_SHOWN], expected=words))
    reading.rows.append(ListRow(number=number, cells=read))


def _look_at_merged(reading: ListReading, sheet: FlatSheet, head: int) -> None:
    """Merged cells hide what stood in them."""
    for text in sheet.merged[:_MOST_MERGED]:
        left, top, right, bottom = range_boundaries(text)
        if bottom >= head and (left, top) != (right, bottom):
            words = f"{text} 合并了单元格，分不清各填了什么；请取消合并，一格一格地填"
            address = text.partition(":")[0]
            reading.faults.append(CellFault(sheet=sheet.name, cell=address, found="", expected=words))
