"""What a report is: headings, paragraphs, tables, pictures and a signature, before anybody draws them.

`report_word.report_docx` and `report_pdf.report_pdf` draw the same `Report`; whoever makes one decides every word and
every number in it. A text of several lines is several paragraphs. Widths of columns are shares of the text's width.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Align(StrEnum):
    """How a cell stands in its column."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading with its number in its text: level 1 `一、`, level 2 `（一）`, level 3 `1.`."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Paragraphs of the body, one a line, each indented by two characters."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: its head, its share of the width and how its cells stand."""

    head: str
    width: int
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """A cell over `span` columns; `align` None stands as its first column does."""

    text: str
    span: int = 1
    align: Align | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """The cells of a row from left to right, their spans adding up to the columns; `is_strong` for groups and sums.

    A row that `leads` stays on the page of the row below it.
    """

    cells: tuple[TableCell, ...]
    is_strong: bool = False
    leads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A ruled table with a head that repeats on every page; `caption` without its number, `note` in small type below.

    `unit` stands at the right above it (单位：万元). `heads` are the rows of a head of several rows; without them the
    head is the row of the columns' heads.
    """

    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]
    caption: str = ""
    unit: str = ""
    note: str = ""
    heads: tuple[TableRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG of our own making, `width` millimetres wide; `alt` says what it shows to those who cannot see it."""

    png: bytes
    width: int
    alt: str
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Lines at the right, kept together and with what stands before them."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """From here on the pages lie (`is_landscape`) or stand."""

    is_landscape: bool


Block = Heading | Text | Table | Picture | Signature | Turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report.

    `name` is what it is called in its properties and as a file. `mark` stands at the top of every page (草稿, 校验码).
    `made_on` dates its properties; nothing here comes from a clock.
    """

    title: str
    name: str
    author: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    mark: str = ""
    made_on: date | None = None


def row(*texts: str, is_strong: bool = False, leads: bool = False) -> TableRow:
    """A row of plain cells."""
    return TableRow(cells=tuple(TableCell(text=text) for text in texts), is_strong=is_strong, leads=leads)
