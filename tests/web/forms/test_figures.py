"""Every kind of data item has its box, and every field of the shipped frameworks one that takes its sample."""

import pytest

from selfeval.domain.amounts import MoneyUnit
from selfeval.domain.framework import Column, Field, FieldKind
from selfeval.web.forms.figures import form_field
from selfeval.web.forms.rows import RowsField
from tests.factories import domain_framework, sample

TYPED = {
    FieldKind.MONEY: ("1.5", "1.50"),
    FieldKind.COUNT: ("51", "51"),
    FieldKind.PERCENT: ("8", "8%"),
    FieldKind.NUMBER: ("0.5", "0.5"),
    FieldKind.TEXT: ("网上调查", "网上调查"),
    FieldKind.DATE: ("2021-12-01", "2021年12月1日"),
    FieldKind.FLAG: ("yes", "yes"),
    FieldKind.CHOICE: ("甲", "甲"),
}


def field_of(kind: FieldKind) -> Field:
    column = Column(code="task", label="任务", kind=FieldKind.TEXT)
    return Field(code="some", label="某项", kind=kind, group="budget", options=("甲", "乙"), columns=(column,))


@pytest.mark.parametrize("kind", [kind for kind in FieldKind if kind in TYPED])
def test_what_is_typed_is_written_back(kind: FieldKind) -> None:
    box = form_field(field_of(kind), unit=MoneyUnit.WAN_YUAN)
    typed, written = TYPED[kind]
    assert box.prepare_value(box.clean(typed)) == written
    assert box.clean("") in (None, "")


@pytest.mark.parametrize("kind", [kind for kind in FieldKind if kind not in TYPED])
def test_the_other_kinds_have_rows(kind: FieldKind) -> None:
    assert isinstance(form_field(field_of(kind), unit=MoneyUnit.WAN_YUAN), RowsField)


def test_stored_figures_survive_their_boxes() -> None:
    framework, filing = domain_framework(), sample()
    for code, value in filing.fields.items():
        box = form_field(framework.fields_by_code[code], unit=framework.money_unit)
        assert box.clean(box.prepare_value(value)) == value, code
