"""The tables of a form as a reader sees them, from the page's HTML and from the text that stands in the PDF."""

import re
import subprocess
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, Final

import lxml.html
from weasyprint import Document
from weasyprint.formatting_structure.boxes import TableBox, TableCellBox, TableRowBox

# Of the 1/96 inch that pages are laid out in and the 1/72 inch that a PDF is measured in.
_POINT: Final = 0.75
_WORD: Final = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
_PLAIN: Final = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'"}


@dataclass(kw_only=True)
class Row:
    """The texts of the cells without white space."""

    code: str
    css: str
    cells: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Table:
    """`labels` are the texts of the first column by their runs, each once, from the top down."""

    css: str
    rows: list[Row] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)


def tables_of_page(html: str) -> list[Table]:
    """Those of the page."""
    found = []
    for element in lxml.html.fromstring(html).iter("table"):
        table = Table(css=element.get("class", "").split()[0])
        for line in element.find("tbody").iter("tr"):
            cells = list(line.iter("td"))
            row = Row(code=line.get("data-code", ""), css=line.get("class", ""))
            row.cells = [squeezed(cell.text_content()) for cell in cells]
            table.rows.append(row)
            if "l1" in cells[0].get("class", "").split():
                table.labels[f"a{len(table.labels)}"] = row.cells[0]
        found.append(table)
    return found


def tables_of_paper(pages: list[Any], words: list["Words"]) -> list[Table]:
    """Those of laid-out pages with the words that a PDF has in the rectangle of each cell.

    A table or a row that goes on on the next page is one; a label is read where it stands first.
    """
    found: list[Table] = []
    by_element: dict[Any, Table] = {}
    rows: dict[Any, Row] = {}
    for page, here in zip(pages, words, strict=True):
        runs: dict[str, list[Any]] = defaultdict(list)
        owners: dict[str, Table] = {}
        for box in (each for each in page._page_box.descendants() if isinstance(each, TableBox)):
            if box.element not in by_element:
                by_element[box.element] = Table(css=box.element.get("class", "").split()[0])
                found.append(by_element[box.element])
            table = by_element[box.element]
            for line in (each for each in box.descendants() if isinstance(each, TableRowBox)):
                _add_row(table, line, rows, here)
                first = line.children[0]
                if run := first.element.get("data-run", ""):
                    runs[run].append(first)
                    owners.setdefault(run, table)
        for run, cells in runs.items():
            _add_label(owners[run], run, [here.inside(cell) for cell in cells])
    return found


def _add_row(table: Table, line: Any, rows: dict[Any, Row], words: "Words") -> None:
    cells = [box for box in line.children if isinstance(box, TableCellBox)]
    if not cells or cells[0].element.tag == "th":
        return
    texts = ["".join(text for _, _, text in sorted(words.inside(cell))) for cell in cells]
    if line.element not in rows:
        rows[line.element] = Row(code=line.element.get("data-code", ""), css=line.element.get("class", ""), cells=texts)
        table.rows.append(rows[line.element])
    else:
        row = rows[line.element]
        row.cells = [before + after for before, after in zip(row.cells, texts, strict=True)]


def _add_label(table: Table, run: str, texts: list[list[tuple[float, float, str]]]) -> None:
    """The label of a run, which stands in the middle of all its cells. Runs of the first column are a0, a1, …"""
    if run.startswith("a") and run not in table.labels:
        table.labels[run] = "".join(text for _, _, text in sorted(each for cell in texts for each in cell))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one page, sorted by the height of their middle: `(middle, left, text)`, and where they end."""

    sorted_words: list[tuple[float, float, float, str]]
    middles: list[float]

    def inside(self, box: Any) -> list[tuple[float, float, str]]:
        """The words whose middle is in the rectangle of the box, each with its line and its left edge."""
        top, left = box.position_y * _POINT, box.position_x * _POINT
        bottom, right = top + box.border_height() * _POINT, left + box.border_width() * _POINT
        here = self.sorted_words[bisect_left(self.middles, top) : bisect_right(self.middles, bottom)]
        return [(middle, start, text) for middle, start, end, text in here if left <= (start + end) / 2 <= right]


def words_of(content: bytes) -> list[Words]:
    """The words of every page of a PDF, as poppler finds them."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True)
    return [_words(page) for page in done.stdout.decode().split("<page ")[1:]]


def _words(page: str) -> Words:
    found = []
    for left, top, right, bottom, text in _WORD.findall(page):
        for entity, character in _PLAIN.items():
            text = text.replace(entity, character) if "&" in text else text
        # Figures of one line may stand a hair apart.
        found.append((round((float(top) + float(bottom)) / 2, 1), float(left), float(right), text))
    found.sort()
    return Words(sorted_words=found, middles=[each[0] for each in found])


def joined(documents: list[Document]) -> Document:
    """All pages as one document, so that faces are embedded and read once."""
    return documents[0].copy([page for document in documents for page in document.pages])


def squeezed(text: str) -> str:
    """Without white space, and without the places where a long word may break."""
    return "".join(text.replace("\u200b", "").split())
