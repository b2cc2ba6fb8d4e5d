"""Sheet 说明: what the workbook is for, how it is filled, and the points as they stand."""

from typing import Final

from xlsxwriter.worksheet import Worksheet

from selfeval.domain.filing_sheets.identity import WorkbookIdentity
from selfeval.exports.calculation.grid import Grid
from selfeval.exports.document import TOTAL, computed_role, grade_role, self_role
from selfeval.exports.excel_formula import FormulaPrinter
from selfeval.exports.excel_text import lines_in
from selfeval.exports.filing_workbook.blocks import finish_page
from selfeval.exports.filing_workbook.book import Book

TITLE: Final = "部门整体支出绩效自评填报工作簿"
LINES: Final = (
    (
        "怎样填",
        "只填浅黄色的格子，其余格子锁着。填完保存，回到网页的“Excel 填报”上传。没有填的格子留空，不要填 0、“-”或“无”。",
    ),
    (
        "金额",
        "按各表写明的单位填数字，不写单位，可以写千分位。百分数填 85% 或在百分比格式的格子里填 85。日期填 2022-3-10。",
    ),
    ("选择", "有下拉箭头的格子请从列表里选；“是否涉及”选“否”就是不涉及此项。"),
    ("公式", "格子里可以写公式，上传时只取算出来的值；用别的程序生成、没有算过值的公式会被指出来。"),
    ("增减行", "明细、自定指标、评价人员可以增加：在“表尾”那一行上面插入整行。不要的行把内容清空即可。"),
    ("请不要", "不要删除工作表和各行、不要改表头、不要合并格子、不要动隐藏的首列和隐藏的表：靠它们认出每一格。"),
    (
        "上传以后",
        "先给出“原来 → 改为”的对照，确认后才存。有一处不对就整份不存，并把这份工作簿标红、注明该怎样改，交还给您。",
    ),
    ("别人同时在改", "只有您在 Excel 里改过的格子才会被上传改动；同一格别人在网页上也改过的，由您选用谁的。"),
)


def write_guide(book: Book, sheet: Worksheet, identity: WorkbookIdentity, grid: Grid) -> None:
    """Write the sheet; the points stand in the cells of 试算."""
    look = book.look
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 84)
    sheet.write_string(0, 0, TITLE, look("title"))
    sheet.set_row(0, 30)
    facts = (
        ("单位", identity.department_name),
        ("年度", f"{identity.fiscal_year}年度"),
        ("指标体系", identity.framework),
        ("下载时的版本", f"第 {identity.version} 版（网页上每存一次加一）"),
    )
    row = 2
    for word, text in facts:
        sheet.write_string(row, 0, word, look("shown"))
        sheet.write_string(row, 1, text, look("shown"))
        row += 1
    printer = FormulaPrinter(places=grid.places, sheet=sheet.get_name())
    results = (("试算得分", computed_role(TOTAL)), ("评价得分", self_role(TOTAL)), ("等次", grade_role(TOTAL)))
    row += 1
    for word, role in results:
        sheet.write_string(row, 0, word, look("shown"))
        sheet.write_formula(row, 1, f"={printer.ref(role)}", look("result"), "")
        row += 1
    row += 1
    for word, text in LINES:
        sheet.write_string(row, 0, word, look("guide_head"))
        sheet.write_string(row, 1, text, look("guide"))
        sheet.set_row(row, lines_in(text, 40) * 18.0 + 6)
        row += 1
    finish_page(sheet, last=(row, 1), is_wide=False)
    sheet.print_area(0, 0, row, 1)
    sheet.protect()
