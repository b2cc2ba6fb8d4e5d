"""Reports of filings, and Word documents read back block by block."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework
from selfeval.domain.own_indicators import framework_of
from selfeval.domain.scoring import score_sheet
from selfeval.exports.build import build_form
from selfeval.exports.document import FormDocument, Stamp
from selfeval.exports.report_build import build_report
from selfeval.exports.report_document import Report
from selfeval.exports.report_structure import structure_named
from selfeval.exports.report_word import report_docx
from tests.exports import scored_frameworks
from tests.exports.real_forms import FINAL
from tests.fixtures_data import published

STRUCTURES = ("parts", "summary")


def report_of(
    filing: Filing, structure: str = "parts", *, framework: Framework | None = None, stamp: Stamp = FINAL
) -> tuple[FormDocument, Report]:
    """The form and the report of `filing`, under the framework of the sample filings unless another is given."""
    used = framework_of(framework or published.framework("jinzhong-2021"), filing)
    sheet = score_sheet(used, filing)
    form = build_form(framework=used, filing=filing, sheet=sheet, stamp=stamp)
    shape = structure_named(structure)
    assert shape is not None
    return form, build_report(framework=used, filing=filing, sheet=sheet, form=form, structure=shape)


@cache
def generated(name: str, seed: int, structure: str) -> tuple[FormDocument, Report]:
    """Those of a filing made by chance, with a text in every box for one."""
    done = scored_frameworks.assessed(name, seed)
    texts = {each.code: f"{each.title}写了这些，综合得分{{综合得分}}。" for each in done.framework.narratives}
    filing = replace(done.filing, narratives=texts)
    return report_of(filing, structure, framework=scored_frameworks.framework_of(name))


@cache
def word_of(report: Report) -> Any:
    """The report read back by python-docx."""
    return Document(BytesIO(report_docx(report)))


def blocks_in(document: Any) -> list[Paragraph | Table]:
    """Paragraphs and tables of the body, in order."""
    kinds = {qn("w:p"): Paragraph, qn("w:tbl"): Table}
    return [kinds[each.tag](each, document) for each in document.element.body if each.tag in kinds]


def cells_of(table: Table) -> list[list[str]]:
    """The texts of a table row by row, a cell over several columns once."""
    return [["\n".join(_texts(cell)) for cell in row._tr.findall(qn("w:tc"))] for row in table.rows]


def _texts(cell: Any) -> list[str]:
    return ["".join(each.text or "" for each in paragraph.iter(qn("w:t"))) for paragraph in cell.findall(qn("w:p"))]


def table_after(document: Any, caption: str) -> list[list[str]]:
    """The cells of the table whose caption ends so."""
    blocks = blocks_in(document)
    at = next(
        number for number, each in enumerate(blocks) if isinstance(each, Paragraph) and each.text.endswith(caption)
    )
    return next(cells_of(each) for each in blocks[at:] if isinstance(each, Table))


def outline(document: Any) -> list[str]:
    """Headings by level and tables by caption: the bones of a report."""
    marks = {"Heading 1": "", "Heading 2": "  ", "Heading 3": "    ", "Caption": "  ▪ "}
    return [
        marks[each.style.name] + each.text
        for each in blocks_in(document)
        if isinstance(each, Paragraph) and each.style.name in marks
    ]


def all_text(document: Any) -> str:
    """Everything in the body in order, without white space."""
    parts = []
    for each in blocks_in(document):
        parts += [each.text] if isinstance(each, Paragraph) else [cell for row in cells_of(each) for cell in row]
    return "".join("".join(parts).split())
