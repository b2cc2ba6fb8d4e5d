"""Boxes of several rows are taken whole, refused whole, or wait for a row to be finished."""

from decimal import Decimal

import pytest
from django.forms import ValidationError
from django.http import QueryDict

from selfeval.domain.amounts import MoneyUnit
from selfeval.domain.filing import Evaluator, Item
from selfeval.domain.framework import Column, FieldKind
from selfeval.web.forms.fields import AmountField
from selfeval.web.forms.rows import ROWS_AT_MOST, EvaluatorsField, ItemsField, TableField, cell_field
from selfeval.web.forms.section import INCOMPLETE

UNIT = AmountField(unit=MoneyUnit.WAN_YUAN)
ITEMS = ItemsField(amount=UNIT)
RUNNING = {"label": "办公楼运行", "amount": "70"}


def refusal_of(field: ItemsField | TableField | EvaluatorsField, rows: list[dict[str, str]]) -> ValidationError:
    with pytest.raises(ValidationError) as refusal:
        field.clean(rows)
    return refusal.value


def test_rows_become_items_and_blank_rows_nothing() -> None:
    rows = [
        RUNNING,
        {"label": " ", "amount": ""},
        {"label": "专项", "amount": "１９７", "excluded": "on", "basis": "交办"},
    ]
    assert ITEMS.clean(rows) == (
        Item(label="办公楼运行", amount=Decimal(700_000)),
        Item(label="专项", amount=Decimal(1_970_000), is_excluded=True, basis="交办"),
    )
    assert ITEMS.clean([]) is None


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"label": "只有名称", "amount": ""}, "第1行还没填金额"),
        ({"label": "", "amount": "70"}, "第1行还没写名称"),
        ({"label": "专项", "amount": "70", "excluded": "on"}, "第1行勾了剔除，还没写依据"),
    ],
)
def test_a_row_that_is_only_begun_waits(row: dict[str, str], words: str) -> None:
    refusal = refusal_of(ITEMS, [row])
    assert (refusal.messages, refusal.code) == ([words], INCOMPLETE)


def test_a_bad_number_names_its_row_before_what_is_unfinished() -> None:
    refusal = refusal_of(ITEMS, [{"label": "甲", "amount": ""}, {"label": "乙", "amount": "12万"}])
    assert "第2行“金额”“12万”带了单位" in refusal.messages[0]
    assert refusal.code != INCOMPLETE


def test_more_rows_than_a_form_can_hold_are_refused() -> None:
    assert "最多 300 行，现有 301 行" in refusal_of(ITEMS, [RUNNING] * (ROWS_AT_MOST + 1)).messages[0]


def test_cells_are_collected_in_the_order_of_their_rows() -> None:
    data = QueryDict("box.10.label=乙&box.2.label=甲&box.2.amount=1&box.x.label=无&boxes.1.label=别的&box.rows=2")
    assert ITEMS.widget.value_from_datadict(data, None, "box") == [{"label": "甲", "amount": "1"}, {"label": "乙"}]
    assert not ITEMS.widget.value_omitted_from_data(data, None, "box")
    assert ITEMS.widget.value_omitted_from_data(data, None, "other")


def test_items_are_written_back_as_typed() -> None:
    value = ITEMS.clean([RUNNING])
    assert ITEMS.prepare_value(value) == [{"label": "办公楼运行", "amount": "70.00", "excluded": "", "basis": ""}]
    assert ITEMS.prepare_value([RUNNING]) == [RUNNING]


def test_evaluators_need_a_name() -> None:
    field = EvaluatorsField()
    people = field.clean([{"name": "王〇䶮", "title": "组长", "office": ""}, {"name": "", "title": "", "office": ""}])
    assert people == (Evaluator(name="王〇䶮", title="组长"),)
    assert field.clean([]) == ()
    assert refusal_of(field, [{"title": "组长"}]).messages == ["第1行还没写姓名"]


COLUMNS = (
    Column(code="task", label="任务", kind=FieldKind.TEXT),
    Column(code="budget", label="预算数", kind=FieldKind.MONEY),
    Column(code="done", label="完成率", kind=FieldKind.PERCENT),
    Column(code="on", label="日期", kind=FieldKind.DATE),
)


def table(*rows: str) -> TableField:
    cells = {column.code: cell_field(column.kind, amount=UNIT) for column in COLUMNS}
    return TableField(columns=COLUMNS, cells=cells, rows=rows)


def test_table_cells_are_typed_by_their_column() -> None:
    value = table().clean([{"task": "招商", "budget": "1.5", "done": "80", "on": ""}])
    assert value == ({"task": "招商", "budget": Decimal(15_000), "done": Decimal("0.8")},)
    assert table().prepare_value(value) == [{"task": "招商", "budget": "1.50", "done": "80%", "on": ""}]


def test_fixed_rows_keep_their_place() -> None:
    rows = [{"budget": ""}, {"budget": "2"}]
    assert table("上半年", "下半年").clean(rows) == ({}, {"budget": Decimal(20_000)})
    assert table("上半年", "下半年").clean([{"budget": ""}, {"budget": ""}]) is None
    assert "第2行“预算数”" in refusal_of(table("上半年", "下半年"), [{}, {"budget": "二"}]).messages[0]
