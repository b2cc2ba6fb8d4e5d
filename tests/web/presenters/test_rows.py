"""Boxes of rows as they are drawn: sums of what is stored, spare rows for who may type, rows the framework fixes."""

from dataclasses import replace
from decimal import Decimal

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.filing import Filing, Item
from selfeval.domain.framework import Column, FieldKind
from selfeval.services.changes import FigureChange
from selfeval.web.forms.fields import AmountField
from selfeval.web.forms.rows import EvaluatorsField, RowsField, TableField, cell_field
from selfeval.web.forms.section import SectionForm
from selfeval.web.presenters.boxes import view_of
from selfeval.web.presenters.rows import SPARE_ROWS, Heads, RowsView, rows_view, sums_of
from tests.factories import domain_framework, sample

ITEMS = domain_framework().fields_by_code["budget_adjustment_items"]
COLUMNS = (
    Column(code="goal", label="目标", kind=FieldKind.TEXT),
    Column(code="met", label="完成", kind=FieldKind.TEXT),
)
HEADS: Heads = (("goal", "目标", False), ("met", "完成", False))


def with_items(*items: Item) -> Assessment:
    filing = replace(sample(), fields={**sample().fields, ITEMS.code: items})
    return assess(domain_framework(), filing)


def test_excluded_rows_are_summed_apart() -> None:
    sums = sums_of(
        with_items(
            Item(label="甲", amount=Decimal(1_234_500), is_excluded=False, basis=""),
            Item(label="乙", amount=Decimal(500_000), is_excluded=True, basis="文件"),
        ),
        ITEMS,
    )
    assert (sums.total, sums.excluded, sums.counted, sums.has_excluded) == ("173.45", "50.00", "123.45", True)


def test_no_rows_have_no_sum_and_not_a_zero() -> None:
    sums = sums_of(assess(domain_framework(), Filing(framework="x", fiscal_year=2021)), ITEMS)
    assert {sums.total, sums.excluded, sums.counted} == {"—"}


def drawn(field: RowsField, stored: object, heads: Heads, *, is_editable: bool = True) -> RowsView:
    form = SectionForm(is_editable=is_editable)
    form.add_box("rows", field, label="行", stored=stored, change=lambda value: FigureChange(code="rows", value=value))
    return rows_view(view_of("rows", form=form, assessment=assess(domain_framework(), sample())), heads=heads)


def table(*rows: str) -> TableField:
    text = cell_field(FieldKind.TEXT, amount=AmountField(unit=domain_framework().money_unit))
    return TableField(columns=COLUMNS, cells={"goal": text, "met": text}, rows=rows)


def test_only_who_may_type_gets_spare_rows() -> None:
    heads: Heads = (("name", "姓名", False),)
    people = sample().evaluators
    view = drawn(EvaluatorsField(), people, heads)
    assert [line.is_spare for line in view.lines] == [False] * len(people) + [True] * SPARE_ROWS
    assert [line.cells[0].text for line in view.lines[: len(people)]] == [each.name for each in people]
    assert len(drawn(EvaluatorsField(), people, heads, is_editable=False).lines) == len(people)
    assert view.blank.cells[0].name == "rows.NUMBER.name"


def test_rows_of_the_framework_are_there_filled_or_not_and_no_others() -> None:
    view = drawn(table("本年", "上年"), ({}, {"goal": "办结"}), HEADS)
    assert (view.has_fixed_rows, view.is_table) == (True, True)
    assert [(line.heading, line.cells[0].text, line.is_spare) for line in view.lines] == [
        ("本年", "", False),
        ("上年", "办结", False),
    ]
    assert [line.heading for line in drawn(table("本年", "上年"), None, HEADS).lines] == ["本年", "上年"]
