"""A Word report's twin on paper: its tables and paragraphs with the words that the PDF has in each of their boxes."""

from collections import defaultdict
from typing import Any, Final

import lxml.html
from weasyprint import Document
from weasyprint.formatting_structure.boxes import BlockBox, LineBox, TableBox, TableCellBox, TableRowBox

from tests.exports.agreement.form_tables import Words, squeezed
from tests.exports.agreement.reading_word import Report

_HEAD: Final = "thead"


def captions_of(html: str) -> list[str]:
    """What stands above each table, without its number; empty where nothing does."""
    found = []
    for table in lxml.html.fromstring(html).iter("table"):
        above = table.getprevious()
        if above is not None and above.get("class") == "unit":
            above = above.getprevious()
        is_named = above is not None and above.get("class") == "caption"
        found.append(squeezed(above.text_content().partition("　")[2]) if is_named else "")
    return found


def report_on_paper(document: Document, words: list[Words], captions: list[str]) -> Report:
    """The report as its reader finds it; a row or a paragraph that goes on on the next page is one."""
    texts: dict[Any, str] = defaultdict(str)
    rows: dict[Any, dict[Any, list[str]]] = {}
    for page, here in zip(document.pages, words, strict=True):
        for box in page._page_box.descendants():
            if isinstance(box, TableBox):
                _read_table(rows.setdefault(box.element, {}), box, here)
            elif isinstance(box, BlockBox) and box.element_tag == "p" and _has_lines(box):
                texts[box.element] += _inside(box, here)
    tables = {caption: list(each.values()) for caption, each in zip(captions, rows.values(), strict=True)}
    return Report(texts=list(texts.values()), tables=tables)


def _has_lines(box: BlockBox) -> bool:
    return bool(box.children) and isinstance(box.children[0], LineBox)


def _read_table(rows: dict[Any, list[str]], table: TableBox, words: Words) -> None:
    for line in table.descendants():
        if not isinstance(line, TableRowBox):
            continue
        cells = [each for each in line.children if isinstance(each, TableCellBox)]
        if not cells or cells[0].element_tag == "th":
            continue
        texts = [_inside(cell, words) for cell in cells]
        before = rows.get(line.element)
        rows[line.element] = (
            texts if before is None else [first + then for first, then in zip(before, texts, strict=True)]
        )


def _inside(box: Any, words: Words) -> str:
    return "".join(text for _, _, text in sorted(words.inside(box)))
