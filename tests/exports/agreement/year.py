"""What the workbook of a year must hold of each generated filing: one row of 汇总表, one of 指标得分明细.

Workbooks of a year keep numbers to be added, so it is the numbers that are held here, not their print.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from selfeval.domain.framework import FieldKind, Framework, Indicator
from tests.exports.agreement.expected import Expected, cut
from tests.exports.agreement.filings import Case

Numbers = dict[str, Decimal | str | None]
Review = dict[str, Decimal]
_HEADS: Final = 3  # rows above the heads, which count from there
_TEN: Final = 10
_LAST_DIGIT: Final = Decimal("1e-14")  # of the sixteen that are written
_PARTS: Final = ("set", "self", "computed", "review", "lost")
_TOTALS: Final = {
    "计入得分": "counted",
    "自评总分": "self",
    "系统计算总分": "computed",
    "复核总分": "review",
    "最终得分": "final",
}


def review_of(case: Case) -> Review:
    """The reviewer's scores: of every third filing some, half a point below the unit's own."""
    if case.number % 3:
        return {}
    scores = list(case.sheet.indicators.values())[: 1 + case.number % 4]
    return {each.code: max(Decimal(0), each.self_score - Decimal("0.5")) for each in scores if each.self_score}


def reviewed_total(case: Case) -> Decimal:
    """What the reviewer confirmed."""
    given = review_of(case)
    scores = case.sheet.indicators.values()
    lowered = sum((each.self_score - given[each.code] for each in scores if each.code in given and each.self_score), 0)
    return case.sheet.total.self_score - lowered


def summary_row(case: Case, *, final_grade: str) -> Numbers:
    """汇总表, by the words of its heads."""
    total, plain = case.sheet.total, case.plain
    review = reviewed_total(case)
    totals = {"counted": review, "self": total.self_score, "computed": total.computed_score}
    totals |= {"review": review, "final": review}
    found: Numbers = {"编码": plain["department"]["code"], "等次": final_grade}
    found |= {f"{words}（分）": totals[key] for words, key in _TOTALS.items()}
    expected = Expected(case=case)
    budget, actual = expected.typed("full_year_budget"), expected.typed("actual_expenditure")
    is_known = budget is not None and actual is not None and budget > 0
    found["预算执行率"] = actual / budget if is_known and budget and actual is not None else None
    return found | dict(_figures(case.framework, expected))


def _figures(framework: Framework, expected: Expected) -> Iterator[tuple[str, Decimal | None]]:
    unit = f"（{framework.money_unit.label}）"
    for field in framework.fields:
        if field.kind is FieldKind.ITEMISED_MONEY:
            rows = expected.case.plain["fields"].get(field.code)
            amounts = [Decimal(row["amount"]) for row in rows or ()]
            yield f"{field.label}{unit}", None if rows is None else sum(amounts, Decimal(0))
        elif field.kind is not FieldKind.TABLE:
            yield f"{field.label}{unit if field.kind is FieldKind.MONEY else ''}", expected.typed(field.code)
    for each in framework.derived:
        value, is_money = expected.case.sheet.values.get(each.code), each.kind is FieldKind.MONEY
        places = framework.money_unit.places if is_money else _TEN
        yield f"{each.label}{unit if is_money else ''}", None if value is None else cut(value, places)
    for leaf in framework.leaves:
        if leaf.formula is not None:
            rate = expected.case.sheet.indicators[leaf.code].rate
            yield leaf.name, None if rate is None else cut(rate, _TEN)


def score_row(case: Case) -> Numbers:
    """指标得分明细, `set:<indicator>` and so on; a node with own indicators is their sum."""
    own, whole = case.sheet.total.self_score, [each.self_score for each in case.sheet.indicators.values()]
    itemised = _sum(whole)
    found: Numbers = {"自评总分": own, "各指标自评得分之和": itemised}
    found["封顶核减"] = None if itemised is None else itemised - own
    for root in case.framework.indicators:
        for node in root.walk():
            if node.own_groups:
                found |= _added(node, [_line(case, leaf) for leaf in node.children])
            elif node.is_leaf and node.own is None:
                found |= {f"{key}:{node.code}": value for key, value in _line(case, node).items()}
    return found


def _line(case: Case, leaf: Indicator) -> dict[str, Decimal | None]:
    score, review = case.sheet.indicators[leaf.code], review_of(case).get(leaf.code)
    counted = score.self_score if review is None else review
    lost = None if counted is None else score.points - counted
    values = (score.points, score.self_score, score.computed_score, review, lost)
    return dict(zip(_PARTS, values, strict=True))


def _added(node: Indicator, lines: list[dict[str, Decimal | None]]) -> Numbers:
    found: Numbers = {}
    for key in _PARTS:
        values = [line[key] for line in lines]
        is_open = key == "review" and None in values
        found[f"{key}:{node.code}"] = None if is_open else _sum(values)
    return found


def _sum(values: list[Decimal | None]) -> Decimal | None:
    known = [each for each in values if each is not None]
    return sum(known, Decimal(0)) if known else None


def rows_of_summary(sheet: Any) -> dict[str, Numbers]:
    """汇总表 as it is stored, by the code of the unit and the words of the heads."""
    lines = list(sheet.iter_rows(values_only=True))[_HEADS:]
    heads = lines[0]
    wanted = [place for place, head in enumerate(heads) if head not in ("序号", "单位", "主管部门", "状态", "备注")]
    return {line[1]: {heads[place]: _stored(line[place]) for place in wanted} for line in lines[1:] if line[1]}


def rows_of_scores(sheet: Any, framework: Framework) -> dict[str, Numbers]:
    """指标得分明细 the same way."""
    lines = list(sheet.iter_rows(values_only=True))[_HEADS + 2 :]
    nodes = [
        node
        for root in framework.indicators
        for node in root.walk()
        if node.own is None and (node.own_groups or node.is_leaf)
    ]
    heads = ["自评总分", "各指标自评得分之和", "封顶核减"]
    heads += [f"{part}:{node.code}" for node in nodes for part in _PARTS]
    return {line[1]: dict(zip(heads, map(_stored, line[4 : 4 + len(heads)]), strict=True)) for line in lines if line[1]}


def _stored(value: Any) -> Decimal | str | None:
    return Decimal(repr(value)) if isinstance(value, (int, float)) else value or None


def differences(case: Case, part: str, wanted: Numbers, found: Numbers) -> list[str]:
    """What is stored otherwise, but for what a binary fraction cannot hold."""
    return differences_of(f"{case.name}, {part}", wanted, found)


def differences_of(place: str, wanted: Numbers, found: Numbers) -> list[str]:
    """The same at any place; only what is wanted or found."""
    return [
        f"{place}, {code}: {found.get(code)} instead of {wanted.get(code)}"
        for code in dict.fromkeys((*wanted, *found))
        if not _same(wanted.get(code), found.get(code))
    ]


def _same(first: Decimal | str | None, second: Decimal | str | None) -> bool:
    if isinstance(first, Decimal) and isinstance(second, Decimal):
        return abs(first - second) <= abs(first) * _LAST_DIGIT
    return first == second
