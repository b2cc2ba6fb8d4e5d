"""A workbook that computes one filing anew: a second opinion on every rate, point, subtotal, ceiling, total and grade.

Sheet 输入 holds what was typed, sheet 计算 live formulas over it, printed from the framework as docs/formats.md defines
them. No result of the product is written into it, not even as a stored value.
"""

from dataclasses import dataclass
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework
from selfeval.domain.own_indicators import framework_of
from selfeval.exports.calculation.grid import CALCULATIONS, INPUTS, Grid
from selfeval.exports.calculation.inputs import InputSheet
from selfeval.exports.calculation.leaves import LeafTable
from selfeval.exports.calculation.steps import Steps
from selfeval.exports.calculation.totals import TotalTable
from selfeval.exports.excel import DEFAULT_FACE, NO_DATE
from selfeval.exports.excel_formula import Place
from selfeval.exports.excel_sheet import A4

WIDTHS = (40, 44, 14, 10, 14, 14, 10, 12, 10, 10, 12, 12, 12, 8)
_STEP_HEADS = ("计算步骤", "公式", "值")
FIRST_STEP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CalculationWorkbook:
    """The .xlsx bytes, and where each role stands: `value_role` of rates and derived values, `set_role`, …"""

    content: bytes
    places: dict[str, Place]


def render_calculation(framework: Framework, filing: Filing) -> CalculationWorkbook:
    """The calculation of `filing` under `framework`, the unit's own indicators included."""
    framework, target = framework_of(framework, filing), BytesIO()
    workbook = Workbook(
        target,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_format_properties": dict(DEFAULT_FACE),  # XlsxWriter writes into it
        },
    )
    workbook.set_properties({"title": f"{filing.fiscal_year}年度{framework.title}计算表", "created": NO_DATE})
    sheets = {name: workbook.add_worksheet(name) for name in (INPUTS, CALCULATIONS)}
    grid = Grid(workbook, sheets)
    InputSheet(grid, framework, filing).write()
    write_calculations(grid, framework, hint="按“输入”表的数据重新计算；黄色格可改。")
    for sheet in sheets.values():
        sheet.freeze_panes(0, 1)
        _set_paper(sheet)
    workbook.close()
    return CalculationWorkbook(content=target.getvalue(), places=dict(grid.places))


def _set_paper(sheet: Worksheet) -> None:
    """As wide as a lying A4, or its columns would come out on pages that nobody can put together."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&L&9&A&R&9第 &P 页，共 &N 页")


def write_calculations(grid: Grid, framework: Framework, *, hint: str) -> None:
    """The sheet of formulas over the inputs whose roles `grid` knows; `framework` has the own indicators in place."""
    grid.widths(CALCULATIONS, WIDTHS)
    grid.text(CALCULATIONS, 0, 0, f"{framework.title}（{framework.slug}@{framework.version}）计算", style="caption")
    grid.text(CALCULATIONS, 1, 0, hint)
    grid.heads(CALCULATIONS, FIRST_STEP - 1, _STEP_HEADS)
    steps = Steps(grid, framework, FIRST_STEP)
    steps.write_named()
    table = LeafTable(grid, framework)
    table.prepare(steps)
    below = table.write(steps.row + 1)
    TotalTable(grid, framework, below + 1).write()
