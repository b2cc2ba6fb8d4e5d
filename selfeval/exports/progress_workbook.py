"""The progress of a cycle as a list to keep or to send on: one row a unit, as the board shows it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import MoneyUnit
from selfeval.exports.filing_workbook.book import Book

_HEAD_ROW: Final = 3


def render_progress(
    *, title: str, hint: str, heads: Sequence[tuple[str, int]], rows: Sequence[Sequence[str | Decimal]]
) -> bytes:
    """The .xlsx bytes: `heads` are words with the width of the column, `rows` texts and numbers."""
    book = Book(title=title, unit=MoneyUnit.YUAN)
    page = book.workbook.add_worksheet("进度")
    page.write_string(0, 0, title, book.look("title"))
    page.write_string(1, 0, hint, book.look("hint"))
    for place, (word, width) in enumerate(heads):
        page.set_column(place, place, width)
        page.write_string(_HEAD_ROW, place, word, book.look("head"))
    for number, row in enumerate(rows, _HEAD_ROW + 1):
        for place, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(number, place, value, book.look("shown"))
            else:
                page.write_number(number, place, float(value), book.look("shown_number"))
    page.freeze_panes(_HEAD_ROW + 1, 1)
    if rows:
        page.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(rows), len(heads) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEAD_ROW)
    return book.close()
