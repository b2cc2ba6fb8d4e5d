"""Sheet 评价人员: the people, the signature box, 备注."""

from itertools import pairwise

from selfeval.exports import wording
from selfeval.exports.drawing import code_line
from selfeval.exports.excel_pages import PagePlan
from selfeval.exports.excel_sheet import HEI, Book, Sheet, single
from selfeval.exports.excel_text import height_of, lines_in
from selfeval.exports.label_lines import balanced

NAME = "评价人员"
WIDTHS = (5, 18.5, 17, 19.5, 15)
HEAD_POINTS, PERSON_POINTS, SIGNATURE_POINTS = 24.0, 26.0, 100.0
NOTE_CHARS = 42.0
BOX = {"border": 1, "text_wrap": True}
HEAD = BOX | {"font_name": HEI, "align": "center"}
MIDDLE = BOX | {"align": "center"}
_LABEL_CHARS = 3  # in a line of the label at the side


def write_people(book: Book) -> None:
    """Write the sheet; the signature box stays on the page of the last name."""
    document = book.document
    sheet = book.sheet(NAME, WIDTHS, with_head=True)
    if document.evaluators:
        _head(sheet)
    notes = wording.notes_text(document.notes)
    notes_points = height_of(lines_in(notes, NOTE_CHARS))
    tail = SIGNATURE_POINTS + notes_points + 20
    plan = PagePlan(used=HEAD_POINTS, head=HEAD_POINTS)
    last = len(document.evaluators)
    for row, person in enumerate(document.evaluators, 1):
        plan.add(row, PERSON_POINTS, with_next=tail if row == last else 0)
        sheet.work.set_row(row, PERSON_POINTS)
        for column, text in enumerate((person.name, person.title, person.office, ""), 1):
            sheet.text(single(row, column), text, MIDDLE, is_input=True)
    starts = [1, *plan.breaks, last + 1] if last else []
    for start, end in pairwise(starts):
        sheet.text((start, 0, end - 1, 0), "\n".join(balanced(wording.EVALUATORS, _LABEL_CHARS)), HEAD)
    _signature(sheet, last + 1)
    sheet.work.set_row(last + 2, notes_points)
    sheet.text((last + 2, 0, last + 2, 4), notes, {"font_size": 9, "text_wrap": True, "valign": "top"})
    sheet.text((last + 3, 0, last + 3, 4), code_line(document), {"font_size": 9})
    sheet.finish(last + 4, len(WIDTHS), plan.breaks)


def _head(sheet: Sheet) -> None:
    sheet.work.set_row(0, HEAD_POINTS)
    sheet.text(single(0, 0), "", HEAD)
    for column, words in enumerate(wording.EVALUATOR_HEADS, 1):
        sheet.text(single(0, column), words, HEAD)
    sheet.work.repeat_rows(0)


def _signature(sheet: Sheet, row: int) -> None:
    stamp = sheet.book.document.stamp
    date = "　" * 24 + wording.SIGNATURE_DATE
    remarks = "\n".join(f"　{each}" for each in stamp.remarks)
    # The date stands on the fifth line, with or without remarks.
    space = "\n" * (3 - max(0, len(stamp.remarks) - 1))
    signature = sheet.book.document.layout.signature
    # In a line the other names stand before the one that seals, each with room for the pen.
    items = "".join(f"{item}{'　' * 8}" for item in signature.items)
    text = f"　{items}{signature.who}{stamp.signature}\n{remarks}{space}{date}"
    sheet.work.set_row(row, SIGNATURE_POINTS)
    sheet.text((row, 0, row, 4), text, BOX | {"valign": "top"})
