"""Page, workbook, Word and JSON of 200 generated filings agree with the score sheet on every number.

places.py says what is printed where; the paper is in test_paper.py, the year in tests/web/views/test_year_agrees.py.
"""

import pytest

from selfeval.exports.excel import render_workbook
from selfeval.exports.excel_formula import FormulaPrinter
from tests.exports import office
from tests.exports.agreement import outputs
from tests.exports.agreement.filings import COUNT, SLUGS, Case, cases
from tests.exports.agreement.reading_workbook import sheets_by_openpyxl, sheets_of, steadied

IN_THE_OFFICE = tuple(range(8, 16))  # one of each framework
BROKEN = "with formulas that are wrong"


def of(slug: str) -> list[Case]:
    return [case for case in cases() if case.slug == slug]


def test_there_are_200_of_every_kind() -> None:
    """What the others hold is held on something: gaps, zeros, 不涉及, changed points, grades, caps, halves."""
    assert len(cases()) == COUNT == 200
    plain = [case.plain for case in cases()]
    sheets = [case.sheet for case in cases()]
    entries = [entry for each in plain for entry in each["indicators"].values()]
    scores = [score for sheet in sheets for score in sheet.indicators.values()]
    assert sum(not score.is_applicable for score in scores) > 20
    assert sum("set_points" in entry for entry in entries) > 50
    assert sum(score.self_score != score.computed_score for score in scores) > 100
    assert sum(bool(sheet.unscored) for sheet in sheets) > 20
    assert {sheet.grade for sheet in sheets} == {"优", "良", "中", "差", None}
    assert sum(sheet.total.capped_at is not None for sheet in sheets) > 3
    figures = [text for each in plain for text in each["fields"].values() if isinstance(text, str)]
    for text in ("0", "1234.565", "2.675", "99999999.9999", "100000000", "1000000000000", "-0.01"):
        assert text in figures
    assert {len(each["evaluators"]) for each in plain} == {0, 1, 2, 3}


@pytest.mark.parametrize("slug", SLUGS)
def test_e12_the_page_agrees(slug: str) -> None:
    assert outputs.wrong_on_the_page(of(slug)) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_e12_the_workbook_agrees(slug: str) -> None:
    assert outputs.wrong_in_workbooks(of(slug)) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_e12_the_word_report_agrees(slug: str) -> None:
    assert outputs.wrong_in_word(of(slug)) == []


def test_e12_the_json_files_agree() -> None:
    assert outputs.wrong_in_json(cases()) == []


def test_openpyxl_reads_the_same_cells() -> None:
    for case in cases()[:4]:
        content = render_workbook(case.form)
        assert sheets_by_openpyxl(office.values(content)) == sheets_of(content), case.name


def test_libreoffice_computes_the_same_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {case.name: case for case in (cases()[number] for number in IN_THE_OFFICE)}
    books = {name: render_workbook(case.form) for name, case in chosen.items()}
    case = cases()[IN_THE_OFFICE[0]]
    with monkeypatch.context() as patch:
        right = FormulaPrinter.print
        patch.setattr(FormulaPrinter, "print", lambda printer, formula: f"{right(printer, formula)}&9")
        books[BROKEN] = render_workbook(case.form)
    # Wrong beside stored values that are right: only who computes them anew can tell.
    assert outputs.wrong_in_sheets(case, sheets_of(books[BROKEN])) == []
    again = office.saved_again(books)
    for name, each in chosen.items():
        assert outputs.wrong_in_sheets(each, steadied(again[name])) == [], name
    assert any("total-" in fault for fault in outputs.wrong_in_sheets(case, steadied(again[BROKEN])))
