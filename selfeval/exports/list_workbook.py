"""A list as a workbook to fill: heads, an example row, and the rows there are. Read back by `imports.list_workbook`."""

from collections.abc import Mapping, Sequence
from typing import Final

from xlsxwriter.worksheet import Worksheet

from selfeval.domain.amounts import MoneyUnit
from selfeval.domain.filing_sheets.identity import GUIDE_SHEET
from selfeval.domain.filing_sheets.parts import CellKind
from selfeval.domain.list_sheets import REQUIRED_MARK, ListSheet
from selfeval.exports.filing_workbook.book import Book
from selfeval.exports.filing_workbook.values import Value

HEAD_ROW: Final = 3
_SPARE: Final = 200


def render_list(sheet: ListSheet, rows: Sequence[Mapping[str, Value]], *, unit: MoneyUnit = MoneyUnit.YUAN) -> bytes:
    """The .xlsx bytes: `rows` are cells by the column's key, money in yuan and shown in `unit`."""
    book = Book(title=sheet.title, unit=unit)
    page = book.workbook.add_worksheet(sheet.name)
    _head(book, page, sheet)
    for number, row in enumerate(rows, HEAD_ROW + 2):
        for place, column in enumerate(sheet.columns):
            book.write(page, number, place, column.input, row.get(column.key))
    last = HEAD_ROW + 1 + len(rows)
    for place, column in enumerate(sheet.columns):
        if column.input.kind is CellKind.LIST:
            book.rule(page, (HEAD_ROW + 2, last + _SPARE), place, column.input)
    page.freeze_panes(HEAD_ROW + 1, 1)
    _guide(book, sheet)
    book.write_options()
    return book.close()


def render_passwords(rows: Sequence[tuple[str, ...]]) -> bytes:
    """Username, name, department, role and initial password of new accounts, to be cut up and handed out."""
    book = Book(title="初始密码", unit=MoneyUnit.YUAN)
    page = book.workbook.add_worksheet("初始密码")
    page.set_column(0, 3, 20)
    page.set_column(4, 4, 26)
    page.write_string(0, 0, "初始密码", book.look("title"))
    page.write_string(
        1, 0, "只给出这一次，系统里没有留存。逐人交付，首次登录须改；发完请删去这份文件。", book.look("hint")
    )
    for place, word in enumerate(("用户名", "姓名", "部门", "角色", "初始密码")):
        page.write_string(HEAD_ROW, place, word, book.look("head"))
    for number, row in enumerate(rows, HEAD_ROW + 1):
        for place, text in enumerate(row):
            page.write_string(number, place, text, book.look("shown"))
    return book.close()


def _head(book: Book, page: Worksheet, sheet: ListSheet) -> None:
    page.write_string(0, 0, sheet.title, book.look("title"))
    page.write_string(1, 0, sheet.hint, book.look("hint"))
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        page.write_string(HEAD_ROW, place, column.head, book.look("head"))
        page.write_string(HEAD_ROW + 1, place, column.example, book.look("closed"))


def _guide(book: Book, sheet: ListSheet) -> None:
    """Sheet 说明: every column with what it takes."""
    page = book.workbook.add_worksheet(GUIDE_SHEET)
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 60)
    page.write_string(0, 0, f"{sheet.title}怎样填", book.look("title"))
    lines = [
        ("表头", f"列的次序随意；带 {REQUIRED_MARK} 的必须有，其余的列可以删去，删去的列不改。灰色的示例行不读。"),
        ("公式", "可以写公式，上传时只取算好的值。"),
        ("上传以后", "先给出“原来 → 改为”的对照，确认后才存；有一处不对就整份不存，并把这份工作簿标红、注明该怎样改。"),
        *((column.head, column.note) for column in sheet.columns if column.note),
    ]
    for number, (word, text) in enumerate(lines, 2):
        page.write_string(number, 0, word, book.look("guide_head"))
        page.write_string(number, 1, text, book.look("guide"))
