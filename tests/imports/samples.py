"""Small old forms as people keep them, in Word, in Excel and as flat text. No real unit, no real person."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from selfeval.imports import Understood, read_raw, understand
from tests.fixtures_data.published import FRAMEWORKS, ROOT, framework

FIRST, SECOND = "000_7487b6c98b4f3278.txt", "001_3d2de9ff14beb5b6.txt"
PAGE_2020 = (
    ("预算执行情况", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    ("", "年度资金总额", "1,000.00", "1,200.50", "1,100.00", "10", "91.63%", "9.16"),
    ("", "其中：本年财政拨款", "1,000.00", "1,200.50", "1,100.00", "——", "", "——"),
    ("年度总体目标", "预期目标", "", "", "", "实际完成情况", "", ""),
    ("", "完成三项改造，惠及2000户。", "", "", "", "三项全部完成，截至目前惠及1800户。", "", ""),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    ("产出指标", "数量指标", "改造小区数", "≥3个", "3个", "25", "25", ""),
    ("", "", "培训人次", "≥500人次", "712人次", "10", "10", ""),
    ("", "质量指标", "验收合格率", "100%", "100%", "15", "15", ""),
    ("效益指标", "社会效益指标", "惠及户数", "2000户", "1800户", "30", "27", "两个小区入住不足，明年补足。"),
    ("满意度指标", "服务对象满意度指标", "居民满意度", "≥90%", "95%", "10", "10", ""),
    ("总分", "", "", "", "", "100", "96.16", ""),
)
FIVE = (
    ("单位负责人", "甲示例", "单位联系电话", "0000-0000000", ""),
    ("上年结转金额（万元）", "", "年初预算金额（万元）", "100", ""),
    ("预算调整金额（万元）", "20", "其他调整资金（万元）", "0", ""),
    ("预算执行金额（万元）", "110", "年末结余金额（万元）", "10", ""),
    ("填报内容：", "", "", "", ""),
    ("一、单位职能概况\n负责一方事务。\n二、单位人员情况\n在职人员12人，编制数12人。", "", "", "", ""),
    ("指标名", "参考分值", "设定分值", "计算分析情况", "评价得分"),
    ("预算完成率", "2", "2", "110÷120＝91.67%", "1"),
    ("固定资产利用率", "4", "1", "无法计算", "0"),
    ("社会效益", "5", "10", "达到目标", "10"),
    ("生态效益", "5", "", "不涉及此项", ""),
    ("综合得分", "100", "", "", "92"),
    ("评价结果等次", "优", "", "", ""),
    ("姓名", "职务", "科室", "签字", ""),
    ("乙示例", "科长", "办公室", "", ""),
)


def word(*parts: str | Sequence[Sequence[str]]) -> bytes:
    """A document of paragraphs (text) and tables (rows of cells); a table is as wide as its first row."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=0, cols=len(part[0]))
        for row in part:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    return saved(document)


def saved(made: object) -> bytes:
    """The bytes of a document or a workbook."""
    target = BytesIO()
    made.save(target)  # type: ignore[attr-defined]
    return target.getvalue()


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    """A workbook of sheets of rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([value if value != "" else None for value in row])
    return saved(book)


def understood(name: str, content: bytes, *, slug: str = "") -> Understood:
    """What is understood of a document, among some frameworks of the sample library, or as a form of `slug`."""
    library = [framework(each) for each in (*FRAMEWORKS, "general-2020", "hunan-2017")]
    return understand(read_raw(name, content), library, framework=framework(slug) if slug else None)


def original(name: str) -> str:
    """The text of a published report; the test is skipped where it is not at hand."""
    path: Path = ROOT.parent / "shared" / "seeds" / name
    if not path.exists():
        pytest.skip("公开的原件不随本仓库保存，这里没有，无法读它")
    return path.read_text(encoding="utf-8")
