"""Word documents: paragraphs and tables in document order, tables within cells, merged cells told once.

The package is opened by python-docx; what stands in it is walked as elements, because content controls and text under
revision are left out of its paragraphs. Deleted text is not read, nothing is fetched.
"""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn

from selfeval.domain.files.faults import FileFaults
from selfeval.imports.limits import MOST_CELLS, MOST_COLUMNS, MOST_DEPTH, MOST_ROWS, opened_package, refused
from selfeval.imports.raw import Cell, FormWriter, RawForm, Row

_P, _TBL, _TR, _TC, _SDT = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "sdt"))
_TEXT, _TAB, _BREAKS = qn("w:t"), qn("w:tab"), {qn("w:br"), qn("w:cr")}
_TABS = qn("w:tabs")
_VAL: Final = qn("w:val")
# Deleted words, properties, text boxes (told beside the paragraph they float at), and the older twin of a drawing.
_SKIPPED: Final = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:pPr"),
    qn("w:rPr"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def read_word(name: str, content: bytes) -> RawForm:
    """The body of a document. Raises FileFaults."""
    opened_package(name, content)
    try:
        body = Document(BytesIO(content)).element.body
        return _WordReader(name).read(body)
    except FileFaults:
        raise
    except Exception as error:
        # python-docx raises whatever its parsers raise: KeyError, ValueError, XML and package errors.
        raise refused(name, f"Word 文档已损坏，读不下去（{type(error).__name__}）") from None


class _WordReader:
    def __init__(self, name: str) -> None:
        self._name = name
        self._writer = FormWriter()
        self._paragraphs = 0
        self._tables = 0
        self._rows = 0
        self._cells = 0

    def read(self, body: Any) -> RawForm:
        for block in _blocks(body):
            if block.tag == _P:
                self._paragraphs += 1
                self._writer.paragraph(_paragraph_text(block), f"第{self._paragraphs}段")
            else:
                self._table(block)
        return self._writer.form(self._name, "docx")

    def _table(self, element: Any) -> None:
        self._tables += 1
        table, prefix = self._writer.new_table(), f"表{self._tables}"
        for number, row in enumerate(_inner(element, _TR), 1):
            inner: list[tuple[int, list[Row]]] = []
            cells: list[tuple[str, str, int, int]] = []
            for text, place, column, width, nested in self._row_cells(row, f"{prefix}第{number}行", 0):
                inner.append((len(cells), nested))
                cells.append((text, place, column, width))
            written = self._writer.row(table, cells) if cells else None
            for index, nested in inner:
                for each in nested:
                    self._writer.inner_row(_moved(each, written.cells[index].start if written else 0))

    def _row_cells(self, row: Any, prefix: str, depth: int) -> Iterator[tuple[str, str, int, int, list[Row]]]:
        """Text, place, column, width and inner rows of each cell; what a merge goes on with is blank."""
        self._rows += 1
        column = _number(row, "w:trPr", "w:gridBefore", 0)
        for element in _inner(row, _TC):
            self._cells += 1
            width = max(_number(element, "w:tcPr", "w:gridSpan", 1), 1)
            if self._rows > MOST_ROWS or self._cells > MOST_CELLS or column + width > MOST_COLUMNS:
                raise refused(self._name, f"表格太大：最多{MOST_ROWS:,}行、{MOST_COLUMNS}列")
            place = f"{prefix}第{column + 1}格"
            text, nested = ("", []) if _goes_on(element) else self._cell(element, place, depth)
            yield text, place, column, width, nested
            column += width

    def _cell(self, element: Any, place: str, depth: int) -> tuple[str, list[Row]]:
        """The text of a cell, inner tables in their order as rows of tabs, and their rows placed within it."""
        if depth > MOST_DEPTH:
            raise refused(self._name, f"表格里套表格超过{MOST_DEPTH}层，不予读取")
        pieces: list[str] = []
        rows: list[Row] = []
        for block in _blocks(element):
            if block.tag == _P:
                pieces.append(_paragraph_text(block))
                continue
            table = self._writer.new_table()
            for number, row in enumerate(_inner(block, _TR), 1):
                start = sum(len(piece) + 1 for piece in pieces)
                text, inner = self._inner_row(row, f"{place}内表第{number}行", depth + 1, start, table)
                pieces.append(text)
                rows += inner
        return "\n".join(pieces), rows

    def _inner_row(self, row: Any, prefix: str, depth: int, start: int, table: int) -> tuple[str, list[Row]]:
        at, texts, cells, deeper = start, [], [], []
        for text, place, column, width, nested in self._row_cells(row, prefix, depth):
            cells.append(Cell(text=text, place=place, start=at, column=column, width=width))
            deeper += [_moved(each, at) for each in nested]
            texts.append(text)
            at += len(text) + 1
        return "\t".join(texts), [Row(cells=tuple(cells), table=table), *deeper]


def _moved(row: Row, by: int) -> Row:
    return replace(row, cells=tuple(replace(cell, start=cell.start + by) for cell in row.cells))


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables of a body or a cell, those in content controls and custom tags too."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag in (_P, _TBL):
            yield element
        elif element.tag not in _SKIPPED and isinstance(element.tag, str):
            waiting.extend(reversed(element))


def _inner(parent: Any, tag: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those in content controls too, none of inner tables."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag == tag:
            yield element
        elif isinstance(element.tag, str) and element.tag not in _SKIPPED and element.tag not in (_P, _TBL, _TC):
            waiting.extend(reversed(element))


def _paragraph_text(paragraph: Any) -> str:
    pieces: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == _TEXT:
            pieces.append(element.text or "")
        elif element.tag == _TAB:
            pieces.append(" ")
        elif element.tag in _BREAKS:
            pieces.append("\n")
        elif isinstance(element.tag, str) and element.tag not in _SKIPPED and element.tag != _TABS:
            waiting.extend(reversed(element))
    return "".join(pieces)


def _number(element: Any, properties: str, name: str, otherwise: int) -> int:
    found = element.find(f"{qn(properties)}/{qn(name)}")
    text = "" if found is None else found.get(_VAL, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else otherwise


def _goes_on(cell: Any) -> bool:
    """Whether a cell continues one merged with it, above or (old files) to the left."""
    for name in ("w:vMerge", "w:hMerge"):
        found = cell.find(f"{qn('w:tcPr')}/{qn(name)}")
        if found is not None and found.get(_VAL, "continue") == "continue":
            return True
    return False
