"""指标得分明细: units down, indicators across, five numbers each; and the units' own indicators one by one."""

from decimal import Decimal
from enum import IntEnum
from typing import Final

from selfeval.domain.annual import ScoreLine, UnitYear, YearHead
from selfeval.domain.annual_tally import IndicatorSums, Sum, Tally
from selfeval.exports.annual_book import (
    COUNT,
    HEAD_HEIGHT,
    HEAD_ROW,
    AnnualBook,
    Cells,
    Heading,
    points_layout,
    write_row,
    write_sum,
    write_words,
)

NAME: Final = "指标得分明细"
OWN_NAME: Final = "个性指标得分"
_FIRST: Final = HEAD_ROW + 2


class Part(IntEnum):
    """The columns of each indicator, in their order."""

    POINTS = 0
    SELF = 1
    COMPUTED = 2
    REVIEW = 3
    LOST = 4

    @property
    def label(self) -> str:
        """The words of the head."""
        return ("设定分值", "自评得分", "系统得分", "复核得分", "失分")[self]


class ScoresSheet:
    """The sheet under way. `itemised` adds a unit's own scores; `capped` is what a cap took off them."""

    def __init__(self, book: AnnualBook, head: YearHead, *, hint: str) -> None:
        self._book = book
        self._head = head
        layout = points_layout(head)
        self._headings = (
            Heading(words="序号", width=6, layout=COUNT, look="centred"),
            Heading(words="编码", width=12),
            Heading(words="单位", width=28),
            Heading(words="状态", width=14, look="centred"),
            Heading(words="自评总分", width=10, layout=layout),
            Heading(words="各指标自评得分之和", width=12, layout=layout),
            Heading(words="封顶核减", width=10, layout=layout),
        )
        self._sheet = book.sheet(NAME, title=f"{head.title} 指标得分明细", hint=hint, is_wide=True)
        self._write_heads()
        self._look = book.number_look(layout)
        self._next = _FIRST
        self.own_total, self.itemised, self.capped = Sum(), Sum(), Sum()

    def add(self, unit: UnitYear) -> None:
        """Write one row."""
        row = self._next
        itemised = unit.itemised
        own = unit.self_score
        capped = None if itemised is None or own is None else itemised - own
        for total, value in ((self.own_total, own), (self.itemised, itemised), (self.capped, capped)):
            total.add(value)
        front = (row - _FIRST + 1, unit.code, unit.name, unit.state.label, own, itemised, capped)
        write_row(self._book, self._sheet, row, self._headings, front)
        column, look = len(self._headings), self._look
        number, blank = self._sheet.write_number, self._sheet.write_blank
        for line in unit.scores:
            for value in _values(line):
                if value is None:
                    blank(row, column, None, look)
                else:
                    number(row, column, float(value), look)
                column += 1
        self._next += 1

    def finish(self, tally: Tally) -> None:
        """Write the sums below; `tally` has every row."""
        if self._next == _FIRST:
            self._sheet.write_string(_FIRST, 0, "没有符合条件的单位。", self._book.look("hint"))
            return
        width = len(self._headings) + len(Part) * len(self._head.indicators)
        self._sheet.autofilter(_FIRST - 1, 0, self._next - 1, width - 1)
        self._sheet.freeze_panes(_FIRST, 3)
        self._sheet.repeat_rows(HEAD_ROW, HEAD_ROW + 1)
        write_words(self._book, self._sheet, self._next, "合计", width)
        for column, total in enumerate((self.own_total, self.itemised, self.capped), 4):
            self._sum(self._cells(column), total)
        for place, sums in enumerate(tally.indicators):
            for part in Part:
                self._sum(self.cells(place, part), sum_of(sums, part))

    def cells(self, place: int, part: Part) -> Cells:
        """The rows of one column of an indicator of the head, by its place."""
        return self._cells(len(self._headings) + len(Part) * place + part)

    @property
    def own_cells(self) -> Cells:
        """The rows of the units' own totals."""
        return self._cells(4)

    def _cells(self, column: int) -> Cells:
        return Cells(sheet=NAME, first=_FIRST, last=max(self._next - 1, _FIRST), column=column)

    def _sum(self, cells: Cells, total: Sum) -> None:
        if total.count:
            write_sum(self._book, self._sheet, self._next, cells, total.total, points_layout(self._head))

    def _write_heads(self) -> None:
        """Two rows: the indicator over its five columns; row by row, since rows leave memory."""
        look = self._book.look("head")
        for column, heading in enumerate(self._headings):
            self._sheet.set_column(column, column, heading.width)
            self._sheet.write_blank(HEAD_ROW, column, None, look)
        column = len(self._headings)
        for indicator in self._head.indicators:
            words = f"{indicator.name}（个性指标合计）" if indicator.is_own else indicator.name
            last = column + len(Part) - 1
            self._sheet.set_column(column, last, 9)
            self._sheet.merge_range(HEAD_ROW, column, HEAD_ROW, last, self._book.shown(words), look)
            column = last + 1
        self._sheet.set_row(HEAD_ROW + 1, HEAD_HEIGHT)
        labels = [part.label for part in Part] * len(self._head.indicators)
        for column, text in enumerate([*(each.words for each in self._headings), *labels]):
            self._sheet.write_string(HEAD_ROW + 1, column, text, look)


class OwnSheet:
    """个性指标得分: one row an indicator a unit added itself."""

    def __init__(self, book: AnnualBook, head: YearHead, *, hint: str) -> None:
        self._book = book
        self._head = head
        layout = points_layout(head)
        self._headings = (
            Heading(words="编码", width=12),
            Heading(words="单位", width=28),
            Heading(words="所属指标", width=18),
            Heading(words="二级指标", width=16),
            Heading(words="三级指标", width=34, look="wrapped"),
            *(Heading(words=part.label, width=10, layout=layout) for part in Part),
            Heading(words="失分原因", width=48, look="wrapped"),
        )
        self._sheet = book.sheet(OWN_NAME, title=f"{head.title} 个性指标得分", hint=hint)
        book.heads(self._sheet, self._headings)
        self._sheet.freeze_panes(HEAD_ROW + 1, 2)
        self._next = HEAD_ROW + 1
        self._sums = {part: Sum() for part in Part}

    def add(self, unit: UnitYear) -> None:
        """Write the unit's own indicators."""
        for own in unit.own:
            values = _values(own.score)
            for total, value in zip(self._sums.values(), values, strict=True):
                total.add(value)
            place = self._head.indicators[own.place].name
            line = (unit.code, unit.name, place, own.group, own.name, *values, own.score.reason)
            write_row(self._book, self._sheet, self._next, self._headings, line)
            self._next += 1

    def finish(self) -> None:
        """Write the sums below."""
        if self._next == HEAD_ROW + 1:
            self._sheet.write_string(self._next, 0, "没有单位自设指标。", self._book.look("hint"))
            return
        self._sheet.autofilter(HEAD_ROW, 0, self._next - 1, len(self._headings) - 1)
        self._sheet.repeat_rows(HEAD_ROW)
        write_words(self._book, self._sheet, self._next, "合计", len(self._headings))
        for column, total in enumerate(self._sums.values(), 5):
            cells = Cells(sheet=OWN_NAME, first=HEAD_ROW + 1, last=self._next - 1, column=column)
            write_sum(self._book, self._sheet, self._next, cells, total.total, points_layout(self._head))


def sum_of(sums: IndicatorSums, part: Part) -> Sum:
    """The sum of one column of an indicator."""
    return (sums.points, sums.self_score, sums.computed, sums.review, sums.lost)[part]


def _values(line: ScoreLine | None) -> tuple[Decimal | None, ...]:
    if line is None:
        return (None,) * len(Part)
    return line.points, line.self_score, line.computed, line.review, line.lost
