"""Whether a value can be stored at all: its type, its length, and no characters that print nowhere."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from selfeval.domain.files import Fault
from selfeval.domain.filing import Evaluator, Item
from selfeval.domain.framework import Field, FieldKind, Framework
from selfeval.services.changes import (
    Change,
    EntryChange,
    EvaluatorsChange,
    ExplanationChange,
    FaceChange,
    FigureChange,
    NarrativeChange,
)

MAX_TEXT: Final = 100_000
MAX_ROWS: Final = 500
MAX_INTEGER: Final = 10**15
# Nothing but tab and line feed: databases, PDF and workbooks refuse the others, or lone halves of a character.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

ENTRY_TYPES: Final[Mapping[str, type]] = MappingProxyType(
    {
        "set_points": Decimal,
        "self_score": Decimal,
        "analysis": str,
        "reason": str,
        "measure": str,
        "is_applicable": bool,
        "ticked": tuple,
        "incidents": int,
        "points": Decimal,
        "tier": str,
        "coefficient": Decimal,
        "choice": int,
    }
)
_FIELD_TYPES: Final[Mapping[FieldKind, type]] = MappingProxyType(
    {
        FieldKind.MONEY: Decimal,
        FieldKind.COUNT: Decimal,
        FieldKind.PERCENT: Decimal,
        FieldKind.NUMBER: Decimal,
        FieldKind.TEXT: str,
        FieldKind.CHOICE: str,
        FieldKind.DATE: date,
        FieldKind.FLAG: bool,
        FieldKind.TABLE: tuple,
        FieldKind.ITEMISED_MONEY: tuple,
    }
)


def tidied(change: Change) -> Change:
    """`change` with the line ends of browsers made plain."""
    match change:
        case FaceChange(value=str(text)) | FigureChange(value=str(text)) | EntryChange(value=str(text)):
            return replace(change, value=plain_lines(text))
        case NarrativeChange(text=text) | ExplanationChange(text=text):
            return replace(change, text=plain_lines(text))
    return change


def plain_lines(text: str) -> str:
    """`text` with the line ends of browsers made plain."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def fault_of_text(text: str) -> str:
    """What keeps `text` out of the database, in Chinese; empty when nothing does."""
    if len(text) > MAX_TEXT:
        return f"共{len(text)}字，太长：最多{MAX_TEXT}字"
    if _UNPRINTABLE.search(plain_lines(text)):
        return "含有看不见的控制字符，请删去后再保存"
    return ""


def faults_of_change(framework: Framework, change: Change) -> Iterator[Fault]:
    """Everything that keeps the value of `change` out of the database."""
    if not _has_right_type(framework, change):
        yield Fault(path=change.box, found=type(_value(change)).__name__, expected="不是这一栏的类型")
        return
    for value in _scalars(_value(change)):
        expected = _fault_of(value)
        if expected:
            yield Fault(path=change.box, found="", expected=expected)


def _value(change: Change) -> Any:
    match change:
        case NarrativeChange(text=text) | ExplanationChange(text=text):
            return text
        case EvaluatorsChange(evaluators=evaluators):
            return evaluators
    return change.value


def _has_right_type(framework: Framework, change: Change) -> bool:
    value = _value(change)
    match change:
        case NarrativeChange() | ExplanationChange():
            return isinstance(value, str)
        case EvaluatorsChange():
            return isinstance(value, tuple) and all(isinstance(each, Evaluator) for each in value)
        case FaceChange(attribute=attribute):
            return value is None or type(value) is (date if attribute == "filed_on" else str)
        case FigureChange(code=code):
            return value is None or value == "" or _is_field_value(framework.fields_by_code[code], value)
        case EntryChange(attribute=attribute):
            return value is None or type(value) is ENTRY_TYPES[attribute]


def _is_field_value(field: Field, value: Any) -> bool:
    # By exact type: a bool is an int, a datetime is a date.
    has_type = type(value) is _FIELD_TYPES[field.kind]
    if field.kind is FieldKind.ITEMISED_MONEY:
        return has_type and all(isinstance(each, Item) for each in value)
    if field.kind is FieldKind.TABLE:
        return has_type and all(_is_row(field, row) for row in value)
    return has_type


def _is_row(field: Field, row: Any) -> bool:
    kinds = {column.code: _FIELD_TYPES[column.kind] for column in field.columns}
    return isinstance(row, Mapping) and all(type(cell) is kinds.get(code) for code, cell in row.items())


def _scalars(value: Any) -> Iterator[Any]:
    match value:
        case tuple():
            yield value
            yield from (scalar for each in value for scalar in _scalars(each))
        case Item(label=label, amount=amount, basis=basis):
            yield from (label, amount, basis)
        case Evaluator(name=name, title=title, office=office):
            yield from (name, title, office)
        case Mapping():
            yield from value.values()
        case scalar:
            yield scalar


def _fault_of(value: Any) -> str:
    match value:
        case str():
            return fault_of_text(value)
        case Decimal() if not value.is_finite():
            return "不是数字"
        case bool():
            return ""
        case int() if abs(value) >= MAX_INTEGER:
            return "太大"
        case tuple() if len(value) > MAX_ROWS:
            return f"共{len(value)}行，太多：最多{MAX_ROWS}行"
    return ""
