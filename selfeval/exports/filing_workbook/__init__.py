"""The unit's 填报工作簿: filled offline in WPS or Excel, computes the same points, and is read back by `imports`.

    content = render_filing_workbook(framework=…, filing=…, scores=…, warnings=…, identity=…, seal=…)

The same filing gives the same bytes. What stands where is said by `domain.filing_sheets`; the formulas are those of
the calculation workbook.
"""

from dataclasses import dataclass

from selfeval.domain.filing import Filing
from selfeval.domain.filing_sheets import Warnings, WorkbookIdentity, fingerprints, plan_of
from selfeval.domain.filing_sheets.identity import GUIDE_SHEET
from selfeval.domain.framework import Framework
from selfeval.domain.scoring import ScoreSheet
from selfeval.exports.excel_formula import Place
from selfeval.exports.filing_workbook.blocks import Layout, SheetDrawing
from selfeval.exports.filing_workbook.book import Book
from selfeval.exports.filing_workbook.guide import TITLE, write_guide
from selfeval.exports.filing_workbook.hidden import write_identity, write_overflow
from selfeval.exports.filing_workbook.live import LiveSheet, calculation_sheet
from selfeval.exports.filing_workbook.values import typed_rows, typed_values


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingWorkbook:
    """The .xlsx bytes, and where each role of the calculation stands."""

    content: bytes
    places: dict[str, Place]


def render_filing_workbook(
    *,
    framework: Framework,
    filing: Filing,
    scores: ScoreSheet,
    warnings: Warnings,
    identity: WorkbookIdentity,
    seal: str,
) -> FilingWorkbook:
    """The workbook of `filing`. `warnings` are what warns now, by check; `seal` vouches for `identity`."""
    plan = plan_of(framework, warnings=warnings)
    book, layout = (
        Book(title=f"{identity.department_name}{filing.fiscal_year}年度{TITLE}", unit=framework.money_unit),
        Layout(),
    )
    guide = book.workbook.add_worksheet(GUIDE_SHEET)
    values = typed_values(framework, filing)
    rows = {block.code: typed_rows(filing, block) for sheet in plan for block in sheet.blocks if block.box}
    unit = framework.money_unit.label
    hint = f"{identity.department_name}　{identity.fiscal_year}年度　金额单位：{unit}　浅黄色的格子填写"
    for sheet in plan:
        SheetDrawing(book, layout, sheet, title=sheet.name, hint=hint).draw(values, rows)
    live = LiveSheet(book, layout, calculation_sheet(book), plan)
    live.write(framework, filing, scores)
    write_guide(book, guide, identity, live.grid)
    write_overflow(book)
    book.write_options()
    write_identity(book, identity, seal, fingerprints(framework, filing))
    return FilingWorkbook(content=book.close(), places=dict(live.grid.places))
