"""The sheets of a framework's workbook, in the order of the pages on which a filing is filled."""

from collections.abc import Mapping
from typing import Final

from selfeval.domain.amounts import number_text
from selfeval.domain.filing_sheets.numbers import NUMBER_PLACES, PERCENT_PLACES
from selfeval.domain.filing_sheets.parts import NO, YES, Block, CellKind, Column, Input, Line, Sheet
from selfeval.domain.filing_sheets.plan_indicators import indicator_blocks
from selfeval.domain.framework import NUMERIC_KINDS, Field, FieldKind, Framework
from selfeval.domain.sections import Section, SectionKind, sections_of

# The words of what warns now, by check.
Warnings = Mapping[str, str]
ITEMS_SPARE, TABLE_SPARE, PEOPLE_SPARE = 8, 8, 6
_LONGEST_NAME: Final = 28
_KINDS: Final = {
    FieldKind.MONEY: CellKind.MONEY,
    FieldKind.COUNT: CellKind.COUNT,
    FieldKind.PERCENT: CellKind.PERCENT,
    FieldKind.NUMBER: CellKind.NUMBER,
    FieldKind.DATE: CellKind.DATE,
    FieldKind.FLAG: CellKind.LIST,
    FieldKind.CHOICE: CellKind.LIST,
}
_VALUE_COLUMNS: Final = (
    Column(key="label", label="栏目", width=40),
    Column(key="value", label="填写", width=30),
    Column(key="unit", label="单位", width=10),
    Column(key="note", label="说明", width=44),
)


def plan_of(framework: Framework, *, warnings: Warnings) -> tuple[Sheet, ...]:
    """Every sheet on which something is filled."""
    sheets: list[Sheet] = []
    for section in sections_of(framework):
        blocks = _blocks(framework, section, warnings)
        if blocks:
            name = "警告说明" if section.kind is SectionKind.CHECK else section.title
            taken = [each.name for each in sheets]
            sheets.append(Sheet(section=section.code, name=_sheet_name(name, taken), blocks=blocks))
    return tuple(sheets)


def _sheet_name(title: str, taken: list[str]) -> str:
    """`title` as a sheet may be called: no sign that Excel keeps for itself, not too long, not twice.

    To Excel `A` and `a` are one name; `History` is its own.
    """
    plain = "".join(" " if char in "[]:*?/\\'" or char < " " else char for char in title).strip()
    plain = plain[:_LONGEST_NAME].strip() or "表"
    if plain.casefold() in ("说明", "试算", "续文", "错误清单", "history"):
        plain = f"{plain}表"
    known = {each.casefold() for each in taken}
    named = (plain, f"{plain}指标", *(f"{plain}{number}" for number in range(2, len(taken) + 3)))
    return next(each for each in named if each.casefold() not in known)


def _blocks(framework: Framework, section: Section, warnings: Warnings) -> tuple[Block, ...]:
    match section.kind:
        case SectionKind.FACE:
            return (_face(),)
        case SectionKind.FIGURES:
            return _figures(framework, section)
        case SectionKind.INDICATORS:
            return indicator_blocks(framework, section)
        case SectionKind.NARRATIVES:
            return (_narratives(framework),)
        case SectionKind.EVALUATORS:
            return (_evaluators(),)
    return (_explanations(warnings),) if warnings else ()


def _face() -> Block:
    boxes = {
        "department.head": ("单位负责人", Input(box="department.head", kind=CellKind.TEXT), ""),
        "department.phone": ("联系电话", Input(box="department.phone", kind=CellKind.TEXT), ""),
        "filed_on": ("填报日期", Input(box="filed_on", kind=CellKind.DATE), "如 2022-3-10"),
    }
    lines = tuple(
        Line(key=box, shown={"label": label, "note": note}, inputs={"value": cell})
        for box, (label, cell, note) in boxes.items()
    )
    return Block(code="face", caption="基本信息", columns=_VALUE_COLUMNS, lines=lines)


def _figures(framework: Framework, section: Section) -> tuple[Block, ...]:
    fields = [each for each in framework.fields if each.group == section.code]
    single = tuple(
        _figure(framework, each) for each in fields if each.kind not in (FieldKind.TABLE, FieldKind.ITEMISED_MONEY)
    )
    plain = Block(code=f"fields.{section.code}", caption=section.title, columns=_VALUE_COLUMNS, lines=single)
    tables = [
        _items(framework, each) if each.kind is FieldKind.ITEMISED_MONEY else _table(framework, each)
        for each in fields
        if each.kind in (FieldKind.TABLE, FieldKind.ITEMISED_MONEY)
    ]
    return (*([plain] if single else []), *tables)


def _figure(framework: Framework, field: Field) -> Line:
    notes = ["必填"] if field.is_required else []
    if field.minimum is not None and field.kind in NUMERIC_KINDS:
        notes.append(f"不小于 {number_text(field.minimum)}{'%' if field.kind is FieldKind.PERCENT else ''}")
    if field.options:
        notes.append(f"在{'、'.join(field.options)}里选一个")
    return Line(
        key=f"fields.{field.code}",
        shown={"label": field.label, "unit": _unit(framework, field.kind), "note": "；".join(notes)},
        inputs={"value": _input(framework, field.kind, f"fields.{field.code}", field.options)},
    )


def _unit(framework: Framework, kind: FieldKind) -> str:
    words = {FieldKind.MONEY: framework.money_unit.label, FieldKind.COUNT: "整数", FieldKind.PERCENT: "%"}
    return {**words, FieldKind.DATE: "日期", FieldKind.FLAG: f"{YES}/{NO}"}.get(kind, "")


def _input(framework: Framework, kind: FieldKind, box: str, options: tuple[str, ...] = ()) -> Input:
    places = {FieldKind.MONEY: framework.money_unit.places, FieldKind.COUNT: 0, FieldKind.PERCENT: PERCENT_PLACES}
    return Input(
        box=box,
        kind=_KINDS.get(kind, CellKind.TEXT),
        options=(YES, NO) if kind is FieldKind.FLAG else options,
        places=places.get(kind, NUMBER_PLACES),
    )


def _items(framework: Framework, field: Field) -> Block:
    unit = framework.money_unit
    columns = (
        Column(key="label", label="名称", width=40, input=Input(box="label", kind=CellKind.TEXT)),
        Column(
            key="amount",
            label=f"金额（{unit.label}）",
            width=30,
            input=Input(box="amount", kind=CellKind.MONEY, places=unit.places),
        ),
        Column(
            key="excluded",
            label="是否剔除",
            width=10,
            input=Input(box="excluded", kind=CellKind.LIST, options=(YES, NO)),
        ),
        Column(key="basis", label="剔除依据", width=44, input=Input(box="basis", kind=CellKind.TEXT)),
    )
    return Block(
        code=f"items.{field.code}",
        caption=field.label,
        columns=columns,
        box=f"fields.{field.code}",
        spare=ITEMS_SPARE,
        note="一行一项；勾了剔除的要写依据。行不够时，在表尾那一行上面插入整行。",
    )


def _table(framework: Framework, field: Field) -> Block:
    columns = tuple(
        Column(
            key=column.code,
            label=f"{column.label}（{_unit(framework, column.kind)}）"
            if _unit(framework, column.kind)
            else column.label,
            width=18 if column.kind in NUMERIC_KINDS else 30,
            input=_input(framework, column.kind, column.code),
        )
        for column in field.columns
    )
    box, code = f"fields.{field.code}", f"table.{field.code}"
    if not field.rows:
        note = "行不够时，在表尾那一行上面插入整行。"
        return Block(code=code, caption=field.label, columns=columns, box=box, spare=TABLE_SPARE, note=note)
    lines = tuple(
        Line(
            key=f"{box}#{number}",
            shown={"": name},
            inputs={column.key: _part(column.input, number) for column in columns if column.input},
        )
        for number, name in enumerate(field.rows, 1)
    )
    named = (Column(key="", label="项目", width=30), *(_without_input(column) for column in columns))
    return Block(code=code, caption=field.label, columns=named, lines=lines, box=box)


def _part(cell: Input, number: int) -> Input:
    return Input(box=f"{number}.{cell.box}", kind=cell.kind, options=cell.options, places=cell.places)


def _without_input(column: Column) -> Column:
    return Column(key=column.key, label=column.label, width=column.width)


def _narratives(framework: Framework) -> Block:
    columns = (
        Column(key="label", label="栏目", width=24),
        Column(key="note", label="要求", width=34),
        Column(key="value", label="填写", width=92),
    )
    lines = []
    for each in framework.narratives:
        notes = ["必填"] if each.is_required else []
        notes += [f"不超过 {each.max_chars:,} 个字"] if each.max_chars else []
        box = f"narratives.{each.code}"
        shown = {"label": each.title, "note": "；".join([*notes, *([each.guide] if each.guide else [])])}
        lines.append(Line(key=box, shown=shown, inputs={"value": Input(box=box, kind=CellKind.LONG)}))
    return Block(code="narratives", caption="文字说明", columns=columns, lines=tuple(lines))


def _evaluators() -> Block:
    heads = (("name", "姓名", 24), ("title", "职务", 36), ("office", "科室", 36))
    return Block(
        code="evaluators",
        caption="评价人员",
        columns=tuple(
            Column(key=key, label=label, width=width, input=Input(box=key, kind=CellKind.TEXT))
            for key, label, width in heads
        ),
        box="evaluators",
        spare=PEOPLE_SPARE,
        note="一行一人。",
    )


def _explanations(warnings: Warnings) -> Block:
    columns = (
        Column(key="label", label="提醒", width=66),
        Column(key="value", label="情况说明", width=84),
    )
    lines = tuple(
        Line(
            key=f"explanations.{check}",
            shown={"label": words},
            inputs={"value": Input(box=f"explanations.{check}", kind=CellKind.LONG)},
        )
        for check, words in warnings.items()
    )
    note = "下载时系统提醒的事项；属实的请写明情况。改了数以后提醒会变，以网页上的为准。"
    return Block(code="explanations", caption="警告说明", columns=columns, lines=lines, note=note)
