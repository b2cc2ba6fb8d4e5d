"""What first texts are made of: the filled values of a form as links, in clauses, and the parts several texts share.

The order of the parts is that of published reports; the sentences are our own. Nothing is said of a figure that is not
filled.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework, Indicator
from selfeval.domain.narrative.link_values import LinkValue, LinkValues, ValueKind
from selfeval.domain.narrative.links import BLANK, mark_of, resolved
from selfeval.domain.scoring.results import ScoreSheet
from selfeval.domain.scoring.rules import Milestones, formulas_of

HAN: Final = "一二三四五六七八九十"
BRACES: Final = str.maketrans("", "", "{}｛｝")
STAFF: Final = (
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


@dataclass(frozen=True, kw_only=True)
class Draft:
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


def _is_of(value: LinkValue, code: str) -> bool:
    if code.startswith("*."):
        return value.kind is ValueKind.PERCENT and value.code.rpartition(".")[2] == code[2:]
    return value.code == code


def budget_lines(draft: Draft) -> Iterator[str]:
    headed = 0
    for heading, sentences in _BUDGET:
        said = [f"{words}。" for parts in sentences if (words := draft.clauses(parts))]
        if said:
            yield f"（{HAN[headed]}）{heading}"
            yield "".join(said)
            headed += 1
    # A sentence each: figures that only happen to stand together are no parts of one another.
    others = [f"{words}。" for part in _other_figures(draft) if (words := draft.clauses([part]))]
    if others:
        yield f"（{HAN[headed]}）其他有关数据"
        yield "".join(others)
    yield f"预算执行中的主要做法：{BLANK}。"


def _other_figures(draft: Draft) -> Iterator[tuple[str, str]]:
    """The amounts and percentages that no sentence of the budget names."""
    named = {code for _, sentences in _BUDGET for parts in sentences for _, code in parts} | {code for code, _ in STAFF}
    shown = {ValueKind.MONEY, ValueKind.PERCENT}
    known = {*draft.framework.fields_by_code, *draft.framework.derived_by_code} - named
    for value in draft.values.values:
        if value.kind in shown and value.code in known:
            yield value.name, value.code


def indicator_lines(draft: Draft, leaf: Indicator) -> Iterator[str]:
    """One sentence on an indicator: the figures it is computed from, its rate, or what was spent by each milestone."""
    codes = dict.fromkeys(name for formula in formulas_of(leaf) for name in formula.names)
    if isinstance(leaf.rule, Milestones):
        codes |= dict.fromkeys(node.field for node in leaf.rule.nodes)
    figures = [value for code in codes if (value := draft.value(code)) is not None]
    said = draft.clauses((value.name, value.code) for value in figures)
    rate = draft.mark(leaf.code) if leaf.formula is not None else ""
    # A rate takes what is below zero by its size; beside the bare figure it would read as another number.
    is_below_zero = any(isinstance(value.value, Decimal) and value.value < 0 for value in figures)
    told = f"{name_of(leaf)}{rate}" if rate else ""
    sentences = [said, told] if is_below_zero else ["，".join(each for each in (said, told) if each)]
    yield from [line for line in ("".join(f"{each}。" for each in sentences if each),) if line]


def score_line(draft: Draft, code: str, words: str = "此项") -> Iterator[str]:
    """What a group could get and what it got; nothing while a score below it is open."""
    points, score = draft.mark(f"{code}.points"), draft.mark(f"{code}.self_score")
    if points and score:
        yield f"{words}分值{points}，得分{score}。"


def own_words(draft: Draft, text: str) -> str:
    """What the unit wrote with an indicator already, as it is read, on one line; a blank where it wrote nothing."""
    read = resolved(text, draft.values).translate(BRACES)
    return "".join(read.split()).rstrip("。；") or BLANK


def root_words(root: Indicator) -> str:
    """`过程指标` of 过程; a name that ends so already stays."""
    name = root.name.translate(BRACES)
    return name if name.endswith("指标") else f"{name}指标"


def name_of(leaf: Indicator) -> str:
    return leaf.name.translate(BRACES)
