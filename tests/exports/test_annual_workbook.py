"""A year's workbook read again: sums of what is shown, sheets that agree, texts that stay texts, LibreOffice."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from xlsxwriter.worksheet import Worksheet

from selfeval.domain.annual import RateColumn, UnitYear, Year, YearHead
from selfeval.domain.annual_tally import Tally, tallied
from selfeval.domain.workflow import State
from selfeval.exports import annual_book
from selfeval.exports.annual_book import SheetFull
from selfeval.exports.annual_workbook import annual_workbook
from tests.exports.office import recalculated
from tests.factories import domain_framework
from tests.generated_year import CHOSEN, generated_head, generated_year, rectified

HEAD = generated_head(domain_framework())
OWN_HEAD = generated_head(domain_framework("general-2020"))
SHEETS = [
    "说明", "汇总表", "指标得分明细", "等次分布", "失分分析", "失分原因", "执行率与得分对照", "整改台账", "未报送单位",
]  # fmt: skip
PAYLOADS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "x\n=1", '=HYPERLINK("http://x")', "=DDE(1)")


def written(year: Year) -> tuple[bytes, Tally]:
    target = BytesIO()
    tally = annual_workbook(year, target)
    return target.getvalue(), tally


def shown(content: bytes) -> Any:
    return load_workbook(BytesIO(content), data_only=True)


def number(value: float) -> Decimal:
    """A cell's number as it is printed: the shortest that is the same number."""
    return Decimal(repr(value))


def total_rows(sheet: Any) -> Iterator[tuple[int, int]]:
    """The row of each 合计 and the first row of the column above it."""
    first = 1
    for row in range(1, sheet.max_row + 1):
        words = sheet.cell(row, 1).value
        if words == "合计":
            yield row, first
        if sheet.cell(row, 1).fill.fgColor.rgb == "FFDCE8F5":
            first = row + 1


def unequal_totals(content: bytes) -> list[str]:
    """Every SUM or SUBTOTAL of a row 合计 whose value is not the exact sum of the numbers shown above it."""
    values, formulas = shown(content), load_workbook(BytesIO(content))
    found, seen = [], Counter[str]()
    for sheet in values.worksheets:
        for row, first in total_rows(sheet):
            for column in range(2, sheet.max_column + 1):
                formula = str(formulas[sheet.title].cell(row, column).value or "")
                if "SUBTOTAL(109" not in formula and "SUM(" not in formula:
                    continue
                seen[sheet.title] += 1
                above = (sheet.cell(each, column).value for each in range(first, row))
                total = sum((number(each) for each in above if isinstance(each, (int, float))), Decimal(0))
                if total != number(sheet.cell(row, column).value):
                    found.append(f"{sheet.title} {column} {total} {sheet.cell(row, column).value}")
    # Totals that lost their formulas would be equal to anything; there is one of the grades always.
    return found if seen["等次分布"] else ["no totals"]


def test_sheets_sums_and_checks() -> None:
    content, tally = written(generated_year(HEAD, 40))
    book = shown(content)
    assert book.sheetnames == SHEETS
    assert unequal_totals(content) == []
    sheet = book["汇总表"]
    summed = sum(each.is_summed for each in HEAD.figures)
    assert [sheet.cell(row, 1).value for row in (45, 46)] == ["合计", "平均"]
    numbers = [sum(isinstance(cell.value, (int, float)) for cell in sheet[row]) for row in (45, 46)]
    assert numbers == [5 + 1 + summed, 5]
    assert sheet["G45"].value == sum(sheet.cell(row, 7).value or 0 for row in range(5, 45))
    front = book["说明"]
    assert (front["A4"].value, front["B4"].value) == ("行数", 40)
    words = [row[0].value for row in front.iter_rows(max_col=1)]
    assert "筛选" in words
    assert front.cell(words.index("筛选") + 1, 2).value == "全部单位"
    checked = [row for row in front.iter_rows(values_only=True) if row[3] in ("一致", "不一致")]
    assert [row[0] for row in checked] == [
        "单位数：汇总表与等次分布",
        "自评总分：汇总表与指标得分明细",
        "失分：失分分析与失分原因",
        "全年预算数：汇总表与执行率对照",
        "全年执行数：汇总表与执行率对照",
    ]
    assert all(row[1] == row[2] and row[3] == "一致" for row in checked)
    assert number(checked[2][1]) == tally.lost


@pytest.mark.parametrize("head", [HEAD, OWN_HEAD])
def test_nothing_is_written_to_a_row_that_has_left_memory(head: YearHead, monkeypatch: pytest.MonkeyPatch) -> None:
    late: list[tuple[str, int]] = []

    def watched(name: str) -> None:
        write = getattr(Worksheet, name)

        def watching(self: Any, row: int, *rest: Any) -> Any:
            if row < self.previous_row:
                late.append((self.name, row))
            return write(self, row, *rest)

        monkeypatch.setattr(Worksheet, name, watching)

    for name in ("_write_string", "_write_number", "_write_blank", "_write_formula"):
        watched(name)
    year = generated_year(head, 15)
    long = [replace(rectified(unit, 0), words="长" * 40_000) for unit in list(year.units)[:2]]
    written(replace(year, rectified=long))
    assert late == []


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(1, 9), has_own=st.booleans())
def test_totals_equal_the_sum_of_what_is_shown(seed: int, count: int, has_own: bool) -> None:
    head = OWN_HEAD if has_own else HEAD
    content, _ = written(generated_year(head, count, seed=seed))
    assert unequal_totals(content) == []


def test_every_row_is_there_in_its_order_and_missing_is_an_empty_box() -> None:
    year = generated_year(HEAD, 30)
    units = list(year.units)
    sheet = shown(written(year)[0])["汇总表"]
    rows = list(sheet.iter_rows(min_row=5, max_row=34, values_only=True))
    assert [row[1] for row in rows] == [unit.code for unit in units]
    waiting = next(number for number, unit in enumerate(units) if unit.state is State.FILLING)
    assert set(rows[waiting][6:-1]) == {None}
    place = [cell.value for cell in sheet[4]].index("年初预算金额（万元）")
    code = [each.code for each in HEAD.figures].index("original_budget")
    for row, unit in zip(rows, units, strict=True):
        wanted = unit.figures[code] if unit.figures else None
        assert (None if row[place] is None else number(row[place])) == wanted


def test_own_indicators_have_a_sheet_of_their_own() -> None:
    content, tally = written(generated_year(OWN_HEAD, 12))
    book = shown(content)
    assert "个性指标得分" in book.sheetnames
    rows = [row for row in book["个性指标得分"].iter_rows(min_row=5, values_only=True) if row[0] != "合计"]
    places = [number for number, each in enumerate(OWN_HEAD.indicators) if each.is_own]
    lost = sum(number(row[9]) for row in rows if row[9] is not None)
    assert lost == sum(tally.indicators[place].lost.total for place in places)


def test_e06_texts_that_look_like_formulas_stay_texts() -> None:
    year = generated_year(HEAD, 12)
    units = [replace(unit, name=f"{PAYLOADS[place % len(PAYLOADS)]}") for place, unit in enumerate(year.units)]
    items = [replace(rectified(units[0], 0), words=payload, answer=payload) for payload in PAYLOADS]
    content, _ = written(replace(year, units=units, rectified=items, unfiled=()))
    book = load_workbook(BytesIO(content))
    names = [book["汇总表"].cell(row, 3) for row in range(5, 17)]
    assert {cell.data_type for cell in names} == {"s"}
    assert [cell.value.strip() for cell in names][:3] == ["=1+1", "+1", "-1"]
    ledger = [book["整改台账"].cell(row, 6) for row in range(5, 5 + len(PAYLOADS))]
    assert {cell.data_type for cell in ledger} == {"s"}
    assert [cell.value.strip() for cell in ledger] == [each.strip().replace("\r", "\n").strip() for each in PAYLOADS]
    assert not book["整改台账"]["F14"].hyperlink


def test_e07_long_texts_go_on_and_unseen_characters_go() -> None:
    year = generated_year(HEAD, 3)
    long = "情况" * 20_000
    item = replace(rectified(next(iter(year.units)), 0), words=long, demand="一\x00\x0b二\ufffe")
    book = shown(written(replace(year, rectified=[item]))[0])
    cell = book["整改台账"]["F5"].value
    assert cell.endswith("【续文1】")
    rest = [row[1] for row in book["续文"].iter_rows(min_row=5, values_only=True)]
    assert cell.removesuffix("【续文1】") + "".join(rest) == long
    assert book["整改台账"]["G5"].value.replace("\n", "") == "一二"


def test_what_no_sheet_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfeval.exports.annual_summary.MOST_ROWS", 6)
    with pytest.raises(SheetFull, match="汇总表"):
        written(generated_year(HEAD, 4))
    monkeypatch.undo()
    monkeypatch.setattr(annual_book, "MOST_ROWS", 6)
    with pytest.raises(SheetFull, match="超过一张工作表能放的"):
        written(generated_year(HEAD, 4))


def test_a_year_of_nobody() -> None:
    content, tally = written(generated_year(HEAD, 0))
    book = shown(content)
    assert tally.count == 0
    assert book["汇总表"]["A5"].value == "没有符合条件的单位。"
    assert book["失分分析"]["A5"].value == "还没有单位报送，没有可分析的得分。"
    assert book["整改台账"]["A5"].value == "没有下达整改事项。"
    assert book["说明"]["B4"].value == 0


def test_charts_stand_where_there_is_something_to_draw() -> None:
    book = load_workbook(BytesIO(written(generated_year(HEAD, 40))[0]))
    drawn = {sheet.title: len(sheet._charts) for sheet in book.worksheets if sheet._charts}
    assert drawn == {"等次分布": 2, "失分分析": 1, "执行率与得分对照": 1}
    other = generated_head(domain_framework("yueyang-2018"))
    book = load_workbook(BytesIO(written(generated_year(other, 6))[0]))
    assert "没有全年预算数" in book["执行率与得分对照"]["A2"].value
    assert not book["执行率与得分对照"]._charts


def test_the_same_year_gives_the_same_bytes() -> None:
    year = generated_year(HEAD, 5)
    assert written(year)[0] == written(year)[0]


def test_who_exported_stands_at_the_foot_of_every_sheet() -> None:
    year = replace(generated_year(HEAD, 2), chosen=replace(CHOSEN, asked_by="甲&乙"))
    book = load_workbook(BytesIO(written(year)[0]))
    for sheet in book.worksheets:
        assert "甲&&乙 2022年3月1日 09:30导出" in sheet.oddFooter.left.text


def test_libreoffice_computes_the_values_that_are_stored() -> None:
    contents = {"plain": written(generated_year(HEAD, 25))[0], "own": written(generated_year(OWN_HEAD, 9))[0]}
    for name, again in recalculated(contents).items():
        book, formulas = shown(contents[name]), load_workbook(BytesIO(contents[name]))
        cells = [cell for sheet in formulas.worksheets for row in sheet.iter_rows() for cell in row]
        live = [cell for cell in cells if cell.data_type == "f"]
        assert len(live) > 100
        for cell in live:
            stored, computed = (each[cell.parent.title][cell.coordinate].value for each in (book, again))
            assert (stored or "") == (computed or ""), (name, cell.parent.title, cell.coordinate, cell.value)


def test_totals_of_the_tally_are_what_the_caller_is_told() -> None:
    year = generated_year(HEAD, 7)
    told, again = written(year)[1], tallied(HEAD, year.units)
    assert (told.count, told.lost, told.states) == (again.count, again.lost, again.states)


def test_a_form_of_another_framework_keeps_its_totals() -> None:
    unit = UnitYear(
        code="1", name="甲", above="", state=State.SUBMITTED, self_score=Decimal(90), grade="优", note="指标体系不同"
    )
    content, _ = written(replace(generated_year(HEAD, 0), units=[unit]))
    row = next(shown(content)["汇总表"].iter_rows(min_row=5, values_only=True))
    assert (row[5], row[6], row[-1]) == ("优", 90, "指标体系不同")
    assert unequal_totals(content) == []


def test_no_two_columns_of_the_summary_have_one_name() -> None:
    rate = RateColumn(code="a", name="预算执行率", is_percent=True)
    head = replace(HEAD, rates=(rate, replace(rate, code="b", name="支出率"), replace(rate, code="c", name="支出率")))
    sheet = shown(written(generated_year(head, 3))[0])["汇总表"]
    heads = [cell.value for cell in sheet[4] if cell.value]
    assert len(heads) == len(set(heads))
    assert [each for each in heads if "执行率" in each or "支出率" in each] == [
        "预算执行率",
        "预算执行率（指标）",
        "支出率",
        "支出率（2）",
    ]


def test_a_drawing_has_a_page_and_no_page_is_empty() -> None:
    """A column between the table and the break would be a page with nothing on it."""
    book = load_workbook(BytesIO(written(generated_year(HEAD, 12))[0]))
    execution, lost = book["执行率与得分对照"], book["失分分析"]
    assert [each.id for each in execution.col_breaks.brk] == [len([cell for cell in execution[4] if cell.value])]
    (drawing,) = execution._charts
    assert drawing.anchor._from.col >= execution.col_breaks.brk[0].id
    (drawing,) = lost._charts
    assert drawing.anchor._from.row > lost.row_breaks.brk[0].id
