"""Bytes in, a RawForm out, by the kind of document: plain text, .docx, .xlsx."""

import re
from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from selfeval.domain.filing_sheets.identity import IDENTITY_SHEET
from selfeval.imports.limits import MOST_BYTES, MOST_CHARACTERS, refused
from selfeval.imports.plain_text import read_plain_text
from selfeval.imports.raw import RawForm
from selfeval.imports.word import read_word
from selfeval.imports.workbook import read_workbook

_READERS: Final[dict[str, Callable[[str, bytes], RawForm]]] = {
    ".txt": read_plain_text,
    ".md": read_plain_text,
    ".docx": read_word,
    ".xlsx": read_workbook,
    ".xlsm": read_workbook,
}
# No amount is that long; the readers of numbers look at every part of one.
_NO_NUMBER: Final = re.compile(r"[0-9０-９.,]{1000}")
_PACKAGE: Final = b"PK\x03\x04"
# The sheets of the workbook that computes a filing anew; what it shows are formulas and codes, not a form.
_CALCULATION_SHEETS: Final = frozenset({"输入", "计算"})


def read_raw(name: str, content: bytes) -> RawForm:
    """The document `content` named `name`; its kind is told by the ending. Raises FileFaults, in Chinese."""
    if not content:
        raise refused(name, "是空文件")
    if len(content) > MOST_BYTES:
        raise refused(name, f"有{len(content) / 1024 / 1024:.1f}MB，超过{MOST_BYTES // 1024 // 1024}MB")
    ending = PurePath(name).suffix.lower()
    reader = _READERS.get(ending)
    if reader is None:
        if ending in {".doc", ".xls", ".wps", ".et"}:
            raise refused(name, "是旧版或 WPS 格式，请另存为 .docx 或 .xlsx 后再试")
        raise refused(name, "不是能读的格式：请用 .docx、.xlsx 或 .txt")
    if reader is read_plain_text and content.startswith(_PACKAGE):
        raise refused(name, "不是文本文件，像是 .docx 或 .xlsx，请改回原来的扩展名再试")
    form = reader(name, content)
    if len(form.text) > MOST_CHARACTERS:
        raise refused(name, f"有{len(form.text):,}个字，超过{MOST_CHARACTERS:,}个字")
    if _NO_NUMBER.search(form.text):
        raise refused(name, "里面有上千位的一长串数字，不像一份自评表")
    _refuse_other_workbooks(name, form)
    if not form.lines:
        raise refused(name, "里面没有文字")
    return form


def _refuse_other_workbooks(name: str, form: RawForm) -> None:
    """Workbooks of this product that are no forms, by their sheets."""
    sheets = {sheet for sheet, _ in form.sheets}
    if IDENTITY_SHEET in sheets:
        raise refused(name, "是填报工作簿，不是自评表：请在那份填报的“检查与提交”页传回来")
    if sheets == _CALCULATION_SHEETS:
        raise refused(name, "是重算得分的计算表，不是自评表：请用同一份填报导出的自评表（Excel）")
