"""A framework as an Excel workbook and back: one row an indicator, and nothing lost on the way.

content = workbook_of(document)              # any plain document, a faulty draft too
document = document_of_workbook(content)     # WorkbookFaults: every fault by sheet and cell
"""

from collections.abc import Mapping
from typing import Any

from selfeval.domain.files import FileFaults, framework_from_document
from selfeval.exports.framework_workbook.drawing import drawn
from selfeval.exports.framework_workbook.loading import MOST_BYTES, SHEETS, Loading
from selfeval.exports.framework_workbook.places import CellFault, WorkbookFaults
from selfeval.exports.framework_workbook.putting_together import Assembly
from selfeval.exports.framework_workbook.taking_apart import taken_apart

__all__ = ["MOST_BYTES", "CellFault", "WorkbookFaults", "document_of_workbook", "workbook_of"]


def workbook_of(document: Mapping[str, Any]) -> bytes:
    """The plain document of a framework file as .xlsx bytes."""
    return drawn(taken_apart(document))


def document_of_workbook(content: bytes) -> dict[str, Any]:
    """The plain document a workbook holds, which is a framework without fault. Raises WorkbookFaults."""
    loading = Loading(content)
    assembly = Assembly(loading.tables)
    faults = [*loading.faults, *assembly.faults]
    try:
        framework_from_document(assembly.document)
    except FileFaults as refused:
        faults += [assembly.places.cell_fault(fault) for fault in refused.faults]
    if faults:
        raise WorkbookFaults(sorted(dict.fromkeys(faults), key=_reading_order))
    return assembly.document


def _reading_order(fault: CellFault) -> tuple[int, int, int, str]:
    """Sheet by sheet as they stand, row by row, from left to right."""
    letters = fault.cell.rstrip("0123456789")
    row = fault.cell.removeprefix(letters)
    sheet = SHEETS.index(fault.sheet) if fault.sheet in SHEETS else -1
    return sheet, int(row or 0), len(letters), letters
