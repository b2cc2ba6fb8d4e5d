"""A report as a Word document, and the blocks of one that was drafted as plain lines."""

import re
from collections.abc import Sequence
from typing import Final

from selfeval.exports.report_document import Block, Heading, Report, Text
from selfeval.exports.word import WordDocument

# What a line starts with, and the level of heading it is; the later two only where it is short and no sentence.
_LEVELS: Final = (
    (1, re.compile(r"[一二三四五六七八九十]{1,3}、[^。]{1,40}")),
    (2, re.compile(r"（[一二三四五六七八九十]{1,3}）[^。；！？]{1,30}")),
    (3, re.compile(r"\d{1,2}[.．、][^。；！？\d][^。；！？]{0,29}")),
)


def report_docx(report: Report) -> bytes:
    """`report` as a Word document; the same report gives the same bytes."""
    paper = WordDocument(name=report.name, author=report.author, mark=report.mark, made_on=report.made_on)
    paper.title(report.title, subtitle=report.subtitle)
    for block in report.blocks:
        paper.add(block)
    return paper.content()


def blocks_of_lines(lines: Sequence[str], *, first_level: int = 1) -> tuple[Block, ...]:
    """Headings and paragraphs of lines that number their headings; headings above `first_level` stay paragraphs."""
    return tuple(_block(line, first_level) for line in lines)


def _block(line: str, first_level: int) -> Block:
    stripped = line.strip()
    for level, pattern in _LEVELS:
        if level >= first_level and pattern.fullmatch(stripped):
            return Heading(text=stripped, level=level)
    return Text(text=line)
