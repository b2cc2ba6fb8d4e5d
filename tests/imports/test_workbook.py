"""Workbooks: values of every sheet, numbers as they were typed, places by cell."""

from datetime import date

from openpyxl import Workbook

from selfeval.imports import read_raw
from tests.imports.samples import saved, workbook


def test_sheets_rows_and_places() -> None:
    form = read_raw("旧表.xlsx", workbook(首页=[["年初预算", 100]], 指标=[["", "", "甲"], [], ["乙"]]))

    assert [[cell.text for cell in row.cells] for row in form.rows] == [["年初预算", "100"], ["", "", "甲"], ["乙"]]
    assert [cell.place for cell in form.rows[0].cells] == ["“首页”A1", "“首页”B1"]
    assert form.rows[2].cells[0].place == "“指标”A3"
    assert [name for name, _ in form.sheets] == ["首页", "指标"]
    for line in form.lines:
        assert form.text[line.start : line.end] == line.text


def test_values_are_as_they_were_typed() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append([2424.03, 0.1 + 0.2, True, date(2022, 3, 10), "0012", 0.8199677293])
    sheet["F1"].number_format = "0.00%"
    form = read_raw("a.xlsx", saved(book))

    assert [cell.text for cell in form.rows[0].cells] == ["2424.03", "0.3", "是", "2022-03-10", "0012", "81.996773%"]


def test_merged_cells_and_formulas_never_computed_are_empty() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["合计", None, "=A1"])
    sheet.merge_cells("A1:B1")
    sheet.append(["后"])
    form = read_raw("a.xlsx", saved(book))

    assert [[cell.text for cell in row.cells] for row in form.rows] == [["合计"], ["后"]]
