"""Lists as administrators bring them: made with openpyxl, read without a process of its own."""

from io import BytesIO
from typing import Any

from openpyxl import Workbook

from selfeval.domain.list_sheets import ListRow, ListSheet
from selfeval.imports.flat import FlatBook, flat_cells
from selfeval.imports.list_workbook import ListReading, read_list

DEPARTMENT_HEADS = ("编码*", "名称*", "负责人", "联系电话", "主管部门编码")
USER_HEADS = ("用户名*", "姓名*", "角色*", "部门编码", "是否停用")


def list_bytes(heads: tuple[str, ...], *rows: tuple[Any, ...], name: str = "表一") -> bytes:
    """An .xlsx with the heads in its first row."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in (heads, *rows):
        sheet.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def reading_of(sheet: ListSheet, content: bytes) -> ListReading:
    """What a workbook says of a list."""
    return read_list(FlatBook.of(flat_cells("表.xlsx", content, {})), sheet)


def rows_of(sheet: ListSheet, heads: tuple[str, ...], *rows: tuple[Any, ...]) -> list[ListRow]:
    """The rows of a list that is read without a fault."""
    reading = reading_of(sheet, list_bytes(heads, *rows))
    assert reading.faults == []
    return reading.rows
