"""A whole report (自评工作总结) with every figure in place: what was done, the result, the next steps, the annexes.

The parts and their order are those of published summaries; the words are the unit's, so there are blanks for them.
"""

from collections.abc import Iterator

from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework, Indicator
from selfeval.domain.narrative.link_values import link_values
from selfeval.domain.narrative.links import BLANK, resolved
from selfeval.domain.report_drafting import (
    BRACES,
    HAN,
    Draft,
    budget_lines,
    indicator_lines,
    name_of,
    own_words,
    root_words,
    score_line,
)
from selfeval.domain.scoring.results import ScoreSheet
from selfeval.domain.scoring.target import quantity_text


def report_summary(framework: Framework, filing: Filing, sheet: ScoreSheet) -> tuple[str, ...]:
    """The lines of the report as they are read, the title first. `framework` is that of the filing."""
    values = link_values(framework, filing, sheet)
    draft = Draft(framework=framework, filing=filing, sheet=sheet, values=values)
    return tuple(resolved(line, values) for line in _lines(draft))


def summary_lines(draft: Draft) -> Iterator[str]:
    """The report without its title, figures as links: for a box of the form that takes a whole summary."""
    unit, year = draft.mark("department") or "本单位", draft.mark("fiscal_year")
    yield "一、自评工作开展情况"
    yield f"{year}年，{unit}{BLANK}。"
    yield "（一）履行职责、完成工作任务情况"
    yield from _work(draft)
    yield "（二）预算安排和执行情况"
    yield from (line for line in budget_lines(draft) if not line.startswith("（"))
    yield "（三）自评组织情况"
    yield from _organisation(draft)
    yield "二、自评结果概述"
    yield from _result(draft)
    yield "三、下一步工作措施"
    yield from _measures(draft)
    yield "四、附件"
    yield f"部门整体支出绩效自评表；{BLANK}。"


def _lines(draft: Draft) -> Iterator[str]:
    unit, year = draft.mark("department") or "本单位", draft.mark("fiscal_year")
    yield f"{year}年度{unit}部门整体支出绩效自评工作总结"
    yield from summary_lines(draft)


def _work(draft: Draft) -> Iterator[str]:
    """What the indicators of results say, one paragraph each; those of money stand in the next part."""
    number = 0
    for leaf in draft.framework.leaves:
        if not draft.is_applicable(leaf):
            continue
        said = _own(leaf) if leaf.own is not None else "".join(_of_results(draft, leaf))
        if said:
            number += 1
            yield f"{number}．{name_of(leaf)}。{said}{BLANK}。"
    if not number:
        yield f"1．{BLANK}。"


def _of_results(draft: Draft, leaf: Indicator) -> Iterator[str]:
    """Of indicators under the later 一级指标 of the form (产出, 效果), where it has several."""
    roots = [root.code for root in draft.framework.indicators]
    if leaf.code.partition(".")[0] not in roots[len(roots) // 2 :]:
        return
    found = False
    for line in indicator_lines(draft, leaf):
        found = True
        yield line
    if not found:
        yield "完成情况："


def _own(leaf: Indicator) -> str:
    """Target and actual of one of the unit's own indicators."""
    own = leaf.own
    if own is None:
        return ""
    target = own.target_words if own.target is None else quantity_text(own.target, own.unit)
    actual = own.actual_words if own.actual is None else quantity_text(own.actual, own.unit)
    words = [f"年度目标{own.sign.label}{target}" if own.target is not None else f"年度目标：{target}" if target else ""]
    words.append(f"实际{actual}" if own.actual is not None else f"实际：{actual}" if actual else "")
    said = "，".join(each for each in words if each).translate(BRACES)
    return f"{said}。" if said else ""


def _organisation(draft: Draft) -> Iterator[str]:
    count = len(draft.filing.evaluators)
    people = f"评价人员{count}人。" if count else ""
    yield f"{people}自评的过程和方法：{BLANK}。"


def _result(draft: Draft) -> Iterator[str]:
    total, grade = draft.mark("total.self_score"), draft.mark("grade")
    if total:
        graded = f"，评价等次为“{grade}”" if grade else ""
        yield f"{draft.mark('fiscal_year')}年度部门整体支出绩效自评综合得分{total}{graded}。"
    else:
        yield f"自评结果：{BLANK}。"
    for number, root in enumerate(draft.framework.indicators):
        place = f"（{HAN[number]}）" if number < len(HAN) else ""
        yield from (f"{place}{line}" for line in score_line(draft, root.code, root_words(root)))
    lost = list(draft.lost())
    if lost:
        yield "失分的指标："
    for number, (leaf, mark) in enumerate(lost, 1):
        yield f"{number}．{name_of(leaf)}失分{mark}，原因：{own_words(draft, draft.filing.entry(leaf.code).reason)}。"


def _measures(draft: Draft) -> Iterator[str]:
    number = -1
    for number, (leaf, _) in enumerate(draft.lost()):
        place = f"{HAN[number]}是" if number < len(HAN) else ""
        yield f"{place}针对{name_of(leaf)}，{own_words(draft, draft.filing.entry(leaf.code).measure)}。"
    following = number + 1
    yield f"{HAN[following]}是{BLANK}。" if following < len(HAN) else f"{BLANK}。"
