"""The other ruled tables of the sheet: funds, tasks, goals, people."""

from collections.abc import Iterable
from itertools import groupby

from selfeval.exports import wording
from selfeval.exports.document import MISSING, Cell, EvaluatorRow, FormDocument, Kind, Narrative
from selfeval.exports.layout import Funds, FundsLayout, GoalsLayout, TasksLayout, TextColumn
from selfeval.exports.table_rows import (
    DENSE,
    NORMAL,
    ROW_HEIGHT,
    UNBROKEN_LINES,
    Shape,
    Table,
    TableCell,
    TableRow,
    bound,
    chars_in,
    covered,
    kept,
    label,
    label_setting,
    lines_of_text,
    number_css,
    points_line,
    set_label,
    text_lines,
)

EVALUATORS_ON_ONE_PAGE = 10
INDENT = "　"
TALL_LINES = 6  # a short text beside a long one is not cut itself
PEOPLE_WIDTHS = (9.0, 38.0, 36.0, 41.0, 40.0)


def evaluator_table(evaluators: tuple[EvaluatorRow, ...]) -> Table:
    """评价人员, with an empty box for each signature."""
    few = " few" if len(evaluators) <= EVALUATORS_ON_ONE_PAGE else ""
    return Table(
        css=f"people{few}",
        widths=PEOPLE_WIDTHS,
        heads=(_head("people", wording.EVALUATOR_HEADS),),
        rows=evaluator_rows(evaluators),
    )


def evaluator_rows(evaluators: tuple[EvaluatorRow, ...]) -> tuple[TableRow, ...]:
    """The rows of people."""
    count = len(evaluators)
    setting = label_setting("l1", PEOPLE_WIDTHS[0])
    rows = []
    for number, person in enumerate(evaluators):
        first = covered("people", "l1") if number else label(wording.EVALUATORS, setting, "people", count)
        boxes = (TableCell(lines=(text,)) for text in (person.name, person.title, person.office, ""))
        # The signature box follows the last name; the two may not stand on a page alone.
        rows.append(kept(TableRow(cells=(first, *boxes)), count > 1 and number == count - 1))
    return tuple(rows)


def funds_table(document: FormDocument, layout: FundsLayout) -> Table:
    """预算执行情况; never parted by a page end."""
    funds = document.funds
    assert funds is not None  # noqa: S101 - the part is drawn only where there is one
    setting = label_setting("l1", layout.label_width)
    points = points_line(funds_points(document), setting)
    count, behind = len(funds.rows) + bool(funds.note), layout.columns[1:]
    rows = []
    for number, row in enumerate(funds.rows):
        first = covered("funds", "l1") if number else label(layout.label, setting, "funds", count, more=(points,))
        cells = (_funds_cell(cell, column.width, column.prints) for cell, column in zip(row.cells, behind, strict=True))
        name = TableCell(lines=(f"{INDENT * row.indent}{row.label}",), css="name")
        rows.append(kept(TableRow(cells=(first, name, *cells), code=row.code), number > 0))
    if funds.note:
        words = TableCell(lines=(wording.EXPLAINED,))
        note = TableCell(lines=text_lines(funds.note), css="t", shape=Shape.PARAGRAPH, columns=len(layout.columns) - 1)
        long = "long" if _is_long(funds.note, sum(column.width for column in behind)) else ""
        rows.append(TableRow(cells=(covered("funds", "l1"), words, note), css=f"{long} keep".strip()))
    return Table(
        css="funds",
        widths=(layout.label_width, *(column.width for column in layout.columns)),
        heads=(_head("funds", [column.head for column in layout.columns]),),
        rows=tuple(rows),
    )


def funds_points(document: FormDocument) -> str:
    """The points of the indicator the funds table scores."""
    scored = document.layout.funds.indicator if document.layout.funds else ""
    return next((row.scores.set_points.text for row in document.rows if row.code == scored), "")


def task_table(document: FormDocument, layout: TasksLayout) -> Table:
    """年度主要任务, a row a task."""
    assert document.tasks is not None  # noqa: S101 - the part is drawn only where there is one
    setting = label_setting("l1", layout.label_width)
    count = len(document.tasks.rows)
    together = bound((ROW_HEIGHT,) * count, set_label(layout.label, setting)[2])
    rows = []
    for number, cells in enumerate(document.tasks.rows):
        first = covered("tasks", "l1") if number else label(layout.label, setting, "tasks", count)
        pairs = list(zip(cells, layout.columns, strict=True))
        is_long = any(_is_long(cell.text, column.width, DENSE) for cell, column in pairs)
        boxes = (_task_cell(cell, column.width, is_long=is_long) for cell, column in pairs)
        row = TableRow(cells=(first, *boxes), css="long" if is_long else "")
        rows.append(kept(row, number in together))
    return Table(
        css="tasks dense",
        widths=(layout.label_width, *(column.width for column in layout.columns)),
        heads=_task_heads(layout),
        rows=tuple(rows),
    )


def goals_table(document: FormDocument, layout: GoalsLayout) -> Table:
    """年度总体目标: the texts side by side in one row, which a page end may cut where they are long."""
    setting = label_setting("l1", layout.label_width)
    first = label(layout.label, setting, "goals", 1)
    texts = tuple(_goal(text) for text in document.goals)
    pairs = zip(texts, layout.columns, strict=True)
    is_long = any(_is_long("\n".join(text.lines), column.width) for text, column in pairs)
    return Table(
        css="goals",
        widths=(layout.label_width, *(column.width for column in layout.columns)),
        heads=(_head("goals", [column.head for column in layout.columns]),),
        # What may be cut needs room for the label on both sides: a short row would be half empty.
        rows=(TableRow(cells=(first, *texts), css="long" if is_long else ""),),
    )


def _goal(text: Narrative) -> TableCell:
    return TableCell(lines=tuple(each.text for each in text.paragraphs), css="t", shape=Shape.PARAGRAPH)


def _head(run: str, heads: Iterable[str]) -> TableRow:
    """A head whose first box belongs to the label below it."""
    boxes = (TableCell(lines=tuple(words.split("\n"))) for words in heads)
    return TableRow(cells=(TableCell(css="l1", run=run), *boxes))


def _task_heads(layout: TasksLayout) -> tuple[TableRow, ...]:
    """Two rows where neighbours share a head, else one."""
    if not any(column.over for column in layout.columns):
        return (_head("tasks", [column.head for column in layout.columns]),)
    upper, lower = [TableCell(css="l1", run="tasks", rows=2)], [covered("tasks", "l1")]
    for number, (over, run) in enumerate(groupby(layout.columns, key=lambda column: column.over or column.code)):
        columns: list[TextColumn] = list(run)
        if columns[0].over:
            upper.append(TableCell(lines=(over,), columns=len(columns)))
            lower += [TableCell(lines=tuple(column.head.split("\n"))) for column in columns]
        else:
            upper.append(TableCell(lines=(columns[0].head,), run=f"th{number}", shape=Shape.LABEL, rows=2))
            lower.append(covered(f"th{number}", ""))
    return TableRow(cells=tuple(upper)), TableRow(cells=tuple(lower))


def _funds_cell(cell: Cell, width: float, prints: Funds) -> TableCell:
    if prints is Funds.REASON:
        return TableCell(lines=text_lines(cell.text), css="t", shape=Shape.PARAGRAPH)
    return _number(cell, width, NORMAL)


def _task_cell(cell: Cell, width: float, *, is_long: bool) -> TableCell:
    if cell.kind is Kind.TEXT:
        is_short = is_long and lines_of_text(cell.text, chars_in(width, DENSE)) <= TALL_LINES
        css = "" if cell.text == MISSING else "t"
        return TableCell(lines=text_lines(cell.text), css=css, shape=Shape.TALL if is_short else Shape.PARAGRAPH)
    return _number(cell, width, DENSE, shape=Shape.TALL if is_long else Shape.PLAIN)


def _number(cell: Cell, width: float, points: float, shape: Shape = Shape.PLAIN) -> TableCell:
    fit = number_css(cell.text, width, points)
    return TableCell(lines=(cell.text,), css=f"n q {fit}".strip(), shape=shape)


def _is_long(text: str, width: float, points: float = NORMAL) -> bool:
    return lines_of_text(text, chars_in(width, points)) > UNBROKEN_LINES
