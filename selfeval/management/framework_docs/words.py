"""The words of the framework file's enumerations, one for every member there is in the code."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from selfeval.domain.expressions import FUNCTIONS
from selfeval.domain.framework import FieldKind, NotApplicablePolicy, UncomputablePolicy, ZeroPolicy

Word = TypeVar("Word", bound=StrEnum)

FIELD_KINDS: Final[Mapping[FieldKind, str]] = {
    FieldKind.MONEY: "金额，以框架的单位填，存到分；缺省不能小于0",
    FieldKind.COUNT: "个数，整数；缺省不能小于0",
    FieldKind.PERCENT: "百分数，带 % 填",
    FieldKind.NUMBER: "数",
    FieldKind.TEXT: "文字；不能用于公式，填表和审核时看",
    FieldKind.DATE: "日期，如 2022-03-10；不能用于公式",
    FieldKind.FLAG: "是否，`true` 或 `false`；不能用于公式，也不能作条件",
    FieldKind.CHOICE: "在 `options` 里选一个；不能用于公式，也不能作条件",
    FieldKind.TABLE: "表格，列写在 `columns`，行由单位加，或用 `rows` 固定；不能用于公式",
    FieldKind.ITEMISED_MONEY: "金额明细：每行名称、金额、是否剔除、依据；"
    "公式里用 `X.total` 合计、`X.excluded` 剔除数、`X.counted` 计入数",
}
ZERO_POLICIES: Final[Mapping[ZeroPolicy, str]] = {
    ZeroPolicy.NOT_APPLICABLE: "视为不涉及，照 `not_applicable`",
    ZeroPolicy.ZERO: "得0分",
    ZeroPolicy.FULL: "得满分",
    ZeroPolicy.REFUSE: "不计分，是错误",
}
NOT_APPLICABLE_POLICIES: Final[Mapping[NotApplicablePolicy, str]] = {
    NotApplicablePolicy.REFUSE: "不许不涉及，是错误",
    NotApplicablePolicy.FULL: "得满分",
    NotApplicablePolicy.ZERO: "得0分",
    NotApplicablePolicy.REDISTRIBUTE: "分值归零，由别的指标的 `set_points` 接过去；没有接够，分值之和的错误就一直在",
}
UNCOMPUTABLE_POLICIES: Final[Mapping[UncomputablePolicy, str]] = {
    UncomputablePolicy.NOT_FILLED: "没有填完，暂不计分",
    UncomputablePolicy.ZERO: "无法计算，得0分",
}
FUNCTION_WORDS: Final[Mapping[str, str]] = {
    "sum": "`sum(a, b, …)` 合计",
    "abs": "`abs(x)` 绝对值",
    "min": "`min(a, b, …)` 较小的",
    "max": "`max(a, b, …)` 较大的",
    "if": "`if(条件, a, b)` 条件成立取 a，否则取 b",
    "or_zero": "`or_zero(x)` 没填按0计，计算过程里注明",
}


def word_table(head: str, words: Mapping[Word, str]) -> str:
    """The members of an enumeration and what they mean."""
    lines = [f"| {head} | 意思 |", "|---|---|"]
    lines += [f"| `{word.value}` | {meaning} |" for word, meaning in words.items()]
    return "\n".join([*lines, ""])


def function_list() -> str:
    """The functions of formulas."""
    return "\n".join(f"- {FUNCTION_WORDS[name]}" for name in FUNCTIONS) + "\n"
