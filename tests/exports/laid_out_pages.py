"""Looks at laid-out pages for what paper would show: lost labels, lost rules, text outside its cell, lost text."""

from collections import Counter, defaultdict
from functools import cache
from typing import Any

from weasyprint import HTML, Document
from weasyprint.formatting_structure.boxes import LineBox, TableBox, TableRowBox, TextBox

from selfeval.exports.document import FormDocument
from selfeval.exports.page_finish import BREAK_OPPORTUNITY, hosts_of, label_kind
from selfeval.exports.pdf import lay_out

Box = Any
TOLERANCE = 0.5  # px
HANGING = 2.0  # px a line box may reach over a rule below its glyphs


@cache
def laid_out(document: FormDocument) -> Document:
    """The finished pages of a form, laid out once for all tests that only look at them."""
    return lay_out(document)


def faults(document: Document) -> list[str]:
    """Everything wrong with the runs of every page, each named by page and run."""
    found = []
    for number, page in enumerate(document.pages, 1):
        box = page._page_box
        found += [f"page {number}: {fault}" for fault in (*_cell_faults(box), *_orphaned(box))]
        bottom = box.content_box_y() + box.height + 1
        for run, cells in hosts_of(box).items():
            found += [f"page {number} {run}: {fault}" for fault in _run_faults(cells, bottom)]
        found += [f"page {number}: {fault}" for fault in (*_overflowing(box), *_bare_rows(box))]
    return found


def run_count(document: Document) -> int:
    """How many runs the pages hold, a run on two pages counting twice."""
    return sum(len(hosts_of(page._page_box)) for page in document.pages)


def _run_faults(cells: list[Box], bottom: float) -> list[str]:
    top, end = cells[0].position_y, cells[-1].position_y + cells[-1].border_height()
    labels = [child for cell in cells for child in cell.children if label_kind(child)]
    found = []
    if len(labels) != 1:
        found.append(f"{len(labels)} labels")
    for label in labels:
        lines = [box for box in label.descendants() if isinstance(box, LineBox)]
        if min(line.position_y for line in lines) < top - TOLERANCE:
            found.append("label above its cell")
        if max(line.position_y + line.height for line in lines) > end + TOLERANCE:
            found.append("label below its cell")
        if any(box.style["visibility"] == "hidden" for box in label.descendants()):
            found.append("label not to be seen")
    if cells[-1].border_bottom_width == 0:
        found.append("no closing rule")
    if end > bottom:
        found.append(f"{end - bottom:.0f} px below the page")
    return found


def _overflowing(page_box: Box) -> list[str]:
    """Lines of text that stand out of the page's printed width."""
    left, right = page_box.content_box_x(), page_box.content_box_x() + page_box.width
    return [
        f"text outside the page: {box.text[:20]}"
        for box in page_box.descendants()
        if isinstance(box, TextBox) and (box.position_x < left - 1 or box.position_x + box.width > right + 1)
    ]


def _cell_faults(page_box: Box) -> list[str]:
    """Text over the rules of its cell, cells of a row that do not meet, columns that do not stand in one line."""
    found = []
    for table in (box for box in page_box.descendants() if isinstance(box, TableBox)):
        edges = _column_edges(table)
        for row in (box for box in table.descendants() if isinstance(box, TableRowBox)):
            right = row.children[0].position_x
            for cell in row.children:
                left, width = cell.position_x, cell.border_width()
                if abs(left - right) > TOLERANCE:
                    found.append(f"a gap of {left - right:.1f} px in a row")
                if not any(abs(left - edge) <= TOLERANCE for edge in edges):
                    found.append(f"a cell at {left:.1f} px between the columns")
                right = left + width
                found += _text_faults(cell, left, right)
            if abs(right - edges[-1]) > TOLERANCE:
                found.append(f"a row that ends at {right:.1f} px, not at {edges[-1]:.1f} px")
    return found


def _column_edges(table: Box) -> list[float]:
    edges = [*table.column_positions]
    return [*edges, edges[-1] + table.column_widths[-1]]


def _text_faults(cell: Box, left: float, right: float) -> list[str]:
    bottom = cell.position_y + cell.border_height()
    is_label = any(label_kind(child) for child in cell.children)
    found = []
    for box in cell.descendants():
        if isinstance(box, TextBox) and box.text.strip():
            # A full stop at the end of a line may hang by its own white half.
            if box.position_x < left - TOLERANCE or box.position_x + box.width > right + TOLERANCE:
                found.append(f"text over the side of its cell: {box.text[:20]}")
            if not is_label and box.position_y + box.height > bottom + HANGING:
                found.append(f"text below its cell: {box.text[:20]}")
    return found


def _orphaned(page_box: Box) -> list[str]:
    """小计 or a head without a row below it on the page."""
    found = []
    for table in (box for box in page_box.descendants() if isinstance(box, TableBox)):
        rows = [box for box in table.descendants() if isinstance(box, TableRowBox)]
        last = rows[-1].element
        if rows[-1].children[0].element.tag == "th":
            found.append("a head alone")
        if "sub" in last.get("class", "").split():
            found.append("小计 at the end of a page")
    return found


def _bare_rows(page_box: Box) -> list[str]:
    """Pieces of a cut row that hold none of its text."""
    rows = [box for box in page_box.descendants() if isinstance(box, TableRowBox) and box.element.get("data-code")]
    return [
        f"row without text: {row.element.get('data-code')}"
        for row in rows
        if not any(isinstance(box, TextBox) for cell in row.children[2:] for box in cell.descendants())
    ]


def lost_texts(document: Document, html: str) -> list[str]:
    """Texts of the sheet `html` that no page holds to the character; heads and labels, which repeat, are left out."""
    laid: dict[Any, str] = defaultdict(str)
    for page in document.pages:
        for box in page._page_box.descendants():
            if isinstance(box, TextBox) and box.element is not None:
                laid[box.element] += _plain(box.text)
    given = Counter(text for text in map(_own_text, HTML(string=html).etree_element.iter()) if text)
    found = Counter(text for element, text in laid.items() if text and _is_counted(element))
    return [f"{count} x {text[:40]}" for text, count in (given - found).items()]


def _own_text(element: Any) -> str:
    if not _is_counted(element):
        return ""
    return _plain((element.text or "") + "".join(child.tail or "" for child in element))


def _is_counted(element: Any) -> bool:
    name = element.get("class", "")
    return (
        element.tag in ("p", "h1", "h2", "h3", "small", "span", "td", "div")
        and not name.startswith("running-")
        and name.split(" ")[0] not in ("lab", "more")
    )


def _plain(text: str) -> str:
    return "".join(text.replace(BREAK_OPPORTUNITY, "").split())
