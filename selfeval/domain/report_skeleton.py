"""A first text for each narrative of a form: every figure in place as a link, blanks for the unit's own words.

What a narrative is about is told by its code, or by words of its title. The order of the parts is that of published
reports (职能, 人员, 预算安排, 执行, 三公, 采购, 各项绩效, 问题, 措施); the sentences are our own. Nothing is said of a
figure that is not filled.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework, Indicator, Narrative
from selfeval.domain.narrative.link_values import LinkValue, LinkValues, ValueKind, link_values
from selfeval.domain.narrative.links import BLANK, mark_of, resolved
from selfeval.domain.scoring.results import ScoreSheet

_HAN: Final = "一二三四五六七八九十"
_BRACES: Final = str.maketrans("", "", "{}｛｝")
_STAFF: Final = (
    ("编制数", "authorised_posts"),
    ("在职人员", "staff_on_post"),
    ("离退休人员", "retired_staff"),
    ("编外及劳务派遣人员", "other_staff"),
)
# Heading, then sentences of (words, code); a code that starts with `*.` is the rate of an indicator that ends so.
_BUDGET: Final = (
    (
        "预算安排情况",
        (
            (
                ("年初预算", "original_budget"),
                ("预算调整", "budget_adjustment"),
                ("其他调整资金", "other_adjustment"),
                ("上年结转", "opening_carryover"),
                ("全年预算数", "full_year_budget"),
            ),
        ),
    ),
    (
        "预算执行情况",
        (
            (
                ("全年执行数", "actual_expenditure"),
                ("预算完成率", "*.completion_rate"),
                ("预算执行率", "*.execution_rate"),
                ("年末结余", "closing_balance"),
            ),
            (("基本支出预算数", "basic_expenditure_budget"), ("基本支出决算数", "basic_expenditure_actual")),
            (("人员经费预算数", "personnel_expenditure_budget"), ("人员经费决算数", "personnel_expenditure_actual")),
            (
                ("公用经费预算数", "operating_expenditure_budget"),
                ("公用经费决算数", "operating_expenditure_actual"),
                ("公用经费控制率", "*.operating_expenditure_control_rate"),
            ),
            (("项目支出预算数", "project_expenditure_budget"), ("项目支出决算数", "project_expenditure_actual")),
        ),
    ),
    (
        "“三公”经费情况",
        (
            (
                ("本年“三公”经费预算数", "three_public_budget"),
                ("上年“三公”经费预算数", "three_public_budget_prior"),
                ("“三公”经费变动率", "*.three_public_change_rate"),
            ),
            (
                ("本年“三公”经费实际支出", "three_public_actual"),
                ("“三公”经费控制率", "*.three_public_control_rate"),
            ),
        ),
    ),
    (
        "政府采购情况",
        (
            (
                ("政府采购预算数", "procurement_budget"),
                ("政府采购实际支出", "procurement_actual"),
                ("政府采购执行率", "*.procurement_execution_rate"),
            ),
        ),
    ),
)
_ABOUT: Final = (
    ("mandate", r"职能|职责|概况"),
    ("staffing", r"人员"),
    ("adjustment_note", r"调整的?(?:理由|原因)"),
    ("problems_and_measures", r"问题.*(?:措施|建议)|^其他"),
    ("problems", r"问题"),
    ("measures", r"措施|建议|整改"),
    ("conclusion", r"结论"),
    ("performance_analysis", r"绩效(?:评价)?(?:分析|情况)|完成情况"),
    ("goals", r"目标"),
    ("budget_execution", r"预算|支出|资金"),
)


@dataclass(frozen=True, kw_only=True)
class _Draft:
    """What the sentences are made of."""

    framework: Framework
    filing: Filing
    sheet: ScoreSheet
    values: LinkValues

    def value(self, code: str) -> LinkValue | None:
        """The filled value of `code`; None where there is none."""
        return next((each for each in self.values.values if _is_of(each, code) and each.value is not None), None)

    def mark(self, code: str) -> str:
        """Its mark; empty where there is none to show."""
        value = self.value(code)
        return "" if value is None else mark_of(value)

    def clauses(self, parts: Iterable[tuple[str, str]], unit: str = "") -> str:
        """`年初预算{…}，预算调整{…}`: what is filled only."""
        return "，".join(f"{words}{mark}{unit}" for words, code in parts if (mark := self.mark(code)))

    def lost(self) -> Iterator[tuple[Indicator, str]]:
        """Indicators that lost points, each with the mark of the loss."""
        for leaf in self.framework.leaves:
            value = self.value(f"{leaf.code}.lost")
            if value is not None and isinstance(value.value, Decimal) and value.value > 0:
                yield leaf, mark_of(value)

    def is_applicable(self, leaf: Indicator) -> bool:
        """Whether the indicator is part of this filing."""
        return leaf.code in self.sheet.indicators and self.sheet.indicators[leaf.code].is_applicable


def report_skeleton(framework: Framework, filing: Filing, sheet: ScoreSheet, narrative: Narrative) -> str:
    """The first text of `narrative`, within its limit. `framework` is that of the filing, `sheet` its scores."""
    values = link_values(framework, filing, sheet)
    draft = _Draft(framework=framework, filing=filing, sheet=sheet, values=values)
    return _within(_TEXTS[_topic(narrative)](draft), narrative.max_chars, values)


def _topic(narrative: Narrative) -> str:
    """What a text is about: its title says it, for codes are the makers' own."""
    return next((topic for topic, words in _ABOUT if re.search(words, narrative.title)), "other")


def _within(lines: Iterable[str], most: int | None, values: LinkValues) -> str:
    """As many of the lines as the limit has room for."""
    kept: list[str] = []
    length = 0
    for line in lines:
        length += len(resolved(line, values)) + 1
        if most is not None and length > most + 1:
            break
        kept.append(line)
    return "\n".join(kept)


def _is_of(value: LinkValue, code: str) -> bool:
    if code.startswith("*."):
        return value.kind is ValueKind.PERCENT and value.code.rpartition(".")[2] == code[2:]
    return value.code == code


def _mandate(draft: _Draft) -> Iterator[str]:
    yield f"{draft.mark('department') or '本单位'}的主要职能：{BLANK}。"
    yield f"机构设置情况：{BLANK}。"


def _staffing(draft: _Draft) -> Iterator[str]:
    said = draft.clauses(_STAFF, "人")
    if said:
        yield f"{draft.mark('fiscal_year')}年末，{draft.mark('department') or '本单位'}{said}。"
    yield f"人员变动情况：{BLANK}。"


def _budget(draft: _Draft) -> Iterator[str]:
    headed = 0
    for heading, sentences in _BUDGET:
        said = [f"{words}。" for parts in sentences if (words := draft.clauses(parts))]
        if said:
            yield f"（{_HAN[headed]}）{heading}"
            yield "".join(said)
            headed += 1
    # A sentence each: figures that only happen to stand together are no parts of one another.
    others = [f"{words}。" for part in _other_figures(draft) if (words := draft.clauses([part]))]
    if others:
        yield f"（{_HAN[headed]}）其他有关数据"
        yield "".join(others)
    yield f"预算执行中的主要做法：{BLANK}。"


def _other_figures(draft: _Draft) -> Iterator[tuple[str, str]]:
    """The amounts and percentages that no sentence of the budget names."""
    named = {code for _, sentences in _BUDGET for parts in sentences for _, code in parts} | {
        code for code, _ in _STAFF
    }
    shown = {ValueKind.MONEY, ValueKind.PERCENT}
    known = {*draft.framework.fields_by_code, *draft.framework.derived_by_code} - named
    for value in draft.values.values:
        if value.kind in shown and value.code in known:
            yield value.name, value.code


def _adjustment(draft: _Draft) -> Iterator[str]:
    said = draft.clauses((("年初预算", "original_budget"), ("预算调整", "budget_adjustment")))
    if said:
        yield f"{said}。"
    yield f"调整的理由：{BLANK}。"


def _conclusion(draft: _Draft) -> Iterator[str]:
    if not draft.mark("total.self_score"):
        yield f"评价结论：{BLANK}。"
        return
    grade = draft.mark("grade")
    graded = f"，评价等次为“{grade}”" if grade else ""
    unit = draft.mark("department") or "本单位"
    yield f"{draft.mark('fiscal_year')}年，{unit}部门整体支出绩效自评综合得分{draft.mark('total.self_score')}{graded}。"


def _analysis(draft: _Draft) -> Iterator[str]:
    yield from _conclusion(draft)
    for number, root in enumerate(draft.framework.indicators):
        place = f"（{_HAN[number]}）" if number < len(_HAN) else ""
        yield f"{place}{root.name.translate(_BRACES)}"
        score = draft.clauses((("分值", f"{root.code}.points"), ("得分", f"{root.code}.self_score")))
        if score:
            yield f"{score}。"
        yield from _of_group(draft, root)
        yield f"主要工作和成效：{BLANK}。"


def _of_group(draft: _Draft, root: Indicator) -> Iterator[str]:
    leaves = [node for node in root.walk() if node.is_leaf and draft.is_applicable(node)]
    rates = [f"{_name(leaf)}{mark}" for leaf in leaves if leaf.formula and (mark := draft.mark(leaf.code))]
    if rates:
        yield f"{'，'.join(rates)}。"
    below = {leaf.code for leaf in leaves}
    lost = [f"{_name(leaf)}失分{mark}" for leaf, mark in draft.lost() if leaf.code in below]
    if lost:
        yield f"失分的指标：{'；'.join(lost)}。"


def _problems(draft: _Draft) -> Iterator[str]:
    number = 0
    for number, (leaf, mark) in enumerate(draft.lost(), 1):
        yield f"{number}．{_name(leaf)}失分{mark}，原因：{_own(draft.filing.entry(leaf.code).reason)}。"
    yield f"{number + 1}．{BLANK}。" if number else f"存在的问题：{BLANK}。"


def _measures(draft: _Draft) -> Iterator[str]:
    number = 0
    for number, (leaf, _) in enumerate(draft.lost(), 1):
        yield f"{number}．{_name(leaf)}：{_own(draft.filing.entry(leaf.code).measure)}。"
    yield f"{number + 1}．{BLANK}。" if number else f"改进措施：{BLANK}。"


def _problems_and_measures(draft: _Draft) -> Iterator[str]:
    yield "（一）存在问题"
    yield from _problems(draft)
    yield "（二）改进措施"
    yield from _measures(draft)


def _goals(_: _Draft) -> Iterator[str]:
    yield f"年度总体目标：{BLANK}。"
    yield f"主要任务和预期成果：{BLANK}。"


def _other(_: _Draft) -> Iterator[str]:
    yield f"{BLANK}。"


def _own(words: str) -> str:
    """What the unit wrote with the indicator already, on one line; a blank where it wrote nothing."""
    return "".join(words.translate(_BRACES).split()).rstrip("。；") or BLANK


def _name(leaf: Indicator) -> str:
    return leaf.name.translate(_BRACES)


_TEXTS: Final[dict[str, Callable[[_Draft], Iterator[str]]]] = {
    "mandate": _mandate,
    "staffing": _staffing,
    "budget_execution": _budget,
    "adjustment_note": _adjustment,
    "conclusion": _conclusion,
    "performance_analysis": _analysis,
    "problems_and_measures": _problems_and_measures,
    "problems": _problems,
    "measures": _measures,
    "goals": _goals,
    "other": _other,
}
