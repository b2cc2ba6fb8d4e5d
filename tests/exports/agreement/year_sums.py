"""What a year's workbook adds up of the generated filings of a framework: 合计, 平均, and what its drawings show.

Everything is added here anew from the rows that each filing must have (year.py).
"""

import zipfile
from collections import Counter
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from typing import Any, Final

from lxml import etree
from openpyxl.utils import range_boundaries

from selfeval.domain.framework import FieldKind
from tests.exports.agreement.expected import Expected, cut
from tests.exports.agreement.filings import Case
from tests.exports.agreement.year import Numbers, differences_of, reviewed_total, score_row, summary_row

_C: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCORES: Final = ("计入得分（分）", "自评总分（分）", "系统计算总分（分）", "复核总分（分）", "最终得分（分）")
_RATE: Final = "预算执行率"
_ADDED: Final = (FieldKind.MONEY, FieldKind.ITEMISED_MONEY, FieldKind.COUNT)
_MICRO: Final = Decimal("1e-6")
Chart = list[tuple[Any, Any]]


def wrong_in_sums(cases: Sequence[Case], workbook: Any) -> list[str]:
    """What 合计 and 平均 of 汇总表, and 合计 of 指标得分明细, hold otherwise."""
    name = cases[0].slug
    sums, means = _below(workbook["汇总表"], 3, ("合计", "平均"))
    rows = [summary_row(case, final_grade="") for case in cases]
    found = differences_of(f"{name} 合计", _sums(cases, rows), sums)
    found += differences_of(f"{name} 平均", {head: _mean(rows, head) for head in _SCORES}, means)
    (scored,) = _below(workbook["指标得分明细"], 4, ("合计",))
    columns = [_total([row[key] for row in map(score_row, cases)]) for key in score_row(cases[0])]
    wanted = {f"column {place}": value for place, value in enumerate(columns)}
    read = {f"column {place}": value for place, value in enumerate(list(scored.values())[4 : 4 + len(columns)])}
    return found + differences_of(f"{name} 指标得分明细 合计", wanted, read)


def _below(sheet: Any, head: int, names: tuple[str, ...]) -> list[Numbers]:
    """The rows called `names` at the end of a sheet, by the words of its heads in row `head` from zero or by column."""
    lines = list(sheet.iter_rows(values_only=True))
    heads = [str(word) if sheet.title == "汇总表" else f"{place}" for place, word in enumerate(lines[head])]
    found = []
    for name in names:
        line = next(each for each in lines if name in each[:3])
        values = (Decimal(repr(each)) if isinstance(each, (int, float)) else None for each in line)
        found.append(dict(zip(heads, values, strict=True)))
    return found


def _sums(cases: Sequence[Case], rows: list[Numbers]) -> Numbers:
    framework, expected = cases[0].framework, [Expected(case=case) for case in cases]
    unit = f"（{framework.money_unit.label}）"
    money = (FieldKind.MONEY, FieldKind.ITEMISED_MONEY)
    heads = [f"{each.label}{unit if each.kind in money else ''}" for each in framework.fields if each.kind in _ADDED]
    heads += [f"{each.label}{unit}" for each in framework.derived if each.kind is FieldKind.MONEY]
    found = {head: _total([row[head] for row in rows]) for head in (*_SCORES, *heads)}
    budget, actual = (
        _total([each.typed(code) for each in expected]) for code in ("full_year_budget", "actual_expenditure")
    )
    share = None if not budget or actual is None or budget < 0 else actual / budget
    return found | {_RATE: None if share is None else share.quantize(_MICRO, ROUND_HALF_UP)}


def _total(values: Sequence[Any]) -> Decimal | None:
    known = [each for each in values if isinstance(each, Decimal)]
    return sum(known, Decimal(0)) if known else None


def _mean(rows: list[Numbers], head: str) -> Decimal | None:
    known = [value for row in rows if isinstance(value := row[head], Decimal)]
    return (sum(known, Decimal(0)) / len(known)).quantize(_MICRO, ROUND_HALF_UP) if known else None


def charts_of(content: bytes, workbook: Any) -> dict[str, Chart]:
    """What the drawings show, by their titles: pairs of the cells their series point at."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        names = [name for name in book.namelist() if name.startswith("xl/charts/chart")]
        roots = [etree.fromstring(book.read(name)) for name in names]
    found: dict[str, Chart] = {}
    for root in roots:
        title = "".join(text.text or "" for text in next(root.iter(f"{_C}title")).iter(f"{_A}t"))
        found[title] = [pair for series in root.iter(f"{_C}ser") for pair in _pairs(series, workbook)]
    return found


def _pairs(series: Any, workbook: Any) -> Chart:
    columns = []
    for kinds in (("cat", "xVal"), ("val", "yVal")):
        place = next(each for kind in kinds for each in series.iter(f"{_C}{kind}"))
        sheet, _, cells = next(place.iter(f"{_C}f")).text.rpartition("!")
        left, top, _, bottom = range_boundaries(cells.replace("$", ""))
        columns.append([workbook[sheet.strip("'")].cell(row, left).value for row in range(top, bottom + 1)])
    return list(zip(*columns, strict=True))


def wrong_in_charts(cases: Sequence[Case], charts: dict[str, Chart]) -> list[str]:
    """What the drawings of grades, of lost points, and of rates beside scores show otherwise."""
    name, framework = cases[0].slug, cases[0].framework
    grades = Counter(framework.grade_for(reviewed_total(case)) for case in cases)
    wanted: Numbers = {grade.name: Decimal(grades[grade.name]) for grade in framework.grades}
    found = differences_of(f"{name} chart of grades", wanted, _as_numbers(charts["等次分布"]))
    scored = sum(count for _, count in charts["得分分布"])
    found += [] if scored == len(cases) else [f"{name} chart of scores: {scored} instead of {len(cases)}"]
    lost = _total([value for _, value in _as_numbers(charts["各指标失分"]).items()])
    rows = list(map(score_row, cases))
    whole = _total([value for row in rows for key, value in row.items() if key.startswith("lost:")])
    found += differences_of(f"{name} chart of lost points", {"all": whole}, {"all": lost})
    dots = sorted(_dot(rate, score) for rate, score in charts["预算执行率与得分"])
    right = sorted(_dots(cases))
    return found + ([] if dots == right else [f"{name} chart of rates: {dots} instead of {right}"])


def _dots(cases: Sequence[Case]) -> list[tuple[float, float]]:
    rates = [(summary_row(case, final_grade="")[_RATE], reviewed_total(case)) for case in cases]
    # The sheet keeps twelve decimals of a rate.
    return [_dot(cut(rate, 12), score) for rate, score in rates if isinstance(rate, Decimal)]


def _dot(rate: Any, score: Any) -> tuple[float, float]:
    """To ten digits: binary fractions have no more in common."""
    return float(f"{float(rate):.10g}"), float(f"{float(score):.10g}")


def _as_numbers(chart: Chart) -> Numbers:
    return {name: Decimal(repr(value)) if isinstance(value, (int, float)) else None for name, value in chart}
