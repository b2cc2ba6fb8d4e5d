"""The tables of the 2020 form: 预算执行情况 by source of money, and 年度主要任务."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from selfeval.domain.amounts import money_in_unit
from selfeval.domain.filing import Filing
from selfeval.domain.framework import NUMERIC_KINDS, FieldKind, Framework
from selfeval.domain.scoring import ScoreSheet
from selfeval.domain.scoring.figures import Figures
from selfeval.exports.cells import CellMaker
from selfeval.exports.document import (
    MISSING,
    NO_CELL,
    Cell,
    FundsRow,
    FundsTable,
    IndicatorRow,
    QuotientOf,
    TaskTable,
    date_text,
    value_role,
)
from selfeval.exports.layout import Funds, FundsLayout, FundsRowLayout, TasksLayout
from selfeval.exports.printable import printable

_FLAGS = {True: "是", False: "否"}


class FundsMaker:
    """Makes the funds table of a filing; `scored` is the row of the indicator that it scores."""

    def __init__(
        self,
        *,
        layout: FundsLayout,
        framework: Framework,
        filing: Filing,
        sheet: ScoreSheet,
        cells: CellMaker,
        scored: IndicatorRow,
    ) -> None:
        self._layout = layout
        self._framework = framework
        self._figures = Figures(framework, filing)
        self._score = sheet.indicators[layout.indicator]
        self._cells = cells
        self._scored = scored

    def table(self) -> FundsTable:
        """All of it; the first row is the scored one."""
        rows = tuple(self._row(row, is_first=not index) for index, row in enumerate(self._layout.rows))
        has_column = any(column.prints is Funds.REASON for column in self._layout.columns)
        return FundsTable(rows=rows, note="" if has_column else self._scored.words.explanation)

    def _row(self, row: FundsRowLayout, *, is_first: bool) -> FundsRow:
        cells = tuple(self._cell(column.prints, row, is_first=is_first) for column in self._layout.columns[1:])
        return FundsRow(
            label=row.label, cells=cells, indent=row.indent, code=self._layout.indicator if is_first else ""
        )

    def _cell(self, prints: Funds, row: FundsRowLayout, *, is_first: bool) -> Cell:
        match prints:
            case Funds.ORIGINAL:
                return self._amount(row.original)
            case Funds.FULL:
                return self._amount(row.full)
            case Funds.ACTUAL:
                return self._amount(row.actual)
            case Funds.RATE:
                return self._rate(row)
            case Funds.POINTS if is_first:
                return self._scored.scores.set_points
            case Funds.SCORE if is_first:
                return self._scored.scores.self_score
            case Funds.REASON:
                return Cell(text=self._scored.words.explanation if is_first else "")
        return NO_CELL

    def _amount(self, code: str) -> Cell:
        if not code:
            return NO_CELL
        return self._cells.figure(self._value(code), self._framework.fields_by_code[code].kind, role=value_role(code))

    def _rate(self, row: FundsRowLayout) -> Cell:
        """执行数÷全年预算数, a figure beside the scored one; nothing where either is missing or there is no budget."""
        if not (row.actual and row.full):
            return NO_CELL
        actual, full = self._value(row.actual), self._value(row.full)
        rate = actual / full if actual is not None and full else None
        formula = QuotientOf(
            dividend=value_role(row.actual), divisor=value_role(row.full), cut_to=self._cells.cut_to(is_percent=True)
        )
        return self._cells.rate(rate, formula=formula)

    def _value(self, code: str) -> Decimal | None:
        found = self._figures.value(code)
        return found if isinstance(found, Decimal) else None


def task_table(layout: TasksLayout, framework: Framework, filing: Filing, cells: CellMaker) -> TaskTable:
    """The rows of the table field; one row without anything where the unit filed none."""
    kinds = {column.code: column.kind for column in framework.fields_by_code[layout.field].columns}
    stored = filing.fields.get(layout.field)
    rows = [each for each in stored if isinstance(each, Mapping)] if isinstance(stored, tuple) else []

    def cell(row: Mapping[str, object], code: str) -> Cell:
        value, kind = row.get(code), kinds[code]
        if kind in NUMERIC_KINDS:
            number = value if isinstance(value, Decimal) else None
            if number is not None and kind is FieldKind.MONEY:
                number = money_in_unit(number, framework.money_unit)
            return cells.figure(number, kind)
        if isinstance(value, bool):
            return Cell(text=_FLAGS[value], is_input=True)
        text = date_text(value) if isinstance(value, date) else printable(str(value or "")).strip()
        return Cell(text=text or MISSING, is_input=True)

    made = tuple(tuple(cell(row, column.code) for column in layout.columns) for row in rows)
    return TaskTable(rows=made or (tuple(NO_CELL for _ in layout.columns),))
