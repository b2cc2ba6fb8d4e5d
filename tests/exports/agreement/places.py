"""What is printed where: for each place of each output the codes of the figures that stand there, no more, no less.

A code that is printed in several places must read the same in all of them, since each is held against the score sheet.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import CONTEXT
from selfeval.domain.framework import FieldKind
from selfeval.exports.layout import LABEL_COLUMNS, Funds, Prints, Subtotals
from tests.exports.agreement.expected import NOTHING, Expected, Texts
from tests.exports.agreement.reading_form import FUNDS_COLUMNS, LEAF_COLUMNS, OWN_COLUMNS

Shown = Callable[[Expected], Texts]
Read = Mapping[str, Texts]
# Of the six figures that the official form has on top, those the small frameworks have.
_FACE: Final = ("original_budget", "actual_expenditure", "closing_balance")
_MONEY: Final = (FieldKind.MONEY,)
_STAFF: Final = ("authorised_posts", "staff_on_post")


def facts(expected: Expected) -> Texts:
    """Of the block on top, in the layouts that have figures there."""
    is_there = expected.case.layout.facts.is_standard
    return {f"field:{code}": expected.texts[f"field:{code}"] for code in _FACE if is_there}


def funds(expected: Expected) -> Texts:
    """预算执行情况 by source of money, with points and score of the indicator it scores."""
    layout = expected.case.layout.funds
    found: Texts = {}
    for number, row in enumerate(layout.rows if layout else ()):
        for column in layout.columns if layout else ():
            if key := FUNDS_COLUMNS.get(column.prints):
                code = getattr(row, key)
                found |= (
                    {f"field:{code}": expected.texts[f"field:{code}"]} if code else {f"empty:{number}:{key}": NOTHING}
                )
            elif column.prints is Funds.RATE:
                actual, full = expected.typed(row.actual), expected.typed(row.full)
                found[f"funds-rate:{number}"] = expected.rate(_ratio(actual, full))
    if layout:
        code = layout.indicator
        found |= {each: expected.texts[each] for each in (f"set:{code}", f"self:{code}")}
    return found


def _ratio(actual: Decimal | None, full: Decimal | None) -> Decimal | None:
    return None if actual is None or not full else CONTEXT.divide(actual, full)


def tasks(expected: Expected) -> Texts:
    """年度主要任务; a row of dashes where none is filed."""
    layout = expected.case.layout.tasks
    if layout is None:
        return {}
    kinds = {each.code: each.kind for each in expected.case.framework.fields_by_code[layout.field].columns}
    empty = {f"task:0:{each.code}": NOTHING for each in layout.columns if kinds[each.code] is FieldKind.MONEY}
    return expected.only("task:") or empty


def indicators(expected: Expected) -> Texts:
    """The columns of numbers of every leaf, what was aimed at and reached, the sentence that explains its score."""
    layout = expected.case.layout
    scored = layout.funds.indicator if layout.funds else ""
    found: Texts = {}
    for column in layout.indicators.columns[LABEL_COLUMNS:]:
        start = "trace" if column.prints is Prints.ANALYSIS else LEAF_COLUMNS.get(column.prints)
        start = f"own-{column.prints.value}" if column.prints in OWN_COLUMNS else start
        found |= expected.only(f"{start}:") if start else {}
    return {code: text for code, text in found.items() if code.partition(":")[2] != scored}


def sums(expected: Expected) -> Texts:
    """小计 or the points behind the names of 一级指标, 综合得分 and its grade."""
    layout, keys = expected.case.layout, []
    columns = {LEAF_COLUMNS[each.prints] for each in layout.indicators.columns if each.prints in LEAF_COLUMNS}
    keys = [f"total-{key}" for key in columns - {"coefficient"}]
    found = {code: expected.texts[code] for code in (*keys, "total-grade")}
    if layout.indicators.subtotals is Subtotals.ROW:
        starts = [f"group-{key}:" for key in (*columns, "grade")]
        return found | expected.only(*starts)
    scored = layout.funds.indicator.partition(".")[0] if layout.funds else ""
    return found | {code: text for code, text in expected.only("group-set:").items() if code != f"group-set:{scored}"}


def people(expected: Expected) -> Texts:
    """How many evaluators are named."""
    return expected.only("people")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in an output; `shows` says which figures must stand there."""

    output: str
    part: str
    shows: Shown


FORM: Final[dict[str, Shown]] = {
    "facts": facts,
    "funds": funds,
    "tasks": tasks,
    "indicators": indicators,
    "sums": sums,
    "people": people,
}


def disagreements(expected: Expected, output: str, places: Mapping[str, Shown], read: Read) -> list[str]:
    """Every figure that is wrong, lost or too many, named by filing, place and code."""
    found = []
    for part, shows in places.items():
        wanted, here = shows(expected), read[part]
        for code in dict.fromkeys((*wanted, *here)):
            if (right := wanted.get(code)) != (wrong := here.get(code)):
                found.append(f"{expected.case.name}, {output} {part}, {code}: {wrong!r} instead of {right!r}")
    return found


def paper(expected: Expected) -> Texts:
    """计算底稿: every figure, and of every indicator its rate, points, both scores and what lies between them."""
    starts = ("field:", "derived:", "item:", "items:", "rate:", "set:", "computed:", "self:", "difference:", "node-")
    totals = {f"total-{key}": expected.texts[f"total-{key}"] for key in ("set", "computed", "self", "difference")}
    return expected.only(*starts) | totals


WORKBOOK: Final[dict[str, Shown]] = FORM | {"paper": paper}


def money(expected: Expected) -> Texts:
    """Amounts, and what is derived from them."""
    framework = expected.case.framework
    found = {f"field:{each.code}" for each in framework.fields if each.kind is FieldKind.MONEY}
    found |= {f"derived:{each.code}" for each in framework.derived if each.kind is FieldKind.MONEY}
    return {code: text for code, text in expected.texts.items() if code in found}


def staff(expected: Expected) -> Texts:
    """编制 and 在职."""
    return {f"field:{code}": expected.texts[f"field:{code}"] for code in _STAFF}


def other_figures(expected: Expected) -> Texts:
    """Every figure that is neither money nor people."""
    known = money(expected) | staff(expected)
    return {code: text for code, text in expected.only("field:", "derived:").items() if code not in known}


def details(expected: Expected) -> Texts:
    """The rows of itemised amounts and their sums; nothing where none is filed."""
    found = expected.only("item:", "items:")
    return found if expected.case.plain["fields"].get("details") is not None else {}


def rates(expected: Expected) -> Texts:
    """Every rate that could be worked out, and those of a formula that could not but for 不涉及."""
    found, scores = expected.only("rate:", "node-rate:"), expected.case.sheet.indicators
    leaves = (leaf for leaf in expected.case.framework.leaves if leaf.formula and scores[leaf.code].is_applicable)
    formulas = {f"rate:{leaf.code}" for leaf in leaves}
    return {code: text for code, text in found.items() if text != NOTHING or code in formulas or code[0] == "n"}


def groups(expected: Expected) -> Texts:
    """分值, 得分 and 失分 by 一级指标, and of the whole."""
    whole = {f"total-{key}": expected.texts[f"total-{key}"] for key in ("set", "self", "lost")}
    return expected.only("group-set:", "group-self:", "group-lost:") | whole


def scores(expected: Expected) -> Texts:
    """The same with every indicator, why it got its score, and the grade."""
    return groups(expected) | expected.only("set:", "self:", "lost:", "trace:", "total-grade")


def losing(expected: Expected) -> Texts:
    """Indicators that lost points, with the sum of what they lost."""
    leaves = [leaf for leaf in expected.case.framework.leaves if (expected.lost(leaf) or 0) > 0]
    found = {code: expected.texts[code] for leaf in leaves for code in _points_of(leaf.code)}
    whole = sum((expected.lost(leaf) or Decimal(0) for leaf in leaves), Decimal(0))
    return found | ({"lost-sum": expected.score(whole)} if leaves else {})


def _points_of(code: str) -> tuple[str, ...]:
    return tuple(f"{key}:{code}" for key in ("set", "self", "lost"))


def sentences(expected: Expected) -> Texts:
    """综合得分 with its cap and grade, how many indicators lost or still lack points, how many people took part."""
    sheet, texts = expected.case.sheet, expected.texts
    found = {code: texts[code] for code in ("total-self", "total-set")}
    if sheet.total.capped_at is not None:
        found["cap"] = f"{sheet.total.capped_at:f}"
    losses = {code: text for code, text in losing(expected).items() if code.startswith("lost:")}
    if sheet.unscored:
        found["unscored-count"] = f"{len(sheet.unscored)}"
    else:
        found |= {"total-grade": texts["total-grade"]} if sheet.grade else {}
        found |= {"lost-count": f"{len(losses)}"} if losses else {}
    return found | losses | ({"people": texts["people"]} if texts["people"] != "0" else {})


WORD: Final[dict[str, Shown]] = {
    "资金情况": money,
    "人员情况": staff,
    "其他填报数据": other_figures,
    "有关明细": details,
    "有关比率": rates,
    "各级指标得分": groups,
    "绩效指标得分明细": scores,
    "失分指标": losing,
    "年度主要任务": lambda expected: expected.only("task:"),
    "评价人员": people,
    "sentences": sentences,
}
