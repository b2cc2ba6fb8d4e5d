"""The sheets nobody fills: whose workbook it is, what it held when it was downloaded, the rest of long texts."""

from collections.abc import Mapping

from selfeval.domain.filing_sheets.identity import (
    FINGERPRINTS,
    IDENTITY_SHEET,
    OVERFLOW_SHEET,
    SEAL,
    WorkbookIdentity,
)
from selfeval.exports.filing_workbook.blocks import finish_page
from selfeval.exports.filing_workbook.book import Book


def write_identity(book: Book, identity: WorkbookIdentity, seal: str, prints: Mapping[str, str]) -> None:
    """The identity and its seal, then the fingerprints."""
    sheet = book.workbook.add_worksheet(IDENTITY_SHEET)
    sheet.very_hidden()
    rows = [*identity.rows, (SEAL, seal), (FINGERPRINTS, ""), *sorted(prints.items())]
    for number, (key, value) in enumerate(rows):
        sheet.write_string(number, 0, key)
        sheet.write_string(number, 1, value)
    sheet.protect()


def write_overflow(book: Book) -> None:
    """The pieces of texts that no cell can hold, where there are any."""
    if not book.overflow.pieces:
        return
    sheet = book.workbook.add_worksheet(OVERFLOW_SHEET)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 110)
    sheet.write_string(0, 0, "编号", book.look("head"))
    sheet.write_string(0, 1, "一格放不下的文字，接在写着【续文…】的格子后面；可以改，不要删行", book.look("head"))
    text = book.look("guide")
    for row, (number, piece) in enumerate(book.overflow.pieces, 1):
        sheet.write_string(row, 0, str(number), text)
        sheet.write_string(row, 1, piece, text)
    finish_page(sheet, last=(len(book.overflow.pieces), 1), is_wide=True)
