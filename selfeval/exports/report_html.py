"""A report as HTML for paper: the same blocks as in Word, tables and pictures numbered alike."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from django.template.loader import render_to_string

from selfeval.exports.page_finish import BREAK_OPPORTUNITY
from selfeval.exports.printable import lines_of, on_one_line
from selfeval.exports.report_document import (
    Align,
    Block,
    Heading,
    Picture,
    Report,
    Signature,
    Table,
    TableCell,
    TableRow,
    Text,
    Turn,
)

# A row of more characters in a cell may be cut by a page end; on paper that reads worse than a gap before it.
_MOST_UNCUT: Final = 400
# Long formulas may break before an operator that follows a number; page_finish removes the mark again.
_OPERATOR: Final = re.compile("(?<=[0-9%）])(?=[÷×＝])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A block as its template wants it: whatever of these it has."""

    template: str
    text: str = ""
    tag: int = 0
    lines: tuple[str, ...] = ()
    caption: str = ""
    unit: str = ""
    note: str = ""
    widths: tuple[str, ...] = ()
    heads: tuple["DrawnRow", ...] = ()
    rows: tuple["DrawnRow", ...] = ()
    source: str = ""
    alt: str = ""
    width: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCell:
    """A cell and how it stands."""

    text: str
    lines: tuple[str, ...]
    span: int
    align: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRow:
    """A row and its style."""

    cells: tuple[DrawnCell, ...]
    css: str


@dataclass(slots=True, kw_only=True)
class Sheet:
    """Pages that stand or lie."""

    is_landscape: bool
    blocks: list[Drawn] = field(default_factory=list)


def report_html(report: Report) -> str:
    """The whole page for WeasyPrint."""
    context = {
        "report": report,
        "title_lines": lines_of(report.title),
        "subtitle_lines": lines_of(report.subtitle),
        "sheets": list(_sheets(report.blocks)),
        "created": f"{report.made_on.isoformat()}T00:00:00+08:00" if report.made_on else "",
    }
    return render_to_string("exports/report.html", context)


def _sheets(blocks: tuple[Block, ...]) -> Iterator[Sheet]:
    """The first holds the title, so it is there even where nothing else stands on it."""
    sheet = Sheet(is_landscape=False)
    tables, pictures = count(1), count(1)
    for block in blocks:
        if isinstance(block, Turn):
            yield sheet
            sheet = Sheet(is_landscape=block.is_landscape)
        else:
            sheet.blocks.append(_drawn(block, tables, pictures))
    yield sheet


def _drawn(block: Block, tables: "count[int]", pictures: "count[int]") -> Drawn:
    match block:
        case Heading():
            return Drawn(template="exports/report_heading.html", text=on_one_line(block.text), tag=block.level + 1)
        case Text():
            return Drawn(template="exports/report_text.html", lines=lines_of(block.text))
        case Signature():
            lines = tuple(on_one_line(line) for line in block.lines)
            return Drawn(template="exports/report_signature.html", lines=lines)
        case Picture():
            return Drawn(
                template="exports/report_picture.html",
                source=f"data:image/png;base64,{base64.b64encode(block.png).decode()}",
                alt=on_one_line(block.alt),
                width=block.width,
                caption=_numbered("图", pictures, block.caption),
            )
        case Table():
            return _table(block, tables)
    raise TypeError(type(block))


def _table(table: Table, numbers: "count[int]") -> Drawn:
    shares = sum(column.width for column in table.columns)
    heads = table.heads or (TableRow(cells=tuple(TableCell(text=each.head) for each in table.columns)),)
    return Drawn(
        template="exports/report_table.html",
        caption=_numbered("表", numbers, table.caption),
        unit=on_one_line(table.unit) if table.unit else "",
        note=" ".join(lines_of(table.note)),
        widths=tuple(f"{column.width * 100 / shares:.3f}" for column in table.columns),
        heads=tuple(_row(table, each) for each in heads),
        rows=tuple(_row(table, each) for each in table.rows),
    )


def _numbered(word: str, numbers: "count[int]", caption: str) -> str:
    return f"{word}{next(numbers)}　{on_one_line(caption)}" if caption else ""


def _row(table: Table, row: TableRow) -> DrawnRow:
    cells, place = [], 0
    for cell in row.cells:
        align: Align = cell.align or table.columns[place].align
        lines = tuple(_OPERATOR.sub(BREAK_OPPORTUNITY, line) for line in lines_of(cell.text))
        cells.append(DrawnCell(text=" ".join(lines_of(cell.text)), lines=lines, span=cell.span, align=align.value))
        place += cell.span
    is_long = any(len(cell.text) > _MOST_UNCUT for cell in row.cells)
    styles = [word for word, holds in (("strong", row.is_strong), ("leads", row.leads), ("long", is_long)) if holds]
    return DrawnRow(cells=tuple(cells), css=" ".join(styles))
