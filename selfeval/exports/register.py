"""A list (台账, progress of a year) as a workbook to keep or to send on: one row an entry, printed wide on A4."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import MoneyUnit
from selfeval.domain.personal_data import without_personal_data
from selfeval.exports.excel_text import in_one_cell
from selfeval.exports.filing_workbook.book import Book

_HEAD_ROW: Final = 3
_A4: Final = 9
_MOST_ACROSS: Final = 170  # digits of all columns together: 10 pt becomes 7 pt on a lying A4
_NARROW: Final = 16  # digits; what dates and names of a few characters need


def render_register(
    *,
    title: str,
    hint: str,
    heads: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[str | Decimal]],
    sheet: str = "台账",
) -> bytes:
    """The .xlsx bytes: `heads` are words with the width of the column, `rows` texts and numbers of two decimals.

    Texts are written as texts: what begins like a formula is none; telephone and identity numbers in them are starred,
    because a list goes further than the form it was taken from. Raises TextTooLong.
    """
    book = Book(title=title, unit=MoneyUnit.YUAN)
    page = book.workbook.add_worksheet(sheet)
    page.write_string(0, 0, title, book.look("title"))
    page.write_string(1, 0, hint, book.look("hint"))
    widths = _on_paper([width for _, width in heads])
    for place, ((word, _), width) in enumerate(zip(heads, widths, strict=True)):
        page.set_column(place, place, width)
        page.write_string(_HEAD_ROW, place, word, book.look("head"))
    for number, row in enumerate(rows, _HEAD_ROW + 1):
        for place, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(number, place, in_one_cell(without_personal_data(value)), book.look("shown"))
            else:
                page.write_number(number, place, float(value), book.look("result"))
    page.freeze_panes(_HEAD_ROW + 1, 2)
    if rows:
        page.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(rows), len(heads) - 1)
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_HEAD_ROW)
    return book.close()


def _on_paper(widths: Sequence[int]) -> list[int]:
    """`widths`, those of the wide columns narrowed until a lying A4 shows all of them in type that can be read."""
    narrow = sum(width for width in widths if width <= _NARROW)
    wide = sum(width for width in widths if width > _NARROW)
    if narrow + wide <= _MOST_ACROSS:
        return list(widths)
    share = (_MOST_ACROSS - narrow) / wide
    return [width if width <= _NARROW else max(_NARROW, int(width * share)) for width in widths]
