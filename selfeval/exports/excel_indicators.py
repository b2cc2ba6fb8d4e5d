"""Sheet 指标评价: the indicator table with live sums, its labels repeated on every page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from selfeval.exports import wording
from selfeval.exports.document import Cell, FormDocument, IndicatorGroup, IndicatorRow, IndicatorSection, ScoreCells
from selfeval.exports.excel_pages import PagePlan
from selfeval.exports.excel_sheet import HEI, PAGE_POINTS, Book, Sheet, framed, single
from selfeval.exports.excel_text import height_of, lines_in, pieces

NAME = "指标评价"
WIDTHS = (5, 7.2, 15, 5.4, 5.4, 29.6, 7.2)
ANALYSIS_CHARS, NAME_CHARS = 15.0, 7.2
HEAD_POINTS, SUBTOTAL_POINTS, TOTAL_POINTS, LEAST_POINTS = 32.0, 22.0, 26.0, 23.0
BOX = {"border": 1, "text_wrap": True}
HEAD = BOX | {"font_name": HEI, "align": "center"}
MIDDLE = BOX | {"align": "center"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A row of a leaf on a page; a long analysis takes several rows, `number` counts them from zero."""

    group: IndicatorGroup
    leaf: IndicatorRow
    text: str
    number: int
    row: int = 0
    page: int = 0

    @property
    def height(self) -> float:
        """Points of the row."""
        name_lines = 1 if self.number else lines_in(self.leaf.name, NAME_CHARS)
        return max(LEAST_POINTS, height_of(max(lines_in(self.text, ANALYSIS_CHARS), name_lines)))


class IndicatorSheet:
    """Writes the sheet from top to bottom, planning its pages as it goes."""

    def __init__(self, book: Book) -> None:
        self._document: FormDocument = book.document
        self._sheet: Sheet = book.sheet(NAME, WIDTHS, with_head=True)
        self._plan = PagePlan(used=HEAD_POINTS, head=HEAD_POINTS)
        self._row = 1

    def write(self) -> None:
        """Write all of it."""
        self._head()
        for section in self._document.sections:
            self._section(section)
        self._totals()
        if not self._document.stamp.is_final:
            self._limit_scores()
        self._sheet.finish(self._row, len(WIDTHS), self._plan.breaks)

    def _head(self) -> None:
        sheet = self._sheet
        sheet.work.set_row(0, HEAD_POINTS)
        sheet.text((0, 0, 0, 2), wording.INDICATOR_NAME, HEAD)
        for column, words in enumerate(wording.SCORE_HEADS, 3):
            sheet.text(single(0, column), "\n".join(words), HEAD)
        sheet.work.repeat_rows(0)
        sheet.work.freeze_panes(1, 3)

    def _section(self, section: IndicatorSection) -> None:
        todo = list(_pieces(section))
        top = self._next_row(SUBTOTAL_POINTS, with_next=min(todo[0].height, PAGE_POINTS / 2))
        rows = [(self._plan.page, top)]
        self._sheet.text((top, 1, top, 2), wording.SUBTOTAL, HEAD)
        self._sums(top, section.subtotal, section.grade)
        placed = []
        for piece in todo:
            row = self._next_row(piece.height)
            placed.append(_at(piece, row, self._plan.page))
            rows.append((self._plan.page, row))
        for _, run in groupby(rows, key=lambda each: each[0]):
            here = [row for _, row in run]
            self._sheet.text((here[0], 0, here[-1], 0), section.name, HEAD)
        self._groups(placed)

    def _groups(self, placed: Iterable[Piece]) -> None:
        """二级 names over the rows of a page, and the leaves page by page."""
        for (_, _, name), run in groupby(placed, key=lambda each: (each.page, each.group.code, each.group.name)):
            here = list(run)
            if name:
                self._sheet.text((here[0].row, 1, here[-1].row, 1), name, MIDDLE)
            for _, leaf_run in groupby(here, key=lambda each: each.leaf.code):
                self._leaf(list(leaf_run))

    def _leaf(self, here: list[Piece]) -> None:
        """A leaf over its rows on one page; where it goes on from the page before it has no figures."""
        first, last = here[0], here[-1]
        leaf, is_start = first.leaf, first.number == 0
        name = leaf.name if is_start else f"{leaf.name}{wording.CONTINUED}"
        self._sheet.text((first.row, 2 if first.group.name else 1, last.row, 2), name, BOX)
        for piece in here:
            frame = framed(opens=piece is first, closes=piece is last)
            self._sheet.text(single(piece.row, 5), piece.text, frame, is_input=True)
        scores = leaf.scores
        for column, cell in ((3, scores.reference_points), (4, scores.set_points), (6, scores.self_score)):
            span = (first.row, column, last.row, column)
            if is_start:
                self._sheet.cell(span, cell, BOX)
            else:
                self._sheet.text(span, "", BOX)

    def _sums(self, row: int, scores: ScoreCells, grade: Cell | None = None) -> None:
        """The sums, and in the column that has none the grade of a 一级指标."""
        bold = BOX | {"font_name": HEI}
        self._sheet.cell(single(row, 3), scores.reference_points, bold)
        self._sheet.cell(single(row, 4), scores.set_points, bold)
        if grade is None:
            self._sheet.text(single(row, 5), wording.NOT_SUMMED, HEAD)
        else:
            self._sheet.cell(single(row, 5), grade, HEAD | {"num_format": f'"{wording.GROUP_GRADE}："@'})
        self._sheet.cell(single(row, 6), scores.self_score, bold)

    def _totals(self) -> None:
        row = self._next_row(TOTAL_POINTS, with_next=TOTAL_POINTS)
        self._sheet.text((row, 0, row, 2), wording.TOTAL, HEAD)
        self._sums(row, self._document.total)
        row = self._next_row(TOTAL_POINTS)
        self._sheet.text((row, 0, row, 2), wording.GRADE, HEAD)
        self._sheet.cell((row, 3, row, 6), self._document.grade, HEAD)

    def _limit_scores(self) -> None:
        """In a draft a typed score must lie between 0 and 设定分值."""
        places = self._sheet.book.places
        for leaf in self._document.rows:
            if not leaf.scores.self_score.role:
                continue
            place, limit = places[leaf.scores.self_score.role], places[leaf.scores.set_points.role]
            rule = {
                "validate": "decimal",
                "criteria": "between",
                "minimum": 0,
                "maximum": f"={limit.local}",
                "error_title": "评价得分",
                "error_message": "评价得分应在0和设定分值之间。",
            }
            self._sheet.work.data_validation(place.row, place.column, place.row, place.column, rule)

    def _next_row(self, height: float, *, with_next: float = 0) -> int:
        row = self._row
        self._plan.add(row, height, with_next=with_next)
        self._sheet.work.set_row(row, height)
        self._row += 1
        return row


def write_indicators(book: Book) -> None:
    """Write the sheet."""
    IndicatorSheet(book).write()


def _pieces(section: IndicatorSection) -> Iterator[Piece]:
    for group in section.groups:
        for leaf in group.rows:
            for number, text in enumerate(pieces(leaf.analysis, ANALYSIS_CHARS)):
                yield Piece(group=group, leaf=leaf, text=text, number=number)


def _at(piece: Piece, row: int, page: int) -> Piece:
    return Piece(group=piece.group, leaf=piece.leaf, text=piece.text, number=piece.number, row=row, page=page)
