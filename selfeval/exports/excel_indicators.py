"""Sheet 指标评价: the indicator table with live sums, its labels repeated on every page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from selfeval.exports import wording
from selfeval.exports.document import IndicatorRow, ScoreCells
from selfeval.exports.excel_pages import PagePlan
from selfeval.exports.excel_sheet import HEI, PAGE_POINTS, Book, Sheet, framed, single
from selfeval.exports.excel_text import height_of, lines_in, pieces

NAME = "指标评价"
WIDTHS = (5, 7.2, 15, 5.4, 5.4, 29.6, 7.2)
ANALYSIS_CHARS, NAME_CHARS = 15.0, 7.2
HEAD_POINTS, SUBTOTAL_POINTS, TOTAL_POINTS = 32.0, 22.0, 26.0
BOX = {"border": 1, "text_wrap": True}
HEAD = BOX | {"font_name": HEI, "align": "center"}
MIDDLE = BOX | {"align": "center"}
LEAST_POINTS = 23.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the sheet: a 小计, or a piece of a leaf (`piece` counts from zero)."""

    section: str
    group: str
    group_name: str
    height: float
    subtotal: ScoreCells | None = None
    leaf: IndicatorRow | None = None
    text: str = ""
    piece: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A line with its row and its page."""

    line: Line
    row: int
    page: int


def write_indicators(book: Book) -> None:
    """Write the sheet."""
    document = book.document
    sheet = book.sheet(NAME, WIDTHS, with_head=True)
    _head(sheet)
    lines = list(_lines(book))
    plan = PagePlan(used=HEAD_POINTS, head=HEAD_POINTS)
    placed = []
    for row, line in enumerate(lines, 1):
        below = lines[row].height if line.subtotal and row < len(lines) else 0
        plan.add(row, line.height, with_next=min(below, PAGE_POINTS / 2))
        sheet.work.set_row(row, line.height)
        placed.append(Placed(line=line, row=row, page=plan.page))
    _labels(sheet, placed)
    _figures(sheet, placed)
    row = len(lines) + 1
    plan.add(row, TOTAL_POINTS, with_next=TOTAL_POINTS)
    _totals(sheet, row)
    if not document.stamp.is_final:
        _limit_scores(sheet)
    sheet.finish(row + 2, len(WIDTHS), plan.breaks)


def _head(sheet: Sheet) -> None:
    sheet.work.set_row(0, HEAD_POINTS)
    sheet.text((0, 0, 0, 2), wording.INDICATOR_NAME, HEAD)
    for column, words in enumerate(wording.SCORE_HEADS, 3):
        sheet.text(single(0, column), "\n".join(words), HEAD)
    sheet.work.repeat_rows(0)
    sheet.work.freeze_panes(1, 3)


def _lines(book: Book) -> Iterator[Line]:
    for section in book.document.sections:
        yield Line(
            section=section.name, group="", group_name="", height=SUBTOTAL_POINTS, subtotal=section.subtotal
        )
        for group in section.groups:
            for leaf in group.rows:
                name_lines = lines_in(leaf.name, NAME_CHARS)
                for number, text in enumerate(pieces(leaf.analysis, ANALYSIS_CHARS)):
                    height = height_of(max(lines_in(text, ANALYSIS_CHARS), name_lines if number == 0 else 1))
                    yield Line(
                        section=section.name,
                        group=group.code,
                        group_name=group.name,
                        height=max(height, LEAST_POINTS),
                        leaf=leaf,
                        text=text,
                        piece=number,
                    )


def _labels(sheet: Sheet, placed: list[Placed]) -> None:
    """一级 and 二级 names, merged over the rows they label on each page."""
    sections = groupby(placed, key=lambda each: (each.page, each.line.section))
    for (_, name), run in sections:
        rows = [each.row for each in run]
        sheet.text((rows[0], 0, rows[-1], 0), name, HEAD)
    leaves = (each for each in placed if each.line.leaf)
    for (_, _, _, name), run in groupby(
        leaves, key=lambda each: (each.page, each.line.section, each.line.group, each.line.group_name)
    ):
        rows = [each.row for each in run]
        if name:
            sheet.text((rows[0], 1, rows[-1], 1), name, MIDDLE)


def _figures(sheet: Sheet, placed: list[Placed]) -> None:
    for each in placed:
        if each.line.subtotal:
            sheet.text((each.row, 1, each.row, 2), wording.SUBTOTAL, HEAD)
            _sums(sheet, each.row, each.line.subtotal)
    leaves = (each for each in placed if each.line.leaf)
    for _, run in groupby(leaves, key=lambda each: (each.page, each.line.leaf and each.line.leaf.code)):
        _leaf(sheet, list(run))


def _leaf(sheet: Sheet, here: list[Placed]) -> None:
    """A leaf over its rows on one page; on later pages the name is marked as going on and the figures are left out."""
    first, last_row = here[0], here[-1].row
    leaf = first.line.leaf
    assert leaf is not None
    for each in here:
        frame = framed(opens=each is first, closes=each.row == last_row)
        sheet.text(single(each.row, 5), each.line.text, frame, is_input=True)
    is_start = first.line.piece == 0
    name = leaf.name if is_start else f"{leaf.name}{wording.CONTINUED}"
    name_column = 2 if first.line.group_name else 1
    sheet.text((first.row, name_column, last_row, 2), name, BOX)
    scores = leaf.scores
    for column, cell in ((3, scores.reference_points), (4, scores.set_points), (6, scores.self_score)):
        span = (first.row, column, last_row, column)
        if is_start:
            sheet.cell(span, cell, BOX)
        else:
            sheet.text(span, "", BOX)


def _sums(sheet: Sheet, row: int, scores: ScoreCells) -> None:
    bold = BOX | {"font_name": HEI}
    sheet.cell(single(row, 3), scores.reference_points, bold)
    sheet.cell(single(row, 4), scores.set_points, bold)
    sheet.text(single(row, 5), wording.NOT_SUMMED, HEAD)
    sheet.cell(single(row, 6), scores.self_score, bold)


def _totals(sheet: Sheet, row: int) -> None:
    document = sheet.book.document
    for each in (row, row + 1):
        sheet.work.set_row(each, TOTAL_POINTS)
    sheet.text((row, 0, row, 2), wording.TOTAL, HEAD)
    _sums(sheet, row, document.total)
    sheet.text((row + 1, 0, row + 1, 2), wording.GRADE, HEAD)
    sheet.cell((row + 1, 3, row + 1, 6), document.grade, HEAD)


def _limit_scores(sheet: Sheet) -> None:
    """In a draft a typed score must lie between 0 and 设定分值."""
    places = sheet.book.places
    for row in sheet.book.document.rows:
        place, limit = places[row.scores.self_score.role], places[row.scores.set_points.role]
        rule = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": f"={limit.local}",
            "error_title": "评价得分",
            "error_message": "评价得分应在0和设定分值之间。",
        }
        sheet.work.data_validation(place.row, place.column, place.row, place.column, rule)
