"""A report as a Word document."""

from io import BytesIO

from docx import Document

from selfeval.exports.report_document import Report
from selfeval.exports.report_word import blocks_of_lines, report_docx

LINES = (
    "一、自评工作开展情况",
    "（一）预算安排和执行情况",
    "1.预算安排",
    "年初预算1.00万元。\x00",
    "2021.5万元",
    "1．完成率失分2分，原因：合同签订晚。",
)
STYLES = ["Title", "Heading 1", "Heading 2", "Heading 3", "Body Text", "Body Text", "Body Text"]


def test_numbered_lines_become_words_own_headings() -> None:
    report = Report(title="2021年度总结", name="总结", author="综合办", blocks=blocks_of_lines(LINES))
    document = Document(BytesIO(report_docx(report)))

    assert [each.text for each in document.paragraphs] == ["2021年度总结", *(each.strip("\x00") for each in LINES)]
    assert [each.style.name for each in document.paragraphs] == STYLES
