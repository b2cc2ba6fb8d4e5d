"""One figure reads the same on paper, in the workbook and on the page."""

from html.parser import HTMLParser

import pytest
from weasyprint.formatting_structure.boxes import TableRowBox, TextBox

from selfeval.exports.document import FormDocument
from selfeval.exports.excel import render_workbook
from selfeval.exports.preview import render_preview
from tests.exports import office, pdf_text
from tests.exports.laid_out_pages import laid_out
from tests.exports.office import shown
from tests.exports.real_forms import real_form
from tests.fixtures_data import published

Row = tuple[str, str, str]


class RowReader(HTMLParser):
    """The texts of the cells of each row that has a code."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: dict[str, list[str]] = {}
        self._row: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            code = dict(attrs).get("data-code")
            self._row = self.rows.setdefault(code, []) if code else None
        elif tag == "td" and self._row is not None:
            self._row.append("")

    def handle_data(self, data: str) -> None:
        if self._row:
            self._row[-1] += data.strip()


def expected(document: FormDocument) -> dict[str, Row]:
    return {
        row.code: (row.scores.reference_points.text, row.scores.set_points.text, row.scores.self_score.text)
        for row in document.rows
    }


@pytest.mark.parametrize("name", published.FILINGS)
def test_e12_the_page_shows_the_documents_figures(name: str) -> None:
    document = real_form(name)
    rows = RowReader(render_preview(document)).rows
    assert {code: (cells[-4], cells[-3], cells[-1]) for code, cells in rows.items()} == expected(document)
    assert {code: cells[-2] for code, cells in rows.items()} == {row.code: row.analysis for row in document.rows}


@pytest.mark.parametrize("name", published.FILINGS)
def test_e12_the_paper_shows_the_documents_figures(name: str) -> None:
    document = real_form(name)
    found: dict[str, Row] = {}
    for page in laid_out(document).pages:
        for box in page._page_box.descendants():
            if isinstance(box, TableRowBox) and box.element.get("data-code"):
                cells = [
                    "".join(each.text for each in cell.descendants() if isinstance(each, TextBox))
                    for cell in box.children
                ]
                found.setdefault(box.element.get("data-code"), (cells[-4], cells[-3], cells[-1]))
    assert found == expected(document)


@pytest.mark.parametrize("name", published.FILINGS)
def test_e12_the_workbook_shows_the_documents_figures(name: str) -> None:
    document = real_form(name)
    book = office.values(render_workbook(document))
    table = [row for row in book["指标评价"].iter_rows(min_row=2) if row[2].value]
    assert [(shown(row[3]), shown(row[4]), shown(row[6])) for row in table] == list(expected(document).values())
    face = [shown(row[column]) for row in book["基本情况"].iter_rows(min_row=5, max_row=8) for column in (2, 4)]
    assert face == [fact.cell.text for fact in document.facts]
    paper = {row[0].value: row for row in book["计算底稿"].iter_rows() if row[0].value}
    for row in document.working_paper.rows:
        if row.rate.value is not None:
            cells = (row.numerator, row.denominator, row.rate, row.set_points)
            assert [shown(cell) for cell in paper[row.name.strip("\n")][1:5]] == [cell.text for cell in cells]


def test_e12_the_published_figures_are_in_the_pdf_the_workbook_and_the_page() -> None:
    document = real_form()
    paper = pdf_text.joined(pdf_text.drawn(document))
    page = render_preview(document)
    book = office.values(render_workbook(document))
    cells = {
        shown(cell) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value is not None
    }
    texts = "".join(cells)
    for figure in ("2,424.03", "484.00", "134.98", "2,495.17", "547.84", "92.00"):
        assert figure in paper
        assert figure in page
        assert figure in cells
    for rate in (
        "82.00%",
        "19.97%",
        "-1.81%",
        "100.00%",
        "90.20%",
        "71.92%",
        "18.00%",
        "18.24%",
        "34.13%",
        "43.60%",
        "52.36%",
    ):
        assert rate in paper
        assert rate in page
        assert rate in cells
        assert f"＝{rate}" in texts
