"""Sheets of the 2020 form: 年度主要任务, 预算执行情况 and 年度总体目标, each with the columns of its layout."""

from itertools import groupby, pairwise

from selfeval.exports import wording
from selfeval.exports.document import Cell, Kind
from selfeval.exports.excel_indicators import BOX, HEAD, MOST_POINTS
from selfeval.exports.excel_pages import PagePlan
from selfeval.exports.excel_sheet import Book, Sheet, framed, limit_score, single
from selfeval.exports.excel_text import chars_of, height_of, lines_in, pieces
from selfeval.exports.layout import TasksLayout, sheet_width
from selfeval.exports.other_tables import INDENT, funds_points

TASKS, FUNDS, GOALS = "年度主要任务", "预算执行情况", "年度总体目标"
HEAD_POINTS, ROW_POINTS = 34.0, 26.0


def write_tasks(book: Book) -> None:
    """Write the sheet, where the form has the table."""
    layout, tasks = book.document.layout.tasks, book.document.tasks
    if layout is None or tasks is None:
        return
    widths = _widths(layout.label_width, [column.width for column in layout.columns])
    sheet = book.sheet(TASKS, widths, with_head=True)
    top = _task_heads(sheet, layout)
    plan = PagePlan(used=top * HEAD_POINTS, head=top * HEAD_POINTS)
    row = top
    for cells in tasks.rows:
        row = _task(sheet, plan, row, cells, widths)
    _label(sheet, layout.label, top, row, plan)
    sheet.finish(row, len(widths), plan.breaks)


def write_funds(book: Book) -> None:
    """Write the sheet, where the form has the table."""
    document = book.document
    layout, funds = document.layout.funds, document.funds
    if layout is None or funds is None:
        return
    widths = _widths(layout.label_width, [column.width for column in layout.columns])
    sheet = book.sheet(FUNDS, widths, with_head=True)
    plan = PagePlan(used=HEAD_POINTS, head=HEAD_POINTS)
    _heads(sheet, [column.head for column in layout.columns])
    row = 1
    for each in funds.rows:
        texts = [(cell.text, widths[index]) for index, cell in enumerate(each.cells, 2) if cell.kind is Kind.TEXT]
        name = f"{INDENT * each.indent}{each.label}"
        _add(sheet, plan, row, [(name, widths[1]), *texts])
        sheet.text(single(row, 1), name, BOX)
        for column, cell in enumerate(each.cells, 2):
            sheet.cell(single(row, column), cell, BOX)
        row += 1
    if funds.note:
        row = _note(sheet, plan, row, funds.note, widths)
    _label(sheet, f"{layout.label}\n（{funds_points(document)}分）", 1, row, plan)
    if not document.stamp.is_final:
        for leaf in document.rows:
            if leaf.code == layout.indicator:
                limit_score(sheet, leaf.scores)
    sheet.finish(row, len(widths), plan.breaks)


def write_goals(book: Book) -> None:
    """Write the sheet, where the form has texts side by side."""
    layout, goals = book.document.layout.goals, book.document.goals
    if layout is None or not goals:
        return
    widths = _widths(layout.label_width, [column.width for column in layout.columns])
    sheet = book.sheet(GOALS, widths, with_head=True)
    plan = PagePlan(used=HEAD_POINTS, head=HEAD_POINTS)
    _heads(sheet, [column.head for column in layout.columns])
    texts = [
        [piece for paragraph in text.paragraphs for piece in pieces(f"{INDENT * 2}{paragraph.text}", chars_of(width))]
        for text, width in zip(goals, widths[1:], strict=True)
    ]
    count = max(len(each) for each in texts)
    for number in range(count):
        here = [(each[number] if number < len(each) else "") for each in texts]
        _add(sheet, plan, number + 1, list(zip(here, widths[1:], strict=True)))
    starts = {1, *plan.breaks}
    ends = {start - 1 for start in plan.breaks} | {count}
    for number in range(count):
        row = number + 1
        for column, each in enumerate(texts, 1):
            text = each[number] if number < len(each) else ""
            frame = framed(opens=row in starts, closes=row in ends) | {"valign": "top"}
            sheet.text(single(row, column), text, frame, is_input=True)
    _label(sheet, layout.label, 1, count + 1, plan)
    sheet.finish(count + 1, len(widths), plan.breaks)


def _widths(first: float, rest: list[float]) -> tuple[float, ...]:
    return tuple(sheet_width(width) for width in (first, *rest))


def _heads(sheet: Sheet, heads: list[str]) -> None:
    sheet.work.set_row(0, HEAD_POINTS)
    sheet.text(single(0, 0), "", HEAD)
    for column, words in enumerate(heads, 1):
        sheet.text(single(0, column), words, HEAD)
    sheet.work.repeat_rows(0)


def _task_heads(sheet: Sheet, layout: TasksLayout) -> int:
    """The head rows, one or two; returns how many."""
    if not any(column.over for column in layout.columns):
        _heads(sheet, [column.head for column in layout.columns])
        return 1
    for row in (0, 1):
        sheet.work.set_row(row, HEAD_POINTS)
    sheet.text((0, 0, 1, 0), "", HEAD)
    place = 1
    for over, run in groupby(layout.columns, key=lambda column: column.over or f"\n{column.code}"):
        columns = list(run)
        if columns[0].over:
            sheet.text((0, place, 0, place + len(columns) - 1), over, HEAD)
            for index, column in enumerate(columns, place):
                sheet.text(single(1, index), column.head, HEAD)
        else:
            sheet.text((0, place, 1, place), columns[0].head, HEAD)
        place += len(columns)
    sheet.work.repeat_rows(0, 1)
    return 2


def _task(sheet: Sheet, plan: PagePlan, row: int, cells: tuple[Cell, ...], widths: tuple[float, ...]) -> int:
    """A task over as many rows as its longest text needs; returns the row below."""
    texts = {
        index: list(pieces(cell.text, chars_of(widths[index])))
        for index, cell in enumerate(cells, 1)
        if cell.kind is Kind.TEXT
    }
    count = max((len(each) for each in texts.values()), default=1)
    for number in range(count):
        here = {index: each[number] if number < len(each) else "" for index, each in texts.items()}
        _add(sheet, plan, row + number, [(text, widths[index]) for index, text in here.items()])
        for index, cell in enumerate(cells, 1):
            if index in here:
                frame = framed(opens=number == 0, closes=number == count - 1)
                sheet.text(single(row + number, index), here[index], frame, is_input=True)
            elif number == 0:
                sheet.cell(single(row, index), cell, BOX)
            else:
                sheet.text(single(row + number, index), "", BOX)
    return row + count


def _note(sheet: Sheet, plan: PagePlan, row: int, note: str, widths: tuple[float, ...]) -> int:
    """What the unit wrote, over the columns of figures; returns the row below."""
    room = sum(widths[2:])
    texts = list(pieces(note, chars_of(room)))
    for number, text in enumerate(texts):
        _add(sheet, plan, row + number, [(text, room)])
        frame = framed(opens=number == 0, closes=number == len(texts) - 1)
        sheet.text(single(row + number, 1), wording.EXPLAINED if number == 0 else "", frame | {"align": "center"})
        sheet.text((row + number, 2, row + number, len(widths) - 1), text, frame, is_input=True)
    return row + len(texts)


def _label(sheet: Sheet, words: str, top: int, bottom: int, plan: PagePlan) -> None:
    """The label at the side, once on each page."""
    starts = [top, *(row for row in plan.breaks if top < row < bottom), bottom]
    for start, end in pairwise(starts):
        sheet.text((start, 0, end - 1, 0), words, HEAD)


def _add(sheet: Sheet, plan: PagePlan, row: int, texts: list[tuple[str, float]]) -> None:
    """A row as high as the highest of `texts`, each with its width."""
    lines = max((lines_in(text, chars_of(width)) for text, width in texts), default=1)
    height = min(MOST_POINTS, max(ROW_POINTS, height_of(lines)))
    plan.add(row, height)
    sheet.work.set_row(row, height)
