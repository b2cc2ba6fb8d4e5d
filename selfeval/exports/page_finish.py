"""The pass over laid-out pages that makes cells of one run look like one cell, and justifies Chinese lines.

WeasyPrint cuts a rowspan cell badly at a page end: it loses its lower rule, its centring and, on the next page, its
label. So the sheet has no rowspan. Cells that belong together carry the same `data-run`, one of them holds the label
(`.lab`, and `.more` with “（续）” for a row that may be cut). After layout, page by page, the rules inside a run go,
and one copy of the label is put in the middle of what the run occupies there. Without this pass the form is plainer
but whole: all rules drawn, each label in the first row of its run.

Uses `Page._page_box`, which is private: WeasyPrint is pinned, and the tests look at the pages this leaves.
"""

import re
from collections.abc import Iterator
from typing import Any

from weasyprint import Document
from weasyprint.formatting_structure.boxes import BlockBox, LineBox, TableCellBox, TextBox

from selfeval.exports.style_overlay import Overlay

BREAK_OPPORTUNITY = "\u200b"
LEAST_JUSTIFIED_CHARS = 8
LEAST_SPREAD = 0.01  # px between two characters; less is not seen
MOST_SPREAD_EM, MOST_SPREAD_OF_DIGITS_EM = 1 / 6, 1 / 16  # a number spread as wide as text reads as its digits
DIGIT = re.compile("[0-9]{2}")

# WeasyPrint has no type information for its boxes.
Box = Any
Hosts = dict[str, list[Box]]
Label = tuple[Box, Box]


def finish(document: Document) -> None:
    """Join runs and justify lines on every page of `document`, in place."""
    pages: list[Hosts] = []
    for page in document.pages:
        hosts: Hosts = {}
        _visit(page._page_box, hosts)
        pages.append(hosts)
    # All labels are taken before any is placed: a page end may have pushed one behind the first cells of its run.
    labels = _taken_labels(pages)
    seen: set[str] = set()
    for hosts in pages:
        for run, cells in hosts.items():
            kinds = labels.get(run)
            if kinds:
                label, home = kinds["more" if run in seen and "more" in kinds else "lab"]
                _place(label.deepcopy(), home, cells)
            _join(cells)
            seen.add(run)


def hosts_of(page_box: Box) -> Hosts:
    """The boxes of each run on a laid-out page, from top to bottom."""
    hosts: Hosts = {}
    for child in _descendants(page_box):
        run = _run_of(child)
        if run:
            hosts.setdefault(run, []).append(child)
    return hosts


def label_kind(box: Box) -> str:
    """`lab` or `more` for a label's box, else nothing."""
    element = box.element if isinstance(box, BlockBox) else None
    name = "" if element is None else element.get("class", "").split(" ")[0]
    return name if name in ("lab", "more") else ""


def _run_of(box: Box) -> str:
    element = getattr(box, "element", None)
    if isinstance(box, (TableCellBox, BlockBox)) and element is not None:
        run: str = element.get("data-run", "")
        return run
    return ""


def _descendants(box: Box) -> Iterator[Box]:
    for child in getattr(box, "children", ()):
        yield child
        yield from _descendants(child)


def _visit(box: Box, hosts: Hosts) -> None:
    for child in getattr(box, "children", ()):
        if isinstance(child, TextBox):
            _forget_break_opportunities(child)
            continue
        run = _run_of(child)
        if run:
            hosts.setdefault(run, []).append(child)
        _visit(child, hosts)
        if isinstance(child, LineBox):
            _justify(child, box)


def _taken_labels(pages: list[Hosts]) -> dict[str, dict[str, Label]]:
    """Every label by run and kind, with the box it stood in; the boxes lose them."""
    labels: dict[str, dict[str, Label]] = {}
    for hosts in pages:
        for run, cells in hosts.items():
            for cell in cells:
                found = [(label_kind(child), child) for child in cell.children]
                labels.setdefault(run, {}).update({kind: (child, cell) for kind, child in found if kind})
                cell.children = [child for kind, child in found if not kind]
    return labels


def _place(label: Box, home: Box, cells: list[Box]) -> None:
    """Put `label`, laid out in `home`, in the middle of `cells`, never above the first of them."""
    top = cells[0].position_y
    bottom = cells[-1].position_y + cells[-1].border_height()
    lines = [box for box in label.descendants() if isinstance(box, LineBox)]
    first = min(line.position_y for line in lines)
    height = max(line.position_y + line.height for line in lines) - first
    label.translate(cells[0].position_x - home.position_x, max(top, (top + bottom - height) / 2) - first)
    for box in (label, *label.descendants()):
        if box.style["visibility"] == "hidden":
            box.style = Overlay(box.style, visibility="visible")
    cells[0].children = [*cells[0].children, label]


def _join(cells: list[Box]) -> None:
    """Leave out the rules between the cells of a run; their width goes to the padding, or the side rules have gaps."""
    if isinstance(cells[0], TableCellBox):
        for cell in cells[:-1]:
            cell.padding_bottom += cell.border_bottom_width
            cell.border_bottom_width = 0


def _forget_break_opportunities(text: Box) -> None:
    # A break that was not needed would come out as a space when the text is copied.
    if BREAK_OPPORTUNITY in text.text:
        text.text = text.pango_layout.text = text.text.replace(BREAK_OPPORTUNITY, "")


def _justify(line: Box, block: Box) -> None:
    """Spread what a full line leaves over between its characters: WeasyPrint stretches spaces, Chinese has none."""
    if line.style["text_align_all"] != "justify" or getattr(line, "resume_at", None) is None:
        return
    texts = [box for box in line.descendants() if isinstance(box, TextBox)]
    gaps = sum(len(box.text) for box in texts) - 1
    if gaps < LEAST_JUSTIFIED_CHARS or any(" " in box.text for box in texts):
        return
    end = max(box.position_x + box.width for box in texts)
    spread = (block.content_box_x() + block.width - end) / gaps
    most = MOST_SPREAD_EM if not any(DIGIT.search(box.text) for box in texts) else MOST_SPREAD_OF_DIGITS_EM
    if not LEAST_SPREAD < spread < line.style["font_size"] * most:
        return
    moved = 0.0
    for box in texts:
        box.style = Overlay(box.style, letter_spacing=spread)
        box.position_x += moved
        moved += spread * len(box.text)
