"""等次分布: how many units have each grade and each band of scores, counted live in 汇总表."""

from decimal import Decimal
from typing import Final

from xlsxwriter.worksheet import Worksheet

from selfeval.domain.amounts import plain_text, rounded
from selfeval.domain.annual import YearHead
from selfeval.domain.annual_tally import Band, Score, Tally
from selfeval.exports.annual_book import (
    COUNT,
    HEAD_ROW,
    PERCENT,
    SUM_PLACES,
    AnnualBook,
    Cells,
    Heading,
    write_formula,
    write_sum,
    write_words,
)
from selfeval.exports.annual_charts import draw_columns
from selfeval.exports.annual_summary import GRADE_COLUMN, NO_GRADE, SummarySheet

NAME: Final = "等次分布"
NONE: Final = "没有等次"
_WIDTH: Final = 3


def write_grades(book: AnnualBook, head: YearHead, tally: Tally, summary: SummarySheet, *, hint: str) -> Cells:
    """The sheet; returns the counts of the grades."""
    sheet = book.sheet(NAME, title=f"{head.title} 等次分布", hint=hint)
    headings = (
        Heading(words="等次", width=16, look="centred"),
        Heading(words="家数", width=12, layout=COUNT),
        Heading(words="占比", width=12, layout=PERCENT),
    )
    book.heads(sheet, headings)
    graded = tally.graded
    first, total = HEAD_ROW + 1, HEAD_ROW + 1 + len(graded)
    counts = Cells(sheet=NAME, first=first, last=total - 1, column=1)
    where = summary.cells(GRADE_COLUMN).there
    for row, (name, count) in enumerate(graded, first):
        sheet.write_string(row, 0, book.shown(name) or NONE, book.look("centred"))
        wanted = f"$A{row + 1}" if name else f'"{NO_GRADE}"'
        write_formula(book, sheet, row, 1, f"=SUMPRODUCT(--({where}={wanted}))", count, COUNT)
        _share(book, sheet, row, total, count, tally.count)
    write_words(book, sheet, total, "合计", _WIDTH)
    write_sum(book, sheet, total, counts, tally.count, COUNT, is_shown=False)
    words, drawn = (Cells(sheet=NAME, first=first, last=total - 2, column=column) for column in (0, 1))
    draw_columns(book, sheet, "F4", title="等次分布", words=words, numbers=drawn, axis="家数")
    _write_bands(book, sheet, head, tally, summary, total + 3)
    return counts


def _write_bands(
    book: AnnualBook, page: Worksheet, head: YearHead, tally: Tally, summary: SummarySheet, top: int
) -> None:
    """The table of bands, from row `top` on."""
    for column, label in enumerate(("分数段", "家数", "占比")):
        page.write_string(top, column, label, book.look("head"))
    bands = tally.bands
    first, total = top + 1, top + 1 + len(bands)
    scored = sum(band.count for band in bands)
    counts = Cells(sheet=NAME, first=first, last=total - 1, column=1)
    where = summary.score_cells(Score.COUNTED).there
    for row, band in enumerate(bands, first):
        page.write_string(row, 0, band_words(band, head), book.look("centred"))
        write_formula(book, page, row, 1, f"=COUNTIFS({_criteria(where, band)})", band.count, COUNT)
        _share(book, page, row, total, band.count, scored)
    write_words(book, page, total, "合计", _WIDTH)
    write_sum(book, page, total, counts, scored, COUNT, is_shown=False)
    words = Cells(sheet=NAME, first=first, last=total - 1, column=0)
    draw_columns(book, page, "F19", title="得分分布", words=words, numbers=counts, axis="家数")


def band_words(band: Band, head: YearHead) -> str:
    """`90–95`, `不到60`; the last takes the whole."""
    least, below = plain_text(band.least), plain_text(band.below)
    return f"不到{below}" if band.is_first else f"{least}–{below}"


def _criteria(where: str, band: Band) -> str:
    least, below = plain_text(band.least), plain_text(band.below)
    at_least, under = f'{where},">={least}"', f'{where},"<{below}"'
    if band.is_first:
        return under
    return at_least if band.is_last else f"{at_least},{under}"


def _share(book: AnnualBook, sheet: Worksheet, row: int, total: int, count: int, whole: int) -> None:
    share = rounded(Decimal(count) / whole, SUM_PLACES) if whole else Decimal(0)
    formula = f"=IF($B${total + 1}>0,ROUND(B{row + 1}/$B${total + 1},{SUM_PLACES}),0)"
    write_formula(book, sheet, row, 2, formula, share, PERCENT)
