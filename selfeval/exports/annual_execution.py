"""执行率与得分对照: every unit that reported, with the drawing of one against the other and the odd ones named."""

from decimal import ROUND_FLOOR, Decimal
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from selfeval.domain.amounts import ZERO, rounded
from selfeval.domain.annual import YearHead
from selfeval.domain.annual_tally import Point, Tally, odd_ones
from selfeval.exports.annual_book import (
    HEAD_ROW,
    PERCENT,
    SUM_PLACES,
    AnnualBook,
    Cells,
    Heading,
    money_layout,
    points_layout,
    write_formula,
    write_row,
    write_sum,
    write_words,
)
from selfeval.exports.annual_charts import draw_scatter

NAME: Final = "执行率与得分对照"
ODD_ABOVE, ODD_BELOW = "得分明显高于执行率", "得分明显低于执行率"
_FIRST: Final = HEAD_ROW + 1
_MOST_NAMED: Final = 12
_SCALE: Final = 80
_BUDGET, _ACTUAL, _RATE, _SCORE = 2, 3, 4, 5
_NO_SOURCE: Final = "本年的指标体系没有全年预算数和全年执行数，也没有预算执行率指标，不作对照。"


def write_execution(book: AnnualBook, head: YearHead, tally: Tally, *, hint: str) -> tuple[Cells, Cells] | None:
    """The sheet; returns the cells of the two amounts, None where the year has none."""
    sheet = book.sheet(NAME, title=f"{head.title} 执行率与得分对照", hint=hint if head.execution else _NO_SOURCE)
    headings = _headings(head)
    book.heads(sheet, headings)
    sheet.freeze_panes(_FIRST, 2)
    # The drawing stands beside the table and is printed on a page of its own.
    sheet.set_print_scale(_SCALE)
    # Right behind the last column: the one left free between them would be a page with nothing on it.
    sheet.set_v_pagebreaks([len(headings)])
    usual, odd, partial = arranged(tally.points)
    points = [*usual, *odd, *partial]
    if not points:
        sheet.write_string(_FIRST, 0, "还没有单位报送。", book.look("hint"))
        return None
    marked = {each.code for each in odd}
    for row, point in enumerate(points, _FIRST):
        write_row(book, sheet, row, headings, _values(point, is_odd=point.code in marked))
    total = _FIRST + len(points)
    sheet.autofilter(HEAD_ROW, 0, total - 1, len(headings) - 1)
    sheet.repeat_rows(HEAD_ROW)
    write_words(book, sheet, total, "合计", len(headings))
    amounts = _write_total(book, sheet, total, tally)
    if usual or odd:
        _draw(book, sheet, [*usual, *odd], odd)
    return amounts


def arranged(points: list[Point]) -> tuple[list[Point], list[Point], list[Point]]:
    """Those with rate and score that are like the others, the odd ones with the oddest first, and the incomplete."""
    marked = odd_ones(points)
    usual = [each for each in points if each.difference is not None and each.code not in marked]
    odd = [each for each in points if each.code in marked]
    odd.sort(key=lambda each: (-abs(each.difference or ZERO), each.code))
    return usual, odd, [each for each in points if each.difference is None]


def _headings(head: YearHead) -> tuple[Heading, ...]:
    money = money_layout(head.money_unit)
    unit = head.money_unit.label
    return (
        Heading(words="编码", width=12),
        Heading(words="单位", width=28),
        Heading(words=f"全年预算数（{unit}）", width=21, layout=money),
        Heading(words=f"全年执行数（{unit}）", width=21, layout=money),
        Heading(words="预算执行率", width=12, layout=PERCENT),
        Heading(words="计入得分（分）", width=16, layout=points_layout(head)),
        Heading(words="等次", width=8, look="centred"),
        Heading(words="得分减执行率", width=12, layout="0.00"),
        Heading(words="提示", width=22),
    )


def _values(point: Point, *, is_odd: bool) -> tuple[str | Decimal | None, ...]:
    difference = point.difference
    words = "" if not is_odd or difference is None else ODD_ABOVE if difference > 0 else ODD_BELOW
    gap = None if difference is None else rounded(difference, SUM_PLACES)
    rate = None if point.rate is None else rounded(point.rate, 12)
    return (point.code, point.name, point.budget, point.actual, rate, point.score, point.grade, gap, words)


def _write_total(book: AnnualBook, sheet: Worksheet, total: int, tally: Tally) -> tuple[Cells, Cells] | None:
    source = tally.head.execution
    if source is None or source.budget is None or source.actual is None:
        return None
    money = money_layout(tally.head.money_unit)
    found = tuple(Cells(sheet=NAME, first=_FIRST, last=total - 1, column=column) for column in (_BUDGET, _ACTUAL))
    sums = (tally.figures[source.budget], tally.figures[source.actual])
    for cells, amount in zip(found, sums, strict=True):
        write_sum(book, sheet, total, cells, amount.total, money)
    budget, actual = xl_rowcol_to_cell(total, _BUDGET), xl_rowcol_to_cell(total, _ACTUAL)
    formula = f'=IF({budget}>0,ROUND({actual}/{budget},{SUM_PLACES}),"")'
    rate = tally.execution
    write_formula(book, sheet, total, _RATE, formula, "" if rate is None else rounded(rate, SUM_PLACES), PERCENT)
    return found[0], found[1]


def _draw(book: AnnualBook, sheet: Worksheet, drawn: list[Point], odd: list[Point]) -> None:
    """`drawn` are the usual ones and then the odd ones."""
    usual = len(drawn) - len(odd)
    middle = _FIRST + usual
    draw_scatter(
        book,
        sheet,
        "K4",
        title="预算执行率与得分",
        axes=("预算执行率", "计入得分（分）"),
        usual=_pair(_FIRST, middle - 1) if usual else None,
        odd=_pair(middle, middle + len(odd) - 1) if odd else None,
        names=[each.name for each in odd[:_MOST_NAMED]],
        least=(
            _below([each.rate for each in drawn], Decimal("0.1")),
            _below([each.score for each in drawn], Decimal(10)),
        ),
    )


def _below(values: list[Decimal | None], step: Decimal) -> float:
    """The greatest multiple of `step` below all values."""
    least = min(each for each in values if each is not None)
    return float((least / step).to_integral_value(ROUND_FLOOR) * step)


def _pair(first: int, last: int) -> tuple[Cells, Cells]:
    across, up = (Cells(sheet=NAME, first=first, last=last, column=column) for column in (_RATE, _SCORE))
    return across, up
