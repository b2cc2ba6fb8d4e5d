"""How a workbook is damaged: each tool makes a damage, which turns the flat cells of a book into others."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from selfeval.domain.files.cell_faults import WorkbookFaults
from selfeval.imports.filing_workbook import identified, read_filing_workbook
from selfeval.imports.flat import FlatBook, FlatCell, FlatSheet, flat_cells
from selfeval.web.forms.filing_workbook import Taken, taken_workbook
from tests.exports.scored_frameworks import framework_of, sample
from tests.filled_workbooks import identity, sample_assessment, sample_workbook

Damage = Callable[[FlatBook], FlatBook]
OWN, ITEMS = "sichuan-2018-sample", "jinzhong-2021"


@cache
def whole(name: str = ITEMS) -> FlatBook:
    return FlatBook.of(flat_cells("填报.xlsx", sample_workbook(name), {}))


def judged(book: FlatBook, name: str = ITEMS) -> Taken:
    """What the workbook comes to; one that is another's comes with its one fault."""
    slug, _ = sample(name)
    try:
        base = identified(book, expected=identity(), is_sealed=lambda text, seal: text == identity().text)
    except WorkbookFaults as refused:
        return Taken(faults=list(refused.faults))
    reading = read_filing_workbook(book, framework_of(slug), base)
    return taken_workbook(reading, framework=framework_of(slug), assessment=sample_assessment(name), base=base)


def on_cells(change: Callable[[FlatSheet, FlatCell], FlatCell | None]) -> Damage:
    """Every cell changed, or taken away for None."""

    def damage(book: FlatBook) -> FlatBook:
        sheets = []
        for sheet in book.sheets:
            cells = [change(sheet, cell) for cell in sheet.cells]
            sheets.append(replace(sheet, cells=tuple(cell for cell in cells if cell is not None)))
        return replace(book, sheets=tuple(sheets))

    return damage


def on_sheets(change: Callable[[FlatSheet], FlatSheet | None]) -> Damage:
    def damage(book: FlatBook) -> FlatBook:
        changed = [change(sheet) for sheet in book.sheets]
        return replace(book, sheets=tuple(sheet for sheet in changed if sheet is not None))

    return damage


def place_of(book: FlatBook, key: str, head: str) -> tuple[str, int, int]:
    """Sheet, row and column of the cell below `head` in the row with the hidden key `key`."""
    for sheet in book.sheets:
        row = next((cell.row for cell in sheet.cells if cell.column == 1 and cell.text == key), None)
        if row is not None:
            heads = [cell for cell in sheet.cells if cell.text == head and cell.row <= row]
            return sheet.name, row, max(heads, key=lambda cell: cell.row).column
    raise KeyError(key)


def put(key: str, text: str, kind: str = "s", head: str = "填写", below: int = 0) -> Damage:
    """Another content for the cell of a line, or of the `below`-th row below a head."""

    def damage(book: FlatBook) -> FlatBook:
        name, row, column = place_of(book, key, head)
        row += below
        cell = FlatCell(row=row, column=column, kind=kind, text=text)

        def change(sheet: FlatSheet) -> FlatSheet:
            if sheet.name != name:
                return sheet
            kept = [each for each in sheet.cells if (each.row, each.column) != (row, column)]
            return replace(sheet, cells=(*kept, *([cell] if text or kind == "f" else [])))

        return on_sheets(change)(book)

    return damage


def item(text: str, head: str, kind: str = "s", row: int = 1) -> Damage:
    return put("表头:items.budget_adjustment_items", text, kind, head, below=row)


def own(text: str, head: str, kind: str = "s", row: int = 1) -> Damage:
    return put("表头:own.performance.duty", text, kind, head, below=row)


def below(code: str, head: str, text: str) -> Damage:
    """Something typed below the row that ends a block of rows, and below its sums."""

    def damage(book: FlatBook) -> FlatBook:
        name, row, column = place_of(book, f"表尾:{code}", head)
        cell = FlatCell(row=row + 4, column=column, kind="s", text=text)
        return on_sheets(lambda sheet: replace(sheet, cells=(*sheet.cells, cell)) if sheet.name == name else sheet)(
            book
        )

    return damage


def drop_row(key: str) -> Damage:
    def change(sheet: FlatSheet, cell: FlatCell) -> FlatCell | None:
        rows = {each.row for each in sheet.cells if each.column == 1 and each.text == key}
        return None if cell.row in rows else cell

    return on_cells(change)


def drop_key(key: str) -> Damage:
    return on_cells(lambda sheet, cell: None if cell.column == 1 and cell.text == key else cell)


def renamed(old: str, new: str) -> Damage:
    return on_sheets(lambda sheet: replace(sheet, name=new) if sheet.name == old else sheet)


def without(name: str) -> Damage:
    return on_sheets(lambda sheet: None if sheet.name == name else sheet)


def copied(name: str) -> Damage:
    def damage(book: FlatBook) -> FlatBook:
        sheet = next(each for each in book.sheets if each.name == name)
        return replace(book, sheets=(*book.sheets, replace(sheet, name=f"{name} (2)")))

    return damage


def merged(name: str, ranges: str) -> Damage:
    return on_sheets(lambda sheet: replace(sheet, merged=(ranges,)) if sheet.name == name else sheet)


def words(old: str, new: str) -> Damage:
    """Every cell with the words `old` says `new`."""
    return on_cells(lambda _, cell: replace(cell, text=new) if cell.text == old else cell)


def doubled(key: str) -> Damage:
    """The row of `key` copied to the end of its block."""

    def change(sheet: FlatSheet) -> FlatSheet:
        row = next((cell.row for cell in sheet.cells if cell.column == 1 and cell.text == key), None)
        if row is None:
            return sheet
        copies = [replace(cell, row=row + 500) for cell in sheet.cells if cell.row == row]
        return replace(sheet, cells=(*sheet.cells, *copies))

    return on_sheets(change)


def moved(rows: int = 0, columns: int = 0) -> Damage:
    """Rows and columns inserted before everything, on every sheet but the hidden one."""

    def change(sheet: FlatSheet, cell: FlatCell) -> FlatCell:
        return cell if sheet.is_hidden else replace(cell, row=cell.row + rows, column=cell.column + columns)

    return on_cells(change)


def reversed_lines(book: FlatBook) -> FlatBook:
    """The lines of 资金情况 in the opposite order, whole rows with their hidden keys."""
    sheet = next(each for each in book.sheets if each.name == "资金情况")
    head = next(cell.row for cell in sheet.cells if cell.text.startswith("表头:fields"))
    rows = [
        cell.row for cell in sheet.cells if cell.column == 1 and cell.row > head and cell.text.startswith("fields.")
    ]
    places = dict(zip(rows, reversed(rows), strict=True))
    return on_cells(
        lambda each, cell: replace(cell, row=places.get(cell.row, cell.row)) if each.name == sheet.name else cell
    )(book)


def sorted_without_keys(book: FlatBook) -> FlatBook:
    """The same, but the hidden column stays where it was."""
    turned = reversed_lines(book)
    keys = {(sheet.name, cell.row): cell for sheet in book.sheets for cell in sheet.cells if cell.column == 1}
    return on_cells(lambda sheet, cell: keys[sheet.name, cell.row] if cell.column == 1 else cell)(turned)
