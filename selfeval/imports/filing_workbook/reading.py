"""All a workbook says: texts by input, rows by box, notes on what was made of cells, and every fault at once."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from openpyxl.utils import get_column_letter, range_boundaries

from selfeval.domain.files.cell_faults import CellFault, ReadCell
from selfeval.domain.filing_sheets import Input, plan_of
from selfeval.domain.filing_sheets.identity import OVERFLOW_SHEET
from selfeval.domain.filing_sheets.parts import PART_MARK
from selfeval.domain.framework import Framework
from selfeval.domain.long_texts import lost_piece, pieces_by_number, whole_text
from selfeval.imports.filing_workbook.cells import Told, shown, told
from selfeval.imports.filing_workbook.identity import Base
from selfeval.imports.filing_workbook.locating import FoundBlock, FoundRow, located
from selfeval.imports.flat import FlatBook, FlatCell

_MOST_MERGED: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row of a box of several, its cells by part."""

    sheet: str
    number: int
    cells: Mapping[str, ReadCell]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(cell.text.strip() for cell in self.cells.values())


@dataclass(slots=True, kw_only=True)
class Reading:
    """`cells` by the box of the input (`indicators.x.ticked#2`), `rows` by box. Any fault means: take nothing."""

    cells: dict[str, ReadCell] = field(default_factory=dict)
    rows: dict[str, list[ReadRow]] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    notes: list[CellFault] = field(default_factory=list)


def read_filing_workbook(book: FlatBook, framework: Framework, base: Base) -> Reading:
    """What `book`, a workbook of `framework`, says. Faults are told all together, nothing is raised."""
    plan = plan_of(framework, warnings=_warnings_of(book, base))
    reader = _Reader(book)
    places = located(book, plan)
    reader.reading.faults += places.faults
    for found in places.blocks:
        if found.block.is_free:
            reader.free(found)
        elif found.block.box:
            reader.named_rows(found)
        else:
            reader.lines(found)
    reader.look_at_merged()
    return reader.reading


def _warnings_of(book: FlatBook, base: Base) -> dict[str, str]:
    """The checks that the workbook has a line for an answer to, and those that had one."""
    checks = [box.removeprefix("explanations.") for box in base.prints if box.startswith("explanations.")]
    for sheet in book.sheets:
        for cell in sheet.cells:
            if cell.text.startswith("explanations."):
                checks.append(cell.text.removeprefix("explanations.").strip())
    return {check: check for check in dict.fromkeys(checks) if check.isidentifier() and check.isascii()}


class _Reader:
    def __init__(self, book: FlatBook) -> None:
        self.reading = Reading()
        self._is_1904 = book.is_1904
        self._pieces = _overflow(book)
        self._merged = {sheet.name: sheet.merged for sheet in book.sheets}
        self._inputs: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)

    def lines(self, found: FoundBlock) -> None:
        """A block whose lines are always there."""
        known = {line.key: line for line in found.block.lines}
        for row in found.rows:
            line = known.get(row.key)
            for key, wanted in line.inputs.items() if line else ():
                if key in found.columns:
                    self.reading.cells[wanted.box] = self._cell(row, found.columns[key], wanted)

    def free(self, found: FoundBlock) -> None:
        """A block of rows that may be any number."""
        rows = self.reading.rows.setdefault(found.block.box, [])
        for row in found.rows:
            cells = {
                column.input.box: self._cell(row, found.columns[column.key], column.input)
                for column in found.block.columns
                if column.input is not None and column.key in found.columns
            }
            rows.append(ReadRow(sheet=row.sheet, number=row.number, cells=cells))

    def named_rows(self, found: FoundBlock) -> None:
        """A table whose rows have names: they keep their places."""
        known = {line.key: line for line in found.block.lines}
        by_key = {row.key: row for row in found.rows}
        rows = self.reading.rows.setdefault(found.block.box, [])
        for key in sorted(known, key=lambda key: int(key.rpartition(PART_MARK)[2])):
            if key not in by_key:
                continue
            cells = {}
            for column, wanted in known[key].inputs.items():
                if column in found.columns:
                    cells[wanted.box.partition(".")[2]] = self._cell(by_key[key], found.columns[column], wanted)
            rows.append(ReadRow(sheet=by_key[key].sheet, number=by_key[key].number, cells=cells))

    def look_at_merged(self) -> None:
        """Merged cells hide what stood in them."""
        for sheet, inputs in self._inputs.items():
            for text in self._merged.get(sheet, ())[:_MOST_MERGED]:
                left, top, right, bottom = range_boundaries(text)
                hit = sum(top <= row <= bottom and left <= column <= right for row, column in inputs)
                if hit and (left, top) != (right, bottom):
                    words = f"{text} 合并了单元格，分不清各填了什么；请取消合并，一格一格地填"
                    address = text.partition(":")[0]
                    self.reading.faults.append(CellFault(sheet=sheet, cell=address, found="", expected=words))

    def _cell(self, row: FoundRow, column: int, wanted: Input) -> ReadCell:
        cell = row.cells.get(column)
        address = f"{get_column_letter(column)}{row.number}"
        self._inputs[row.sheet].add((row.number, column))
        said = self._told(cell, wanted)
        found = "" if cell is None else shown(cell)
        read = ReadCell(text=said.text, sheet=row.sheet, address=address, found=found)
        if said.fault:
            self.reading.faults.append(read.fault(said.fault))
        if said.note:
            self.reading.notes.append(read.fault(said.note))
        return read

    def _told(self, cell: FlatCell | None, wanted: Input) -> Told:
        said = told(cell, wanted, is_1904=self._is_1904)
        lost = lost_piece(said.text, self._pieces)
        if lost:
            return Told(fault=f"后面的文字在“{OVERFLOW_SHEET}”表第 {lost} 号，那里被删了；请把整段文字补全")
        return Told(text=whole_text(said.text, self._pieces), fault=said.fault, note=said.note)


def _overflow(book: FlatBook) -> dict[str, list[str]]:
    """The rest of long texts by number."""
    sheet = next((each for each in book.sheets if each.name == OVERFLOW_SHEET), None)
    if sheet is None:
        return {}
    numbers = {cell.row: shown(cell) for cell in sheet.cells if cell.column == 1}
    texts = {cell.row: cell.text for cell in sheet.cells if cell.column == 2}
    return pieces_by_number([(numbers[row], texts.get(row, "")) for row in sorted(numbers)])
