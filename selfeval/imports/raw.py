"""A document as it was read, before anybody understands it: paragraphs and rows of cells in order, with their places.

Everything stands in one text, `RawForm.text`; every cell and paragraph says where in it it begins. That is the
original text findings count their characters in. Of a plain text file it is the file itself, line ends as one character
and without a byte order mark; of the others paragraphs and rows are parted by line ends, the cells of a row by tabs.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell; `column` counts from 0 in the grid of its table, `width` the columns it spans. Merged cells come once."""

    text: str
    place: str
    start: int
    column: int
    width: int = 1

    @property
    def end(self) -> int:
        """Where its text ends."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The cells of a row in order, blank ones among them. `table` numbers the tables of the document."""

    cells: tuple[Cell, ...]
    table: int

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.cells[0].start if self.cells else 0

    @property
    def end(self) -> int:
        """Where its last cell ends."""
        return self.cells[-1].end if self.cells else 0

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that hold anything."""
        return tuple(cell for cell in self.cells if cell.text.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a paragraph or a cell; `row` is the row the cell stands in."""

    text: str
    place: str
    start: int
    row: Row | None = None

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph outside tables."""

    text: str
    place: str
    start: int


@dataclass(frozen=True, kw_only=True)
class RawForm:
    """A document. `blocks` are in the order of the document; a table within a cell follows the row it stands in.

    `sheets` names the sheets of a workbook, with the number of their table; other documents have none.
    """

    name: str
    kind: str
    text: str
    blocks: tuple[Paragraph | Row, ...]
    sheets: tuple[tuple[str, int], ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of every table in order."""
        return tuple(block for block in self.blocks if isinstance(block, Row))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Every line of paragraphs and cells, in order of the text, none twice."""
        found = sorted(self._lines(), key=lambda line: line.start)
        kept: list[Line] = []
        for line in found:
            if not kept or line.start >= kept[-1].end:
                kept.append(line)
        return tuple(kept)

    def place_at(self, offset: int) -> str:
        """The place of the character `offset` of the text."""
        at = bisect_right(self._starts, offset) - 1
        return self.lines[at].place if at >= 0 else ""

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [line.start for line in self.lines]

    def _lines(self) -> Iterator[Line]:
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield from _cut(block.text, block.place, block.start, None)
            else:
                for cell in block.cells:
                    yield from _cut(cell.text, cell.place, cell.start, block)


def _cut(text: str, place: str, start: int, row: Row | None) -> Iterator[Line]:
    at = 0
    for part in text.split("\n"):
        if part.strip():
            yield Line(text=part, place=place, start=start + at, row=row)
        at += len(part) + 1


class FormWriter:
    """Puts paragraphs and rows one behind the other into the text of a document."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._at = 0
        self._blocks: list[Paragraph | Row] = []
        self._tables = 0

    def new_table(self) -> int:
        """The number of a table that begins."""
        self._tables += 1
        return self._tables

    def paragraph(self, text: str, place: str) -> None:
        """A paragraph; empty ones only part others."""
        start = self._add(text, "\n")
        if text.strip():
            self._blocks.append(Paragraph(text=text, place=place, start=start))

    def row(self, table: int, cells: Sequence[tuple[str, str, int, int]]) -> Row:
        """A row of (text, place, column, width)."""
        made = []
        for number, (text, place, column, width) in enumerate(cells, 1):
            start = self._add(text, "\n" if number == len(cells) else "\t")
            made.append(Cell(text=text, place=place, start=start, column=column, width=width))
        row = Row(cells=tuple(made), table=table)
        self._blocks.append(row)
        return row

    def inner_row(self, row: Row) -> None:
        """A row of a table within a cell, whose text stands in that cell already."""
        self._blocks.append(row)

    def form(self, name: str, kind: str, sheets: tuple[tuple[str, int], ...] = ()) -> RawForm:
        """All that was put in."""
        return RawForm(name=name, kind=kind, text="".join(self._pieces), blocks=tuple(self._blocks), sheets=sheets)

    def _add(self, text: str, end: str) -> int:
        start = self._at
        self._pieces += [text, end]
        self._at += len(text) + len(end)
        return start
