"""The workbook as it is handed out: locked but for its inputs, with lists, hidden sheets, pages that print."""

from dataclasses import replace

from selfeval.domain.assessment import assess
from selfeval.domain.filing_sheets.identity import IDENTITY_SHEET, OPTIONS_SHEET, OVERFLOW_SHEET
from tests.exports import office
from tests.exports.scored_frameworks import framework_of
from tests.filled_workbooks import cell_of, read, sample_assessment, sample_workbook, workbook_of


def test_the_same_filing_gives_the_same_bytes() -> None:
    filing = sample_assessment().filing
    assert workbook_of(framework_of("jinzhong-2021"), filing) == workbook_of(framework_of("jinzhong-2021"), filing)


def test_only_what_is_filled_is_open() -> None:
    book = office.formulas(sample_workbook())
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    box, label = cell_of(book, "fields.closing_balance"), cell_of(book, "fields.closing_balance", "栏目")
    assert not box.protection.locked
    assert box.fill.start_color.rgb == "FFFFF9E3"
    assert label.protection.locked
    assert box.number_format == "#,##0.00####"
    for sheet in book.worksheets[1:-3]:
        assert sheet.column_dimensions["A"].hidden, sheet.title
        assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
        assert sheet.freeze_panes


def test_lists_dates_and_numbers_are_offered_by_the_cells() -> None:
    book = office.formulas(sample_workbook())
    rules = {
        (sheet.title, str(cell)): rule
        for sheet in book.worksheets
        for rule in sheet.data_validations.dataValidation
        for cell in rule.sqref.ranges
    }
    kinds = {rule.type for rule in rules.values()}
    assert {"list", "decimal", "whole", "date"} <= kinds
    tick = cell_of(book, "indicators.input.target_setting.target_reasonableness.ticked#1", "填报数")
    assert rules[tick.parent.title, tick.coordinate].formula1 == '"是,否"'


def test_what_nobody_fills_is_hidden() -> None:
    book = office.formulas(sample_workbook())
    assert {sheet.title: sheet.sheet_state for sheet in book.worksheets[-2:]} == {
        OPTIONS_SHEET: "veryHidden",
        IDENTITY_SHEET: "veryHidden",
    }


def test_a_text_that_no_cell_can_hold_goes_on_elsewhere_and_comes_back_whole() -> None:
    text = "".join(f"第{number}段：本单位认真履职。\n" for number in range(4000))
    plain = sample_assessment().filing
    filing = replace(plain, narratives={**plain.narratives, "other": text})
    content = workbook_of(framework_of("jinzhong-2021"), filing)
    assert OVERFLOW_SHEET in office.values(content).sheetnames
    assert read(content).cells["narratives.other"].text == text


def test_what_looks_like_a_formula_stays_a_text() -> None:
    plain = sample_assessment().filing
    texts = {**plain.narratives, "other": "=cmd|'/c calc'!A1"}
    content = workbook_of(framework_of("jinzhong-2021"), replace(plain, narratives=texts))
    cell = cell_of(office.formulas(content), "narratives.other")
    assert (cell.data_type, cell.value) == ("s", "=cmd|'/c calc'!A1")
    assert read(content).cells["narratives.other"].text == "=cmd|'/c calc'!A1"


def test_points_stand_beside_the_indicators_for_viewers_that_do_not_compute() -> None:
    found = sample_assessment()
    code, score = next((code, each) for code, each in found.sheet.indicators.items() if each.computed_score)
    cell = cell_of(office.values(sample_workbook()), f"indicators.{code}", "试算得分")
    assert cell.value == float(score.computed_score or 0)
    assert assess(framework_of("jinzhong-2021"), found.filing, texts=False).sheet == found.sheet
