"""The lists administrators bring as workbooks: departments, users, opening figures. Which columns, what each takes.

`exports.list_workbook` draws them, `imports.list_workbook` reads them, both by what stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from selfeval.domain.amounts import normalised
from selfeval.domain.files.cell_faults import CellFault, ReadCell
from selfeval.domain.filing_sheets.numbers import NUMBER_PLACES, PERCENT_PLACES
from selfeval.domain.filing_sheets.parts import NO, YES, CellKind, Input
from selfeval.domain.framework import Field, FieldKind, Framework
from selfeval.domain.workflow import Role

# Rows that begin with it are there to be looked at, and are not read.
EXAMPLE: Final = "示例"
# What empties a cell that is stored; an empty cell leaves it as it is.
CLEARED: Final = "清空"
REQUIRED_MARK: Final = "*"
# Administrators are made one by one, by people who know what they do.
LISTED_ROLES: Final = (Role.PREPARER, Role.UNIT_HEAD, Role.REVIEWER)
_FIGURE_KINDS: Final = {
    FieldKind.MONEY: CellKind.MONEY,
    FieldKind.COUNT: CellKind.COUNT,
    FieldKind.NUMBER: CellKind.NUMBER,
    FieldKind.PERCENT: CellKind.PERCENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """A column: its head, what its cells take, an example. A required one must be there and filled in every row."""

    key: str
    label: str
    input: Input
    example: str = ""
    note: str = ""
    is_required: bool = False
    width: float = 16

    @property
    def head(self) -> str:
        """What stands in the row of heads."""
        return f"{self.label}{REQUIRED_MARK if self.is_required else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSheet:
    """A list on a sheet called `name`."""

    name: str
    title: str
    hint: str
    columns: tuple[ListColumn, ...]

    @property
    def heads(self) -> Mapping[str, ListColumn]:
        """The columns by their head as `plain_head` makes it."""
        return {plain_head(column.head): column for column in self.columns}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListRow:
    """A row that was read: its cells by the column's key. Columns that the file does not have are not in it."""

    number: int
    cells: Mapping[str, ReadCell]

    def text(self, key: str) -> str:
        """What stands in a column; empty where nothing does or the column is not there."""
        return self.cells[key].text.strip() if key in self.cells else ""

    def fault(self, key: str, expected: str) -> CellFault:
        """What is wrong with the cell of a column."""
        return self.cells[key].fault(expected)


def plain_head(text: str) -> str:
    """A head as it is compared: without spaces and the mark of required ones, brackets in one form."""
    return normalised(text).rstrip(REQUIRED_MARK)


def _text(key: str, label: str, width: float = 16, **more: object) -> ListColumn:
    return ListColumn(key=key, label=label, input=Input(box=key, kind=CellKind.TEXT), width=width, **more)  # type: ignore[arg-type]


def _choice(key: str, label: str, options: tuple[str, ...], **more: object) -> ListColumn:
    choice = Input(box=key, kind=CellKind.LIST, options=options)
    return ListColumn(key=key, label=label, input=choice, **more)  # type: ignore[arg-type]


DEPARTMENTS: Final = ListSheet(
    name="部门",
    title="部门名单",
    hint="一行一个部门，次序不限。空着的格子不改原来的内容；要清空写“清空”。没有列出的部门不动。",
    columns=(
        _text("code", "编码", is_required=True, example=f"{EXAMPLE}001", note="认部门的编码，不能重复，最多30个字符"),
        _text("name", "名称", 30, is_required=True, example="综合办公室", note="最多100字"),
        _text("head", "负责人", example="某某", note="新的填报由此带出"),
        _text("phone", "联系电话", example="0354-0000000", note="新的填报由此带出"),
        _text("supervisor", "主管部门编码", example="900", note="已有的，或这张表里的部门；写在前后都行"),
    ),
)
USERS: Final = ListSheet(
    name="用户",
    title="用户名单",
    hint="一行一个账号，次序不限。空着的格子不改原来的内容。没有列出的账号不动；管理员不在这里建立和变更。",
    columns=(
        _text("username", "用户名", is_required=True, example=f"{EXAMPLE}zhangsan", note="登录用，不能重复"),
        _text("full_name", "姓名", is_required=True, example="某某", note="最多50字"),
        _choice(
            "role",
            "角色",
            tuple(role.label for role in LISTED_ROLES),
            is_required=True,
            example=Role.PREPARER.label,
            note=f"{'、'.join(role.label for role in LISTED_ROLES)}之一",
        ),
        _text("department", "部门编码", example="001", note="填报人和单位负责人必填；要清空写“清空”"),
        _choice("is_disabled", "是否停用", (YES, NO), example=NO, note=f"{YES}或{NO}；新账号空着就是{NO}"),
    ),
)


def figures_sheet(framework: Framework) -> ListSheet:
    """The opening figures of a cycle: a row a department, a column for every data item that is one number."""
    unit = framework.money_unit.label
    fields = [each for each in framework.fields if each.kind in _FIGURE_KINDS]
    groups = {group.code: group.label for group in framework.field_groups}
    labels = [each.label for each in fields]
    return ListSheet(
        name="期初数据",
        title="期初数据",
        hint=f"一行一个部门。金额单位：{unit}。空着的格子不导入，没有用到的列可以删去。",
        columns=(
            _text("code", "部门编码", is_required=True, example=f"{EXAMPLE}001", note="系统里的部门编码"),
            _text("name", "部门名称", 28, example="综合办公室", note="供核对，要与系统里的名称一致"),
            *(
                _figure(each, framework, groups.get(each.group, "") if labels.count(each.label) > 1 else "")
                for each in fields
            ),
        ),
    )


def _figure(field: Field, framework: Framework, group: str) -> ListColumn:
    unit, places, example = {
        FieldKind.MONEY: (framework.money_unit.label, framework.money_unit.places, "1,234.50"),
        FieldKind.COUNT: ("整数", 0, "12"),
        FieldKind.PERCENT: ("%", PERCENT_PLACES, "85%"),
    }.get(field.kind, ("", NUMBER_PLACES, "1.5"))
    label = f"{group}：{field.label}" if group else field.label
    return ListColumn(
        key=field.code,
        label=f"{label}（{unit}）" if unit else label,
        input=Input(box=f"fields.{field.code}", kind=_FIGURE_KINDS[field.kind], places=places),
        example=example,
    )
