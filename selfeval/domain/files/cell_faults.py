"""What is wrong with a workbook, by sheet and cell."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFault:
    """One fault of a workbook: sheet and cell, what stands there, what would be right. `cell` is empty for a sheet."""

    sheet: str
    cell: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet or "文件"
        found = f"“{self.found}”" if self.found else ""
        return " ".join(f"{place}：{found}{self.expected}".split())


class WorkbookFaults(ValueError):
    """A workbook that cannot be taken, with every reason by sheet and cell."""

    def __init__(self, faults: Iterable[CellFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))
