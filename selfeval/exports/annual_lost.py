"""失分分析 and 失分原因: which indicators lost how many points in how many units, and in whose words why."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from xlsxwriter.worksheet import Worksheet

from selfeval.domain.amounts import ZERO, rounded
from selfeval.domain.annual import YearHead
from selfeval.domain.annual_tally import IndicatorSums, Sum, Tally
from selfeval.exports.annual_book import (
    COUNT,
    HEAD_ROW,
    PERCENT,
    SUM_PLACES,
    AnnualBook,
    Cells,
    Heading,
    points_layout,
    write_formula,
    write_row,
    write_sum,
    write_words,
)
from selfeval.exports.annual_charts import draw_bars
from selfeval.exports.annual_scores import Part, ScoresSheet, sum_of

NAME: Final = "失分分析"
REASONS: Final = "失分原因"
NO_REASON: Final = "（没有写原因）"
_FIRST: Final = HEAD_ROW + 1
_DRAWN: Final = 15
_NAME, _WITH_POINTS, _POINTS, _LOST, _LOSERS, _MEAN, _RATE, _SHARE, _EXPLAINED = 2, 4, 5, 9, 10, 11, 12, 13, 14


def write_lost(book: AnnualBook, head: YearHead, tally: Tally, scores: ScoresSheet, *, hint: str) -> Cells | None:
    """The sheet 失分分析, what lost most first; returns the cells of lost points, None where nothing was scored."""
    sheet = book.sheet(NAME, title=f"{head.title} 失分分析", hint=hint)
    headings = _headings(head)
    book.heads(sheet, headings)
    sheet.freeze_panes(_FIRST, _NAME + 1)
    places = tally.most_lost
    if not places:
        sheet.write_string(_FIRST, 0, "还没有单位报送，没有可分析的得分。", book.look("hint"))
        return None
    total = _FIRST + len(places)
    for row, place in enumerate(places, _FIRST):
        _write_line(book, sheet, row, tally.indicators[place], headings)
        _write_numbers(book, sheet, row, total, place, tally, scores)
    _write_total(book, sheet, total, tally, headings)
    drawn = min(total - 1, _FIRST + _DRAWN - 1)
    # The frame of the drawing begins below the break, or its upper rule is printed on the page before.
    sheet.set_h_pagebreaks([total + 2])
    title = "失分最多的指标" if len(places) > _DRAWN else "各指标失分"
    words = Cells(sheet=NAME, first=_FIRST, last=drawn, column=_NAME)
    numbers = Cells(sheet=NAME, first=_FIRST, last=drawn, column=_LOST)
    draw_bars(book, sheet, f"C{total + 4}", title=title, words=words, numbers=numbers, axis="失分合计（分）")
    return Cells(sheet=NAME, first=_FIRST, last=total - 1, column=_LOST)


def write_reasons(book: AnnualBook, head: YearHead, tally: Tally, *, hint: str) -> Cells | None:
    """The sheet 失分原因; returns the cells of lost points, None where nothing was lost."""
    sheet = book.sheet(REASONS, title=f"{head.title} 失分原因", hint=hint)
    headings = (
        Heading(words="指标", width=28, look="wrapped"),
        Heading(words="失分原因（单位填写）", width=80, look="wrapped"),
        Heading(words="处数", width=10, layout=COUNT),
        Heading(words="失分合计（分）", width=14, layout=points_layout(head)),
    )
    book.heads(sheet, headings)
    sheet.freeze_panes(_FIRST, 1)
    reasons = tally.reasons
    if not reasons:
        sheet.write_string(_FIRST, 0, "没有失分。", book.look("hint"))
        return None
    for row, each in enumerate(reasons, _FIRST):
        name = head.indicators[each.place].name
        values = (name, each.words or NO_REASON, each.lost.count, each.lost.total)
        write_row(book, sheet, row, headings, values)
    total = _FIRST + len(reasons)
    sheet.autofilter(HEAD_ROW, 0, total - 1, len(headings) - 1)
    sheet.repeat_rows(HEAD_ROW)
    write_words(book, sheet, total, "合计", len(headings))
    counted, lost = (Cells(sheet=REASONS, first=_FIRST, last=total - 1, column=column) for column in (2, 3))
    write_sum(book, sheet, total, counted, sum(each.lost.count for each in reasons), COUNT)
    write_sum(book, sheet, total, lost, sum((each.lost.total for each in reasons), ZERO), points_layout(head))
    return lost


def _headings(head: YearHead) -> tuple[Heading, ...]:
    points = points_layout(head)
    return (
        Heading(words="一级指标", width=14),
        Heading(words="二级指标", width=16),
        Heading(words="指标", width=28),
        Heading(words="参考分值", width=10, layout=points),
        Heading(words="有分值\n的家数", width=10, layout=COUNT),
        Heading(words="设定分值合计", width=13, layout=points),
        Heading(words="自评得分合计", width=13, layout=points),
        Heading(words="系统得分合计", width=13, layout=points),
        Heading(words="复核得分合计", width=13, layout=points),
        Heading(words="失分合计", width=12, layout=points),
        Heading(words="失分家数", width=10, layout=COUNT),
        Heading(words="平均每家\n失分", width=10, layout="0.00"),
        Heading(words="失分率", width=10, layout=PERCENT),
        Heading(words="占全部失分", width=10, layout=PERCENT),
        Heading(words="写明原因\n（处）", width=10, layout=COUNT),
        Heading(words="没写原因\n（处）", width=10, layout=COUNT),
    )


def _write_line(book: AnnualBook, sheet: Worksheet, row: int, sums: IndicatorSums, headings: Sequence[Heading]) -> None:
    """What is no formula: the names, the reference points, the counts of reasons."""
    column = sums.column
    above = (*column.above, "", "")[:2]
    name = f"{column.name}（个性指标合计）" if column.is_own else column.name
    empty = (None,) * (_EXPLAINED - _WITH_POINTS)
    write_row(book, sheet, row, headings, (*above, name, column.points, *empty, sums.explained, sums.unexplained))


def _write_numbers(
    book: AnnualBook, sheet: Worksheet, row: int, total: int, place: int, tally: Tally, scores: ScoresSheet
) -> None:
    sums, points = tally.indicators[place], points_layout(tally.head)
    applies = f'=COUNTIF({scores.cells(place, Part.POINTS).there},">0")'
    write_formula(book, sheet, row, _WITH_POINTS, applies, sums.with_points, COUNT)
    for part in Part:
        found = sum_of(sums, part)
        if found.count:
            formula = f"=ROUND(SUM({scores.cells(place, part).there}),{SUM_PLACES})"
            write_formula(book, sheet, row, _POINTS + part, formula, found.total, points)
    lost = f'=COUNTIF({scores.cells(place, Part.LOST).there},">0")'
    write_formula(book, sheet, row, _LOSERS, lost, sums.losers, COUNT)
    line = row + 1
    _ratio(book, sheet, row, _MEAN, f"J{line}", f"E{line}", sums.lost.total, Decimal(sums.with_points), "0.00")
    _ratio(book, sheet, row, _RATE, f"J{line}", f"F{line}", sums.lost.total, sums.points.total, PERCENT)
    _ratio(book, sheet, row, _SHARE, f"J{line}", f"J${total + 1}", sums.lost.total, tally.lost, PERCENT)


def _write_total(book: AnnualBook, sheet: Worksheet, total: int, tally: Tally, headings: Sequence[Heading]) -> None:
    write_words(book, sheet, total, "合计", len(headings))
    points = points_layout(tally.head)
    for part in Part:
        found = whole_of(tally, part)
        if found.count:
            cells = Cells(sheet=NAME, first=_FIRST, last=total - 1, column=_POINTS + part)
            write_sum(book, sheet, total, cells, found.total, points)
    counts = (sum(each.explained for each in tally.indicators), sum(each.unexplained for each in tally.indicators))
    for column, count in enumerate(counts, _EXPLAINED):
        cells = Cells(sheet=NAME, first=_FIRST, last=total - 1, column=column)
        write_sum(book, sheet, total, cells, count, COUNT)
    line = total + 1
    _ratio(book, sheet, total, _RATE, f"J{line}", f"F{line}", tally.lost, whole_of(tally, Part.POINTS).total, PERCENT)


def whole_of(tally: Tally, part: Part) -> Sum:
    """The sum of one column over all indicators."""
    found = Sum()
    for each in tally.indicators:
        one = sum_of(each, part)
        found.total += one.total
        found.count += one.count
    return found


def _ratio(
    book: AnnualBook,
    sheet: Worksheet,
    row: int,
    column: int,
    above: str,
    below: str,
    one: Decimal,
    other: Decimal,
    layout: str,
) -> None:
    """A live quotient; empty over nothing."""
    shown = rounded(one / other, SUM_PLACES) if other > ZERO else ""
    formula = f'=IF({below}>0,ROUND({above}/{below},{SUM_PLACES}),"")'
    write_formula(book, sheet, row, column, formula, shown, layout)
