"""The indicator table in the columns of its layout: 小计 and leaves of every 一级指标, then the total and the grade."""

from collections.abc import Iterator
from functools import lru_cache

from selfeval.exports import wording
from selfeval.exports.document import Cell, FormDocument, IndicatorRow, IndicatorSection, ScoreCells
from selfeval.exports.layout import LABEL_COLUMNS, Align, Column, GradeAt, IndicatorLayout, Layout, Prints, Subtotals
from selfeval.exports.table_rows import (
    DENSE,
    KEPT_LINES,
    NORMAL,
    ROW_HEIGHT,
    SMALL,
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
    least_height,
    lines_of_text,
    number_css,
    points_line,
    set_label,
    text_lines,
)

_CSS = {Align.LEFT: "name", Align.CENTER: "", Align.RIGHT: "n", Align.JUSTIFY: "t"}
_WIDE_NUMBER = 14.0  # mm; a score with two decimals stands a little from the rule
_SMALL2 = 8.5  # pt of long labels in the second column
_LEAST_AT_AN_END = 2 * ROW_HEIGHT  # of one row alone with the name of its 一级指标 at the end of a page
_TALL_LINES = 6  # a short text beside a long one is not cut itself


def cell_of(row: IndicatorRow, prints: Prints) -> Cell | str:
    """What a column prints of a leaf: a cell for numbers, else text."""
    match prints:
        case Prints.REFERENCE_POINTS:
            return row.scores.reference_points
        case Prints.SET_POINTS:
            return row.scores.set_points
        case Prints.SELF_SCORE:
            return row.scores.self_score
        case Prints.COMPUTED_SCORE:
            return row.computed_score
        case Prints.COEFFICIENT:
            return row.coefficient
        case Prints.ANALYSIS:
            return row.analysis
        case Prints.NAME:
            return row.name
        case Prints.BLANK | Prints.LEVEL1 | Prints.LEVEL2:
            return ""
    words: str = getattr(row.words, prints.value)
    return words


def sum_of(scores: ScoreCells, prints: Prints) -> Cell | None:
    """The sum below a column of numbers; None for a column that is not summed."""
    match prints:
        case Prints.REFERENCE_POINTS:
            return scores.reference_points
        case Prints.SET_POINTS:
            return scores.set_points
        case Prints.SELF_SCORE:
            return scores.self_score
    return None


def head_spans(columns: tuple[Column, ...]) -> Iterator[tuple[str, int]]:
    """The heads from left to right, each with the number of columns it stands over."""
    for index, column in enumerate(columns):
        if index and columns[index - 1].head == column.head:
            continue
        count = 1
        while index + count < len(columns) and columns[index + count].head == column.head:
            count += 1
        yield column.head, count


def remark_column(layout: IndicatorLayout) -> int:
    """The column whose box in the sums says that nothing is summed there, or the grade: the last wide text."""
    texts = (Prints.ANALYSIS, Prints.EXPLANATION)
    return next(index for index, column in enumerate(layout.columns) if column.prints in texts)


def indicator_table(document: FormDocument) -> Table:
    """All of it."""
    layout = document.layout.indicators
    heads = tuple(
        TableCell(lines=tuple(words.split("\n")), columns=count) for words, count in head_spans(layout.columns)
    )
    return Table(
        css="indicators dense" if layout.is_dense else "indicators",
        widths=tuple(column.width for column in layout.columns),
        heads=(TableRow(cells=heads),),
        rows=indicator_rows(document),
    )


def indicator_rows(document: FormDocument) -> tuple[TableRow, ...]:
    """The rows below the head."""
    maker = _maker(document.layout)
    rows = [row for number, section in enumerate(document.table_sections) for row in maker.section(section, number)]
    return (*rows, *maker.totals(document))


def may_be_cut(row: IndicatorRow, layout: Layout) -> bool:
    """Whether a text is too long to be kept on one page; not where a long name would go on without it."""
    return _maker(layout).may_be_cut(row)


@lru_cache(maxsize=64)
def _maker(layout: Layout) -> "RowMaker":
    return RowMaker(layout)


class RowMaker:
    """Makes the rows of tables in one layout."""

    def __init__(self, layout: Layout) -> None:
        table = layout.indicators
        self._total = layout.total
        self._columns = table.columns
        self._points = DENSE if table.is_dense else NORMAL
        self._has_rows_of_sums = table.subtotals is Subtotals.ROW
        first, second = table.columns[0].width, table.columns[1].width
        self._level1 = label_setting("l1", first, points=self._points)
        self._level2 = label_setting(
            "l2", second, points=self._points, small=_SMALL2 if self._points == NORMAL else SMALL
        )
        self._name_chars = chars_in(table.columns[2].width, self._points)
        self._chars = {each.prints: chars_in(each.width, self._points) for each in table.columns}
        self._remark = remark_column(table)

    def section(self, section: IndicatorSection, number: int) -> Iterator[TableRow]:
        """小计, where the layout has it as a row, and the leaves."""
        run = f"a{number}"
        # 小计 never ends a page, nor does the first row with the name of a 一级指标 unless it is high.
        start = int(self._has_rows_of_sums)
        heights = [*[ROW_HEIGHT] * start, *(self._height(row) for row in section.rows)]
        height = set_label(section.name, self._level1, more=self._more(section))[2]
        together = set(bound(heights, height) | ({1} if start or heights[0] < _LEAST_AT_AN_END else set()))
        if self._has_rows_of_sums:
            yield self._subtotal(section, run, heights)
        for group in section.groups:
            height = set_label(group.name, self._level2)[2]
            together |= {start + index for index in bound(heights[start : start + len(group.rows)], height)}
            start += len(group.rows)
        leaves = enumerate(self._leaves(section, run, heights), int(self._has_rows_of_sums))
        yield from (kept(row, index in together) for index, row in leaves)

    def totals(self, document: FormDocument) -> Iterator[TableRow]:
        """The total and the grade, in one row or two."""
        beside = f"{self._total.grade_label}：{document.grade.text}"
        is_beside = self._total.grade is GradeAt.BESIDE
        remark = TableCell(lines=(beside if is_beside else wording.NOT_SUMMED,))
        yield TableRow(cells=tuple(self._summed(self._total.label, 0, document.total, remark)), css="sum keep")
        if not is_beside:
            heading = TableCell(lines=(self._total.grade_label,), columns=LABEL_COLUMNS)
            grade = TableCell(lines=(document.grade.text,), columns=len(self._columns) - LABEL_COLUMNS)
            yield TableRow(cells=(heading, grade), css="sum keep")

    def may_be_cut(self, row: IndicatorRow) -> bool:
        """As `may_be_cut`."""
        lines = max(self._lines(row, column) for column in self._columns[LABEL_COLUMNS:])
        # One character less: a name does not break everywhere.
        name = lines_of_text(row.name, max(1, self._name_chars - 1))
        return lines > max(UNBROKEN_LINES, name + KEPT_LINES)

    def _lines(self, row: IndicatorRow, column: Column) -> int:
        text = cell_of(row, column.prints)
        return 1 if isinstance(text, Cell) else lines_of_text(text, self._chars[column.prints])

    def _height(self, row: IndicatorRow) -> float:
        contents = ((cell_of(row, column.prints), column.width) for column in self._columns[LABEL_COLUMNS:])
        texts = ((text, width) for text, width in contents if isinstance(text, str))
        return least_height(texts, self._points, is_cut=self.may_be_cut(row))

    def _more(self, section: IndicatorSection) -> tuple[str, ...]:
        """The points behind the name of a 一级指标 that has no row of sums."""
        return () if self._has_rows_of_sums else (points_line(section.subtotal.set_points.text, self._level1),)

    def _subtotal(self, section: IndicatorSection, run: str, heights: list[float]) -> TableRow:
        grade = section.grade
        remark = wording.NOT_SUMMED if grade is None else f"{wording.GROUP_GRADE}：{grade.text}"
        first = label(section.name, self._level1, run, len(heights), heights=heights)
        rest = self._summed(wording.SUBTOTAL, 1, section.subtotal, TableCell(lines=(remark,)))
        return TableRow(cells=(first, *rest), css="sub")

    def _summed(self, words: str, first: int, scores: ScoreCells, remark: TableCell) -> Iterator[TableCell]:
        """`words` over the columns up to the first sum, then sums; other columns are empty, one has the remark."""
        sums = {index: sum_of(scores, column.prints) for index, column in enumerate(self._columns)}
        start = min(self._remark, *(index for index, cell in sums.items() if cell is not None))
        yield TableCell(lines=(words,), columns=start - first)
        for index in range(start, len(self._columns)):
            cell, column = sums[index], self._columns[index]
            if cell is not None:
                yield self._number(cell, column)
            else:
                yield remark if index == self._remark else TableCell()

    def _leaves(self, section: IndicatorSection, run: str, heights: list[float]) -> Iterator[TableRow]:
        is_first = not self._has_rows_of_sums
        start = int(self._has_rows_of_sums)
        for number, group in enumerate(section.groups):
            own, below = f"{run}.{number}", heights[start : start + len(group.rows)]
            start += len(group.rows)
            for index, row in enumerate(group.rows):
                head: tuple[TableCell, ...] = (covered(run, "l1"),)
                if is_first:
                    head = (
                        label(section.name, self._level1, run, len(heights), more=self._more(section), heights=heights),
                    )
                    is_first = False
                if group.name:
                    named = label(group.name, self._level2, f"b{own}", len(below), heights=below)
                    head += (covered(f"b{own}", "l2") if index else named,)
                yield self._leaf(row, head, f"c{own}.{index}", name_columns=1 if group.name else 2)

    def _leaf(self, row: IndicatorRow, head: tuple[TableCell, ...], run: str, *, name_columns: int) -> TableRow:
        long = self.may_be_cut(row)
        # A longer name would not fit beside the six lines that end a cut row.
        is_repeated = long and len(row.name) <= self._name_chars * KEPT_LINES - 2
        name = TableCell(
            lines=(row.name,),
            css="name",
            shape=Shape.LONG_NAME if is_repeated else Shape.PLAIN,
            run=run if is_repeated else "",
            columns=name_columns,
        )
        cells = (self._cell(row, column, is_long=long) for column in self._columns[LABEL_COLUMNS:])
        return TableRow(cells=(*head, name, *cells), css="long" if long else "", code=row.code)

    def _cell(self, row: IndicatorRow, column: Column, *, is_long: bool) -> TableCell:
        content = cell_of(row, column.prints)
        if isinstance(content, Cell):
            return self._number(content, column, shape=Shape.TALL if is_long else Shape.PLAIN)
        css, lines = _CSS[column.align], text_lines(content)
        if column.align is Align.JUSTIFY:
            is_short = is_long and self._lines(row, column) <= _TALL_LINES
            return TableCell(lines=lines, css=css, shape=Shape.TALL if is_short else Shape.PARAGRAPH)
        return TableCell(lines=lines, css=css, shape=Shape.TALL if is_long else Shape.PLAIN)

    def _number(self, cell: Cell, column: Column, shape: Shape = Shape.PLAIN) -> TableCell:
        fit = number_css(cell.text, column.width, self._points)
        aligned = _CSS[column.align] if column.align is Align.CENTER or column.width >= _WIDE_NUMBER else "n p"
        css = " ".join(part for part in (aligned, fit) if part)
        return TableCell(lines=(cell.text,), css=css, shape=shape)
