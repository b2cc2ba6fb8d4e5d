"""A first text for each narrative of a form: every figure in place as a link, blanks for the unit's own words.

What a narrative is about is told by its code, or by words of its title. The order of the parts is that of published
reports (职能, 人员, 预算安排, 执行, 三公, 采购, 各项绩效, 问题, 措施); the sentences are our own. Nothing is said of a
figure that is not filled.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework, Indicator, Narrative
from selfeval.domain.narrative.link_values import LinkValues, link_values
from selfeval.domain.narrative.links import BLANK, resolved
from selfeval.domain.report_drafting import (
    BRACES,
    HAN,
    STAFF,
    Draft,
    budget_lines,
    indicator_lines,
    name_of,
    own_words,
    root_words,
    score_line,
)
from selfeval.domain.report_summary import summary_lines
from selfeval.domain.scoring.results import ScoreSheet

_ABOUT: Final = (
    ("summary", r"总结|自评报告|自评工作"),
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


def report_skeleton(framework: Framework, filing: Filing, sheet: ScoreSheet, narrative: Narrative) -> str:
    """The first text of `narrative`, within its limit. `framework` is that of the filing, `sheet` its scores."""
    values = link_values(framework, filing, sheet)
    draft = Draft(framework=framework, filing=filing, sheet=sheet, values=values)
    return _within(_TEXTS[topic_of(narrative)](draft), narrative.max_chars, values)


def topic_of(narrative: Narrative) -> str:
    """What a text is about, one of TOPICS: its title says it, for codes are the makers' own."""
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


def _mandate(draft: Draft) -> Iterator[str]:
    yield f"{draft.mark('department') or '本单位'}的主要职能：{BLANK}。"
    yield f"机构设置情况：{BLANK}。"


def _staffing(draft: Draft) -> Iterator[str]:
    said = draft.clauses(STAFF, "人")
    if said:
        yield f"{draft.mark('fiscal_year')}年末，{draft.mark('department') or '本单位'}{said}。"
    yield f"人员变动情况：{BLANK}。"


def _adjustment(draft: Draft) -> Iterator[str]:
    said = draft.clauses((("年初预算", "original_budget"), ("预算调整", "budget_adjustment")))
    if said:
        yield f"{said}。"
    yield f"调整的理由：{BLANK}。"


def _conclusion(draft: Draft) -> Iterator[str]:
    if not draft.mark("total.self_score"):
        yield f"评价结论：{BLANK}。"
        return
    grade = draft.mark("grade")
    graded = f"，评价等次为“{grade}”" if grade else ""
    unit = draft.mark("department") or "本单位"
    yield f"{draft.mark('fiscal_year')}年，{unit}部门整体支出绩效自评综合得分{draft.mark('total.self_score')}{graded}。"


def _analysis(draft: Draft) -> Iterator[str]:
    """By 一级指标 and within each by group: every figure an indicator is computed from, the score, what was lost."""
    yield from _conclusion(draft)
    for number, root in enumerate(draft.framework.indicators):
        place = f"（{HAN[number]}）" if number < len(HAN) else ""
        yield f"{place}{root_words(root)}情况"
        groups = [child for child in root.children if not child.is_leaf]
        if not groups:
            yield from _of_group(draft, root)
        for place_in, group in enumerate(groups, 1):
            yield f"{place_in}．{group.name.translate(BRACES)}"
            yield from _of_group(draft, group)
        if groups:
            yield from score_line(draft, root.code, f"{root_words(root)}合计")


def _of_group(draft: Draft, group: Indicator) -> Iterator[str]:
    leaves = [node for node in group.walk() if node.is_leaf and draft.is_applicable(node)]
    for leaf in leaves:
        yield from indicator_lines(draft, leaf)
    below = {leaf.code for leaf in leaves}
    lost = [f"{name_of(leaf)}失分{mark}" for leaf, mark in draft.lost() if leaf.code in below]
    if lost:
        yield f"失分的指标：{'；'.join(lost)}。"
    yield f"主要工作和成效：{BLANK}。"
    yield from score_line(draft, group.code)


def _problems(draft: Draft) -> Iterator[str]:
    number = 0
    for number, (leaf, mark) in enumerate(draft.lost(), 1):
        yield f"{number}．{name_of(leaf)}失分{mark}，原因：{own_words(draft, draft.filing.entry(leaf.code).reason)}。"
    yield f"{number + 1}．{BLANK}。" if number else f"存在的问题：{BLANK}。"


def _measures(draft: Draft) -> Iterator[str]:
    number = 0
    for number, (leaf, _) in enumerate(draft.lost(), 1):
        yield f"{number}．{name_of(leaf)}：{own_words(draft, draft.filing.entry(leaf.code).measure)}。"
    yield f"{number + 1}．{BLANK}。" if number else f"改进措施：{BLANK}。"


def _problems_and_measures(draft: Draft) -> Iterator[str]:
    yield "（一）存在问题"
    yield from _problems(draft)
    yield "（二）改进措施"
    yield from _measures(draft)


def _goals(_: Draft) -> Iterator[str]:
    yield f"年度总体目标：{BLANK}。"
    yield f"主要任务和预期成果：{BLANK}。"


def _other(_: Draft) -> Iterator[str]:
    yield f"{BLANK}。"


_TEXTS: Final[dict[str, Callable[[Draft], Iterator[str]]]] = {
    "summary": summary_lines,
    "mandate": _mandate,
    "staffing": _staffing,
    "budget_execution": budget_lines,
    "adjustment_note": _adjustment,
    "conclusion": _conclusion,
    "performance_analysis": _analysis,
    "problems_and_measures": _problems_and_measures,
    "problems": _problems,
    "measures": _measures,
    "goals": _goals,
    "other": _other,
}
TOPICS: Final = tuple(_TEXTS)
