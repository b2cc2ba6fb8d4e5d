"""The user's own workbook given back: the wrong cells coloured and commented, and all of them listed on a first sheet.

To be called by `apart.read_apart`: a workbook is opened whole here, which only a process of its own may risk.
"""

import base64
from collections.abc import Mapping
from copy import copy
from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from selfeval.domain.files.cell_faults import CellFault
from selfeval.domain.filing_sheets.identity import FAULTS_SHEET
from selfeval.imports.flat import merged_ranges
from selfeval.imports.limits import refused
from selfeval.imports.workbook_package import opened_workbook

WORK: Final = "selfeval.imports.filing_workbook.marking:marked"
_RED: Final = PatternFill("solid", start_color="FFC9C4", end_color="FFC9C4")
_HEAD: Final = PatternFill("solid", start_color="DCE8F5", end_color="DCE8F5")
_EDGE: Final = Side(style="thin", color="C9D1DA")
_BOX: Final = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_AUTHOR: Final = "填报系统"
_WIDTHS: Final = {"A": 6, "B": 18, "C": 10, "D": 34, "E": 70}
_MOST_COMMENTED: Final = 500
_MOST_MERGED: Final = 200_000


def options_of(faults: tuple[CellFault, ...]) -> dict[str, Any]:
    """What `marked` is to be told."""
    return {"faults": [[each.sheet, each.cell, each.found, each.expected] for each in faults]}


def marked(name: str, content: bytes, options: Mapping[str, Any]) -> str:
    """The workbook with `options["faults"]` marked in it, as base64. Raises FileFaults, and what openpyxl raises."""
    faults = [
        CellFault(sheet=sheet, cell=cell, found=found, expected=expected)
        for sheet, cell, found, expected in options["faults"]
    ]
    content = opened_workbook(name, content)
    _refuse_vast_merges(name, content)
    book = load_workbook(BytesIO(content), rich_text=True)
    if FAULTS_SHEET in book.sheetnames:
        book.remove(book[FAULTS_SHEET])
    for fault in faults[:_MOST_COMMENTED]:
        if fault.sheet in book.sheetnames and fault.cell:
            _mark(book[fault.sheet], fault)
    _list(book.create_sheet(FAULTS_SHEET, 0), faults, book.sheetnames)
    for sheet in book.worksheets:
        sheet.sheet_view.tabSelected = False
    book.active = 0
    target = BytesIO()
    book.save(target)
    return base64.b64encode(target.getvalue()).decode()


def _refuse_vast_merges(name: str, content: bytes) -> None:
    """A workbook opened whole has a cell for every one below a merged range."""
    with ZipFile(BytesIO(content)) as package:
        for part in package.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                with package.open(part) as source:
                    ranges = map(range_boundaries, merged_ranges(source))
                    area = sum((right - left + 1) * (bottom - top + 1) for left, top, right, bottom in ranges)
                if area > _MOST_MERGED:
                    raise refused(name, f"合并的单元格盖住{_MOST_MERGED:,}格以上，没法打开标红")


def _mark(sheet: Worksheet, fault: CellFault) -> None:
    cell = sheet[fault.cell]
    if isinstance(cell, MergedCell) or not isinstance(cell, Cell):
        return
    cell.fill = copy(_RED)
    comment = Comment(_writable(fault.expected), _AUTHOR)
    comment.width, comment.height = 320, 110
    cell.comment = comment


def _list(sheet: Worksheet, faults: list[CellFault], sheets: list[str]) -> None:
    """One row a fault; the name of the cell leads to it."""
    for letter, width in _WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    _text(sheet.cell(1, 1), f"这份工作簿有 {len(faults)} 处要改，什么也没有存", font=_font(size=14, bold=True))
    _text(sheet.cell(2, 1), "改好标红的格子，保存，再到网页上传；这张表不用删。", font=_font(color="5F6B79"))
    for column, word in enumerate(("序号", "工作表", "单元格", "现在填的", "应当怎样"), 1):
        _text(sheet.cell(4, column), word, font=_font(bold=True))
        sheet.cell(4, column).fill = copy(_HEAD)
    for number, fault in enumerate(faults, 1):
        texts = (str(number), fault.sheet or "整个文件", fault.cell or "—", fault.found or "（空）", fault.expected)
        for column, text in enumerate(texts, 1):
            _text(sheet.cell(number + 4, column), text)
        if fault.cell and fault.sheet in sheets:
            place = sheet.cell(number + 4, 3)
            name = fault.sheet.replace("'", "''")
            place.hyperlink = f"#'{name}'!{fault.cell}"
            place.font = _font(color="1F5699", underline="single")
    sheet.freeze_panes = "A5"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.tabColor = "D93025"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0


def _text(cell: Any, text: str, *, font: Font | None = None) -> None:
    """A text, even one that looks like a formula."""
    cell.value = _writable(text)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=cell.row > 3, vertical="top")
    if cell.row > 3:
        cell.border = _BOX
    cell.font = font or _font()


def _writable(text: str) -> str:
    """What stood in a cell, without the characters that no workbook can hold."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t")


def _font(**look: Any) -> Font:
    return Font(name="微软雅黑", **{"size": 10, **look})
