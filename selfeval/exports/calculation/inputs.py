"""Sheet 输入: everything one filing has typed in, one box a value; an empty box is not filled."""

from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import money_in_unit
from selfeval.domain.filing import Filing, IndicatorEntry, Item, Quantity
from selfeval.domain.framework import ITEMISED_PARTS, NUMERIC_KINDS, Field, FieldKind, Framework, Indicator
from selfeval.domain.scoring.rules import Checklist, Choose, Coefficient, Incidents, Manual, Tiers
from selfeval.exports.calculation.grid import INPUTS, Grid
from selfeval.exports.document import value_role
from selfeval.exports.printable import on_one_line

YES, NO = "是", "否"
NOT_FILLED = "未填"
WIDTHS: Final = (36, 44, 14, 14, 8, 12, 14, 18, 10, 14, 14, 14)
_FIGURE_HEADS: Final = ("数据项", "编码", "数值", "是否剔除")
_ENTRY_HEADS: Final = (
    "指标",
    "编码",
    "参考分值",
    "设定分值",
    "涉及",
    "评价得分",
    "填报数",
    "达成档次",
    "指标性质",
    "指标值",
    "调整后指标值",
    "实际完成值",
)
_GIVEN: Final = {Incidents: "incidents", Manual: "points", Coefficient: "coefficient", Choose: "choice"}


def entry_role(code: str, key: str) -> str:
    """The role of what was typed on an indicator: `set_points`, `self_score`, `given`, `tier`, `actual`, …"""
    return f"entry:{code}:{key}"


def part_formulas(amounts: str, marks: str) -> dict[str, str]:
    """合计, 剔除数 and 计入数 of the cells `amounts`, where `marks` beside them say which are left out."""
    total = f"SUM({amounts})"
    excluded = f'SUMIF({marks},"{YES}",{amounts})'
    return {"total": total, "excluded": excluded, "counted": f"{total}-{excluded}"}


class InputSheet:
    """Writes the sheet from top to bottom."""

    def __init__(self, grid: Grid, framework: Framework, filing: Filing) -> None:
        self._grid = grid
        self._framework = framework
        self._filing = filing
        self._row = 0

    def write(self) -> None:
        """Write all of it."""
        self._grid.widths(INPUTS, WIDTHS)
        self._heading(f"数据项（金额单位：{self._framework.money_unit.label}；空格为未填）", _FIGURE_HEADS)
        for field in self._framework.fields:
            if field.kind in NUMERIC_KINDS:
                self._figure(field)
            elif field.kind is FieldKind.ITEMISED_MONEY:
                self._itemised(field)
        self._row += 1
        self._heading("指标填报", _ENTRY_HEADS)
        for leaf in self._framework.leaves:
            self._entry(leaf, self._filing.entry(leaf.code))

    def _heading(self, caption: str, heads: tuple[str, ...]) -> None:
        self._grid.text(INPUTS, self._row, 0, caption, style="caption")
        self._grid.heads(INPUTS, self._row + 1, heads)
        self._row += 2

    def _named(self, name: str, code: str) -> None:
        self._grid.text(INPUTS, self._row, 0, name)
        self._grid.text(INPUTS, self._row, 1, code)

    def _figure(self, field: Field) -> None:
        stored = self._filing.fields.get(field.code)
        value = stored if isinstance(stored, Decimal) else None
        if value is not None and field.kind is FieldKind.MONEY:
            value = money_in_unit(value, self._framework.money_unit)
        self._named(field.label, field.code)
        self._grid.value(INPUTS, self._row, 2, value, role=value_role(field.code))
        self._row += 1

    def _itemised(self, field: Field) -> None:
        """The rows, then 合计, 剔除数 and 计入数 as formulas over them."""
        stored = self._filing.fields.get(field.code)
        items = [each for each in stored if isinstance(each, Item)] if isinstance(stored, tuple) else []
        first = self._row
        for item in items:
            self._named(f"{field.label}·{on_one_line(item.label)}", "")
            amount = money_in_unit(item.amount, self._framework.money_unit)
            self._grid.value(INPUTS, self._row, 2, amount)
            self._grid.value(INPUTS, self._row, 3, YES if item.is_excluded else NO)
            self._row += 1
        formulas = part_formulas(f"C{first + 1}:C{self._row}", f"D{first + 1}:D{self._row}")
        for part in ITEMISED_PARTS:
            code = f"{field.code}.{part}"
            formula = f'"{NOT_FILLED}"' if stored is None else formulas[part] if items else "0"
            self._named(self._framework.label_of(code), code)
            self._grid.formula(self._row, 2, formula, role=value_role(code), sheet=INPUTS)
            self._row += 1

    def _entry(self, leaf: Indicator, entry: IndicatorEntry) -> None:
        self._named(leaf.name, leaf.code)
        self._grid.value(INPUTS, self._row, 2, leaf.points, role=entry_role(leaf.code, "reference"), style="number")
        boxes: dict[str, Decimal | str | None] = {
            "set_points": entry.set_points,
            "applicable": YES if entry.is_applicable else NO,
            "self_score": entry.self_score,
            "given": _given(leaf, entry),
            "tier": entry.tier,
            "sign": leaf.own.sign.label if leaf.own else "",
            "target": _quantity(leaf.own.target) if leaf.own else None,
            "adjusted_target": _quantity(leaf.own.adjusted_target) if leaf.own else None,
            "actual": _quantity(leaf.own.actual) if leaf.own else None,
        }
        for column, (key, value) in enumerate(boxes.items(), 3):
            self._grid.value(INPUTS, self._row, column, value, role=entry_role(leaf.code, key))
        self._row += 1
        if isinstance(leaf.rule, Checklist):
            self._items(leaf.code, leaf.rule, entry.ticked)

    def _items(self, code: str, rule: Checklist, ticked: tuple[int, ...] | None) -> None:
        """One row a criterion: its points, and whether it is met."""
        for number, item in enumerate(rule.items, 1):
            self._named(f"　{number}．{on_one_line(item.text)}", "")
            self._grid.value(
                INPUTS, self._row, 2, item.points, role=entry_role(code, f"item_points:{number}"), style="number"
            )
            mark = None if ticked is None else YES if number in ticked else NO
            self._grid.value(INPUTS, self._row, 6, mark, role=entry_role(code, f"item:{number}"))
            self._row += 1


def _given(leaf: Indicator, entry: IndicatorEntry) -> Decimal | None:
    """The one number a unit gives on an indicator: incidents, points, a coefficient or the number of an option."""
    key = "coefficient" if leaf.own is not None or isinstance(leaf.rule, Tiers) else _GIVEN.get(type(leaf.rule))
    value = None if key is None else getattr(entry, key)
    return None if value is None else Decimal(value)


def _quantity(quantity: Quantity | None) -> Decimal | None:
    return None if quantity is None else quantity.value
