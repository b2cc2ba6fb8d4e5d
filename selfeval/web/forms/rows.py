"""Boxes of several rows: itemised amounts (明细), tables, evaluators. One box is taken or refused as a whole.

Cells are sent as `<box>.<row>.<column>`; `<box>.rows` says that the box was on the page at all. A row with nothing in
it is no row. A row that is only begun waits (`incomplete`), it is not an error.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms

from selfeval.domain.filing import CellValue, Evaluator, Item, Row
from selfeval.domain.framework import Column, FieldKind
from selfeval.web.forms.fields import (
    AmountField,
    CountField,
    DayField,
    NumberField,
    PercentField,
    TextBox,
    TypedBox,
)
from selfeval.web.forms.section import INCOMPLETE

ROWS_AT_MOST = 300
Cells = dict[str, str]


class RowsWidget(forms.Widget):
    """Collects the cells of a box; it is drawn by the page's own template."""

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__()
        self.columns = tuple(columns)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Cells]:
        pattern = re.compile(rf"{re.escape(name)}\.(\d{{1,4}})\.({'|'.join(self.columns)})")
        found: dict[int, Cells] = {}
        for key in data:
            match = pattern.fullmatch(key)
            if match:
                found.setdefault(int(match[1]), {})[match[2]] = str(data[key])
        return [found[number] for number in sorted(found)]

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}.rows" not in data


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with one row; `is_incomplete` where it is only not finished."""

    row: int
    column: str
    message: str
    is_incomplete: bool


class RowsField(forms.Field, ABC):
    """The rows of a box as a tuple of domain values, or None where no row is filled.

    `has_fixed_rows`: rows keep their place, so a blank one stands as an empty mapping.
    """

    has_fixed_rows = False

    def __init__(self, columns: Sequence[str]) -> None:
        super().__init__(required=False, widget=RowsWidget(columns))

    @abstractmethod
    def read_row(self, cells: Cells) -> Any:
        """The domain value of one row that is not blank. Raises RowFault."""

    @abstractmethod
    def printed_row(self, value: Any) -> Cells:
        """The cells that show `value`."""

    def to_python(self, value: Any) -> Any:
        rows: list[Any] = []
        faults: list[Fault] = []
        for number, cells in enumerate(value or [], 1):
            if not any(text.strip() for key, text in cells.items() if key != "excluded"):
                if self.has_fixed_rows:
                    rows.append({})
                continue
            try:
                rows.append(self.read_row(cells))
            except RowFault as fault:
                faults.append(
                    Fault(row=number, column=fault.column, message=fault.message, is_incomplete=fault.is_incomplete)
                )
        if len(rows) > ROWS_AT_MOST:
            raise forms.ValidationError(f"最多 {ROWS_AT_MOST} 行，现有 {len(rows)} 行，请合并后再存", code="rows")
        if faults:
            raise _as_error(faults)
        return tuple(rows) if any(rows) else None

    def prepare_value(self, value: Any) -> Any:
        """Rows of texts, whether they come from what is stored or from what was typed."""
        return [dict(row) if _is_typed(row) else self.printed_row(row) for row in value or ()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial) != self.prepare_value(data)


def _is_typed(row: Any) -> bool:
    """Whether a row is texts as typed, as against a domain value."""
    return isinstance(row, Mapping) and all(isinstance(text, str) for text in row.values())


class RowFault(Exception):
    """A row that cannot be taken."""

    def __init__(self, *, column: str, message: str, is_incomplete: bool = False) -> None:
        super().__init__(message)
        self.column, self.message, self.is_incomplete = column, message, is_incomplete


def _as_error(faults: list[Fault]) -> forms.ValidationError:
    wrong = [fault for fault in faults if not fault.is_incomplete]
    shown = wrong or faults
    words = "；".join(f"第{fault.row}行{fault.message}" for fault in shown[:3])
    more = f"，另有 {len(shown) - 3} 行" if len(shown) > 3 else ""
    return forms.ValidationError(words + more, code="row" if wrong else INCOMPLETE)


def cell_value(field: forms.Field, column: str, label: str, text: str) -> Any:
    """What `field` takes from `text`, the cell `column` of a row. Raises RowFault."""
    try:
        return field.clean(text)
    except forms.ValidationError as error:
        raise RowFault(column=column, message=f"“{label}”{error.messages[0]}") from error


class ItemsField(RowsField):
    """An itemised amount: rows of 名称, 金额, 剔除 with its 依据."""

    def __init__(self, *, amount: AmountField) -> None:
        super().__init__(("label", "amount", "excluded", "basis"))
        self.amount = amount
        self.text = TextBox(at_most=200)

    def read_row(self, cells: Cells) -> Item:
        label = cell_value(self.text, "label", "名称", cells.get("label", ""))
        amount = cell_value(self.amount, "amount", "金额", cells.get("amount", ""))
        basis = cell_value(self.text, "basis", "剔除依据", cells.get("basis", ""))
        is_excluded = bool(cells.get("excluded"))
        if not label:
            raise RowFault(column="label", message="还没写名称", is_incomplete=True)
        if amount is None:
            raise RowFault(column="amount", message="还没填金额", is_incomplete=True)
        if is_excluded and not basis:
            raise RowFault(column="basis", message="勾了剔除，还没写依据", is_incomplete=True)
        return Item(label=label, amount=amount, is_excluded=is_excluded, basis=basis)

    def printed_row(self, value: Item) -> Cells:
        return {
            "label": value.label,
            "amount": self.amount.printed(value.amount),
            "excluded": "on" if value.is_excluded else "",
            "basis": value.basis,
        }


class EvaluatorsField(RowsField):
    """The evaluation group: 姓名, 职务, 科室."""

    def __init__(self) -> None:
        super().__init__(("name", "title", "office"))
        self.text = TextBox(at_most=100)

    def read_row(self, cells: Cells) -> Evaluator:
        name = cell_value(self.text, "name", "姓名", cells.get("name", ""))
        if not name:
            raise RowFault(column="name", message="还没写姓名", is_incomplete=True)
        return Evaluator(
            name=name,
            title=cell_value(self.text, "title", "职务", cells.get("title", "")),
            office=cell_value(self.text, "office", "科室", cells.get("office", "")),
        )

    def printed_row(self, value: Evaluator) -> Cells:
        return {"name": value.name, "title": value.title, "office": value.office}

    def to_python(self, value: Any) -> tuple[Evaluator, ...]:
        return super().to_python(value) or ()


class TableField(RowsField):
    """A table of the framework: one typed cell a column; with fixed rows, every row keeps its place."""

    def __init__(self, *, columns: Sequence[Column], cells: Mapping[str, forms.Field], rows: Sequence[str]) -> None:
        super().__init__([column.code for column in columns])
        self.columns, self.cells, self.fixed_rows = tuple(columns), cells, tuple(rows)
        self.has_fixed_rows = bool(rows)

    def read_row(self, cells: Cells) -> Row:
        row: dict[str, CellValue] = {}
        for column in self.columns:
            value = cell_value(self.cells[column.code], column.code, column.label, cells.get(column.code, ""))
            if value not in (None, ""):
                row[column.code] = value
        return row

    def printed_row(self, value: Row) -> Cells:
        return {column.code: self._printed(column, value.get(column.code)) for column in self.columns}

    def _printed(self, column: Column, value: CellValue | None) -> str:
        field = self.cells[column.code]
        if value is None:
            return ""
        return field.printed(value) if isinstance(field, TypedBox) else str(value)


def cell_field(kind: FieldKind, *, amount: AmountField) -> forms.Field:
    """The box of a table cell of `kind`; money cells are read by `amount`."""
    match kind:
        case FieldKind.MONEY:
            return amount
        case FieldKind.COUNT:
            return CountField(minimum=Decimal(0))
        case FieldKind.PERCENT:
            return PercentField()
        case FieldKind.NUMBER:
            return NumberField()
        case FieldKind.DATE:
            return DayField()
    return TextBox(at_most=5000, rows=1)
