"""A framework with every scoring kind in every way it can be set, as its file holds it: every scalar is text."""

from typing import Any

Plain = dict[str, Any]
FIELDS: list[Plain] = [
    {"code": "a", "label": "甲", "kind": "money", "min": "none"},
    {"code": "b", "label": "乙", "kind": "money", "min": "none"},
    {"code": "c", "label": "丙", "kind": "money"},
    {"code": "d", "label": "丁", "kind": "money"},
    {"code": "q1", "label": "一季度", "kind": "money"},
    {"code": "q2", "label": "二季度", "kind": "money"},
    {"code": "people", "label": "人数", "kind": "count"},
    {"code": "posts", "label": "编制", "kind": "count"},
    {"code": "share", "label": "占比", "kind": "percent"},
    {"code": "area", "label": "面积", "kind": "number"},
    {"code": "items", "label": "明细", "kind": "itemised_money", "min": "none"},
]
DERIVED: list[Plain] = [
    {"code": "whole", "label": "合计", "kind": "money", "formula": "or_zero(c) + d"},
    {"code": "part", "label": "比重", "kind": "percent", "formula": "c / d"},
    {
        "code": "chosen",
        "label": "取值",
        "kind": "money",
        "formula": "if(c >= 90% * d and not (q1 > q2), c, or_zero(d - q1))",
    },
]
_STEP = {"limit": "100%", "step": "5%", "deduct": "1.2"}
_BANDS = [
    {"in": "(, 0%]", "points": "0"},
    {"in": "(0%, 10%]", "points": "2"},
    {"in": "(10%, 90%)", "points": "4.5"},
    {"in": "[90%, 90%]", "points": "7"},
    {"in": "(90%, )", "points": "9"},
]
_TIERS = [
    {"name": "达成", "in": "[80%, 100%]"},
    {"name": "部分", "in": "[60%, 80%)"},
    {"name": "未达成", "in": "[0%, 60%)"},
]
_NODES = [
    {"label": "三月末", "field": "q1", "at_least": "25%", "points": "3"},
    {"label": "六月末", "field": "q2", "at_least": "50%", "points": "6"},
]
_OPTIONS = [
    {"label": "按率", "formula": "c / d", "scoring": {"kind": "deduct_below", **_STEP}},
    {"label": "按比重", "formula": "q1 / (c - d)", "scoring": {"kind": "bands", "bands": _BANDS}},
    {"label": "按比例", "formula": "q2 / whole", "scoring": {"kind": "proportional"}},
]
_RATED: list[Plain] = [
    {"kind": "proportional"},
    {"kind": "proportional", "cap": "80%"},
    *(
        {"kind": f"deduct_{side}", **_STEP, "steps": steps}
        for side in ("above", "below")
        for steps in ("whole", "started", "continuous")
    ),
    *(
        {"kind": "deduct_both", "target": "100%", "tolerance": "10%", "step": "2.5%", "deduct": "0.7", "steps": steps}
        for steps in ("whole", "started", "continuous")
    ),
    {"kind": "bands", "bands": _BANDS},
    {"kind": "full_or_proportional", "limit": "90%", "side": "at_most"},
    {"kind": "full_or_proportional", "limit": "90%", "side": "at_least"},
    {"kind": "formula", "points": "if(rate >= 90%, 9, 20 * rate - 3)"},
]
_GIVEN: list[Plain] = [
    {
        "kind": "checklist",
        "items": [{"text": "甲", "points": "4"}, {"text": "乙", "points": "3.5"}, {"text": "丙", "points": "1.5"}],
    },
    {"kind": "checklist", "mode": "deduct", "deduct": "2.5", "items": [{"text": "甲"}, {"text": "乙"}, {"text": "丙"}]},
    {"kind": "incidents", "deduct": "1.5"},
    {"kind": "milestones", "of": "whole", "nodes": _NODES},
    {"kind": "milestones", "of": "d - c", "mode": "all", "nodes": _NODES},
    {"kind": "choose", "options": _OPTIONS, "pick": "best"},
    {"kind": "choose", "options": _OPTIONS, "pick": "unit"},
    {"kind": "tiers", "tiers": _TIERS},
    {"kind": "coefficient"},
    {"kind": "manual"},
    {"kind": "formula", "points": "min(9, max(0, part * 9)) + abs(or_zero(a)) / sum(d, q2)"},
]
_FORMULAS = (
    "c / d",
    "a / b",
    "(c - items.counted) / (d + or_zero(part))",
    "chosen / whole",
    "people / posts",
    "share",
    "1 - first.r0",
)
_POLICIES: list[Plain] = [
    {},
    {"zero_denominator": "full", "uncomputable": "zero", "not_applicable": "full"},
    {"zero_denominator": {"both_zero": "not_applicable", "otherwise": "full"}, "not_applicable": "redistribute"},
    {"zero_denominator": {"both_zero": "zero", "otherwise": "refuse"}, "not_applicable": "zero", "range": "[0%, 150%]"},
    {
        "zero_denominator": {"both_zero": "refuse", "otherwise": "not_applicable"},
        "not_applicable": "full",
        "show": "number",
    },
]
VARIANTS: tuple[Plain, ...] = (
    {"rounding": {"mode": "half_up", "rate_places": "2", "points_places": "2", "thresholds_on": "exact"}},
    {
        "rounding": {"mode": "truncate", "rate_places": "0", "points_places": "1", "thresholds_on": "rounded"},
        "money_unit": "yuan",
    },
    {"rounding": {"mode": "half_up", "rate_places": "1", "points_places": "0", "thresholds_on": "rounded"}},
)


def framework(variant: int) -> Plain:
    """The framework with the rounding of one of VARIANTS; formulas and policies fall on other kinds in each."""
    first = [_rated(scoring, number, variant) for number, scoring in enumerate(_RATED)]
    second = [
        _leaf(f"g{number}", scoring, _POLICIES[(number + variant) % 4] | {"range": None})
        for number, scoring in enumerate(_GIVEN)
    ]
    for leaf in second:
        leaf.pop("range")
        if leaf["scoring"]["kind"] == "choose":
            # Half of the ways of measuring give what a share cannot be.
            leaf["range"] = "[50%, 120%]"
    return {
        "format": "selfeval-framework/1",
        "slug": f"every-setting-{variant}",
        "version": "1",
        "title": "每种评分方法",
        "money_unit": "wan_yuan",
        "total_points": f"{9 * (len(first) + len(second)) + 40}",
        "grades": [{"name": "优", "from": "150"}, {"name": "良", "from": "110"}, {"name": "差", "from": "0"}],
        "grade_groups": "true",
        "caps": [
            {"rate": "first.r0", "in": "[80%, 100%)", "total_at_most": "120"},
            {"rate": "first.r2", "in": "(, 90%]", "total_at_most": "99.5"},
        ],
        "fields": FIELDS,
        "derived": DERIVED,
        "indicators": [
            {"code": "first", "name": "按率", "children": first},
            {"code": "second", "name": "按填报", "children": second},
            _own(
                "own",
                "30",
                {
                    "scoring": {"kind": "target", "over": {"above": "130%", "then": "deduct", "deduct": "2"}},
                    "tiers": _TIERS,
                },
            ),
            {"code": "third", "name": "其他", "children": [_own("mine", "10", {"uncomputable": "zero"})]},
        ],
        **VARIANTS[variant],
    }


def _leaf(code: str, scoring: Plain, parts: Plain) -> Plain:
    return {"code": code, "name": f"指标{code}", "points": "9", "scoring": scoring, **parts}


def _rated(scoring: Plain, number: int, variant: int) -> Plain:
    # The first is what others and a cap look at; it may not look at itself.
    formula = _FORMULAS[(number + variant) % len(_FORMULAS)] if number else "c / d"
    return _leaf(f"r{number}", scoring, _POLICIES[(number * 2 + variant) % len(_POLICIES)] | {"formula": formula})


def _own(code: str, points: str, parts: Plain) -> Plain:
    return {"code": code, "name": "个性指标", "points": points, "own_indicators": ["数量", "质量"], **parts}
