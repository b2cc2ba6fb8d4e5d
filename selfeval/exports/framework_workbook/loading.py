"""A workbook as tables of text, with the address of every cell. Nothing in it is computed, followed or trusted."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import openpyxl
from openpyxl.utils import get_column_letter

from selfeval.domain.amounts import plain_percent_text, plain_text
from selfeval.domain.long_texts import pieces_by_number, whole_text
from selfeval.exports.framework_workbook.columns import (
    CHOICES,
    DETAILS,
    FORMAT,
    FORMAT_SHEET,
    GUIDE,
    HEAD,
    INDICATORS,
    OTHER,
    OVERFLOW,
    TABLE_COLUMNS,
    Column,
)
from selfeval.exports.framework_workbook.drawing import HINT_MARK
from selfeval.exports.framework_workbook.indicator_sheets import DETAIL_COLUMNS, INDICATOR_COLUMNS, LEVEL_COLUMNS
from selfeval.exports.framework_workbook.list_sheets import HEAD_COLUMNS, LISTS, TABLE_COLUMN_COLUMNS
from selfeval.exports.framework_workbook.places import CellFault, Row, WorkbookFaults

MOST_BYTES: Final = 10 * 1024 * 1024
_MOST_UNPACKED: Final = 60 * 1024 * 1024
_MOST_PARTS: Final = 300
_MOST_ROWS, _MOST_COLUMNS = 20_000, 120
_ROWS_TO_HEADS: Final = 6
_TABLES: Final[Mapping[str, tuple[Column, ...]]] = {
    INDICATORS: (*(column for pair in LEVEL_COLUMNS for column in pair), *INDICATOR_COLUMNS),
    DETAILS: DETAIL_COLUMNS,
    TABLE_COLUMNS: TABLE_COLUMN_COLUMNS,
    **{sheet.name: sheet.columns for sheet in LISTS},
}
# Those that hold something, in the order they stand.
SHEETS: Final = (HEAD, *_TABLES)
_OTHER_SHEETS: Final = (GUIDE, HEAD, OVERFLOW, CHOICES, FORMAT_SHEET)
_Line = tuple[int, dict[int, str]]


class Loading:
    """The tables of one workbook, and the faults of cells that hold what no cell should.

    Raises WorkbookFaults where it is no such workbook or lacks sheets or columns: nothing else is worth telling then.
    """

    def __init__(self, content: bytes) -> None:
        self.faults: list[CellFault] = []
        self._book = _opened(content)
        self._refuse_other_workbooks()
        overflow = [(number, text) for number, text in self._pairs(OVERFLOW)]
        self._pieces = pieces_by_number(overflow)
        self.tables: dict[str, list[Row]] = {HEAD: [self._head()]}
        for name, columns in _TABLES.items():
            self.tables[name] = self._table(name, columns)
        missing = [fault for fault in self.faults if not fault.cell]
        if missing:
            raise WorkbookFaults(missing)

    def _fault(self, sheet: str, cell: str, found: str, expected: str) -> None:
        self.faults.append(CellFault(sheet=sheet, cell=cell, found=found, expected=expected))

    def _refuse_other_workbooks(self) -> None:
        names = set(self._book.sheetnames)
        written = next((cells.get(1, "") for _, cells in self._lines(FORMAT_SHEET)), "")
        if written != FORMAT:
            expected = "不是从本系统导出的指标体系工作簿；请先导出一份（空白的草稿也可以），在它上面改"
            if written.startswith(FORMAT.partition("/")[0]):
                expected = f"这个工作簿的格式是 {written}，本系统读 {FORMAT}；请重新导出一份"
            raise WorkbookFaults([CellFault(sheet="", cell="", found="", expected=expected)])
        for name in sorted({HEAD, *_TABLES} - names):
            self._fault(name, "", "", "缺少这张工作表")
        for name in self._book.sheetnames:
            if name not in {*_OTHER_SHEETS, *_TABLES}:
                self._fault(name, "", "", "不是指标体系的工作表，里面的内容不会导入；请删去这张表再导入")

    def _lines(self, name: str) -> Iterator[_Line]:
        """The filled cells of each row that has some, by column number."""
        if name not in self._book.sheetnames:
            return
        rows = self._book[name].iter_rows(max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS)
        for number, row in enumerate(rows, 1):
            cells = {}
            for place, cell in enumerate(row, 1):
                text = self._text(name, f"{get_column_letter(place)}{number}", cell)
                if text:
                    cells[place] = text
            if cells and number > _MOST_ROWS:
                self._fault(name, f"A{number}", "", f"行数太多，最多{_MOST_ROWS}行")
            elif cells:
                yield number, cells

    def _text(self, sheet: str, address: str, cell: Any) -> str:
        """The text of a cell; a fault where it holds a formula, an error or a date."""
        value = cell.value
        if value is None:
            return ""
        if cell.data_type == "f":
            self._fault(sheet, address, str(value), "是公式；请写成值。开头是等号的文字，请在前面加一个单引号")
        elif cell.data_type == "e":
            self._fault(sheet, address, str(value), "是出错的单元格，请写成值")
        elif isinstance(value, datetime | date | time | timedelta):
            self._fault(sheet, address, str(value), "是日期或时间，这里没有要填日期的栏目；请把单元格设为文本再写")
        elif isinstance(value, bool):
            return "true" if value else "false"
        elif isinstance(value, int | float):
            number = Decimal(repr(value))
            return plain_percent_text(number) if "%" in str(cell.number_format) else plain_text(number)
        else:
            return str(value).replace("_x000D_", "").replace("\r\n", "\n")
        return ""

    def _pairs(self, name: str) -> Iterator[tuple[str, str]]:
        """The first two columns of a sheet below its heads."""
        is_below = False
        for _, cells in self._lines(name):
            if is_below:
                yield cells.get(1, ""), cells.get(2, "")
            is_below = is_below or cells.get(1) in ("编号", "项目")

    def _head(self) -> Row:
        """基本信息, whose heads stand in the first column."""
        known = {column.head: column for column in HEAD_COLUMNS}
        cells, addresses = {}, {}
        is_below = False
        for number, line in self._lines(HEAD):
            word = line.get(1, "").strip()
            if is_below and word in known:
                addresses[word] = f"B{number}"
                cells[word] = whole_text(line.get(2, ""), self._pieces)
            elif is_below and (word or line.get(2)):
                self._fault(HEAD, f"A{number}", word, f"不认识的项目；可用：{'、'.join(known)}")
            is_below = is_below or word == "项目"
        for head in known.keys() - addresses.keys() - {OTHER.head}:
            self._fault(HEAD, "", head, "缺少这一项")
        return Row(sheet=HEAD, cells={head: text for head, text in cells.items() if text}, addresses=addresses)

    def _table(self, name: str, columns: Sequence[Column]) -> list[Row]:
        lines = self._lines(name)
        heads = self._heads(name, columns, lines)
        letters = {head: get_column_letter(place) for place, head in heads.items()}
        rows, below = [], list(lines)
        hints = _row_of_hints(below, columns[0].hint)
        for number, line in below:
            if number == hints:
                continue
            cells = {heads[place]: whole_text(text, self._pieces) for place, text in line.items() if place in heads}
            for place in line.keys() - heads.keys() if heads else ():
                self._fault(name, f"{get_column_letter(place)}{number}", line[place], "这一列没有认得的表头，不能填")
            addresses = {head: f"{letter}{number}" for head, letter in letters.items()}
            if any(text.strip() for text in cells.values()):
                rows.append(Row(sheet=name, cells=cells, addresses=addresses))
        return rows

    def _heads(self, name: str, columns: Sequence[Column], lines: Iterator[_Line]) -> dict[int, str]:
        """The heads by column, from the row that has the first of them; `lines` is left behind it."""
        wanted = [column.head for column in columns]
        for number, line in lines:
            heads = {place: text.strip() for place, text in line.items() if text.strip() in wanted}
            if len(heads) > 1:
                for head in wanted:
                    if head not in heads.values() and head != OTHER.head:
                        self._fault(name, "", head, "缺少这一栏的表头")
                return heads
            if number > _ROWS_TO_HEADS:
                break
        if name in self._book.sheetnames:
            self._fault(name, "", "", f"没有找到表头，应有：{'、'.join(wanted[:4])}…")
        return {}


def _row_of_hints(below: Sequence[_Line], hint: str) -> int | None:
    """Which row below the heads is the one of hints, wherever it was sorted to; of other words it is the first.

    A name may begin like a hint.
    """
    marked = [(number, line[min(line)]) for number, line in below if line[min(line)].startswith(HINT_MARK)]
    known = next((number for number, text in marked if text == f"{HINT_MARK}{hint}"), None)
    if known is None and marked and marked[0][0] == below[0][0]:
        return marked[0][0]
    return known


def _opened(content: bytes) -> Any:
    """The workbook of `content`; only what is small when unpacked and names nothing outside itself is opened."""
    refused = WorkbookFaults([CellFault(sheet="", cell="", found="", expected="不是 Excel 工作簿（.xlsx），或已损坏")])
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1024 // 1024
        raise WorkbookFaults(
            [CellFault(sheet="", cell="", found="", expected=f"文件超过{most}MB，请核对是不是这个文件")]
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise refused
            for part in parts:
                with packed.open(part) as opened:
                    if b"<!DOCTYPE" in opened.read(4096):
                        raise refused
        return openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)
    except WorkbookFaults:
        raise
    except Exception:
        # openpyxl lets through whatever its parts raise on a broken file: of zip, of XML, of keys and of values.
        raise refused from None
