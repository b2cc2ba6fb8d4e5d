"""A report as PDF, in the faces and through the press of the official form; tagged, the same report the same bytes."""

from collections.abc import Iterator
from typing import Final

from weasyprint import Document

from selfeval.exports.glyphs import GlyphMissing, printable_characters
from selfeval.exports.pdf import ONE_AT_A_TIME, Variant, laid_out_paper, press_of, printed
from selfeval.exports.press_room import drawn_apart
from selfeval.exports.report_document import Heading, Picture, Report, Signature, Table, Text
from selfeval.exports.report_html import report_html

SHEET: Final = "report.css"


@drawn_apart
def report_pdf(report: Report, *, variant: Variant = Variant.ACCESSIBLE) -> bytes:
    """The report as PDF bytes, tagged for those who have it read to them (PDF/UA-1), or as `variant` says.

    Raises FontsMissing where the product's faces are not installed, GlyphMissing for what none of them has.
    """
    with ONE_AT_A_TIME:
        return printed(laid_out_report(report), variant)


def laid_out_report(report: Report) -> Document:
    """The finished pages of the report, not yet drawn."""
    press, page = press_of(SHEET), report_html(report)
    _demand_glyphs(report, page)
    return laid_out_paper(page, press)


def _demand_glyphs(report: Report, page: str) -> None:
    unknown = set(page) - printable_characters()
    if unknown:
        found = [(char, place) for place, text in _texts(report) for char in dict.fromkeys(text) if char in unknown]
        told = {char for char, _ in found}
        raise GlyphMissing((*found, *((char, "报告") for char in sorted(unknown - told))))


def _texts(report: Report) -> Iterator[tuple[str, str]]:
    """Every text with the heading it stands under, or the table it stands in."""
    place = "标题"
    yield place, report.title
    for block in report.blocks:
        match block:
            case Heading():
                place = f"“{block.text}”"
                yield place, block.text
            case Text():
                yield place, block.text
            case Table():
                cells = (cell.text for row in block.rows for cell in row.cells)
                yield f"表“{block.caption}”" if block.caption else place, "".join(cells)
            case Picture():
                yield place, block.caption
            case Signature():
                yield "落款", "".join(block.lines)
