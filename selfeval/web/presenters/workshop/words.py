"""The Chinese words of the framework language: keys, kinds, choices, marks."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from selfeval.domain.framework_words import (
    EVIDENCE,
    FIELD_KINDS,
    MONEY_UNITS,
    NOT_APPLICABLE,
    ROUNDING_MODES,
    RULES,
    SET_BY,
    SET_KEEP,
    SEVERITIES,
    SHOW,
    STATUSES,
    STEPS,
    THRESHOLDS,
    UNCOMPUTABLE,
    YES_NO,
    ZERO_POLICIES,
)

LEAF_RULES: Final = tuple(kind for kind in RULES if kind != "target")
OWN_RULES: Final = ("target", "tiers", "coefficient")
OPTION_RULES: Final = (
    "proportional",
    "deduct_above",
    "deduct_below",
    "deduct_both",
    "bands",
    "full_or_proportional",
)


KEYS: Final = MappingProxyType(
    {
        "format": "格式",
        "slug": "代号",
        "version": "版本号",
        "title": "名称",
        "name": "名称",
        "label": "名称",
        "code": "编码",
        "authority": "制定依据",
        "source.document": "来源文件",
        "source.status": "核对情况",
        "source.note": "来源说明",
        "money_unit": "金额单位",
        "total_points": "总分",
        "rounding.mode": "取整方法",
        "rounding.rate_places": "率的小数位",
        "rounding.points_places": "分的小数位",
        "rounding.thresholds_on": "限额和分档怎样比",
        "grades": "等次",
        "grade_groups": "一级指标也评等次",
        "set_points.by": "谁可以调整分值",
        "set_points.keep": "调整时保持",
        "caps": "总分封顶",
        "kind": "类型",
        "group": "分组",
        "required": "必填",
        "min": "最小值",
        "options": "可选的词",
        "columns": "列",
        "rows": "固定行",
        "formula": "计算公式",
        "guide": "填写提示",
        "max_chars": "最多字数",
        "severity": "轻重",
        "tolerance": "容许误差",
        "where": "涉及的格子",
        "expect": "应成立的关系",
        "message": "提示的话",
        "points": "参考分值",
        "definition": "指标解释",
        "criteria": "评价要点",
        "standard": "评分标准",
        "show": "率印成",
        "range": "率的可能范围",
        "zero_denominator": "分母为0",
        "zero_denominator.both_zero": "分子分母都为0",
        "zero_denominator.otherwise": "只有分母为0",
        "uncomputable": "缺数据时",
        "not_applicable": "不涉及时",
        "evidence": "佐证材料",
        "explain.when": "什么时候必须说明",
        "explain.min_chars": "至少几个字",
        "own_indicators": "个性指标分组",
        "tiers": "达成档次",
        "scoring.kind": "评分方法",
        "scoring.cap": "率最高按",
        "scoring.limit": "限额",
        "scoring.target": "目标",
        "scoring.tolerance": "容许偏离",
        "scoring.step": "每档",
        "scoring.deduct": "每档扣分",
        "scoring.steps": "不足一档",
        "scoring.side": "哪一边满分",
        "scoring.bands": "各档",
        "scoring.items": "要点",
        "scoring.mode": "计分方式",
        "scoring.of": "占什么数的比重",
        "scoring.nodes": "节点",
        "scoring.options": "口径",
        "scoring.pick": "由谁选",
        "scoring.tiers": "档次",
        "scoring.points": "得分公式",
        "scoring.over.above": "完成超过",
        "scoring.over.then": "超过时",
        "scoring.over.deduct": "超过时扣分",
    }
)
_BELOW: Final = MappingProxyType(
    {
        "in": "区间",
        "from": "起点分",
        "text": "要点",
        "field": "数据项",
        "at_least": "应达到",
        "rate": "按哪个率",
        "total_at_most": "总分不超过",
        "scoring": "评分方法",
    }
)
_SECTIONS: Final = MappingProxyType(
    {
        "field_groups": "数据项分组",
        "fields": "数据项",
        "derived": "派生数据",
        "narratives": "填报内容",
        "indicators": "指标",
        "checks": "勾稽关系",
    }
)
# Words of a value, by the last part of its key.
_VALUES: Final = MappingProxyType(
    {
        "scoring.kind": RULES,
        "kind": FIELD_KINDS,
        "severity": SEVERITIES,
        "zero_denominator": ZERO_POLICIES,
        "zero_denominator.both_zero": ZERO_POLICIES,
        "zero_denominator.otherwise": ZERO_POLICIES,
        "not_applicable": NOT_APPLICABLE,
        "uncomputable": UNCOMPUTABLE,
        "evidence": EVIDENCE,
        "show": SHOW,
        "source.status": STATUSES,
        "scoring.steps": STEPS,
        "rounding.mode": ROUNDING_MODES,
        "rounding.thresholds_on": THRESHOLDS,
        "money_unit": MONEY_UNITS,
        "set_points.by": SET_BY,
        "set_points.keep": SET_KEEP,
        "required": YES_NO,
        "grade_groups": YES_NO,
    }
)


def key_words(key: str) -> str:
    """The words of an attribute, `scoring.limit`; the key itself where there are none."""
    return KEYS.get(key) or _BELOW.get(key) or _BELOW.get(key.rpartition(".")[2]) or KEYS.get(f"scoring.{key}") or key


def section_words(section: str) -> str:
    """The words of a list of parts."""
    return _SECTIONS.get(section, section)


def value_words(key: str, value: object) -> str:
    """A value as people read it; rows of a list stand on lines of their own."""
    if value is None:
        return "—"
    if isinstance(value, list):
        return "\n".join(_row_words(each) for each in value)
    if isinstance(value, dict):
        return _row_words(value)
    words = _VALUES.get(key)
    return words.get(str(value), str(value)) if words else str(value)


def _row_words(row: object) -> str:
    if not isinstance(row, dict):
        return str(row or "")
    said = []
    for key, value in row.items():
        is_rule = key == "kind" and str(value) in RULES
        # Points of a row are those it gives, not those of an indicator.
        words = "得分" if key == "points" else key_words(key)
        said.append(RULES[str(value)] if is_rule else f"{words} {value_words(key, value)}".replace("\n", "；"))
    return "，".join(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A badge of how far a source was checked, with its note; colour never stands alone."""

    css: str
    icon: str
    words: str
    note: str = ""


_MARKS: Final = MappingProxyType(
    {"verified": ("is-green", "ok"), "sample": ("", "flag"), "unverified": ("is-amber", "help")}
)


def mark_of(source: object) -> Mark | None:
    """The badge of a `source` mapping; None where nothing is written."""
    if not isinstance(source, dict):
        return None
    status = source.get("status") if source.get("status") in STATUSES else "verified"
    css, icon = _MARKS[str(status)]
    note = "；".join(text for key in ("document", "note") if (text := source.get(key)) and isinstance(text, str))
    return Mark(css=css, icon=icon, words=STATUSES[str(status)], note=note)
