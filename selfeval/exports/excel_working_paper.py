"""Sheet 计算底稿: the figures, the rates as live formulas over them, and the computed scores beside the filed ones."""

from selfeval.exports.document import Fact, WorkedRow
from selfeval.exports.excel_pages import PagePlan
from selfeval.exports.excel_sheet import HEI, Book, Sheet, single
from selfeval.exports.excel_text import height_of, lines_in

NAME = "计算底稿"
WIDTHS = (15.5, 11, 11, 9, 7, 7, 7, 7)
HEADS = ("指标", "分子", "分母", "比率", "设定\n分值", "系统计\n算得分", "评价\n得分", "差异")
NAME_CHARS, LABEL_CHARS = 7.6, 13.0
ROW_POINTS, HEAD_POINTS = 20.0, 34.0
BOX = {"border": 1, "text_wrap": True}
HEAD = BOX | {"font_name": HEI, "align": "center"}
CAPTION = {"font_name": HEI, "font_size": 14, "align": "center"}
NOTE = "比率和合计随数据改动重新计算；系统计算得分由系统按评分标准算出，数据改动后以系统为准。"


def write_working_paper(book: Book) -> None:
    """Write the sheet: figures two a row, then one line an indicator."""
    document = book.document
    sheet = book.sheet(NAME, WIDTHS, with_head=True)
    plan = PagePlan(used=0)
    row = _caption(sheet, plan, 0, f"数据（单位：{document.money_unit}，另注单位的除外）")
    figures = document.working_paper.figures
    for start in range(0, len(figures), 2):
        pair = figures[start : start + 2]
        height = max(height_of(lines_in(fact.label, LABEL_CHARS)) for fact in pair)
        _add(sheet, plan, row, max(ROW_POINTS, height))
        _figure(sheet, pair[0], (row, 0, row, 1), single(row, 2))
        if len(pair) == 2:
            _figure(sheet, pair[1], (row, 3, row, 5), (row, 6, row, 7))
        row += 1
    row = _caption(sheet, plan, row, "比率与得分", with_next=HEAD_POINTS + ROW_POINTS)
    _add(sheet, plan, row, HEAD_POINTS)
    for column, words in enumerate(HEADS):
        sheet.text(single(row, column), words, HEAD)
    for line in (*document.working_paper.rows, document.working_paper.total):
        row += 1
        _add(sheet, plan, row, max(ROW_POINTS, height_of(lines_in(line.name, NAME_CHARS))))
        _line(sheet, row, line)
    row += 1
    _add(sheet, plan, row, ROW_POINTS)
    sheet.text((row, 0, row, 7), NOTE, {"font_size": 9})
    sheet.finish(row + 1, len(WIDTHS), plan.breaks)


def _caption(sheet: Sheet, plan: PagePlan, row: int, text: str, *, with_next: float = 0) -> int:
    plan.add(row, HEAD_POINTS, with_next=with_next)
    sheet.work.set_row(row, HEAD_POINTS)
    sheet.text((row, 0, row, 7), text, CAPTION)
    return row + 1


def _add(sheet: Sheet, plan: PagePlan, row: int, height: float) -> None:
    plan.add(row, height)
    sheet.work.set_row(row, height)


def _figure(sheet: Sheet, fact: Fact, label: tuple[int, int, int, int], value: tuple[int, int, int, int]) -> None:
    sheet.text(label, fact.label, BOX)
    sheet.cell(value, fact.cell, BOX)


def _line(sheet: Sheet, row: int, line: WorkedRow) -> None:
    sheet.text(single(row, 0), line.name, BOX)
    cells = (
        line.numerator,
        line.denominator,
        line.rate,
        line.set_points,
        line.computed_score,
        line.self_score,
        line.difference,
    )
    for column, cell in enumerate(cells, 1):
        sheet.cell(single(row, column), cell, BOX)
