"""The figures of a form's workbook by their codes, as an office suite shows the values stored in its cells."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from decimal import Context, Decimal
from functools import cache
from io import BytesIO
from typing import Any, Final

from lxml import etree
from openpyxl.utils import coordinate_to_tuple
from openpyxl.workbook import Workbook

from selfeval.exports import wording
from selfeval.exports.layout import LABEL_COLUMNS, Funds, GradeAt, Layout, Prints, Subtotals
from tests.exports.agreement.expected import Texts, number
from tests.exports.agreement.filings import Case
from tests.exports.agreement.form_tables import squeezed
from tests.exports.agreement.reading_form import FUNDS_COLUMNS, LABELLED, LEAF_COLUMNS, OWN_COLUMNS, told

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_NUMBER: Final = re.compile(r"(#,##)?0(?:\.(0+))?(%?)(?:_ )?")
_WORKED: Final = ("numerator", "denominator", "rate", "set", "computed", "self", "difference")
# By row and column from zero; merged cells hold what they show in the first.
Cells = dict[tuple[int, int], str]
Sheets = Mapping[str, Cells]


def shown(value: object, layout: str) -> str:
    """What an office suite shows: a number by its format, half up on its decimal digits."""
    if isinstance(value, str):
        return value
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if layout == "General":
        return number(exact).replace(",", "")
    found = _NUMBER.fullmatch(layout)
    assert found is not None, layout
    text = number(exact * 100 if found[3] else exact, len(found[2] or ""))
    return (text if found[1] else text.replace(",", "")) + found[3]


def steadied(content: bytes) -> Sheets:
    """The cells of a workbook that was computed anew: the last bits of what was added differ."""
    return _sheets_of(content, digits=15)


def sheets_of(content: bytes) -> Sheets:
    """The cells of every sheet, read from the XML: openpyxl takes ten times as long."""
    return _sheets_of(content, digits=17)


def _sheets_of(content: bytes, *, digits: int) -> Sheets:
    with zipfile.ZipFile(BytesIO(content)) as book:
        texts = _shared(book.read("xl/sharedStrings.xml"))
        layouts = _layouts(book.read("xl/styles.xml"))
        names = [each.get("name") for each in etree.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")]
        roots = [etree.fromstring(book.read(f"xl/worksheets/sheet{place}.xml")) for place in range(1, len(names) + 1)]
    return {
        name: {
            _place(cell.get("r")): text
            for cell in root.iter(f"{_MAIN}c")
            if (text := _text(cell, texts, layouts, digits))
        }
        for name, root in zip(names, roots, strict=True)
    }


def sheets_by_openpyxl(book: Workbook) -> Sheets:
    """The same by openpyxl."""
    return {
        sheet.title: {
            (cell.row - 1, cell.column - 1): text
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and (text := shown(cell.value, cell.number_format))
        }
        for sheet in book.worksheets
    }


@cache
def _place(reference: str) -> tuple[int, int]:
    row, column = coordinate_to_tuple(reference)
    return row - 1, column - 1


def _shared(xml: bytes) -> list[str]:
    return ["".join(part.text or "" for part in each.iter(f"{_MAIN}t")) for each in etree.fromstring(xml)]


def _layouts(xml: bytes) -> list[str]:
    """The number format of each style."""
    root = etree.fromstring(xml)
    named = {each.get("numFmtId"): each.get("formatCode") for each in root.iter(f"{_MAIN}numFmt")}
    known = {"0": "General", "1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%"} | named
    return [known[each.get("numFmtId")] for each in root.find(f"{_MAIN}cellXfs")]


def _text(cell: Any, texts: list[str], layouts: list[str], digits: int) -> str:
    value = cell.findtext(f"{_MAIN}v")
    if value is None:
        return ""
    match cell.get("t"):
        case "s":
            return texts[int(value)]
        case "str":
            return str(value)
    return shown(Context(prec=digits).create_decimal(value), layouts[int(cell.get("s", "0"))])


def figures_of_workbook(case: Case, sheets: Sheets) -> dict[str, Texts]:
    """By part of the workbook, its figures by code."""
    indicators = sheets["指标评价"]
    return {
        "facts": dict(_labelled(case, sheets["基本情况"], range(4, 8), ((0, 2), (3, 4)))),
        "funds": dict(_funds(case, sheets.get("预算执行情况", {}))),
        "tasks": dict(_tasks(case, sheets.get("年度主要任务", {}))),
        "indicators": dict(_leaves(case, indicators)),
        "sums": dict(_sums(case, indicators)),
        "people": dict(_people(sheets["评价人员"])),
        "paper": dict(_paper(case, sheets["计算底稿"])),
    }


def _people(cells: Cells) -> Iterator[tuple[str, str]]:
    names = [text for (_, column), text in cells.items() if column == 1 and text.startswith("评价")]
    yield "people", f"{len(names)}"


def figure_codes(case: Case) -> dict[str, str]:
    """The codes of data items, details and derived values by the words they stand behind."""
    codes = {field.label: f"field:{field.code}" for field in case.framework.fields}
    codes |= {each.label: f"derived:{each.code}" for each in case.framework.derived}
    codes |= {f"追加明细{part}": f"items:{part}" for part in ("合计", "剔除数", "计入数")}
    for place, row in enumerate(case.plain["fields"].get("details", ())):
        codes[f"追加明细·{row['label']}{'（剔除）' if 'excluded' in row else ''}"] = f"item:{place}"
    return codes


def _labelled(case: Case, cells: Cells, rows: range, pairs: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, str]]:
    codes, unit = figure_codes(case), f"（{case.framework.money_unit.label}）"
    for row in rows:
        for label, value in pairs:
            code = codes.get(cells.get((row, label), "").removesuffix(unit))
            if code is not None:
                yield code, cells.get((row, value), "")


def _funds(case: Case, cells: Cells) -> Iterator[tuple[str, str]]:
    layout = case.layout.funds
    for number_, wanted in enumerate(layout.rows if layout else ()):
        assert layout is not None
        row = number_ + 1
        assert squeezed(cells[row, 1]) == squeezed(wanted.label)
        for place, column in enumerate(layout.columns[1:], 2):
            text = cells.get((row, place), "")
            if key := FUNDS_COLUMNS.get(column.prints):
                code = getattr(wanted, key)
                yield (f"field:{code}" if code else f"empty:{number_}:{key}"), text
            elif column.prints is Funds.RATE:
                yield f"funds-rate:{number_}", text
            elif not number_ and column.prints in (Funds.POINTS, Funds.SCORE):
                yield f"{'set' if column.prints is Funds.POINTS else 'self'}:{layout.indicator}", text


def _tasks(case: Case, cells: Cells) -> Iterator[tuple[str, str]]:
    layout = case.layout.tasks
    if layout is None:
        return
    kinds = {each.code: each.kind for each in case.framework.fields_by_code[layout.field].columns}
    # A task takes as many rows as its longest text; it begins where the first amount stands.
    place = next(at for at, column in enumerate(layout.columns, 1) if kinds[column.code] == "money")
    rows = sorted(row for row, column in cells if column == place and row > 1)
    for number_, row in enumerate(rows):
        for at, column in enumerate(layout.columns, 1):
            if kinds[column.code] == "money":
                yield f"task:{number_}:{column.code}", cells.get((row, at), "")


def _leaves(case: Case, cells: Cells) -> Iterator[tuple[str, str]]:
    columns = case.layout.indicators.columns
    rows = leaf_rows(case, cells)
    last = max(row for row, _ in cells) + 1
    starts = [*sorted(rows.values()), last]
    for code, row in rows.items():
        end = min(each for each in starts if each > row)
        for place, column in enumerate(columns[LABEL_COLUMNS:], LABEL_COLUMNS):
            if column.prints in LEAF_COLUMNS:
                yield f"{LEAF_COLUMNS[column.prints]}:{code}", cells.get((row, place), "")
            elif column.prints is Prints.ANALYSIS:
                text = "".join(cells.get((each, place), "") for each in range(row, end))
                yield f"trace:{code}", told(case, code, text)
            elif column.prints in OWN_COLUMNS and code in case.assessment.filing.own_by_code:
                yield f"own-{column.prints.value}:{code}", cells.get((row, place), "")


def leaf_rows(case: Case, cells: Cells) -> dict[str, int]:
    """The row of each indicator of the table; straight below a 一级指标 its name begins a column earlier."""
    codes = {leaf.name: leaf.code for leaf in case.framework.leaves}
    return {codes[text]: row for (row, column), text in cells.items() if column in (1, 2) and text in codes}


def _sums(case: Case, cells: Cells) -> Iterator[tuple[str, str]]:
    layout = case.layout
    beside = next(
        at for at, each in enumerate(layout.indicators.columns) if each.prints in (Prints.ANALYSIS, Prints.EXPLANATION)
    )
    if layout.indicators.subtotals is Subtotals.ROW:
        subtotals = sorted(row for (row, column), text in cells.items() if column == 1 and text == wording.SUBTOTAL)
        for root, row in zip(case.framework.indicators, subtotals, strict=True):
            yield from ((f"group-{key}:{root.code}", text) for key, text in _summed(layout, cells, row))
            if case.framework.has_grade_groups:
                yield f"group-grade:{root.code}", cells[row, beside]
    else:
        roots = {root.name: root.code for root in case.framework.indicators}
        for (row, column), text in cells.items():
            if column == 0 and row and text not in (layout.total.label, layout.total.grade_label):
                read = LABELLED.fullmatch(squeezed(text))
                assert read is not None, text
                yield f"group-set:{roots[read[1]]}", read[2]
    row = next(row for (row, column), text in cells.items() if column == 0 and text == layout.total.label)
    yield from ((f"total-{key}", text) for key, text in _summed(layout, cells, row))
    grade = cells[row, beside] if layout.total.grade is GradeAt.BESIDE else cells[row + 1, 3]
    yield "total-grade", grade


def _summed(layout: Layout, cells: Cells, row: int) -> Iterator[tuple[str, str]]:
    for place, column in enumerate(layout.indicators.columns):
        if column.prints in LEAF_COLUMNS and column.prints is not Prints.COEFFICIENT:
            yield LEAF_COLUMNS[column.prints], cells.get((row, place), "")


def _paper(case: Case, cells: Cells) -> Iterator[tuple[str, str]]:
    """计算底稿: figures two a row, then a line an indicator and its nodes."""
    heads = next(row for (row, column), text in cells.items() if column == 0 and text == "指标")
    yield from _labelled(case, cells, range(heads), ((0, 2), (3, 6)))
    codes = {leaf.name: leaf.code for leaf in case.framework.leaves}
    nodes = iter(range(9))
    for row in range(heads + 1, max(row for row, _ in cells)):
        name, texts = cells[row, 0], {key: cells.get((row, at), "") for at, key in enumerate(_WORKED, 1)}
        if name == "合计":
            yield from ((f"total-{key}", texts[key]) for key in ("set", "computed", "self", "difference"))
        elif name.startswith("　"):
            node = next(nodes)
            yield from ((f"node-{key}:{node}", texts[key]) for key in ("rate", "set", "computed"))
        else:
            code = codes[name.partition("（按")[0]]
            yield from (
                (f"{key}:{code}", text) for key, text in texts.items() if key not in ("numerator", "denominator")
            )
