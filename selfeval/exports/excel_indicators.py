"""Sheet 指标评价: the indicator table in the columns of its layout, with live sums, its labels on every page."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from selfeval.exports import wording
from selfeval.exports.document import Cell, FormDocument, IndicatorGroup, IndicatorRow, IndicatorSection, ScoreCells
from selfeval.exports.excel_pages import PagePlan
from selfeval.exports.excel_sheet import HEI, PAGE_POINTS, Book, Look, Sheet, framed, limit_score, single
from selfeval.exports.excel_text import chars_of, height_of, lines_in, pieces
from selfeval.exports.indicator_rows import cell_of, head_spans, remark_column, sum_of
from selfeval.exports.layout import LABEL_COLUMNS, Align, Column, GradeAt, Layout, Prints, Subtotals
from selfeval.exports.table_rows import DENSE, NORMAL, ems

NAME = "指标评价"
HEAD_POINTS, SUBTOTAL_POINTS, TOTAL_POINTS, LEAST_POINTS = 32.0, 22.0, 26.0, 23.0
NARROW, LINES_THAT_SPARE = 25.0, 3  # digits of a column, lines
MOST_POINTS = 409.0  # a row can be no higher
BOX = {"border": 1, "text_wrap": True}
HEAD = BOX | {"font_name": HEI, "align": "center"}
MIDDLE = BOX | {"align": "center"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A row of a leaf on a page; long texts take several rows, `number` counts them from zero.

    `texts` by column holds what stands in this row of each text that may be long.
    """

    group: IndicatorGroup
    leaf: IndicatorRow
    texts: dict[int, str]
    number: int
    height: float
    row: int = 0
    page: int = 0


class IndicatorSheet:
    """Writes the sheet from top to bottom, planning its pages as it goes."""

    def __init__(self, book: Book) -> None:
        self._document: FormDocument = book.document
        self._layout: Layout = book.document.layout
        self._columns = self._layout.indicators.columns
        self._last = len(self._columns) - 1
        self._type: Look = {"font_size": DENSE} if self._layout.indicators.is_dense else {}
        widths = tuple(column.sheet for column in self._columns)
        self._sheet: Sheet = book.sheet(NAME, widths, with_head=True)
        self._plan = PagePlan(used=HEAD_POINTS, head=HEAD_POINTS)
        self._row = 1

    def write(self) -> None:
        """Write all of it."""
        self._head()
        for section in self._document.table_sections:
            self._section(section)
        self._totals()
        if not self._document.stamp.is_final:
            for section in self._document.table_sections:
                for leaf in section.rows:
                    limit_score(self._sheet, leaf.scores)
        self._sheet.finish(self._row, len(self._columns), self._plan.breaks)

    def _head(self) -> None:
        sheet, column = self._sheet, 0
        sheet.work.set_row(0, HEAD_POINTS)
        for words, count in head_spans(self._columns):
            sheet.text((0, column, 0, column + count - 1), words, HEAD | self._type)
            column += count
        sheet.work.repeat_rows(0)
        sheet.work.freeze_panes(1, LABEL_COLUMNS)

    def _section(self, section: IndicatorSection) -> None:
        todo = list(self._pieces(section))
        rows: list[tuple[int, int]] = []
        name = section.name
        if self._layout.indicators.subtotals is Subtotals.ROW:
            top = self._next_row(SUBTOTAL_POINTS, with_next=min(todo[0].height, PAGE_POINTS / 2))
            rows.append((self._plan.page, top))
            self._sums(top, 1, wording.SUBTOTAL, section.subtotal, section.grade, grade_words=wording.GROUP_GRADE)
        else:
            points = f"（{section.subtotal.set_points.text}分）"
            is_fitting = ems(points) <= self._chars(self._columns[0])
            name = f"{name}\n{points if is_fitting else points.strip('（）')}"
        placed = []
        for piece in todo:
            row = self._next_row(piece.height)
            placed.append(replace(piece, row=row, page=self._plan.page))
            rows.append((self._plan.page, row))
        for _, run in groupby(rows, key=lambda each: each[0]):
            here = [row for _, row in run]
            self._sheet.text((here[0], 0, here[-1], 0), name, HEAD | self._type)
        self._groups(placed)

    def _groups(self, placed: Iterable[Piece]) -> None:
        """二级 names over the rows of a page, and the leaves page by page."""
        for (_, _, name), run in groupby(placed, key=lambda each: (each.page, each.group.code, each.group.name)):
            here = list(run)
            if name:
                self._sheet.text((here[0].row, 1, here[-1].row, 1), name, MIDDLE | self._type)
            for _, leaf_run in groupby(here, key=lambda each: each.leaf.code):
                self._leaf(list(leaf_run))

    def _leaf(self, here: list[Piece]) -> None:
        """A leaf over its rows on one page; where it goes on from the page before it has no figures."""
        first, last = here[0], here[-1]
        leaf, is_start = first.leaf, first.number == 0
        name = leaf.name if is_start else f"{leaf.name}{wording.CONTINUED}"
        self._sheet.text((first.row, 2 if first.group.name else 1, last.row, 2), name, BOX | self._type)
        for index, column in enumerate(self._columns[LABEL_COLUMNS:], LABEL_COLUMNS):
            if index in first.texts:
                for piece in here:
                    frame = framed(opens=piece is first, closes=piece is last) | self._type
                    is_typed = column.prints is not Prints.CRITERION
                    self._sheet.text(single(piece.row, index), piece.texts[index], frame, is_input=is_typed)
                continue
            self._value((first.row, index, last.row, index), leaf if is_start else None, column)

    def _value(self, span: tuple[int, int, int, int], leaf: IndicatorRow | None, column: Column) -> None:
        look: Look = BOX if column.align is Align.LEFT else MIDDLE
        content = "" if leaf is None else cell_of(leaf, column.prints)
        if isinstance(content, Cell):
            self._sheet.cell(span, content, BOX | self._type)
        else:
            self._sheet.text(span, content, look | self._type)

    def _sums(
        self, row: int, first: int, words: str, scores: ScoreCells, grade: Cell | None, *, grade_words: str
    ) -> None:
        """`words`, the sums, and in the column that has none the grade behind `grade_words`."""
        sums = {index: sum_of(scores, column.prints) for index, column in enumerate(self._columns)}
        remark = remark_column(self._layout.indicators)
        start = min(remark, *(index for index, cell in sums.items() if cell is not None))
        self._sheet.text((row, first, row, start - 1), words, HEAD)
        for index in range(start, len(self._columns)):
            cell = sums[index]
            if cell is not None:
                self._sheet.cell(single(row, index), cell, BOX | self._type | {"font_name": HEI})
            elif index == remark and grade is not None:
                self._sheet.cell(single(row, index), grade, HEAD | self._type | {"num_format": f'"{grade_words}："@'})
            else:
                self._sheet.text(single(row, index), wording.NOT_SUMMED if index == remark else "", HEAD)

    def _totals(self) -> None:
        total, document = self._layout.total, self._document
        is_beside = total.grade is GradeAt.BESIDE
        row = self._next_row(TOTAL_POINTS, with_next=0 if is_beside else TOTAL_POINTS)
        grade = document.grade if is_beside else None
        self._sums(row, 0, total.label, document.total, grade, grade_words=total.grade_label)
        if not is_beside:
            row = self._next_row(TOTAL_POINTS)
            self._sheet.text((row, 0, row, 2), total.grade_label, HEAD)
            self._sheet.cell((row, 3, row, self._last), document.grade, HEAD)

    def _pieces(self, section: IndicatorSection) -> Iterator[Piece]:
        name = self._lines(f"{section.name}\n（00分）", self._columns[0])
        for group in section.groups:
            # The rows of a label are together as high as it is.
            shares = (name / len(section.rows), self._lines(group.name, self._columns[1]) / len(group.rows))
            for leaf in group.rows:
                yield from self._pieces_of(group, leaf, least=math.ceil(max(shares)))

    def _pieces_of(self, group: IndicatorGroup, leaf: IndicatorRow, least: int) -> Iterator[Piece]:
        """A piece for each row of the text that takes most; the other texts end above."""
        texts: dict[int, list[str]] = {}
        least = max(least, self._lines(leaf.name, self._columns[2]))
        for index, column in enumerate(self._columns[LABEL_COLUMNS:], LABEL_COLUMNS):
            content = cell_of(leaf, column.prints)
            if isinstance(content, Cell):
                continue
            if column.align is Align.JUSTIFY:
                texts[index] = list(pieces(content, self._chars(column)))
            else:
                least = max(least, self._lines(content, column))
        for number in range(max((len(each) for each in texts.values()), default=1)):
            here = {index: each[number] if number < len(each) else "" for index, each in texts.items()}
            lines = max((self._text_lines(text, self._columns[index]) for index, text in here.items()), default=1)
            height = max(LEAST_POINTS, height_of(lines if number else max(lines, least)))
            yield Piece(group=group, leaf=leaf, texts=here, number=number, height=min(height, MOST_POINTS))

    def _lines(self, text: str, column: Column) -> int:
        return lines_in(text, self._chars(column))

    def _text_lines(self, text: str, column: Column) -> int:
        """Lines of a long text, with one to spare in a narrow column, where figures break badly."""
        lines = self._lines(text, column)
        return lines + (column.sheet < NARROW and lines >= LINES_THAT_SPARE)

    def _chars(self, column: Column) -> float:
        chars = chars_of(column.sheet)
        return chars * NORMAL / DENSE if self._type else chars

    def _next_row(self, height: float, *, with_next: float = 0) -> int:
        row = self._row
        self._plan.add(row, height, with_next=with_next)
        self._sheet.work.set_row(row, height)
        self._row += 1
        return row


def write_indicators(book: Book) -> None:
    """Write the sheet."""
    IndicatorSheet(book).write()
