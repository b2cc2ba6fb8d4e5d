"""The official form as a workbook that prints as the form does and computes with live formulas.

Formulas carry their values, so that a viewer that does not compute shows the same figures. What people typed is
always written as text, never as a formula or a link. Sheets are protected without a password: against slips of the
hand, not against intent. The same document gives the same bytes.
"""

from datetime import UTC, datetime, time
from io import BytesIO

from xlsxwriter import Workbook

from selfeval.exports.document import FormDocument
from selfeval.exports.excel_face import write_face
from selfeval.exports.excel_indicators import write_indicators
from selfeval.exports.excel_people import write_people
from selfeval.exports.excel_plans import write_funds, write_goals, write_tasks
from selfeval.exports.excel_sheet import CHINESE_CHARSET, Book
from selfeval.exports.excel_working_paper import write_working_paper

# Column widths count in digits of the default face. This one's are 8 px wide, and so are those of what Windows puts in
# its place; a machine without Chinese names for its faces puts a far wider one in the place of 宋体.
DEFAULT_FACE = {"font_name": "Noto Serif CJK SC", "font_size": 11, "font_charset": CHINESE_CHARSET}
# The sheets from left to right; those of tables that a layout has not are left out.
WRITERS = (write_face, write_tasks, write_funds, write_goals, write_indicators, write_people, write_working_paper)
# A workbook must name a time it was made; one that is the same for the same form.
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


def render_workbook(document: FormDocument) -> bytes:
    """The form as .xlsx bytes. Raises TextTooLong for a text that no cell can hold."""
    target = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": dict(DEFAULT_FACE),  # XlsxWriter writes into it
    }
    workbook = Workbook(target, options)
    filed = document.filed_on
    workbook.set_properties(
        {
            "title": document.name,
            "author": document.department,
            "created": datetime.combine(filed, time(), tzinfo=UTC) if filed else NO_DATE,
        }
    )
    book = Book(workbook, document)
    for write in WRITERS:
        write(book)
    book.write_formulas()
    workbook.close()
    return target.getvalue()
