"""Each output of a filing made as the product makes it, read back, and held against what it must show."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from weasyprint import Document

from selfeval.domain.files import filing_to_document, result_to_document
from selfeval.exports.excel import render_workbook
from selfeval.exports.pdf import Variant, lay_out, printed
from selfeval.exports.preview import render_preview
from selfeval.exports.report_build import build_report
from selfeval.exports.report_document import Report
from selfeval.exports.report_html import report_html
from selfeval.exports.report_pdf import laid_out_report
from selfeval.exports.report_structure import structure_of
from selfeval.exports.report_word import report_docx
from tests.exports.agreement import places
from tests.exports.agreement.expected import Expected
from tests.exports.agreement.filings import Case
from tests.exports.agreement.form_tables import Words, joined, tables_of_page, tables_of_paper, words_of
from tests.exports.agreement.places import disagreements
from tests.exports.agreement.reading_form import figures_of_form
from tests.exports.agreement.reading_json import (
    Numbers,
    figures_of_filing,
    figures_of_result,
    numbers_of_sheet,
)
from tests.exports.agreement.reading_report_paper import captions_of, report_on_paper
from tests.exports.agreement.reading_word import Report as ReadReport
from tests.exports.agreement.reading_word import figures_of_report, report_of
from tests.exports.agreement.reading_workbook import Sheets, figures_of_workbook, sheets_of


def wrong_on_the_page(cases: Iterable[Case]) -> list[str]:
    """What the form on the screen shows otherwise."""
    return [fault for case in cases for fault in wrong_in_html(case, render_preview(case.form))]


def wrong_in_html(case: Case, html: str) -> list[str]:
    """What a page with the form of `case` shows otherwise."""
    return disagreements(Expected(case=case), "page", places.FORM, figures_of_form(case, tables_of_page(html)))


def wrong_on_paper(cases: Sequence[Case]) -> list[str]:
    """What stands elsewhere or otherwise in the PDF. All are printed into one, which embeds the faces once."""
    documents = [lay_out(case.form) for case in cases]
    words = words_of(printed(joined(documents), Variant.ARCHIVE))
    found: list[str] = []
    for case, document in zip(cases, documents, strict=True):
        here, words = words[: len(document.pages)], words[len(document.pages) :]
        found += wrong_in_words(case, document, here)
    return found


def wrong_in_words(case: Case, document: Document, words: list[Words]) -> list[str]:
    """The same for the words of one form."""
    read = figures_of_form(case, tables_of_paper(document.pages, words))
    return disagreements(Expected(case=case), "PDF", places.FORM, read)


def wrong_in_workbooks(cases: Iterable[Case]) -> list[str]:
    """What the workbook shows otherwise, by the values stored beside its formulas."""
    return [fault for case in cases for fault in wrong_in_sheets(case, sheets_of(render_workbook(case.form)))]


def wrong_in_sheets(case: Case, sheets: Sheets) -> list[str]:
    """The same for sheets that were read."""
    return disagreements(Expected(case=case), "workbook", places.WORKBOOK, figures_of_workbook(case, sheets))


def report_made_of(case: Case) -> Report:
    """The report in the structure its framework has."""
    used = case.assessment
    structure = structure_of(used.framework)
    return build_report(
        framework=used.framework, filing=used.filing, sheet=used.sheet, form=case.form, structure=structure
    )


def wrong_in_word(cases: Iterable[Case]) -> list[str]:
    """What the Word report says otherwise, in its tables and in its sentences."""
    return [
        fault
        for case in cases
        for fault in _wrong_in_report(case, "Word", report_of(report_docx(report_made_of(case))))
    ]


def wrong_in_report_on_paper(cases: Sequence[Case]) -> list[str]:
    """The same for the report's PDF. All are printed into one, as forms are."""
    reports = [report_made_of(case) for case in cases]
    documents = [laid_out_report(report) for report in reports]
    words = words_of(printed(joined(documents), Variant.ACCESSIBLE))
    found: list[str] = []
    for case, report, document in zip(cases, reports, documents, strict=True):
        here, words = words[: len(document.pages)], words[len(document.pages) :]
        read = report_on_paper(document, here, captions_of(report_html(report)))
        found += _wrong_in_report(case, "report PDF", read)
    return found


def _wrong_in_report(case: Case, output: str, read: ReadReport) -> list[str]:
    return disagreements(Expected(case=case), output, places.WORD, figures_of_report(case, read))


def wrong_in_json(cases: Iterable[Case]) -> list[str]:
    """What the result file and the filing file say otherwise than the score sheet and what was filed."""
    found: list[str] = []
    for case in cases:
        result = _through_json(result_to_document(case.assessment))
        filing = _through_json(filing_to_document(case.framework, case.assessment.filing))
        found += wrong_in_documents(case, result, filing)
    return found


def wrong_in_documents(case: Case, result: dict[str, Any], filing: dict[str, Any]) -> list[str]:
    """The same of the two as they were read from wherever they are kept."""
    return [
        *_wrong_numbers(case, "result", numbers_of_sheet(Expected(case=case)), figures_of_result(result)),
        *_wrong_numbers(case, "filing", figures_of_filing(case.plain), figures_of_filing(filing)),
    ]


def _through_json(document: dict[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(json.dumps(document))
    return read


def _wrong_numbers(case: Case, output: str, wanted: Numbers, found: Numbers) -> list[str]:
    codes = dict.fromkeys((*wanted, *found))
    return [
        f"{case.name}, JSON {output}, {code}: {found.get(code)} instead of {wanted.get(code)}"
        for code in codes
        if found.get(code, "") != wanted.get(code, "")
    ]
