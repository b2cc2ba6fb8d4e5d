"""Sheet 基本情况: title, block of figures, 填报内容 with its label on every page."""

from dataclasses import dataclass

from selfeval.exports import wording
from selfeval.exports.document import NO_FACT, FormDocument, Narrative
from selfeval.exports.excel_pages import PagePlan
from selfeval.exports.excel_sheet import HEI, KAI, PAGE_POINTS, TITLE, Book, Look, Sheet, framed, single
from selfeval.exports.excel_text import LINE, lines_in, pieces

NAME = "基本情况"
WIDTHS = (4.2, 19, 16.4, 19, 16.4)
CHARS_A_LINE = 38.0
INDENT = "　　"
FACT_CHARS, LABEL_CHARS, FACT_POINTS = 8.5, 10.5, 24.0
GAP = 3.0  # points below a paragraph
BOX = {"border": 1, "text_wrap": True}
HEAD = BOX | {"font_name": HEI, "align": "center"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of 填报内容; a heading stays with the row below."""

    text: str
    is_heading: bool
    is_input: bool

    @property
    def height(self) -> float:
        """Points of the row."""
        return lines_in(self.text, CHARS_A_LINE) * LINE + (2 * GAP if self.is_heading else GAP)


def write_face(book: Book) -> None:
    """Write the sheet."""
    document = book.document
    sheet = book.sheet(NAME, WIDTHS, with_head=False)
    plan = PagePlan(used=0)
    row = _facts(sheet, document, plan, _title(sheet, document, plan))
    lines = _lines(document) if document.told else []
    for index, line in enumerate(lines):
        below = lines[index + 1].height if line.is_heading and index + 1 < len(lines) else 0
        plan.add(row + index, line.height, with_next=min(below, PAGE_POINTS / 2))
    # The first row may begin a page itself; what matters is where pieces of the frame begin and end.
    starts = sorted({row, *plan.breaks}) if lines else []
    ends = {start - 1 for start in starts[1:]} | ({row + len(lines) - 1} if lines else set())
    for place, line in enumerate(lines, row):
        _line(sheet, place, line, framed(opens=place in starts, closes=place in ends))
    for start, end in zip(starts, sorted(ends), strict=True):
        sheet.text((start, 0, end, 0), wording.NARRATIVE_LABEL, HEAD | {"rotation": 270})
    sheet.finish(row + len(lines), len(WIDTHS), plan.breaks)


def _line(sheet: Sheet, row: int, line: Line, frame: Look) -> None:
    sheet.work.set_row(row, line.height)
    look = frame | ({"font_name": HEI} if line.is_heading else {"valign": "top"})
    sheet.text((row, 1, row, 4), line.text, look, is_input=line.is_input)


def _title(sheet: Sheet, document: FormDocument, plan: PagePlan) -> int:
    """Four rows; returns the row below."""
    for row, height in enumerate((20, 36, 24, 20)):
        plan.add(row, height)
        sheet.work.set_row(row, height)
    sheet.text((0, 0, 0, 2), document.annex, {"font_name": HEI, "font_size": 14})
    sheet.text(single(0, 4), document.stamp.boxed, {"font_name": HEI, "align": "right"})
    sheet.text((1, 0, 1, 4), document.title, {"font_name": TITLE, "font_size": 20, "align": "center", "shrink": True})
    sheet.text((2, 0, 2, 4), document.year_line, {"font_name": KAI, "font_size": 14, "align": "center"})
    sheet.text((3, 0, 3, 2), f"{document.layout.department}：{document.department}", {"shrink": True})
    sheet.text(single(3, 3), f"{wording.FILED_ON}：{document.filed_text}", {"shrink": True})
    sheet.text(single(3, 4), f"{wording.MONEY_UNIT}：{document.money_unit}", {"align": "right"})
    return 4


def _facts(sheet: Sheet, document: FormDocument, plan: PagePlan, top: int) -> int:
    """Two boxes a row; returns the row below."""
    facts = document.facts
    row = top
    for start in range(0, len(facts), 2):
        left, right = (*facts[start : start + 2], NO_FACT)[:2]
        labels = max(lines_in(fact.label, LABEL_CHARS) for fact in (left, right))
        lines = max(labels, *(lines_in(fact.cell.text, FACT_CHARS) for fact in (left, right)))
        height = FACT_POINTS + (lines - 1) * LINE
        plan.add(row, height)
        sheet.work.set_row(row, height)
        sheet.text((row, 0, row, 1), left.label, HEAD)
        sheet.cell(single(row, 2), left.cell, BOX)
        sheet.text(single(row, 3), right.label, HEAD)
        sheet.cell(single(row, 4), right.cell, BOX)
        row += 1
    return row


def _lines(document: FormDocument) -> list[Line]:
    lines = [Line(text=wording.NARRATIVE_OPENING, is_heading=False, is_input=False)]
    for part in document.told:
        lines += _lines_of(part)
    return lines


def _lines_of(part: Narrative) -> list[Line]:
    guide = f"（{part.guide}）" if part.guide else ""
    lines = [Line(text=f"{part.number}．{part.title}{guide}", is_heading=True, is_input=False)]
    for paragraph in part.paragraphs:
        text = f"{INDENT}{paragraph.text}"
        lines += [Line(text=piece, is_heading=False, is_input=True) for piece in pieces(text, CHARS_A_LINE)]
    return lines
