"""Finds the blocks of a workbook again, whatever was sorted, inserted, moved or renamed in it.

A block is where the hidden column has the key of its heads, a line where it has the key of the line, a column where the
head has its words. What cannot be found, stands twice or was overwritten is a fault, never passed over.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from openpyxl.utils import get_column_letter

from selfeval.domain.files.cell_faults import CellFault
from selfeval.domain.filing_sheets.identity import FAULTS_SHEET
from selfeval.domain.filing_sheets.parts import END_MARK, HEAD_MARK, ITEM_TOTALS, KEY_HEAD, Block, Line, Sheet
from selfeval.imports.flat import FlatBook, FlatCell, FlatSheet

_BACK: Final = "请从新下载的工作簿里抄回来，或在新的工作簿里填"
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """A row of a block: the line it is, if it is one, and its filled cells by column number."""

    sheet: str
    number: int
    key: str
    cells: Mapping[int, FlatCell]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundBlock:
    """A block where it was found: the number of each column by its key, and the rows below the heads."""

    block: Block
    sheet: FlatSheet
    columns: Mapping[str, int]
    rows: tuple[FoundRow, ...]


@dataclass(slots=True, kw_only=True)
class Located:
    """Every block that was found, and what is wrong with where things stand."""

    blocks: list[FoundBlock] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The rows of a sheet by number, with the column of the keys. `own_words` are what we write between blocks."""

    sheet: FlatSheet
    key_column: int
    own_words: frozenset[str]
    rows: Mapping[int, Mapping[int, FlatCell]]

    def key(self, number: int) -> str:
        cell = self.rows[number].get(self.key_column)
        return cell.text.strip() if cell else ""


def located(book: FlatBook, plan: tuple[Sheet, ...]) -> Located:
    """Where everything of `plan` stands in `book`."""
    found = Located()
    heads: defaultdict[str, list[tuple[_Table, int]]] = defaultdict(list)
    for table in _tables(book, _own_words(plan)):
        for number in table.rows:
            if table.key(number).startswith(HEAD_MARK):
                heads[table.key(number)].append((table, number))
    for sheet in plan:
        for block in sheet.blocks:
            places = heads.get(block.head_key, [])
            if len(places) == 1:
                _locate(found, block, *places[0])
            elif places:
                found.faults.append(_twice(block, [table.sheet.name for table, _ in places]))
            elif block.code != "explanations":
                found.faults.append(_missing(block, sheet, book))
    return found


def _own_words(plan: tuple[Sheet, ...]) -> frozenset[str]:
    captions = {text for sheet in plan for block in sheet.blocks for text in (block.caption, block.note)}
    return frozenset([*captions, *ITEM_TOTALS.values()])


def _tables(book: FlatBook, own_words: frozenset[str]) -> Iterator[_Table]:
    for sheet in book.sheets:
        if sheet.name == FAULTS_SHEET:
            continue
        columns = [cell.column for cell in sheet.cells if cell.text.startswith((HEAD_MARK, KEY_HEAD))]
        if columns:
            rows: defaultdict[int, dict[int, FlatCell]] = defaultdict(dict)
            for cell in sheet.cells:
                rows[cell.row][cell.column] = cell
            key_column = max(set(columns), key=columns.count)
            yield _Table(sheet=sheet, key_column=key_column, rows=rows, own_words=own_words)


def _twice(block: Block, names: list[str]) -> CellFault:
    words = f"“{block.caption}”出现了{len(names)}次（在{'、'.join(f'“{name}”' for name in names)}），请删去多余的"
    return CellFault(sheet=names[-1], cell="", found="", expected=words)


def _missing(block: Block, sheet: Sheet, book: FlatBook) -> CellFault:
    if all(each.name != sheet.name for each in book.sheets):
        return CellFault(sheet=sheet.name, cell="", found="", expected=f"缺少这张工作表；{_BACK}")
    texts = (cell.text for each in book.sheets if each.name == sheet.name for cell in each.cells)
    if any(text.startswith((HEAD_MARK, END_MARK, KEY_HEAD)) for text in texts):
        words = f"找不到“{block.caption}”的表头：表头那一行被删了，或那一行隐藏的首列被改过；{_BACK}"
    else:
        words = f"隐藏的首列被删了或清空了，认不出哪一行是哪一栏；{_BACK}"
    return CellFault(sheet=sheet.name, cell="", found="", expected=words)


def _locate(found: Located, block: Block, table: _Table, head: int) -> None:
    columns = _columns(found, block, table, head)
    numbers = [number for number in sorted(table.rows) if number > head]
    rows, has_end = [], False
    for number in numbers:
        key = table.key(number)
        if key.startswith((HEAD_MARK, END_MARK)):
            has_end = key == block.end_key
            if has_end:
                _look_below_end(found, block, table, number, columns)
            break
        cells = {column: cell for column, cell in table.rows[number].items() if column != table.key_column}
        rows.append(FoundRow(sheet=table.sheet.name, number=number, key=key, cells=cells))
    if block.is_free and not has_end:
        words = f"“{block.caption}”的表尾一行不见了，看不出到哪一行为止；{_BACK}"
        found.faults.append(CellFault(sheet=table.sheet.name, cell="", found="", expected=words))
    if not block.is_free:
        _look_at_lines(found, block, table.sheet.name, columns, rows)
    found.blocks.append(FoundBlock(block=block, sheet=table.sheet, columns=columns, rows=tuple(rows)))


def _look_below_end(found: Located, block: Block, table: _Table, end: int, columns: Mapping[str, int]) -> None:
    """Rows added below the row that ends the block instead of above it."""
    words = f"填到“{block.caption}”的表尾下面去了，那里的不读；请移到“表尾”那一行上面"
    for number in sorted(number for number in table.rows if number > end):
        if table.key(number):
            return
        row = table.rows[number]
        cell = next((row[column] for column in sorted(columns.values()) if column in row), None)
        if cell is not None and cell.text not in table.own_words:
            found.faults.append(
                CellFault(sheet=table.sheet.name, cell=cell.address, found=cell.text[:_SHOWN], expected=words)
            )


def _columns(found: Located, block: Block, table: _Table, head: int) -> dict[str, int]:
    """The number of every column by its key: heads of the same words in their order."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, cell in sorted(table.rows[head].items()):
        if number != table.key_column:
            places["".join(cell.text.split())].append(number)
    columns = {}
    for column in block.columns:
        free = places.get("".join(column.label.split()), [])
        if free:
            columns[column.key] = free.pop(0)
        elif column.input is not None or any(column.key in line.inputs for line in block.lines):
            words = f"“{block.caption}”缺少“{column.label}”这一列：表头被改了，或这一列被删了；请改回“{column.label}”"
            found.faults.append(CellFault(sheet=table.sheet.name, cell=f"A{head}", found="", expected=words))
    return columns


def _look_at_lines(found: Located, block: Block, sheet: str, columns: Mapping[str, int], rows: list[FoundRow]) -> None:
    """Every line once, under its own name, and nothing written beside the lines."""
    known = {line.key: line for line in block.lines}
    seen: dict[str, int] = {}
    filled = {number for key, number in columns.items() if any(key in line.inputs for line in block.lines)}
    for row in rows:
        address = f"{get_column_letter(min(filled, default=2))}{row.number}"
        if row.key in seen:
            words = f"和第{seen[row.key]}行是同一栏，复制了行；请删去多余的一行"
            found.faults.append(CellFault(sheet=sheet, cell=address, found="", expected=words))
        elif row.key in known:
            seen[row.key] = row.number
            _look_at_label(found, sheet, row, columns.get("label"), known[row.key].shown.get("label"), block)
            _look_at_closed(found, row, columns, filled, known[row.key])
        else:
            _look_at_stray(found, block, sheet, row, filled)
    for line in block.lines if block.code != "explanations" else ():
        if line.key not in seen:
            name = line.shown.get("label") or line.shown.get("", line.key)
            words = f"“{block.caption}”里缺少“{name.strip()}”这一行（被删了）；{_BACK}"
            found.faults.append(CellFault(sheet=sheet, cell="", found="", expected=words))


def _look_at_label(
    found: Located, sheet: str, row: FoundRow, column: int | None, label: str | None, block: Block
) -> None:
    cell = row.cells.get(column) if column else None
    if label is None or column is None or block.code == "explanations":
        return
    written = cell.text if cell else ""
    if "".join(written.split()) != "".join(label.split()) and "【续文" not in written:
        address = f"{get_column_letter(column)}{row.number}"
        words = f"这一行应是“{label.strip()}”：名称被改了，或排序时没有连隐藏的首列一起排；{_BACK}"
        found.faults.append(CellFault(sheet=sheet, cell=address, found=written[:_SHOWN], expected=words))


def _look_at_closed(found: Located, row: FoundRow, columns: Mapping[str, int], filled: set[int], line: Line) -> None:
    """Something typed where this line asks for nothing, though its neighbours do."""
    for key, number in columns.items():
        cell = row.cells.get(number)
        if number in filled and key not in line.inputs and not line.shown.get(key) and cell is not None:
            words = "这一格本来锁着，这一栏不用填，填了也不读；请清空。要说明的请写到“补充说明”里"
            found.faults.append(CellFault(sheet=row.sheet, cell=cell.address, found=cell.text[:_SHOWN], expected=words))


def _look_at_stray(found: Located, block: Block, sheet: str, row: FoundRow, filled: set[int]) -> None:
    """Something typed in a row that belongs to no line."""
    cell = next((row.cells[number] for number in sorted(filled) if number in row.cells), None)
    if cell is None:
        return
    if row.key and block.code == "explanations":
        return
    words = "这一行不是原有的栏目（插入了行，或隐藏的首列被清空），不知道填到哪里；请移到原有的行里"
    found.faults.append(CellFault(sheet=sheet, cell=cell.address, found=cell.text[:_SHOWN], expected=words))
