"""A framework with every kind of rule, data item, policy and part there is, valid as it stands."""

from typing import Any

RATE = {"formula": "a / b", "not_applicable": "redistribute"}


def leaf(code: str, scoring: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return {"code": code, "name": f"指标{code}", "points": "10", "scoring": scoring, **keys}


def bands(*rows: tuple[str, str]) -> list[dict[str, str]]:
    return [{"in": interval, "points": points} for interval, points in rows]


LEAVES = [
    leaf("proportional", {"kind": "proportional", "cap": "100%"}, **RATE, show="number", range="[0%, )"),
    leaf("above", {"kind": "deduct_above", "limit": "100%", "step": "5%", "deduct": "2", "steps": "whole"}, **RATE),
    leaf(
        "below", {"kind": "deduct_below", "limit": "100%", "step": "0.5%", "deduct": "0.5", "steps": "started"}, **RATE
    ),
    leaf(
        "both",
        {
            "kind": "deduct_both",
            "target": "95%",
            "tolerance": "5%",
            "step": "1%",
            "deduct": "1",
            "steps": "continuous",
        },
        **RATE,
    ),
    leaf("banded", {"kind": "bands", "bands": bands(("[90%, )", "10"), ("(, 90%)", "0"))}, **RATE),
    leaf(
        "either",
        {"kind": "full_or_proportional", "limit": "80%", "side": "at_most"},
        **RATE,
        zero_denominator={"both_zero": "full", "otherwise": "zero"},
    ),
    leaf("ticked", {"kind": "checklist", "items": [{"text": "甲", "points": "6"}, {"text": "乙", "points": "4"}]}),
    leaf("lacking", {"kind": "checklist", "mode": "deduct", "deduct": "5", "items": [{"text": "甲"}, {"text": "乙"}]}),
    leaf("cases", {"kind": "incidents", "deduct": "1"}, evidence="required", uncomputable="zero"),
    leaf(
        "paced",
        {
            "kind": "milestones",
            "of": "b",
            "mode": "each",
            "nodes": [
                {"label": "6月末", "field": "a", "at_least": "50%", "points": "4"},
                {"label": "9月末", "field": "items.counted", "at_least": "75%", "points": "6"},
            ],
        },
        zero_denominator="not_applicable",
    ),
    leaf(
        "chosen",
        {
            "kind": "choose",
            "pick": "unit",
            "options": [
                {
                    "label": "按甲数",
                    "formula": "a / b",
                    "scoring": {"kind": "bands", "bands": bands(("[100%, )", "10"), ("(, 100%)", "2"))},
                },
                {"label": "按乙数", "formula": "b / a", "scoring": {"kind": "proportional", "cap": "100%"}},
                {
                    "label": "按变动",
                    "formula": "(a - b) / b",
                    "scoring": {"kind": "deduct_both", "target": "0%", "step": "5%", "deduct": "1"},
                },
                {
                    "label": "另一种分档",
                    "formula": "a / b",
                    "scoring": {"kind": "bands", "bands": bands(("[50%, )", "10"), ("(, 50%)", "0"))},
                },
            ],
        },
    ),
    leaf(
        "tiered",
        {"kind": "tiers", "tiers": [{"name": "达成", "in": "[60%, 100%]"}, {"name": "未达成", "in": "[0%, 60%)"}]},
    ),
    leaf("weighed", {"kind": "coefficient"}),
    leaf("by_hand", {"kind": "manual"}, explain={"when": "a < b", "min_chars": "10"}),
    leaf("computed", {"kind": "formula", "points": "max(0, min(10, 10 * rate))"}, formula="a / b"),
]
OWN = {
    "code": "outputs",
    "name": "产出指标",
    "points": "50",
    "own_indicators": ["数量", "质量"],
    "scoring": {"kind": "target", "over": {"above": "130%", "then": "deduct", "deduct": "2"}},
    "tiers": [{"name": "达成预期指标", "in": "[80%, 100%]"}, {"name": "未达成预期指标", "in": "[0%, 80%)"}],
    "standard": "对照目标值计分",
    "source": {"document": "某文件", "status": "sample", "note": "示例"},
}


def document() -> dict[str, Any]:
    """A fresh copy to change."""
    kinds = ["number", "count", "money", "percent", "text", "date", "flag", "itemised_money"]
    fields = [{"code": "a", "label": "甲数", "kind": "number"}, {"code": "b", "label": "乙数", "kind": "number"}]
    fields += [{"code": f"field_{kind}", "label": f"数{kind}", "kind": kind, "group": "figures"} for kind in kinds]
    fields[2] |= {"required": "true", "min": "none"}
    fields += [
        {"code": "items", "label": "明细", "kind": "itemised_money", "min": "none"},
        {"code": "method", "label": "方法", "kind": "choice", "options": ["问卷", "走\\访"]},
        {
            "code": "tasks",
            "label": "任务表",
            "kind": "table",
            "rows": ["上半年", "下半年"],
            "columns": [
                {"code": "task", "label": "任务", "kind": "text"},
                {"code": "cost", "label": "经费", "kind": "money"},
            ],
        },
    ]
    return {
        "format": "selfeval-framework/1",
        "slug": "every-kind",
        "version": "3",
        "title": "每种评分方法各一项",
        "authority": "示例〔2024〕1号",
        "source": {"document": "示例", "status": "sample", "note": "自拟"},
        "money_unit": "yuan",
        "total_points": "200",
        "rounding": {"mode": "truncate", "rate_places": "1", "points_places": "3", "thresholds_on": "rounded"},
        "grades": [{"name": "优", "from": "180"}, {"name": "差", "from": "0"}],
        "grade_groups": "true",
        "set_points": {"by": "unit", "keep": "level1"},
        "caps": [{"rate": "part.rates.above", "in": "[0%, 60%)", "total_at_most": "179.5"}],
        "field_groups": [{"code": "figures", "label": "数据"}],
        "fields": fields,
        "derived": [{"code": "gap", "label": "差额", "kind": "number", "formula": "a - b"}],
        "narratives": [
            {"code": "mandate", "title": "职能", "guide": "从简", "required": "true", "max_chars": "3000"},
            {"code": "other", "title": "其他说明"},
        ],
        "indicators": [
            {
                "code": "part",
                "name": "部分",
                "points": "150",
                "definition": "各种评分方法",
                "children": [
                    {"code": "rates", "name": "比率", "children": [dict(each) for each in LEAVES[:6]]},
                    {"code": "entries", "name": "填列", "children": [dict(each) for each in LEAVES[6:]]},
                ],
            },
            dict(OWN),
        ],
        "checks": [
            {
                "code": "order",
                "severity": "warning",
                "tolerance": "0.01",
                "where": ["fields.a", "fields.b"],
                "expect": "a <= b",
                "message": "甲数不应大于乙数",
            }
        ],
    }
