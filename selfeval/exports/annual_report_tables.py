"""The tables of a year's report; every total is the sum of the column above it, as it is printed."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import dropwhile
from typing import Final

from selfeval.domain.amounts import ZERO, number_text, percent_text, rounded, telling_text
from selfeval.domain.annual import YearHead
from selfeval.domain.annual_tally import Point, Tally
from selfeval.domain.framework import MONEY_KINDS
from selfeval.exports.annual_grades import NONE, band_words
from selfeval.exports.document import MISSING
from selfeval.exports.printable import on_one_line
from selfeval.exports.report_document import Align, Column, Table, TableRow, row

_SHARE_PLACES: Final = 2


def grade_table(tally: Tally) -> Table:
    """Grades with counts and shares."""
    return _counts("等次", "各等次单位数", [(name or NONE, count) for name, count in tally.graded])


def band_table(tally: Tally) -> Table:
    """Bands of scores with counts and shares, from the first that has a unit."""
    bands = list(dropwhile(lambda band: not band.count, tally.bands))
    return _counts("分数段", "得分分布", [(band_words(band, tally.head), band.count) for band in bands])


def figure_table(tally: Tally) -> Table | None:
    """The amounts that add up; None where none is reported."""
    head = tally.head
    rows = [
        row(column.label, telling_text(total.total, 2, most=head.money_unit.places), str(total.count))
        for column, total in zip(head.figures, tally.figures, strict=True)
        if column.kind in MONEY_KINDS and total.count
    ]
    if not rows:
        return None
    columns = (
        Column(head="项目", width=6),
        Column(head="合计", width=4, align=Align.RIGHT),
        Column(head="填报家数", width=2, align=Align.RIGHT),
    )
    return Table(columns=columns, rows=tuple(rows), caption="金额汇总", unit=f"单位：{head.money_unit.label}、家")


def lost_table(tally: Tally, places: Sequence[int]) -> Table:
    """The indicators of `places`: points lost, units, share of what was set; the sum below."""
    head = tally.head
    columns = (
        Column(head="指标", width=6),
        Column(head="设定分值合计", width=3, align=Align.RIGHT),
        Column(head="失分合计", width=3, align=Align.RIGHT),
        Column(head="失分率", width=2, align=Align.RIGHT),
        Column(head="失分家数", width=2, align=Align.RIGHT),
    )
    rows = []
    points = lost = ZERO
    for place in places:
        sums = tally.indicators[place]
        points, lost = points + sums.points.total, lost + sums.lost.total
        rows.append(_lost_row(head, sums.column.name, sums.points.total, sums.lost.total, str(sums.losers)))
    total = _lost_row(head, "合计", points, lost, MISSING, is_strong=True)
    return Table(columns=columns, rows=(*rows, total), caption="失分最多的指标", unit="单位：分、家")


def unit_table(tally: Tally) -> Table:
    """Every unit that reported: amounts, rate, score and grade, with the sums below."""
    head = tally.head
    source = head.execution
    has_amounts = source is not None and source.budget is not None
    columns = [Column(head="序号", width=2, align=Align.CENTER), Column(head="单位", width=9)]
    if has_amounts:
        columns += [Column(head=each, width=5, align=Align.RIGHT) for each in ("全年预算数", "全年执行数")]
    columns += [
        Column(head="预算执行率", width=3, align=Align.RIGHT),
        Column(head="得分", width=3, align=Align.RIGHT),
        Column(head="等次", width=2, align=Align.CENTER),
    ]
    rows = [row(*_unit_cells(head, number, each, has_amounts)) for number, each in enumerate(tally.points, 1)]
    rows.append(row(*_unit_total(tally, has_amounts), is_strong=True))
    unit = f"单位：{head.money_unit.label}、分" if has_amounts else "单位：分"
    return Table(columns=tuple(columns), rows=tuple(rows), caption="各单位得分和预算执行情况", unit=unit)


def points_words(head: YearHead, value: Decimal) -> str:
    """Points with the framework's decimals, and more where there are more."""
    return telling_text(value, max(head.points_places, 1))


def _unit_cells(head: YearHead, number: int, point: Point, has_amounts: bool) -> list[str]:
    cells = [str(number), on_one_line(point.name)]
    if has_amounts:
        cells += [_amount(head, point.budget), _amount(head, point.actual)]
    rate = MISSING if point.rate is None else percent_text(point.rate, head.rate_places)
    score = MISSING if point.score is None else points_words(head, point.score)
    return [*cells, rate, score, point.grade or MISSING]


def _unit_total(tally: Tally, has_amounts: bool) -> list[str]:
    """Sums of the amounts and their rate; the score is the mean."""
    head = tally.head
    cells = ["", "合计（得分为平均）"]
    if has_amounts:
        for amounts in ([each.budget for each in tally.points], [each.actual for each in tally.points]):
            known = [each for each in amounts if each is not None]
            cells.append(_amount(head, sum(known, ZERO) if known else None))
    rate = MISSING if tally.execution is None else percent_text(tally.execution, head.rate_places)
    scores = [each.score for each in tally.points if each.score is not None]
    mean = number_text(sum(scores, ZERO) / len(scores), 2) if scores else MISSING
    return [*cells, rate, mean, ""]


def _amount(head: YearHead, value: Decimal | None) -> str:
    return MISSING if value is None else telling_text(value, 2, most=head.money_unit.places)


def _lost_row(
    head: YearHead, name: str, points: Decimal, lost: Decimal, losers: str, *, is_strong: bool = False
) -> TableRow:
    share = percent_text(lost / points, _SHARE_PLACES) if points > ZERO else MISSING
    return row(name, points_words(head, points), points_words(head, lost), share, losers, is_strong=is_strong)


def _counts(word: str, caption: str, counts: Sequence[tuple[str, int]]) -> Table:
    """Names with counts and the share of each, every one rounded by itself."""
    whole = sum(count for _, count in counts)
    columns = (
        Column(head=word, width=4, align=Align.CENTER),
        Column(head="家数", width=3, align=Align.RIGHT),
        Column(head="占比", width=3, align=Align.RIGHT),
    )
    rows = [row(name, str(count), _share(count, whole)) for name, count in counts]
    total = row("合计", str(whole), "100.00%" if whole else MISSING, is_strong=True)
    return Table(columns=columns, rows=(*rows, total), caption=caption, unit="单位：家")


def _share(count: int, whole: int) -> str:
    return percent_text(rounded(Decimal(count) / whole, 6), _SHARE_PLACES) if whole else MISSING
