"""Workbooks of filings, filled and damaged as people do: with openpyxl, without a database, without a process."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell

from selfeval.domain.amounts import plain_text, rounded
from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import filing_from_document
from selfeval.domain.filing import NOTHING_ENTERED, Filing, IndicatorEntry
from selfeval.domain.filing_sheets import WorkbookIdentity
from selfeval.domain.framework import Framework, NotApplicablePolicy
from selfeval.exports.filing_workbook import render_filing_workbook
from selfeval.imports.filing_workbook import Reading, identified, read_filing_workbook
from selfeval.imports.flat import FlatBook, flat_cells
from selfeval.web.forms.filing_workbook import Taken, taken_workbook
from tests.exports.scored_frameworks import framework_of, sample

SEAL = "sealed"
WARNING = "year_end_rush"
Damage = Callable[[Workbook], None]


def identity(version: int = 7, **changes: str) -> WorkbookIdentity:
    """An identity of a made-up filing."""
    plain = WorkbookIdentity(
        filing="11111111-1111-4111-8111-111111111111",
        framework="jinzhong-2021@1",
        sha256="ab" * 32,
        department="001",
        department_name="综合办公室",
        fiscal_year="2021",
        version=str(version),
    )
    return replace(plain, **changes)


@cache
def sample_assessment(name: str = "jinzhong-2021") -> Assessment:
    """A shipped sample filing under its framework."""
    slug, document = sample(name)
    return assess(framework_of(slug), filing_from_document(framework_of(slug), document))


def workbook_of(framework: Framework, filing: Filing) -> bytes:
    """The workbook of `filing`, with one warning to answer."""
    return render_filing_workbook(
        framework=framework,
        filing=filing,
        scores=assess(framework, filing, texts=False).sheet,
        warnings={WARNING: "四季度支出过多"},
        identity=identity(),
        seal=SEAL,
    ).content


@cache
def sample_workbook(name: str = "jinzhong-2021") -> bytes:
    """The workbook of a shipped sample filing."""
    slug, _ = sample(name)
    return workbook_of(framework_of(slug), sample_assessment(name).filing)


def edited(content: bytes, edit: Damage) -> bytes:
    """The workbook after somebody edited it with openpyxl."""
    book = load_workbook(BytesIO(content))
    edit(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def cell_of(book: Workbook, key: str, head: str = "填写") -> Cell:
    """The cell in the row with the hidden key `key`, below the head `head`."""
    for sheet, row in _rows(book):
        if sheet.cell(row, 1).value == key:
            return sheet.cell(row, _column(sheet, row, head))
    raise KeyError(key)


def free_cell(book: Workbook, code: str, number: int, head: str) -> Cell:
    """The cell of the `number`-th row of a block of free rows, counted from 1."""
    for sheet, row in _rows(book):
        if sheet.cell(row, 1).value == f"表头:{code}":
            return sheet.cell(row + number, _column(sheet, row, head))
    raise KeyError(code)


def row_of(book: Workbook, key: str) -> tuple[Any, int]:
    """The sheet and the row with the hidden key `key`."""
    return next((sheet, row) for sheet, row in _rows(book) if sheet.cell(row, 1).value == key)


def read(content: bytes, *, name: str = "jinzhong-2021", expected: WorkbookIdentity | None = None) -> Reading:
    """What a workbook says. Raises FileFaults, WorkbookFaults."""
    book = flat_book(content)
    base = identified(book, expected=expected or identity(), is_sealed=lambda _, seal: seal == SEAL)
    slug, _ = sample(name)
    return read_filing_workbook(book, framework_of(slug), base)


def taken(content: bytes, *, framework: Framework, now: Assessment, expected: WorkbookIdentity | None = None) -> Taken:
    """What a workbook comes to, held against the filing of `now`."""
    book = flat_book(content)
    base = identified(book, expected=expected or identity(), is_sealed=lambda _, seal: seal == SEAL)
    reading = read_filing_workbook(book, framework, base)
    return taken_workbook(reading, framework=framework, assessment=now, base=base)


def taken_sample(content: bytes, name: str = "jinzhong-2021") -> Taken:
    """What a workbook of a sample filing comes to, held against that filing."""
    return taken(content, framework=framework_of(sample(name)[0]), now=sample_assessment(name))


@lru_cache(maxsize=2)
def flat_book(content: bytes) -> FlatBook:
    """The flat cells of a workbook, read once."""
    return FlatBook.of(flat_cells("填报.xlsx", content, {}))


def typable(framework: Framework, filing: Filing) -> Filing:
    """`filing` as far as the pages of its framework let people type it: files may hold more."""
    places = framework.rounding.points_places

    def entry(code: str, each: IndicatorEntry) -> IndicatorEntry:
        may_be_out = framework.nodes[code].not_applicable is not NotApplicablePolicy.REFUSE
        return replace(
            each,
            set_points=_cut(each.set_points, places) if framework.is_points_set_by_unit else None,
            self_score=_cut(each.self_score, places),
            points=_cut(each.points, places),
            is_applicable=each.is_applicable or not may_be_out,
        )

    indicators = {code: entry(code, each) for code, each in filing.indicators.items()}
    return replace(
        filing,
        indicators={code: each for code, each in indicators.items() if each != NOTHING_ENTERED},
        own_indicators=tuple(replace(own, points=rounded(own.points, places)) for own in filing.own_indicators),
        # Rows of nothing are no rows.
        fields={code: value for code, value in filing.fields.items() if value != ()},
    )


def _cut(value: Decimal | None, places: int) -> Decimal | None:
    return None if value is None else Decimal(plain_text(rounded(value, places)))


def _rows(book: Workbook) -> Iterator[tuple[Any, int]]:
    for sheet in book.worksheets:
        for row in range(1, sheet.max_row + 1):
            yield sheet, row


def _column(sheet: Any, row: int, head: str) -> int:
    """The column of the nearest `head` above the row, or in it."""
    for above in range(row, 0, -1):
        for column in range(2, sheet.max_column + 1):
            if sheet.cell(above, column).value == head:
                return column
    raise KeyError(head)
