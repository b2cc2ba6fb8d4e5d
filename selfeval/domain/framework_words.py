"""The Chinese words for the choices of a framework file, as pages, workbooks and messages say them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from selfeval.domain.framework import FieldKind

FIELD_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        FieldKind.MONEY.value: "金额",
        FieldKind.COUNT.value: "计数",
        FieldKind.PERCENT.value: "百分数",
        FieldKind.NUMBER.value: "数值",
        FieldKind.TEXT.value: "文字",
        FieldKind.DATE.value: "日期",
        FieldKind.FLAG.value: "是否",
        FieldKind.CHOICE.value: "单选",
        FieldKind.TABLE.value: "表格",
        FieldKind.ITEMISED_MONEY.value: "金额明细",
    }
)
