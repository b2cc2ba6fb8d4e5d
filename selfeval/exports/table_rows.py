"""The rows of the ruled tables as the sheet draws them: which cells read as one, and which rows stay together.

Paper has no rowspan: every row has all its cells, cells that belong together share a `run`, and `page_finish` makes
them one on each page. A label takes no room, so the rows it needs must not be torn from one another; `bound` says
which rows are bound to the row above. A screen has no pages: there the first cell of a run spans `rows` rows and the
others (`rows` 0) are not drawn.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from selfeval.exports import wording
from selfeval.exports.document import EvaluatorRow, FormDocument, IndicatorRow, IndicatorSection, ScoreCells

ROW_HEIGHT = 10.2  # mm of the lowest indicator row, with its padding
ANALYSIS_CHARS_A_LINE = 19
NAME_CHARS_A_LINE = 6
KEPT_LINES = 6  # of an analysis on each of the pages that share a cut row
UNBROKEN_LINES = 22  # an analysis of more lines may be cut by a page end
REPEATED_NAME_CHARS = 40  # a longer name would not fit beside the six lines that end a cut row
EVALUATORS_ON_ONE_PAGE = 10
LABEL_LINES = 4  # a label of more lines is set small, so that it fits two of the lowest rows


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSetting:
    """How the labels of a column are broken: characters a line and mm a line, in normal and in small type."""

    css: str
    chars: int
    line_height: float
    small_chars: int
    small_line_height: float


LEVEL1 = LabelSetting(css="l1", chars=2, line_height=4.45, small_chars=3, small_line_height=3.2)
LEVEL2 = LabelSetting(css="l2", chars=3, line_height=4.45, small_chars=4, small_line_height=3.6)


class Shape(StrEnum):
    """How the content of a cell is set."""

    PLAIN = "plain"
    LABEL = "label"
    GROWING_LABEL = "growing"
    LONG_NAME = "long_name"
    PARAGRAPH = "paragraph"
    TALL = "tall"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """One cell: its lines, its classes, the run it belongs to, and how many columns and rows it covers."""

    lines: tuple[str, ...] = ()
    css: str = ""
    shape: Shape = Shape.PLAIN
    run: str = ""
    columns: int = 1
    rows: int = 1


_NOT_SUMMED = TableCell(lines=(wording.NOT_SUMMED,))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row; `code` is the indicator's, empty for sums and people."""

    cells: tuple[TableCell, ...]
    css: str = ""
    code: str = ""


def indicator_rows(document: FormDocument) -> tuple[TableRow, ...]:
    """小计 and leaves of every 一级指标, then 综合得分 and 评价结果等次."""
    rows = [row for number, section in enumerate(document.sections) for row in _section_rows(section, f"a{number}")]
    heading = TableCell(lines=(wording.TOTAL,), columns=3)
    grade = (
        TableCell(lines=(wording.GRADE,), columns=3),
        TableCell(lines=(document.grade.text,), columns=4),
    )
    rows.append(TableRow(cells=(heading, *_score_cells(document.total, _NOT_SUMMED)), css="sum keep"))
    rows.append(TableRow(cells=grade, css="sum keep"))
    return tuple(rows)


def evaluator_rows(evaluators: tuple[EvaluatorRow, ...]) -> tuple[TableRow, ...]:
    """评价人员, with an empty box for each signature."""
    count = len(evaluators)
    rows = []
    for number, person in enumerate(evaluators):
        label = _covered("people", "l1") if number else _label(wording.EVALUATORS, LEVEL1, "people", count)
        boxes = (TableCell(lines=(text,)) for text in (person.name, person.title, person.office, ""))
        # The signature box follows the last name; the two may not stand on a page alone.
        css = "keep" if count > 1 and number == count - 1 else ""
        rows.append(TableRow(cells=(label, *boxes), css=css))
    return tuple(rows)


def balanced(name: str, width: int) -> tuple[str, ...]:
    """`name` in lines of nearly equal length, none longer than `width` characters."""
    lines = max(1, math.ceil(len(name) / width))
    cuts = [round(line * len(name) / lines) for line in range(lines + 1)]
    return tuple(name[start:end] for start, end in pairwise(cuts))


def bound(count: int, height: float) -> frozenset[int]:
    """Which of `count` rows stay with the row above, so that a label `height` mm high has room on every page.

    As many rows as the label needs stay together at either end, and never fewer than two at the lower one; a page in
    between holds more than that anyway.
    """
    need = math.ceil(height / ROW_HEIGHT)
    upper, lower = min(count, need), min(count, max(2, need))
    return frozenset(range(1, upper)) | frozenset(range(count - lower + 1, count))


def may_be_cut(row: IndicatorRow) -> bool:
    """Whether the analysis is too long to be kept on one page; not where a long name would go on without it."""
    lines = sum(max(1, math.ceil(len(line) / ANALYSIS_CHARS_A_LINE)) for line in row.analysis.split("\n"))
    return lines > max(UNBROKEN_LINES, math.ceil(len(row.name) / NAME_CHARS_A_LINE) + KEPT_LINES)


def _section_rows(section: IndicatorSection, run: str) -> Iterator[TableRow]:
    count = len(section.rows) + 1
    # 小计 never ends a page: index 1 is the first leaf.
    kept = {1} | bound(count, _set_label(section.name, LEVEL1)[2])
    start = 1
    for group in section.groups:
        kept |= {start + index for index in bound(len(group.rows), _set_label(group.name, LEVEL2)[2])}
        start += len(group.rows)
    yield TableRow(
        cells=(
            _label(section.name, LEVEL1, run, count),
            TableCell(lines=(wording.SUBTOTAL,), columns=2),
            *_score_cells(section.subtotal, _graded(section)),
        ),
        css="sub",
    )
    yield from (_kept(row, number in kept) for number, row in enumerate(_leaf_rows(section, run), 1))


def _graded(section: IndicatorSection) -> TableCell:
    """The grade of a 一级指标 in the column that has no sum."""
    if section.grade is None:
        return _NOT_SUMMED
    return TableCell(lines=(f"{wording.GROUP_GRADE}：{section.grade.text}",))


def _leaf_rows(section: IndicatorSection, run: str) -> Iterator[TableRow]:
    for number, group in enumerate(section.groups):
        for index, row in enumerate(group.rows):
            own = f"{run}.{number}"
            head: tuple[TableCell, ...] = (_covered(run, "l1"),)
            if group.name:
                label = _label(group.name, LEVEL2, f"b{own}", len(group.rows))
                head += (_covered(f"b{own}", "l2") if index else label,)
            yield _leaf_row(row, head, f"c{own}.{index}", name_columns=1 if group.name else 2)


def _leaf_row(row: IndicatorRow, head: tuple[TableCell, ...], run: str, *, name_columns: int) -> TableRow:
    long = may_be_cut(row)
    is_repeated = long and len(row.name) <= REPEATED_NAME_CHARS
    name = TableCell(
        lines=(row.name,),
        css="name",
        shape=Shape.LONG_NAME if is_repeated else Shape.PLAIN,
        run=run if is_repeated else "",
        columns=name_columns,
    )
    analysis = TableCell(lines=tuple(row.analysis.split("\n")), css="t", shape=Shape.PARAGRAPH)
    figures = _score_cells(row.scores, analysis, shape=Shape.TALL if long else Shape.PLAIN)
    return TableRow(cells=(*head, name, *figures), css="long" if long else "", code=row.code)


def _score_cells(scores: ScoreCells, analysis: TableCell, shape: Shape = Shape.PLAIN) -> tuple[TableCell, ...]:
    return (
        TableCell(lines=(scores.reference_points.text,), css="n p", shape=shape),
        TableCell(lines=(scores.set_points.text,), css="n p", shape=shape),
        analysis,
        TableCell(lines=(scores.self_score.text,), css="n", shape=shape),
    )


def _label(name: str, setting: LabelSetting, run: str, count: int) -> TableCell:
    lines, css, height = _set_label(name, setting)
    # A label that its rows cannot hold grows the row it stands in, so that no page leaves it less room than it needs.
    grows = count == 1 or height > count * ROW_HEIGHT
    return TableCell(lines=lines, css=css, run=run, rows=count, shape=Shape.GROWING_LABEL if grows else Shape.LABEL)


def _set_label(name: str, setting: LabelSetting) -> tuple[tuple[str, ...], str, float]:
    """Lines, classes and height in mm of a label."""
    lines = balanced(name, setting.chars)
    if len(lines) <= LABEL_LINES:
        return lines, setting.css, len(lines) * setting.line_height
    lines = balanced(name, setting.small_chars)
    return lines, f"{setting.css} small", len(lines) * setting.small_line_height


def _covered(run: str, css: str) -> TableCell:
    return TableCell(css=css, run=run, rows=0)


def _kept(row: TableRow, keep: bool) -> TableRow:
    return replace(row, css=f"{row.css} keep".strip()) if keep else row
