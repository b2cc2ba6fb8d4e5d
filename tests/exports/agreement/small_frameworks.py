"""Small frameworks whose form is a page or two: one for each layout, with every way of rounding between them.

As their files hold them: every scalar is text. A framework named like a shipped one is printed in its layout.
"""

from typing import Any, Final

Plain = dict[str, Any]

_MONEY: Final = ("original_budget", "full_year_budget", "actual_expenditure")
_SOURCES: Final = {
    "sichuan-2023-project": ("fiscal", "special_account", "unit", "other"),
    "general-2020": ("appropriation", "carryover", "other"),
}
_LABELS: Final = {
    "original_budget": "年初预算数",
    "full_year_budget": "全年预算数",
    "actual_expenditure": "全年执行数",
    "fiscal": "财政资金",
    "special_account": "财政专户资金",
    "unit": "单位资金",
    "appropriation": "财政拨款",
    "carryover": "上年结转",
    "other": "其他资金",
}
_TASKS: Final = (
    ("task", "任务名称", "text"),
    ("content", "主要内容", "text"),
    ("completion", "完成情况", "text"),
    *((f"{side}{part}", f"{word}{name}", "money")
      for side, word in (("budget", "预算数"), ("actual", "执行数"))
      for part, name in (("", "总额"), ("_appropriation", "财政拨款"), ("_other", "其他"))),
)  # fmt: skip
_NODES: Final = [
    {"label": "6月末", "field": "half_year", "at_least": "45%", "points": "2.5"},
    {"label": "9月末", "field": "nine_months", "at_least": "75%", "points": "3.5"},
]
_OPTIONS: Final = [
    {
        "label": "按预算",
        "formula": "half_year / full_year_budget",
        "scoring": {"kind": "deduct_below", "limit": "100%", "step": "5%", "deduct": "0.35", "steps": "continuous"},
    },
    {"label": "按九月", "formula": "half_year / nine_months", "scoring": {"kind": "proportional"}},
]
_BANDS: Final = [
    {"in": "(, 60%)", "points": "0"},
    {"in": "[60%, 90%)", "points": "3.25"},
    {"in": "[90%, 100%]", "points": "7"},
    {"in": "(100%, )", "points": "5.5"},
]
_CHECKS: Final = [{"text": "有2021年制度", "points": "1.75"}, {"text": "按3号文执行", "points": "2.25"}]
_TIERS: Final = [{"name": "达成", "in": "[80%, 100%]"}, {"name": "部分达成", "in": "[0%, 80%)"}]
# Shares of the total from which a grade is given.
_GRADES: Final = (("优", 90), ("良", 75), ("中", 50), ("差", 0))
_OWN_POINTS: Final = 20


def _rounding(mode: str, rates: int, points: int, on: str = "exact") -> Plain:
    return {"mode": mode, "rate_places": f"{rates}", "points_places": f"{points}", "thresholds_on": on}


# By slug: its indicators beside 预算执行比率, whether units add their own, its texts, and what else differs.
SPECS: Final[dict[str, Plain]] = {
    "small-graded": {
        "leaves": ("posts", "rules"),
        "own": True,
        "set_points": {"by": "unit", "keep": "total"},
        "grade_groups": "true",
        "caps": [{"rate": "execution.execution_rate", "in": "(, 70%)", "total_at_most": "19.5"}],
    },
    "small-truncated": {
        "leaves": ("nodes", "satisfaction"),
        "rounding": _rounding("truncate", 0, 1, "rounded"),
        "money_unit": "yuan",
    },
    "small-fine": {
        "leaves": ("area", "either"),
        "rounding": _rounding("half_up", 4, 4),
        "set_points": {"by": "unit", "keep": "total"},
    },
    "yueyang-2018": {"leaves": ("rules", "posts", "area"), "rounding": _rounding("half_up", 1, 0, "rounded")},
    "hubei-2020": {"leaves": (), "own": True, "rounding": _rounding("half_up", 2, 1)},
    "chongqing-2021": {"leaves": (), "own": True, "texts": ("expected_goals", "adjusted_goals", "achieved_goals")},
    "sichuan-2023-project": {
        "leaves": ("nodes",),
        "own": True,
        "rounding": _rounding("truncate", 2, 2),
        "money_unit": "yuan",
    },
    "general-2020": {"leaves": ("satisfaction",), "texts": ("expected_goals", "achieved_goals"), "tasks": True},
}


def small_framework(slug: str) -> Plain:
    """The framework of one of SPECS."""
    spec = dict(SPECS[slug])
    texts, has_tasks = spec.pop("texts", ("summary2021",)), spec.pop("tasks", False)
    roots = _roots(spec.pop("leaves"), has_own=spec.pop("own", False))
    total = sum(int(root.get("points", 0)) + _points(root) for root in roots)
    return {
        "format": "selfeval-framework/1",
        "slug": slug,
        "version": "1",
        "title": "部门整体支出绩效自评表",
        "money_unit": "wan_yuan",
        "total_points": f"{total}",
        "rounding": _rounding("half_up", 2, 2),
        "grades": [{"name": name, "from": f"{total * share / 100:g}"} for name, share in _GRADES],
        "fields": [*_fields(slug), *([_tasks()] if has_tasks else [])],
        "derived": [
            {"code": "left", "label": "结余3项", "kind": "money", "formula": "full_year_budget - actual_expenditure"},
            {"code": "part", "label": "上半年比重", "kind": "percent", "formula": "half_year / full_year_budget"},
        ],
        "narratives": [{"code": code, "title": f"说明{number}"} for number, code in enumerate(texts, 1)],
        "indicators": roots,
        **spec,
    }


def _points(root: Plain) -> int:
    return sum(int(child.get("points", 0)) + _points(child) for child in root.get("children", ()))


def _fields(slug: str) -> list[Plain]:
    sources = ("", *_SOURCES.get(slug, ()))
    money = [
        (f"{code}_{part}".rstrip("_"), _LABELS[code], _LABELS.get(part, "")) for part in sources for code in _MONEY
    ]
    fields = [
        {"code": code, "label": f"{source}{label}", "kind": "money", "min": "0" if source else "none"}
        for code, label, source in money
    ]
    rest = (
        ("closing_balance", "年末结余", "money", "none"),
        ("half_year", "6月末支出", "money", "none"),
        ("nine_months", "9月末支出", "money", "0"),
        ("authorised_posts", "编制人数", "count", "0"),
        ("staff_on_post", "在职人数", "count", "0"),
        ("share", "集中采购占比", "percent", "none"),
        ("area", "办公面积", "number", "none"),
        ("details", "追加明细", "itemised_money", "none"),
    )
    return [*fields, *({"code": code, "label": label, "kind": kind, "min": least} for code, label, kind, least in rest)]


def _tasks() -> Plain:
    columns = [{"code": code, "label": label, "kind": kind} for code, label, kind in _TASKS]
    return {"code": "annual_tasks", "label": "年度主要任务", "kind": "table", "columns": columns}


def _roots(codes: tuple[str, ...], *, has_own: bool) -> list[Plain]:
    roots: list[Plain] = [{"code": "execution", "name": "执行", "children": [dict(_EXECUTION)]}]
    if codes:
        # Below a second level, and straight below the first.
        groups = [{"code": "people", "name": "人员3类", "children": [_leaf(codes[0])]}, *map(_leaf, codes[1:])]
        roots.append({"code": "process", "name": "过程", "children": groups})
    if has_own:
        own = {"points": f"{_OWN_POINTS}", "own_indicators": ["数量", "质量"], "tiers": _TIERS}
        roots.append({"code": "own", "name": "产出", "scoring": {"kind": "target"}, **own})
    return roots


def _leaf(code: str) -> Plain:
    return {"code": code, **_LEAVES[code]}


_EXECUTION: Final[Plain] = {
    "code": "execution_rate",
    "name": "预算执行比率",
    "points": "10",
    "formula": "actual_expenditure / full_year_budget",
    "zero_denominator": {"both_zero": "not_applicable", "otherwise": "zero"},
    "not_applicable": "full",
    "scoring": {"kind": "proportional"},
}
_LEAVES: Final[dict[str, Plain]] = {
    "posts": {
        "name": "在职人员控制率",
        "points": "6",
        "formula": "staff_on_post / authorised_posts",
        "zero_denominator": {"both_zero": "not_applicable", "otherwise": "full"},
        "not_applicable": "redistribute",
        "scoring": {"kind": "deduct_above", "limit": "100%", "step": "1%", "deduct": "0.15", "steps": "whole"},
    },
    "area": {
        "name": "人均面积（2号口径）",
        "points": "7",
        "formula": "area / 100",
        "not_applicable": "zero",
        "uncomputable": "zero",
        "scoring": {"kind": "bands", "bands": _BANDS},
    },
    "nodes": {
        "name": "支付进度率",
        "points": "6",
        "scoring": {"kind": "milestones", "of": "full_year_budget", "nodes": _NODES},
    },
    "rules": {
        "name": "制度健全性2021",
        "points": "4",
        "not_applicable": "redistribute",
        "scoring": {"kind": "checklist", "items": _CHECKS},
    },
    "either": {"name": "两法取一", "points": "7", "scoring": {"kind": "choose", "options": _OPTIONS, "pick": "best"}},
    "satisfaction": {"name": "满意度", "points": "12", "not_applicable": "zero", "scoring": {"kind": "manual"}},
}
