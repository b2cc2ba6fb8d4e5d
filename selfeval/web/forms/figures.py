"""A page of data items (数据项): one box for each field of the group."""

from functools import partial

from django import forms

from selfeval.domain.amounts import MoneyUnit
from selfeval.domain.filing import FieldValue, Filing
from selfeval.domain.framework import Field, FieldKind, Framework
from selfeval.services.changes import FigureChange
from selfeval.web.forms.fields import (
    AmountField,
    CountField,
    DayField,
    FlagField,
    NumberField,
    OptionField,
    PercentField,
    TextBox,
)
from selfeval.web.forms.rows import ItemsField, TableField, cell_field
from selfeval.web.forms.section import SectionForm


def add_figures(form: SectionForm, *, framework: Framework, filing: Filing, group: str) -> None:
    """Put the boxes of the field group `group` on `form`."""
    for field in framework.fields:
        if field.group == group:
            form.add_box(
                f"fields.{field.code}",
                form_field(field, unit=framework.money_unit),
                label=field.label,
                stored=filing.fields.get(field.code),
                change=partial(_change, field.code),
            )


def _change(code: str, value: FieldValue | str | None) -> FigureChange:
    return FigureChange(code=code, value=None if value == "" else value)


def form_field(field: Field, *, unit: MoneyUnit) -> forms.Field:
    """The box for one data item; money is typed in `unit`."""
    match field.kind:
        case FieldKind.MONEY:
            return AmountField(unit=unit, minimum=field.minimum)
        case FieldKind.COUNT:
            return CountField(minimum=field.minimum)
        case FieldKind.PERCENT:
            return PercentField(minimum=field.minimum)
        case FieldKind.NUMBER:
            return NumberField(minimum=field.minimum)
        case FieldKind.DATE:
            return DayField()
        case FieldKind.FLAG:
            return FlagField()
        case FieldKind.CHOICE:
            return OptionField(options=field.options)
        case FieldKind.ITEMISED_MONEY:
            return ItemsField(amount=AmountField(unit=unit, minimum=field.minimum))
        case FieldKind.TABLE:
            amount = AmountField(unit=unit)
            cells = {column.code: cell_field(column.kind, amount=amount) for column in field.columns}
            return TableField(columns=field.columns, cells=cells, rows=field.rows)
    return TextBox(at_most=2000)
