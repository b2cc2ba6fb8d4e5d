"""Tables of a Word report, written as XML in one go: python-docx looks for every cell anew and is slow on long ones."""

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final
from xml.sax.saxutils import escape

from docx.oxml import parse_xml

from selfeval.exports.printable import lines_of
from selfeval.exports.report_document import Align, Table, TableCell, TableRow
from selfeval.exports.word_styles import NAMESPACE

_TWIPS_A_MM: Final = 1440 / 25.4
_CHARACTER: Final = 3.75  # mm, of 10.5 pt
_PADDING: Final = 85  # twips left and right of a cell's text
# A row of more lines may be cut by a page end: it could be higher than a page, and what cannot be cut is lost.
_MOST_LINES_UNCUT: Final = 18


def table_xml(table: Table, width: int) -> Any:
    """The `w:tbl` of `table`, `width` millimetres wide."""
    widths = _widths(table, width)
    heads = table.heads or (TableRow(cells=tuple(TableCell(text=each.head) for each in table.columns)),)
    # No page holds one row of a table and its head only.
    leading = {0, len(table.rows) - 2} if len(table.rows) > 1 else set()
    rows = "".join(_row(table, each, widths, is_head=True) for each in heads)
    rows += "".join(
        _row(table, replace(each, leads=each.leads or number in leading), widths, is_head=False)
        for number, each in enumerate(table.rows)
    )
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    rules = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in sides)
    return parse_xml(
        f'<w:tbl {NAMESPACE}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{rules}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:top w:w="40" w:type="dxa"/><w:left w:w="{_PADDING}" w:type="dxa"/>'
        f'<w:bottom w:w="40" w:type="dxa"/><w:right w:w="{_PADDING}" w:type="dxa"/></w:tblCellMar>'
        f"{_caption(table)}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def _caption(table: Table) -> str:
    """What a screen reader calls the table."""
    name = " ".join(lines_of(table.caption))
    return f"<w:tblCaption w:val={_quoted(name)}/>" if name else ""


def _quoted(text: str) -> str:
    return f'"{escape(text, {chr(34): "&quot;"})}"'


def _widths(table: Table, width: int) -> list[int]:
    """Twips of each column; together they are the width to the twip."""
    whole, shares = round(width * _TWIPS_A_MM), sum(each.width for each in table.columns)
    ends, taken = [0], 0
    for column in table.columns:
        taken += column.width
        ends.append(round(whole * taken / shares))
    return [end - start for start, end in pairwise(ends)]


def _row(table: Table, row: TableRow, widths: list[int], *, is_head: bool) -> str:
    if sum(cell.span for cell in row.cells) != len(widths):
        raise ValueError(f"表“{table.caption}”有一行的格数与列数不一致：{[cell.text[:10] for cell in row.cells]}")
    cells, place, lines = [], 0, 1
    for cell in row.cells:
        room = sum(widths[place : place + cell.span])
        align = Align.CENTER if is_head else cell.align or table.columns[place].align
        style = "TableHead" if is_head else "TableStrong" if row.is_strong else "TableText"
        cells.append(_cell(cell, room, align, style, leads=row.leads))
        lines = max(lines, _lines(cell.text, room))
        place += cell.span
    whole = "<w:cantSplit/>" if is_head or lines <= _MOST_LINES_UNCUT else ""
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr>{whole}{head}</w:trPr>{''.join(cells)}</w:tr>"


def _lines(text: str, room: int) -> int:
    """About how many lines the text takes in so many twips."""
    characters = max(1.0, (room - 2 * _PADDING) / _TWIPS_A_MM / _CHARACTER)
    return sum(max(1, math.ceil(len(line) / characters)) for line in lines_of(text))


def _cell(cell: TableCell, room: int, align: Align, style: str, *, leads: bool) -> str:
    span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
    keep = "<w:keepNext/>" if leads else ""
    paragraphs = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}<w:jc w:val="{align.value}"/></w:pPr>'
        f'<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in lines_of(cell.text) or ("",)
    )
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{room}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>'
    )
