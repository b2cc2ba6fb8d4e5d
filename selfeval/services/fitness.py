"""Whether a value can be stored at all: its type, its length, and no characters that print nowhere."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from selfeval.domain.files import Fault
from selfeval.domain.filing import Evaluator, IndicatorEntry, Item, OwnIndicator, Quantity, TargetSign
from selfeval.domain.framework import Field, FieldKind, Framework
from selfeval.services.changes import (
    Change,
    EntryChange,
    EvaluatorsChange,
    ExplanationChange,
    FaceChange,
    FigureChange,
    NarrativeChange,
    OwnIndicatorsChange,
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
# What of an entry an own indicator has; its points and its inputs stand in the indicator itself.
OWN_ENTRY: Final = ("self_score", "analysis", "reason", "measure", "tier", "coefficient")
_OWN_TYPES: Final[Mapping[str, type]] = MappingProxyType(
    {
        "under": str,
        "group": str,
        "name": str,
        "sign": TargetSign,
        "points": Decimal,
        "target": Quantity,
        "target_words": str,
        "adjusted_target": Quantity,
        "adjusted_target_words": str,
        "actual": Quantity,
        "actual_words": str,
        "unit": str,
        "is_core": bool,
        "entry": IndicatorEntry,
    }
)
_OWN_MAY_BE_NONE: Final = ("target", "adjusted_target", "actual")
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
        case OwnIndicatorsChange(own=own):
            return replace(change, own=tuple(_tidied_own(each) for each in own))
    return change


def _tidied_own(own: OwnIndicator) -> OwnIndicator:
    entry = own.entry
    return replace(
        own,
        name=plain_lines(own.name),
        target_words=plain_lines(own.target_words),
        adjusted_target_words=plain_lines(own.adjusted_target_words),
        actual_words=plain_lines(own.actual_words),
        entry=replace(
            entry,
            analysis=plain_lines(entry.analysis),
            reason=plain_lines(entry.reason),
            measure=plain_lines(entry.measure),
        ),
    )


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
        case OwnIndicatorsChange(own=own):
            return own
    return change.value


def _has_right_type(framework: Framework, change: Change) -> bool:
    value = _value(change)
    match change:
        case NarrativeChange() | ExplanationChange():
            return isinstance(value, str)
        case EvaluatorsChange():
            return isinstance(value, tuple) and all(isinstance(each, Evaluator) for each in value)
        case OwnIndicatorsChange(under=under):
            return isinstance(value, tuple) and all(_is_own(each, under) for each in value)
        case FaceChange(attribute=attribute):
            return value is None or type(value) is (date if attribute == "filed_on" else str)
        case FigureChange(code=code):
            return value is None or value == "" or _is_field_value(framework.fields_by_code[code], value)
        case EntryChange(attribute=attribute):
            return value is None or type(value) is ENTRY_TYPES[attribute]


def _is_own(own: Any, under: str) -> bool:
    if type(own) is not OwnIndicator or own.under != under:
        return False
    values = {name: getattr(own, name) for name in _OWN_TYPES}
    numbers = (own.target, own.adjusted_target, own.actual)
    return (
        all(
            type(value) is _OWN_TYPES[name] or (value is None and name in _OWN_MAY_BE_NONE)
            for name, value in values.items()
        )
        and all(type(each.value) is Decimal and type(each.is_percent) is bool for each in numbers if each is not None)
        and all(
            type(value) is ENTRY_TYPES[name] or value is None
            for name in OWN_ENTRY
            for value in (getattr(own.entry, name),)
        )
    )


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
        case OwnIndicator():
            yield from (getattr(value, name) for name, type_ in _OWN_TYPES.items() if type_ in (str, Decimal))
            yield from (each.value for each in (value.target, value.adjusted_target, value.actual) if each is not None)
            yield from (getattr(value.entry, name) for name in OWN_ENTRY)
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
