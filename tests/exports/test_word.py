"""Word documents: styles by name, pages, tables that repeat their heads, fields, the package; LibreOffice opens one."""

import zipfile
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image

from selfeval.exports.report_document import (
    Align,
    Column,
    Heading,
    Picture,
    Report,
    Signature,
    Table,
    TableCell,
    TableRow,
    Text,
    Turn,
    row,
)
from selfeval.exports.report_html import report_html
from selfeval.exports.report_word import report_docx
from selfeval.exports.word import WordDocument
from tests.exports import office
from tests.exports.pdf_text import joined
from tests.exports.reports import blocks_in

MM = 36000
TYPED = '=SUM(A1)\n{ INCLUDETEXT "C:\\\\secret.txt" }\n<w:br/>&\x00\x0b\ufffe尾'


def png() -> bytes:
    target = BytesIO()
    Image.new("RGB", (40, 20), (200, 30, 30)).save(target, "PNG")
    return target.getvalue()


def table(rows: int) -> Table:
    columns = (
        Column(head="项目", width=3),
        Column(head="预算", width=2, align=Align.RIGHT),
        Column(head="执行", width=2, align=Align.RIGHT),
    )
    made = (
        TableRow(cells=(TableCell(text="投入", span=3),), leads=True),
        *(row(f"第{n}项", "1,234.50", TYPED) for n in range(rows)),
        row("很" * 900, "1.00", "2.00"),
        TableRow(cells=(TableCell(text="合计", span=2), TableCell(text="3.00")), is_strong=True),
    )
    return Table(columns=columns, rows=made, caption="资金", unit="单位：万元", note="注：末行是合计。")


REPORT = Report(
    title="2021年度综合办\n自评报告",
    subtitle="（2021年度）",
    name="综合办　2021年度自评报告",
    author="综合办",
    mark="草稿　校验码 7F3K",
    made_on=date(2022, 3, 10),
    blocks=(
        Heading(text="一、概况"),
        Heading(text="（一）职能", level=2),
        Heading(text="1.主要职能", level=3),
        Text(text=TYPED),
        table(40),
        Picture(png=png(), width=300, alt="红色的图", caption="分布"),
        Turn(is_landscape=True),
        table(1),
        Turn(is_landscape=False),
        Text(text="末段。"),
        Signature(lines=("综合办", "2022年3月10日")),
    ),
)


@cache
def content() -> bytes:
    return report_docx(REPORT)


@pytest.fixture
def document() -> Any:
    return Document(BytesIO(content()))


def test_paragraphs_have_styles_by_words_own_names(document: Any) -> None:
    styles = [each.style.name for each in document.paragraphs if each.text][:9]
    assert styles[:6] == ["Title", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3"]
    assert styles[6:] == ["Body Text"] * 3
    faces = {name: document.styles[name] for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Body Text")}
    assert [style.font.name for style in faces.values()] == ["方正小标宋简体", "黑体", "楷体", "仿宋", "仿宋"]
    assert [style.font.size.pt for style in faces.values()] == [22, 16, 16, 16, 16]
    for style in faces.values():
        fonts = style.element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == style.font.name
    assert faces["Body Text"].paragraph_format.line_spacing.pt == 28
    levels = [style.element.pPr.find(qn("w:outlineLvl")) for style in faces.values()]
    assert [None if each is None else each.get(qn("w:val")) for each in levels] == [None, "0", "1", "2", None]


def millimetres(*lengths: int) -> list[int]:
    return [round(each / MM) for each in lengths]


def test_pages_are_those_of_official_papers(document: Any) -> None:
    first, wide, last = document.sections
    for section in (first, last):
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert millimetres(section.page_width, section.page_height, *margins) == [210, 297, 37, 35, 28, 26]
    assert millimetres(wide.page_width, wide.page_height) == [297, 210]
    assert first.header.paragraphs[0].text == first.even_page_header.paragraphs[0].text == REPORT.mark
    for footer in (first.footer, first.even_page_footer):
        assert footer.paragraphs[0].text == "— 1 —"
        assert [each.text for each in footer._element.iter(qn("w:instrText"))] == [" PAGE "]


def test_heads_repeat_and_rows_stay_whole_unless_they_could_be_higher_than_a_page(document: Any) -> None:
    rows = document.tables[0]._tbl.findall(qn("w:tr"))
    repeated = [each.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for each in rows]
    assert repeated == [True] + [False] * (len(rows) - 1)
    whole = [each.find(qn("w:trPr")).find(qn("w:cantSplit")) is not None for each in rows]
    assert [number for number, holds in enumerate(whole) if not holds] == [len(rows) - 2]
    assert rows[1].find(".//" + qn("w:keepNext")) is not None
    assert [each.text for each in document.paragraphs if each.style.name == "Caption"] == [
        "表1　资金",
        "图1　分布",
        "表2　资金",
    ]


def test_the_first_and_the_last_two_rows_of_a_table_stay_together() -> None:
    long = Report(title="题", name="名", author="者", blocks=(table(5),))
    rows = Document(BytesIO(report_docx(long))).tables[0]._tbl.findall(qn("w:tr"))[1:]
    kept = [each.find(".//" + qn("w:keepNext")) is not None for each in rows]
    assert kept == [number in (0, len(rows) - 2) for number in range(len(rows))]


def test_words_that_are_signed_behind_leave_room_for_the_pen() -> None:
    lines = ("综合办", "单位负责人（签章）：　　　　", "2022年3月10日")
    signed = Report(title="题", name="名", author="者", blocks=(Signature(lines=lines),))
    blocks = blocks_in(Document(BytesIO(report_docx(signed))))[-3:]
    assert [each.paragraph_format.right_indent.pt for each in blocks] == [32, 128, 32]
    assert '<p class="by-hand">单位负责人（签章）：</p><p>2022年' in report_html(signed)


def test_a_row_of_the_wrong_width_is_refused() -> None:
    wrong = Table(
        columns=(Column(head="甲", width=1), Column(head="乙", width=1)), rows=(row("只有一格"),), caption="表"
    )
    with pytest.raises(ValueError, match="只有一格"):
        WordDocument(name="x", author="y").table(wrong)


def test_typed_text_stays_text_and_loses_only_what_cannot_be_seen(document: Any) -> None:
    texts = [each.text for each in document.paragraphs]
    assert texts[6:10] == ["=SUM(A1)", '{ INCLUDETEXT "C:\\\\secret.txt" }', "<w:br/>&", "尾"]
    fields = {each.text.split()[0] for each in document.element.iter(qn("w:instrText"))}
    assert fields == {"SEQ"}
    assert not list(document.element.iter(qn("w:fldSimple"), qn("w:hyperlink"), qn("w:object")))


def test_the_package_leads_nowhere_and_says_whose_it_is(document: Any) -> None:
    with zipfile.ZipFile(BytesIO(content())) as package:
        names = package.namelist()
        for name in names:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(package.read(name))
            if name.endswith(".rels"):
                assert b"TargetMode" not in package.read(name)
        assert not [name for name in names if name.startswith(("customXml", "word/embeddings")) or "vba" in name]
    properties = document.core_properties
    assert (properties.title, properties.author, properties.language) == (REPORT.name, "综合办", "zh-CN")
    assert properties.created.date() == REPORT.made_on
    assert report_docx(REPORT) == content()


def test_a_picture_fits_and_says_what_it_shows(document: Any) -> None:
    (shape,) = document.inline_shapes
    assert shape.width == 156 * MM
    assert shape._inline.docPr.get("descr") == "红色的图"


def test_the_last_lines_of_a_table_hold_the_signature() -> None:
    signed = Report(title="题", name="名", author="者", blocks=(table(2), Signature(lines=("综合办", "日期"))))
    blocks = blocks_in(Document(BytesIO(report_docx(signed))))
    assert [each.style.name for each in blocks[-2:]] == ["落款", "落款"]
    last_row = blocks[-4].rows[-1]._tr
    assert all(each.find(qn("w:pPr")).find(qn("w:keepNext")) is not None for each in last_row.iter(qn("w:p")))
    assert blocks[-3].paragraph_format.keep_with_next


def test_libreoffice_opens_it_and_loses_nothing(tmp_path: Path) -> None:
    """A conversion of one document with a block of every kind: what it shows is what was written."""
    (tmp_path / "report.docx").write_bytes(content())
    office.convert("pdf", tmp_path, tmp_path / "report.docx")
    text = joined((tmp_path / "report.pdf").read_bytes())
    assert text.count("很") == 1800
    for words in ("2021年度综合办自评报告", "（一）职能", "表1资金", "第39项", "合计3.00", "图1分布", "末段。", "—1—"):
        assert words in text, words
    assert text.count("项目") > 4  # the head, on every page of the tables
