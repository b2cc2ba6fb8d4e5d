"""Boxes and what they hold in words: for lists in which a person agrees to what comes in."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from selfeval.domain.amounts import number_text
from selfeval.domain.framework import MONEY_KINDS, Framework
from selfeval.web.forms.indicators import LABELS
from selfeval.web.presenters.text import MISSING

_FACE: Final = {"department.head": "负责人", "department.phone": "联系电话", "filed_on": "填报日期"}
# The file's word where it is not the attribute's.
_ATTRIBUTES: Final = {**LABELS, "applicable": "是否涉及", "analysis": "计算分析情况补充"}
_MONEY_PLACES: Final = 2


def box_label(framework: Framework, box: str) -> str:
    """What the form calls the box with the path `box`."""
    kind, _, code = box.partition(".")
    match kind:
        case "fields":
            return framework.label_of(code)
        case "narratives":
            return next((each.title for each in framework.narratives if each.code == code), code)
        case "evaluators":
            return "评价人员"
        case "own_indicators":
            return f"{framework.nodes[code].name}的个性指标"
        case "indicators":
            leaf, _, attribute = code.rpartition(".")
            return f"{framework.nodes[leaf].name}：{_ATTRIBUTES.get(attribute, attribute)}"
    return _FACE.get(box, box)


def value_words(framework: Framework, box: str, value: Any) -> str:
    """A value as a filing file writes it, for people; lists of rows a row a line."""
    if value in (None, "", [], {}):
        return MISSING
    if isinstance(value, list):
        return "\n".join(_row_words(each) for each in value)
    if box.endswith(".applicable"):
        return "涉及" if value in (True, "true") else "不涉及"
    field = framework.fields_by_code.get(box.removeprefix("fields."))
    if field is not None and field.kind in MONEY_KINDS:
        return f"{_number(str(value))} {framework.money_unit.label}"
    return str(value)


def _row_words(row: Any) -> str:
    if not isinstance(row, Mapping):
        return str(row)
    if "target" in row or "actual" in row:
        return f"{row.get('group', '')} {row.get('name', '')}：{row.get('points', '')}分".strip()
    return "　".join(str(each) for each in row.values() if each not in (None, ""))


def _number(text: str) -> str:
    try:
        return number_text(Decimal(text), _MONEY_PLACES)
    except InvalidOperation:
        return text
