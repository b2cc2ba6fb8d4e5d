"""汇总表: one row a unit, with the sums below. The widest sheet of a year, so its loop does little else than write."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from selfeval.domain.amounts import rounded
from selfeval.domain.annual import UnitYear, YearHead, execution_rate
from selfeval.domain.annual_tally import Score, Sum, Tally
from selfeval.domain.framework import MONEY_KINDS
from selfeval.exports.annual_book import (
    COUNT,
    HEAD_ROW,
    MOST_ROWS,
    PERCENT,
    SUM_PLACES,
    AnnualBook,
    Cells,
    Heading,
    SheetFull,
    figure_layout,
    points_layout,
    write_formula,
    write_sum,
    write_words,
)

NAME: Final = "汇总表"
FIRST: Final = HEAD_ROW + 1
SCORES: Final = (Score.COUNTED, Score.SELF, Score.COMPUTED, Score.REVIEW, Score.FINAL)
_TEXTS: Final = (
    Heading(words="序号", width=6, layout=COUNT, look="centred"),
    Heading(words="编码", width=12),
    Heading(words="单位", width=28),
    Heading(words="主管部门", width=24),
    Heading(words="状态", width=14, look="centred"),
    Heading(words="等次", width=8, look="centred"),
)
NAME_COLUMN: Final = 2
STATE_COLUMN: Final = 4
GRADE_COLUMN: Final = 5
NO_GRADE: Final = "—"
_RATE: Final = "预算执行率"
# Sums of a whole city to the fen, in bold.
_MONEY_WIDTH: Final = 21


class SummarySheet:
    """The sheet under way."""

    def __init__(self, book: AnnualBook, head: YearHead, *, hint: str) -> None:
        self._book = book
        self._head = head
        self._headings = tuple(_told_apart((*_TEXTS, *_numbers(head), Heading(words="备注", width=24))))
        self._sheet = book.sheet(NAME, title=f"{head.title} 汇总表", hint=hint, is_wide=True)
        book.heads(self._sheet, self._headings)
        self._sheet.freeze_panes(FIRST, NAME_COLUMN + 1)
        self._looks = [book.column_look(each) for each in self._headings]
        self._first_number = len(_TEXTS)
        self._note_column = len(self._headings) - 1
        self._nothing: tuple[Decimal | None, ...] = (None,) * len(head.figures)
        self._no_rates: tuple[Decimal | None, ...] = (None,) * len(head.rates)
        self._next = FIRST

    @property
    def count(self) -> int:
        """How many rows are written."""
        return self._next - FIRST

    def add(self, unit: UnitYear) -> None:
        """Write one row. Raises SheetFull."""
        if self._next > MOST_ROWS:
            raise SheetFull(NAME)
        row, looks, shown = self._next, self._looks, self._book.shown
        string, number, blank = self._sheet.write_string, self._sheet.write_number, self._sheet.write_blank
        number(row, 0, row - FIRST + 1, looks[0])
        texts = (unit.code, unit.name, unit.above, unit.state.label, unit.grade or NO_GRADE)
        for column, text in enumerate(texts, 1):
            string(row, column, shown(text), looks[column])
        for column, value in enumerate(self._values(unit), self._first_number):
            if value is None:
                blank(row, column, None, looks[column])
            else:
                number(row, column, float(value), looks[column])
        column = self._note_column
        string(row, column, shown(unit.note), looks[column])
        self._next += 1

    def finish(self, tally: Tally) -> None:
        """Write the sums and the means below; `tally` has every row."""
        if not self.count:
            self._sheet.write_string(FIRST, 0, "没有符合条件的单位。", self._book.look("hint"))
            return
        total, mean = self._next, self._next + 1
        self._sheet.autofilter(HEAD_ROW, 0, self._next - 1, self._note_column)
        self._sheet.repeat_rows(HEAD_ROW)
        # A row is finished before the next is begun: what is written to one that has left memory is lost.
        write_words(self._book, self._sheet, total, "合计", len(self._headings))
        for score in SCORES:
            self._sum(total, self.score_cells(score), tally.totals[score], points_layout(self._head))
        for place, column in enumerate(self._head.figures):
            if column.is_summed:
                self._sum(total, self.figure_cells(place), tally.figures[place], figure_layout(self._head, column.kind))
        self._whole_rate(total, tally)
        write_words(self._book, self._sheet, mean, "平均", len(self._headings))
        for score in SCORES:
            self._mean(mean, self.score_cells(score), tally.totals[score])

    def cells(self, column: int) -> Cells:
        """The rows of a column."""
        return Cells(sheet=NAME, first=FIRST, last=max(self._next - 1, FIRST), column=column)

    def score_cells(self, score: Score) -> Cells:
        """The rows of a total."""
        return self.cells(self._first_number + SCORES.index(score))

    def figure_cells(self, place: int) -> Cells:
        """The rows of a figure of the head, by its place."""
        return self.cells(self._first_number + len(SCORES) + self._has_rate + place)

    @property
    def _has_rate(self) -> int:
        return 1 if self._head.execution else 0

    def _values(self, unit: UnitYear) -> tuple[Decimal | None, ...]:
        scores = (unit.counted, unit.self_score, unit.computed, unit.review, unit.final)
        rate = (execution_rate(self._head, unit),) if self._head.execution else ()
        return (*scores, *rate, *(unit.figures or self._nothing), *(unit.rates or self._no_rates))

    def _sum(self, row: int, cells: Cells, total: Sum, layout: str) -> None:
        if total.count:
            write_sum(self._book, self._sheet, row, cells, total.total, layout)

    def _mean(self, row: int, cells: Cells, total: Sum) -> None:
        mean = total.mean
        if mean is not None:
            formula = f"=ROUND(SUBTOTAL(101,{cells.here}),{SUM_PLACES})"
            layout = "0." + "0" * max(self._head.points_places, 1)
            write_formula(self._book, self._sheet, row, cells.column, formula, rounded(mean, SUM_PLACES), layout)

    def _whole_rate(self, row: int, tally: Tally) -> None:
        """The execution rate of the sums, never the mean of the rates."""
        source = self._head.execution
        if source is None or source.budget is None or source.actual is None:
            return
        if not tally.figures[source.budget].count or not tally.figures[source.actual].count:
            return
        budget = xl_rowcol_to_cell(row, self.figure_cells(source.budget).column)
        actual = xl_rowcol_to_cell(row, self.figure_cells(source.actual).column)
        rate = tally.execution
        formula = f'=IF({budget}>0,ROUND({actual}/{budget},{SUM_PLACES}),"")'
        column = self._first_number + len(SCORES)
        shown = "" if rate is None else rounded(rate, SUM_PLACES)
        write_formula(self._book, self._sheet, row, column, formula, shown, PERCENT)


def _numbers(head: YearHead) -> Iterator[Heading]:
    for score in SCORES:
        yield Heading(words=f"{score.label}（分）", width=17, layout=points_layout(head))
    if head.execution:
        yield Heading(words=_RATE, width=11, layout=PERCENT)
    for column in head.figures:
        unit = f"（{head.money_unit.label}）" if column.kind in MONEY_KINDS else ""
        width = _MONEY_WIDTH if unit else 15
        yield Heading(words=f"{column.label}{unit}", width=width, layout=figure_layout(head, column.kind))
    for rate in head.rates:
        layout = PERCENT if rate.is_percent else "0.00####"
        # The indicator of that name is computed by the framework's rule, the column above from the amounts.
        words = f"{rate.name}（指标）" if rate.name == _RATE else rate.name
        yield Heading(words=words, width=13, layout=layout)


def _told_apart(headings: Iterable[Heading]) -> Iterator[Heading]:
    """`headings`, a number behind those whose words stand over a column already."""
    times = Counter[str]()
    for each in headings:
        times[each.words] += 1
        count = times[each.words]
        yield each if count == 1 else replace(each, words=f"{each.words}（{count}）")
