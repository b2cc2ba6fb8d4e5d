"""Plain text: paragraphs, and tables pasted flat, where a line that begins with a tab is a cell.

Seen in published forms: each cell of a table on a line of its own behind a tab, rows parted by an empty line.
"""

import codecs
import re
from collections.abc import Iterator
from typing import Final

from selfeval.imports.limits import MOST_COLUMNS, refused
from selfeval.imports.raw import Cell, Paragraph, RawForm, Row

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CELL: Final = re.compile(r"[ \u3000]*\t")
_NO_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_plain_text(name: str, content: bytes) -> RawForm:
    """The text of a file in UTF-8, UTF-16 with its mark, or GB18030. Raises FileFaults."""
    text = _decoded(name, content).replace("\r\n", "\n").replace("\r", "\n")
    if _NO_TEXT.search(text):
        raise refused(name, "不是文本文件")
    return RawForm(name=name, kind="txt", text=text, blocks=tuple(_blocks(text)))


def _decoded(name: str, content: bytes) -> str:
    marked = [encoding for mark, encoding in _BOMS if content.startswith(mark)]
    for encoding in marked or ["utf-8", "gb18030"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(name, "看不出是什么编码的文本，请另存为 UTF-8 再试")


def _blocks(text: str) -> Iterator[Paragraph | Row]:
    """Rows of consecutive lines that begin with a tab, or of the tabs in one line; other lines are paragraphs.

    A row goes on after MOST_COLUMNS cells as another one.
    """
    at, table, was_row = 0, 0, False
    cells: list[Cell] = []
    for number, line in enumerate(text.split("\n"), 1):
        is_cell, is_blank = bool(_CELL.match(line)), not line.strip()
        if cells and (not is_cell or len(cells) >= MOST_COLUMNS):
            yield Row(cells=tuple(cells), table=table)
            cells = []
        if is_cell or ("\t" in line.strip() and not is_blank):
            table += not was_row
            was_row = True
            inner = list(_cells(line, number, at, len(cells)))
            cells += inner
            if not is_cell:
                yield Row(cells=tuple(cells), table=table)
                cells = []
        elif not is_blank:
            was_row = False
            yield Paragraph(text=line, place=f"第{number}行", start=at)
        at += len(line) + 1
    if cells:
        yield Row(cells=tuple(cells), table=table)


def _cells(line: str, number: int, at: int, column: int) -> Iterator[Cell]:
    mark = _CELL.match(line)
    start = mark.end() if mark else 0
    for text in line[start:].split("\t"):
        yield Cell(text=text, place=f"第{number}行", start=at + start, column=column)
        start += len(text) + 1
        column += 1
