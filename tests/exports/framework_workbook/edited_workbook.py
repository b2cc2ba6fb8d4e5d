"""A workbook as a person changes it: cells by sheet, row and head."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from selfeval.exports.framework_workbook import WorkbookFaults, document_of_workbook, workbook_of
from tests.exports.framework_workbook.every_kind import document

FIRST_ROW = 4


def put(book: Workbook, sheet: str, row: int, head: str, value: Any) -> str:
    """Type `value` into the cell of `head`; gives its address."""
    heads = {cell.value: cell.column for cell in book[sheet][2]}
    cell = book[sheet].cell(row, heads[head])
    cell.value = value
    return f"{sheet}!{cell.coordinate}"


def row_of(book: Workbook, sheet: str, **texts: str) -> int:
    """The first row whose cells hold `texts`, by head."""
    heads = {cell.value: cell.column for cell in book[sheet][2]}
    for row in range(FIRST_ROW, book[sheet].max_row + 1):
        if all(book[sheet].cell(row, heads[head]).value == text for head, text in texts.items()):
            return row
    raise AssertionError(texts)


@cache
def _untouched() -> bytes:
    return workbook_of(document())


def changed(change: Callable[[Workbook], object], whole: dict[str, Any] | None = None) -> bytes:
    """The workbook of a framework after `change`."""
    book = openpyxl.load_workbook(BytesIO(workbook_of(whole) if whole else _untouched()))
    change(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def faults_after(change: Callable[[Workbook], object]) -> list[str]:
    """What the import of a changed workbook says; fails where nothing is refused."""
    with pytest.raises(WorkbookFaults) as caught:
        document_of_workbook(changed(change))
    assert str(caught.value) == "\n".join(map(str, caught.value.faults))
    return [str(fault) for fault in caught.value.faults]
