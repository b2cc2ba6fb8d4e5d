"""A report of plain lines as a Word document: the title in the middle, 一、 and （一） as headings."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from selfeval.exports.printable import printable

_PART: Final = re.compile(r"[一二三四五六七八九十]+、")
_SECTION: Final = re.compile(r"（[一二三四五六七八九十]+）[^。]{1,30}$")
_TITLE_SIZE, _TEXT_SIZE, _LINE = Pt(22), Pt(16), Pt(28)
_INDENT: Final = Pt(32)
_SONG, _HEI, _KAI, _FANG = "宋体", "黑体", "楷体", "仿宋"


def report_docx(lines: Sequence[str]) -> bytes:
    """The document of `lines`, the first of which is its title."""
    document = Document()
    for number, line in enumerate(lines):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.line_spacing = _LINE
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(printable(line))
        if number == 0:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_after = _LINE
            _set(run, _SONG, _TITLE_SIZE, is_bold=True)
            continue
        paragraph.paragraph_format.first_line_indent = _INDENT
        face = _HEI if _PART.match(line) else _KAI if _SECTION.match(line) else _FANG
        _set(run, face, _TEXT_SIZE)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _set(run: Any, face: str, size: Pt, *, is_bold: bool = False) -> None:
    """The fonts of official documents; Word keeps that of Chinese apart from that of Latin letters."""
    run.font.name, run.font.size, run.font.bold = face, size, is_bold
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)
