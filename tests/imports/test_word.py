"""Word documents: order, merged cells, tables within cells, revisions, content controls."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from selfeval.imports import read_raw
from selfeval.imports.raw import Paragraph, RawForm
from tests.imports.samples import saved, word


def read(document: Any) -> RawForm:
    return read_raw("旧表.docx", saved(document))


def told(form: RawForm) -> list[str | list[str]]:
    return [
        block.text if isinstance(block, Paragraph) else [cell.text for cell in block.cells] for block in form.blocks
    ]


def test_paragraphs_and_tables_come_in_the_order_of_the_document() -> None:
    form = read_raw("a.docx", word("前", [["甲", "1"], ["乙", "2"]], "后"))

    assert told(form) == ["前", ["甲", "1"], ["乙", "2"], "后"]
    assert [line.place for line in form.lines] == [
        "第1段",
        "表1第1行第1格",
        "表1第1行第2格",
        "表1第2行第1格",
        "表1第2行第2格",
        "第2段",
    ]
    for line in form.lines:
        assert form.text[line.start : line.end] == line.text


def test_merged_cells_are_told_once() -> None:
    document = Document()
    table = document.add_table(rows=3, cols=3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "产出"
    table.cell(2, 0).merge(table.cell(2, 1)).text = "合计"
    table.cell(1, 1).text = "完成数"
    form = read(document)

    assert told(form) == [["产出", "", ""], ["", "完成数", ""], ["合计", ""]]
    assert [(cell.column, cell.width) for cell in form.rows[2].cells] == [(0, 2), (2, 1)]


def test_a_table_within_a_cell_keeps_its_place_in_the_text() -> None:
    document = Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "其前"
    inner = cell.add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "项目", "12"
    cell.add_paragraph("其后")
    form = read(document)

    lines = form.rows[0].cells[0].text.split("\n")
    assert [line for line in lines if line] == ["其前", "项目\t12", "其后"]
    assert [each.text for each in form.rows[1].cells] == ["项目", "12"]
    for each in form.rows[1].cells:
        assert form.text[each.start : each.end] == each.text


def test_inserted_text_is_read_and_deleted_text_is_not() -> None:
    document = Document()
    space = nsdecls("w")
    paragraph = document.add_paragraph("预算")
    for xml in (
        f'<w:ins {space} w:id="1" w:author="a"><w:r><w:t>100</w:t></w:r></w:ins>',
        f'<w:del {space} w:id="2" w:author="a"><w:r><w:delText>90</w:delText></w:r></w:del>',
    ):
        paragraph._p.append(parse_xml(xml))
    control = f"<w:sdt {space}><w:sdtContent><w:p><w:r><w:t>万元</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(1, parse_xml(control))

    assert told(read(document)) == ["预算100", "万元"]


def test_long_merges_are_no_trouble() -> None:
    document = Document()
    table = document.add_table(rows=1500, cols=1)
    for row in table._tbl.tr_lst:
        row.tc_lst[0].get_or_add_tcPr().append(parse_xml(f"<w:vMerge {nsdecls('w')}/>"))
    document.add_paragraph("后")

    assert told(read_raw("a.docx", saved(document)))[-1] == "后"
    assert Document(BytesIO(saved(document))).paragraphs
