"""说明, the first sheet: what was asked for, how many rows there are, the main figures, and that the sheets agree."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xlsxwriter.worksheet import Worksheet

from selfeval.domain.amounts import rounded
from selfeval.domain.annual import Year
from selfeval.domain.annual_tally import Score, Tally
from selfeval.exports.annual_book import (
    COUNT,
    SUM_PLACES,
    AnnualBook,
    Cells,
    money_layout,
    points_layout,
    write_formula,
)
from selfeval.exports.annual_ledger import Ledger
from selfeval.exports.annual_scores import ScoresSheet
from selfeval.exports.annual_summary import NAME_COLUMN, SummarySheet

NAME: Final = "说明"
AGREES, DIFFERS = "一致", "不一致"
_TOP: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What the other sheets hold, where it stands."""

    summary: SummarySheet
    scores: ScoresSheet
    grades: Cells
    lost: Cells | None
    reasons: Cells | None
    execution: tuple[Cells, Cells] | None
    ledger: Ledger
    unfiled: Cells | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Two formulas over two sheets that must give one value."""

    words: str
    one: str
    other: str
    value: Decimal
    layout: str


def write_front(book: AnnualBook, sheet: Worksheet, year: Year, tally: Tally, written: Written) -> None:
    """Fill the first sheet, when all others are written."""
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 3, 24)
    row = _write_asked(book, sheet, year, tally)
    row = _write_figures(book, sheet, row + 1, year, tally, written)
    _write_checks(book, sheet, row + 1, checks_of(year, tally, written))


def checks_of(year: Year, tally: Tally, written: Written) -> list[Check]:
    """What must agree between the sheets."""
    count, points = Decimal(tally.count), points_layout(year.head)
    names = written.summary.cells(NAME_COLUMN)
    own, totals = written.scores.own_cells, written.summary.score_cells(Score.SELF)
    found = [
        Check(
            words="单位数：汇总表与等次分布",
            one=f"COUNTA({names.there})" if tally.count else "0",
            other=f"SUM({written.grades.there})",
            value=count,
            layout=COUNT,
        ),
        _sums("自评总分：汇总表与指标得分明细", totals, own, tally.totals[Score.SELF].total, points),
    ]
    if written.lost and written.reasons:
        found.append(_sums("失分：失分分析与失分原因", written.lost, written.reasons, tally.lost, points))
    source = year.head.execution
    if written.execution and source and source.budget is not None and source.actual is not None:
        money = money_layout(year.head.money_unit)
        pairs = zip(("全年预算数", "全年执行数"), (source.budget, source.actual), written.execution, strict=True)
        for words, place, cells in pairs:
            whole = tally.figures[place].total
            title = f"{words}：汇总表与执行率对照"
            found.append(_sums(title, written.summary.figure_cells(place), cells, whole, money))
    return found


def _sums(words: str, one: Cells, other: Cells, value: Decimal, layout: str) -> Check:
    return Check(words=words, one=f"SUM({one.there})", other=f"SUM({other.there})", value=value, layout=layout)


def _write_asked(book: AnnualBook, sheet: Worksheet, year: Year, tally: Tally) -> int:
    head, chosen = year.head, year.chosen
    lines = (
        ("批次", head.title),
        ("指标体系", head.framework),
        ("筛选", chosen.words),
        ("导出人", chosen.asked_by),
        ("导出时间", chosen.asked_at),
        ("金额单位", head.money_unit.label),
        ("最终得分", head.rule),
        ("计入得分", "已定稿的为最终得分，已报送、未定稿的为自评总分；没有报送的不计分。"),
        ("失分", "设定分值减复核得分；没有复核得分的，减自评得分。"),
        ("没有报送的单位", "金额和得分留空，不按0计；合计、平均都不含留空的格。"),
    )
    sheet.write_string(_TOP, 0, "行数", book.look("head"))
    sheet.merge_range(_TOP, 1, _TOP, 3, "", book.number_look(COUNT, align="left"))
    sheet.write_number(_TOP, 1, tally.count, book.number_look(COUNT, align="left"))
    for row, (words, text) in enumerate(lines, _TOP + 1):
        sheet.write_string(row, 0, words, book.look("head"))
        sheet.merge_range(row, 1, row, 3, book.shown(text), book.look("wrapped"))
    return _TOP + 1 + len(lines)


def _write_figures(book: AnnualBook, sheet: Worksheet, row: int, year: Year, tally: Tally, written: Written) -> int:
    """The main figures, live."""
    sheet.write_string(row, 0, "主要数据", book.look("caption"))
    row += 1
    for words, formula, value, layout in _figures(year, tally, written):
        sheet.write_string(row, 0, words, book.look("head"))
        write_formula(book, sheet, row, 1, f"={formula}", value, layout)
        row += 1
    return row


def _figures(year: Year, tally: Tally, written: Written) -> list[tuple[str, str, Decimal, str]]:
    scored = written.summary.score_cells(Score.COUNTED)
    counted, ledger = tally.totals[Score.COUNTED], written.ledger
    found = [("有得分的单位（家）", f"COUNT({scored.there})", Decimal(counted.count), COUNT)]
    if counted.mean is not None:
        mean = rounded(counted.mean, SUM_PLACES)
        layout = "0." + "0" * max(year.head.points_places, 1)
        found.append(("平均得分（分）", f"ROUND(AVERAGE({scored.there}),{SUM_PLACES})", mean, layout))
        for words, function in (("最高得分（分）", max), ("最低得分（分）", min)):
            value = function(each.score for each in tally.points if each.score is not None)
            found.append((words, f"{function.__name__.upper()}({scored.there})", value, points_layout(year.head)))
    if written.unfiled:
        count = Decimal(len(year.unfiled))
        found.append(("未报送和免评的单位（家）", f"COUNTA({written.unfiled.there})", count, COUNT))
    if ledger.states:
        found.append(("整改事项（项）", f"COUNTA({ledger.states.there})", Decimal(ledger.count), COUNT))
        closed = f'COUNTIF({ledger.states.there},"已销号")'
        found.append(("其中已销号（项）", closed, Decimal(ledger.closed), COUNT))
    return found


def _write_checks(book: AnnualBook, sheet: Worksheet, row: int, checks: list[Check]) -> None:
    sheet.write_string(row, 0, "各表核对", book.look("caption"))
    row += 1
    for column, words in enumerate(("核对项", "前一张表", "后一张表", "结果")):
        sheet.write_string(row, column, words, book.look("head"))
    for line, check in enumerate(checks, row + 1):
        sheet.write_string(line, 0, check.words, book.look("wrapped"))
        for column, formula in ((1, check.one), (2, check.other)):
            live = f"=ROUND({formula},{SUM_PLACES})"
            write_formula(book, sheet, line, column, live, check.value, check.layout)
        formula = f'=IF(B{line + 1}=C{line + 1},"{AGREES}","{DIFFERS}")'
        sheet.write_formula(line, 3, formula, book.number_look("General", is_total=True, align="center"), AGREES)
