"""What stands in the cells of a workbook that is read, and what is wrong with it, by sheet and cell."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_SHOWN: Final = 40


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCell:
    """The text for an input and where it stands; `found` is what people see in the cell."""

    text: str
    sheet: str
    address: str
    found: str

    def fault(self, expected: str) -> CellFault:
        """What is wrong with it; words that begin with what was found do not say it again."""
        words = expected.removeprefix(f"“{self.found.strip()}”")
        return CellFault(sheet=self.sheet, cell=self.address, found=self.found[:_SHOWN], expected=words)


class WorkbookFaults(ValueError):
    """A workbook that cannot be taken, with every reason by sheet and cell."""

    def __init__(self, faults: Iterable[CellFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))
