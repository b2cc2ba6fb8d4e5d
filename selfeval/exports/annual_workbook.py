"""A year's workbook (年度报告工作簿): the one way in, for a page as for work in the background.

One pass over the units: each row is written to its sheets and leaves memory; what adds up is kept. Rows come from
`queries.annual`, already scoped to who asks.
"""

from typing import IO, Final

from selfeval.domain.annual import Year
from selfeval.domain.annual_tally import Tally
from selfeval.exports.annual_book import AnnualBook
from selfeval.exports.annual_execution import write_execution
from selfeval.exports.annual_front import NAME as FRONT
from selfeval.exports.annual_front import Written, write_front
from selfeval.exports.annual_grades import write_grades
from selfeval.exports.annual_ledger import write_ledger, write_unfiled
from selfeval.exports.annual_lost import write_lost, write_reasons
from selfeval.exports.annual_scores import OwnSheet, ScoresSheet
from selfeval.exports.annual_summary import SummarySheet

_LOST_HINT: Final = "失分多的在前。失分＝设定分值－复核得分，没有复核得分的减自评得分。"
_REASON_HINT: Final = "单位填写的原因，一字不差的合在一起；处数是这样写的指标数，个性指标逐条计。"


def annual_workbook(year: Year, target: str | IO[bytes]) -> Tally:
    """Write the workbook into `target`, a path or an open binary file; returns what its rows add up to.

    Raises SheetFull where a sheet cannot hold all rows.
    """
    head, chosen = year.head, year.chosen
    hint = f"{chosen.words}　金额单位：{head.money_unit.label}　没有报送的单位留空，不按0计"
    foot = f"{chosen.asked_by} {chosen.asked_at}导出　{chosen.words}"
    book = AnnualBook(target, title=f"{head.title}年度报告", foot=foot)
    front = book.sheet(FRONT, title=f"{head.title} 年度报告", hint=f"{head.fiscal_year}年度部门整体支出绩效自评")
    summary = SummarySheet(book, head, hint=hint)
    scores = ScoresSheet(book, head, hint=hint)
    own = OwnSheet(book, head, hint=hint) if head.has_own else None
    tally = Tally(head)
    for unit in year.units:
        tally.add(unit)
        summary.add(unit)
        scores.add(unit)
        if own is not None:
            own.add(unit)
    summary.finish(tally)
    scores.finish(tally)
    if own is not None:
        own.finish()
    written = Written(
        summary=summary,
        scores=scores,
        grades=write_grades(book, head, tally, summary, hint=hint),
        lost=write_lost(book, head, tally, scores, hint=_LOST_HINT),
        reasons=write_reasons(book, head, tally, hint=_REASON_HINT),
        execution=write_execution(book, head, tally, hint=hint),
        ledger=write_ledger(book, head, year.rectified, hint=chosen.words),
        unfiled=write_unfiled(book, head, year.unfiled),
    )
    write_front(book, front, year, tally, written)
    front.activate()
    book.close()
    return tally
