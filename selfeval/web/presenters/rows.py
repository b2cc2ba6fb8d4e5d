"""Boxes of several rows as they are drawn: cells, spare rows, sums."""

from dataclasses import dataclass
from decimal import Decimal

from selfeval.domain.amounts import ZERO, money_text
from selfeval.domain.assessment import Assessment
from selfeval.domain.filing import Item
from selfeval.domain.framework import Field
from selfeval.web.forms.rows import TableField
from selfeval.web.presenters.boxes import BoxView
from selfeval.web.presenters.text import MISSING

SPARE_ROWS = 3
Heads = tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One input of a row box: its name, text and width class."""

    column: str
    label: str
    name: str
    text: str
    css: str
    is_number: bool = False
    is_long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLine:
    """One row of a row box; `heading` where the framework fixes the rows."""

    number: int
    cells: tuple[Cell, ...]
    heading: str = ""
    is_spare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsView:
    """A box of rows. `blank` is the row a browser copies for a new one; spare rows serve browsers without scripts."""

    box: BoxView
    heads: tuple[tuple[str, bool], ...]
    lines: tuple[TableLine, ...]
    blank: TableLine
    has_fixed_rows: bool
    is_table: bool = False
    sums: "Sums | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Sums of the stored rows of an itemised box, in the framework's unit."""

    code: str
    total: str
    excluded: str
    counted: str
    has_excluded: bool


def rows_view(box: BoxView, *, heads: Heads, sums: Sums | None = None) -> RowsView:
    """A box of rows as drawn; `heads` are (column, label, is a number)."""
    name = box.bound.name
    typed = getattr(box.bound.field, "cells", {})
    field = box.bound.field
    fixed = field.fixed_rows if isinstance(field, TableField) else ()
    given = [row for row in box.bound.value() or [] if fixed or any(row.values())]
    count = len(fixed) or len(given) + (0 if field.disabled else SPARE_ROWS)

    def line(number: int, texts: dict[str, str], *, key: str = "") -> TableLine:
        cells = tuple(
            Cell(
                column=column,
                label=label,
                name=f"{name}.{key or number}.{column}",
                text=texts.get(column, ""),
                css=f"c-{column}",
                is_number=is_number,
                is_long=bool(getattr(typed.get(column), "is_long", False)),
            )
            for column, label, is_number in heads
        )
        heading = fixed[number] if number < len(fixed) else ""
        return TableLine(number=number, cells=cells, heading=heading, is_spare=not fixed and number >= len(given))

    return RowsView(
        box=box,
        heads=tuple((label, is_number) for _, label, is_number in heads),
        lines=tuple(line(number, given[number] if number < len(given) else {}) for number in range(count)),
        blank=line(0, {}, key="NUMBER"),
        has_fixed_rows=bool(fixed),
        is_table=isinstance(field, TableField),
        sums=sums,
    )


def sums_of(assessment: Assessment, field: Field) -> Sums:
    """Total, excluded and counted of the rows that are stored."""
    stored = assessment.filing.fields.get(field.code)
    items = [row for row in stored if isinstance(row, Item)] if isinstance(stored, tuple) else []
    unit = assessment.framework.money_unit
    total = sum((item.amount for item in items), ZERO)
    excluded = sum((item.amount for item in items if item.is_excluded), ZERO)

    def text(amount: Decimal) -> str:
        return money_text(amount, unit) if items else MISSING

    return Sums(
        code=field.code,
        total=text(total),
        excluded=text(excluded),
        counted=text(total - excluded),
        has_excluded=any(item.is_excluded for item in items),
    )
