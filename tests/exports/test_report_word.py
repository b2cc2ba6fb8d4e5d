"""The report as a Word document reads back line by line."""

from io import BytesIO

from docx import Document

from selfeval.exports.report_word import report_docx

LINES = ("2021年度总结", "一、自评工作开展情况", "（一）预算安排和执行情况", "年初预算1.00万元。\x0b")


def test_every_line_is_a_paragraph_in_its_own_face() -> None:
    document = Document(BytesIO(report_docx(LINES)))

    assert [each.text.strip() for each in document.paragraphs] == [each.strip() for each in LINES]
    assert [each.runs[0].font.name for each in document.paragraphs] == ["宋体", "黑体", "楷体", "仿宋"]
