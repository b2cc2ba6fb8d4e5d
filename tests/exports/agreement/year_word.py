"""What a year's Word report must say of the generated filings of a framework: every table, added and printed anew."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from selfeval.domain.framework import FieldKind
from tests.exports.agreement.expected import NOTHING, Expected, decimals, number
from tests.exports.agreement.filings import Case
from tests.exports.agreement.reading_word import Report
from tests.exports.agreement.year import reviewed_total, score_row, summary_row

_RATE: Final = "预算执行率"
_MONEY: Final = (FieldKind.MONEY, FieldKind.ITEMISED_MONEY)
_MOST_LOST: Final = 10
Lines = list[list[str]]


def wrong_in_year_report(cases: Sequence[Case], report: Report) -> list[str]:
    """Lines that are missing, and lines too many, by table; units and indicators stand in no order of ours."""
    expected = _YearExpected(cases)
    found = []
    for caption, wanted in expected.tables().items():
        missing, more = _counted(wanted), _counted(report.tables[caption])
        found += [f"{cases[0].slug} {caption}: no {line}" for line in missing - more]
        found += [f"{cases[0].slug} {caption}: {line} too many" for line in more - missing]
    text = "\n".join(report.texts)
    return found + [f"{cases[0].slug} sentences: no {words}" for words in expected.sentences() if words not in text]


def _counted(lines: Lines) -> Counter[tuple[str, ...]]:
    return Counter(tuple("".join(cell.split()) for cell in line) for line in lines)


class _YearExpected:
    def __init__(self, cases: Sequence[Case]) -> None:
        self._cases = cases
        self._framework = cases[0].framework
        self._rows = [summary_row(case, final_grade="") for case in cases]
        self._scores = [reviewed_total(case) for case in cases]
        self._places = self._framework.money_unit.places

    def tables(self) -> dict[str, Lines]:
        """The lines of each table below its head."""
        return {
            "各等次单位数": list(self._grades()),
            "金额汇总": list(self._amounts()),
            "失分最多的指标": list(self._lost()),
            "各单位得分和预算执行情况": list(self._units()),
        }

    def sentences(self) -> Iterator[str]:
        """The mean, the best and the worst of what counts; what was spent of what was planned."""
        mean = sum(self._scores, Decimal(0)) / len(self._scores)
        best, worst = (self._points(pick(self._scores)) for pick in (max, min))
        yield f"{len(self._scores)}家单位有得分，平均{number(mean, 2)}分，最高{best}分，最低{worst}分。"
        budget, actual = (self._added(code) for code in ("full_year_budget", "actual_expenditure"))
        if budget and actual is not None and budget > 0:
            yield f"合计执行率{_percent(actual / budget, 2)}。"

    def _added(self, code: str) -> Decimal | None:
        return _total([Expected(case=case).typed(code) for case in self._cases])

    def _grades(self) -> Iterator[list[str]]:
        counts = Counter(self._framework.grade_for(score) for score in self._scores)
        names = [each.name for each in self._framework.grades]
        whole = len(self._cases)
        for name in (*names, None):
            share = _percent(Decimal(counts[name]) / whole, 2)
            yield [name or "没有等次", f"{counts[name]}", share]
        yield ["合计", f"{whole}", "100.00%"]

    def _amounts(self) -> Iterator[list[str]]:
        unit = f"（{self._framework.money_unit.label}）"
        labels = [each.label for each in self._framework.fields if each.kind in _MONEY]
        for label in (*labels, *(each.label for each in self._framework.derived if each.kind is FieldKind.MONEY)):
            values = [value for row in self._rows if isinstance(value := row[f"{label}{unit}"], Decimal)]
            if values:
                yield [label, self._money(sum(values, Decimal(0))), f"{len(values)}"]

    def _lost(self) -> Iterator[list[str]]:
        found = []
        rows = list(map(score_row, self._cases))
        for code in (key.partition(":")[2] for key in rows[0] if key.startswith("lost:")):
            lost, points = ([row[f"{part}:{code}"] for row in rows] for part in ("lost", "set"))
            whole, out_of = _total(lost), _total(points)
            if whole is not None and out_of is not None and whole > 0:
                losers = sum(isinstance(each, Decimal) and each > 0 for each in lost)
                found.append((self._framework.nodes[code].name, out_of, whole, losers))
        if not found:
            return
        assert len(found) <= _MOST_LOST
        for name, out_of, whole, losers in found:
            yield [name, self._points(out_of), self._points(whole), _percent(whole / out_of, 2), f"{losers}"]
        sums = [sum((each[place] for each in found), Decimal(0)) for place in (1, 2)]
        yield ["合计", *map(self._points, sums), _percent(sums[1] / sums[0], 2), NOTHING]

    def _units(self) -> Iterator[list[str]]:
        for place, (case, row, score) in enumerate(zip(self._cases, self._rows, self._scores, strict=True), 1):
            expected = Expected(case=case)
            amounts = [self._money(expected.typed(code)) for code in ("full_year_budget", "actual_expenditure")]
            rate = row[_RATE]
            share = _percent(rate, self._framework.rounding.rate_places) if isinstance(rate, Decimal) else NOTHING
            grade = self._framework.grade_for(score) or NOTHING
            yield [f"{place}", case.plain["department"]["name"], *amounts, share, self._points(score), grade]
        budget, actual = (self._added(code) for code in ("full_year_budget", "actual_expenditure"))
        is_known = budget is not None and actual is not None and budget > 0
        share = (
            _percent(actual / budget, self._framework.rounding.rate_places)
            if is_known and budget and actual is not None
            else NOTHING
        )
        mean = number(sum(self._scores, Decimal(0)) / len(self._scores), 2)
        yield ["", "合计（得分为平均）", self._money(budget), self._money(actual), share, mean, ""]

    def _money(self, value: Decimal | None) -> str:
        return NOTHING if value is None else number(value, min(max(2, decimals(value)), self._places))

    def _points(self, value: Decimal) -> str:
        return number(value, max(self._framework.rounding.points_places, 1, decimals(value)))


def _total(values: Sequence[Decimal | str | None]) -> Decimal | None:
    known = [each for each in values if isinstance(each, Decimal)]
    return sum(known, Decimal(0)) if known else None


def _percent(share: Decimal, places: int) -> str:
    return f"{number(share * 100, places).replace(',', '')}%"
