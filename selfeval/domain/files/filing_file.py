"""Reads and prints a filing file (`selfeval-filing/1`). Money in it is in the framework's unit."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import (
    AmountFault,
    money_in_yuan,
    parse_percent,
    parse_plain,
    plain_percent_text,
    plain_text,
)
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.files.entry_reading import read_entry
from selfeval.domain.files.faults import Fault, FileFaults
from selfeval.domain.files.framework_file import FILING_FORMAT
from selfeval.domain.files.framework_file import FORMAT as FRAMEWORK_FORMAT
from selfeval.domain.files.own_reading import read_own_indicators
from selfeval.domain.files.reader import Faults, MappingReader
from selfeval.domain.files.yaml_text import Plain, load
from selfeval.domain.filing import CellValue, Evaluator, FieldValue, FiledDepartment, Filing, IndicatorEntry, Item, Row
from selfeval.domain.framework import Column, Field, FieldKind, Framework
from selfeval.domain.near_names import perhaps

FORMAT: Final = FILING_FORMAT


def framework_named_in(document: Plain) -> str:
    """The framework a filing document names: slug, slug@version or a path. Raises FileFaults when it names none."""
    faults = Faults()
    reader = MappingReader(document, "", faults)
    written = reader.text("format")
    if written == FRAMEWORK_FORMAT:
        expected = f"是指标体系文件，这里要填报文件（{FORMAT}）；查指标体系用 lint_framework"
        raise FileFaults([Fault(path="format", found=written, expected=expected)])
    name = reader.text("framework", required=True)
    faults.raise_any()
    return name


def read_filing(framework: Framework, text: str) -> Filing:
    """The filing written in `text`, typed by `framework`. Raises FileFaults with all faults."""
    noted: list[Fault] = []
    return filing_from_document(framework, load(text, noted), noted=noted)


def filing_from_document(framework: Framework, document: Plain, *, noted: Sequence[Fault] = ()) -> Filing:
    """The filing of a plain document, the shape a filing file has.

    Raises FileFaults with all faults, `noted` ones from loading first.
    """
    faults = Faults(noted)
    reader = MappingReader(document, "", faults)
    written = reader.text("format", required=True)
    if written and written != FORMAT:
        reader.fault("format", written, f"应是 {FORMAT}")
    filing = Filing(
        framework=reader.text("framework", required=True),
        fiscal_year=reader.whole("fiscal_year", required=True, least=1990, most=2999) or 0,
        department=_department(reader),
        filed_on=reader.day("filed_on"),
        fields=_fields(reader, framework),
        indicators=_indicators(reader, framework),
        own_indicators=read_own_indicators(reader, framework),
        narratives=_narratives(reader, framework),
        evaluators=_evaluators(reader),
        explanations=_explanations(reader, framework),
    )
    reader.done()
    faults.raise_any()
    return filing


def _department(reader: MappingReader) -> FiledDepartment:
    inner = reader.mapping("department")
    if inner is None:
        return FiledDepartment()
    department = FiledDepartment(
        code=inner.text("code"), name=inner.text("name"), head=inner.text("head"), phone=inner.text("phone")
    )
    inner.done()
    return department


def _fields(reader: MappingReader, framework: Framework) -> dict[str, FieldValue]:
    inner = reader.mapping("fields")
    values: dict[str, FieldValue] = {}
    if inner is None:
        return values
    for code in inner.written():
        field = framework.fields_by_code.get(code)
        if field is None:
            inner.raw(code)
            inner.fault(code, code, _why_no_field(framework, code))
            continue
        value = _field_value(inner, framework, field)
        if value is not None:
            values[code] = value
    return values


def _why_no_field(framework: Framework, code: str) -> str:
    if code in framework.derived_by_code:
        return "是派生值，由系统算，不要填"
    return f"不是这个框架的数据项{perhaps(code, framework.fields_by_code)}"


def _field_value(reader: MappingReader, framework: Framework, field: Field) -> FieldValue | None:
    match field.kind:
        case FieldKind.ITEMISED_MONEY:
            return None if reader.raw(field.code) is None else _items(reader, framework, field)
        case FieldKind.TABLE:
            return None if reader.raw(field.code) is None else _rows(reader, framework, field)
        case FieldKind.FLAG:
            return reader.flag(field.code) if reader.text(field.code) else None
        case FieldKind.CHOICE:
            return reader.word(field.code, field.options, "") or None
        case FieldKind.DATE:
            return reader.day(field.code)
        case FieldKind.TEXT:
            return reader.text(field.code) or None
    text = reader.text(field.code)
    if not text:
        return None
    try:
        return typed_number(framework, field.kind, text, minimum=field.minimum)
    except AmountFault as fault:
        reader.fault(field.code, fault.found, fault.expected)
        return None


def typed_number(framework: Framework, kind: FieldKind, text: str, *, minimum: Decimal | None) -> Decimal:
    """A figure as the files write it, in yuan, whole, as a ratio or plain, by `kind`. Raises AmountFault."""
    try:
        value = parse_percent(text) if kind is FieldKind.PERCENT else parse_plain(text)
    except AmountFault as fault:
        if kind is not FieldKind.COUNT:
            raise
        raise AmountFault(found=fault.found, expected="应是整数，只写数字，不带千分位和单位，如 52") from None
    if minimum is not None and value < minimum:
        least = plain_percent_text(minimum) if kind is FieldKind.PERCENT else plain_text(minimum)
        raise AmountFault(found=text, expected=f"不能小于{least}")
    if kind is FieldKind.COUNT and value != value.to_integral_value():
        raise AmountFault(found=text, expected="应是整数")
    return money_in_yuan(value, unit=framework.money_unit, found=text) if kind is FieldKind.MONEY else value


def _items(reader: MappingReader, framework: Framework, field: Field) -> tuple[Item, ...]:
    items = []
    for row in reader.mappings(field.code):
        amount = _cell(row, framework, "amount", FieldKind.MONEY, minimum=field.minimum)
        if amount is None and not row.text("amount"):
            row.fault("amount", None, "缺少，必须填写")
        label, basis = row.text("label", required=True), row.text("basis")
        excluded = row.flag("excluded")
        if isinstance(amount, Decimal):
            items.append(Item(label=label, amount=amount, is_excluded=excluded, basis=basis))
        row.done()
    return tuple(items)


def _rows(reader: MappingReader, framework: Framework, field: Field) -> tuple[Row, ...]:
    rows: list[Row] = []
    for row in reader.mappings(field.code):
        cells = {}
        for column in field.columns:
            value = _column_cell(row, framework, column)
            if value is not None:
                cells[column.code] = value
        rows.append(cells)
        row.done()
    if field.rows and len(rows) > len(field.rows):
        reader.fault(field.code, f"{len(rows)}行", f"这张表是固定的{len(field.rows)}行：{'、'.join(field.rows)}")
    return tuple(rows)


def _column_cell(row: MappingReader, framework: Framework, column: Column) -> CellValue | None:
    if column.kind is FieldKind.TEXT:
        return row.text(column.code) or None
    if column.kind is FieldKind.DATE:
        return row.day(column.code)
    return _cell(row, framework, column.code, column.kind, minimum=None)


def _cell(
    row: MappingReader, framework: Framework, key: str, kind: FieldKind, *, minimum: Decimal | None
) -> Decimal | None:
    text = row.text(key)
    if not text:
        return None
    try:
        return typed_number(framework, kind, text, minimum=minimum)
    except AmountFault as fault:
        row.fault(key, fault.found, fault.expected)
        return None


def _indicators(reader: MappingReader, framework: Framework) -> dict[str, IndicatorEntry]:
    inner = reader.mapping("indicators")
    entries: dict[str, IndicatorEntry] = {}
    leaves = {leaf.code: leaf for leaf in framework.leaves}
    if inner is None:
        return entries
    for code in inner.written():
        below = inner.mapping(code)
        if code not in leaves:
            inner.fault(code, code, _why_no_leaf(framework, code, leaves))
        elif below is not None:
            entries[code] = read_entry(below, leaves[code])
    return entries


def _why_no_leaf(framework: Framework, code: str, leaves: Collection[str]) -> str:
    if any(code == node.code or code.startswith(f"{node.code}.") for node in framework.own_nodes):
        return "是个性指标，请填在 own_indicators 里"
    return f"不是这个框架的三级指标{perhaps(code, leaves)}"


def _narratives(reader: MappingReader, framework: Framework) -> dict[str, str]:
    inner = reader.mapping("narratives")
    known = {each.code for each in framework.narratives}
    texts: dict[str, str] = {}
    if inner is None:
        return texts
    for code in inner.written():
        text = inner.text(code)
        if code not in known:
            inner.fault(code, code, f"不是这个框架的文字说明{perhaps(code, known)}")
        elif text:
            texts[code] = text
    return texts


def _evaluators(reader: MappingReader) -> tuple[Evaluator, ...]:
    evaluators = []
    for each in reader.mappings("evaluators"):
        evaluators.append(
            Evaluator(name=each.text("name", required=True), title=each.text("title"), office=each.text("office"))
        )
        each.done()
    return tuple(evaluators)


def _explanations(reader: MappingReader, framework: Framework) -> Mapping[str, str]:
    inner = reader.mapping("explanations")
    known = {*CATALOGUE, *(check.code for check in framework.checks)}
    texts: dict[str, str] = {}
    for code in inner.written() if inner else ():
        text = inner.text(code) if inner else ""
        if inner and code not in known:
            inner.fault(code, code, f"不是核查规则的编码{perhaps(code, known)}")
        elif text:
            texts[code] = text
    return texts
