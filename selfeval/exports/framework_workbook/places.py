"""Where in the workbook a place of the document stands, so that every fault names a sheet and a cell."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from selfeval.domain.files import Fault
from selfeval.domain.files.cell_faults import CellFault as CellFault
from selfeval.domain.files.cell_faults import WorkbookFaults as WorkbookFaults
from selfeval.exports.framework_workbook.columns import OTHER, Column

_LAST_STEP: Final = re.compile(r"(\[[^\]]*\]|\.[^.\[\]]+|^[^.\[\]]+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a sheet: the filled cells by head, and the address of each head's cell, filled or not."""

    sheet: str
    cells: Mapping[str, str]
    addresses: Mapping[str, str]

    def text(self, column: Column) -> str:
        """What stands in the cell of `column`, without the spaces around it."""
        return self.cells.get(column.head, "").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    row: Row
    column: Column
    about: str


class Places:
    """Collects where each place of the document came from while it is put together."""

    def __init__(self) -> None:
        self._found: dict[str, _Place] = {}

    def note_row(self, base: str, row: Row, columns: Iterable[Column]) -> None:
        """`row` made the mapping at `base`, each of `columns` a key of it."""
        for column in columns:
            self.note(base, row, column)
            for length in range(1, len(column.path) + 1):
                self.note(_below(base, column.path[:length]), row, column)

    def note(self, path: str, row: Row, column: Column, about: str = "") -> None:
        """The first cell noted for a place is the one named; `about` says what of it stands elsewhere."""
        self._found.setdefault(path, _Place(row=row, column=column, about=about))

    def note_rest(self, base: str, row: Row, rest: Mapping[str, Any]) -> None:
        """The keys in `rest` came from the cell of 其他."""
        for key, value in rest.items():
            self.note(_below(base, (key,)), row, OTHER)
            if isinstance(value, dict):
                self.note_rest(_below(base, (key,)), row, value)

    def cell_fault(self, fault: Fault) -> CellFault:
        """`fault` of the document as a fault of the cell its place came from, or of the next place above it."""
        path = fault.path
        place = self._found.get(path)
        while place is None and path:
            path = _LAST_STEP.sub("", path)
            place = self._found.get(path)
        if place is None:
            return CellFault(sheet="", cell="", found=fault.found, expected=f"{fault.path} {fault.expected}".strip())
        column, is_exact = place.column, path == fault.path
        written = place.row.cells.get(column.head, "") if is_exact and not place.about else ""
        found = fault.found if len(written) > 60 or not (written and fault.found) else written
        expected = fault.expected
        if is_exact and column.words and written and written not in column.words.values():
            expected = one_of(column.words.values())
        sheet, cell = place.row.sheet, place.row.addresses.get(column.head, "")
        return CellFault(sheet=sheet, cell=cell, found=found, expected=f"（{column.head}）{place.about}{expected}")


def one_of(words: Iterable[str]) -> str:
    """What would be right where one of a few words is; some of them have commas."""
    return f"应是{''.join(f'“{word}”' for word in words)}之一"


def _below(base: str, keys: Iterable[str]) -> str:
    return ".".join([*([base] if base else []), *keys])
