"""A report on paper: its text and pages, what a reader of the screen is told, and what it may not fetch."""

import re
import subprocess
from functools import cache
from itertools import groupby

import pytest
from weasyprint.formatting_structure.boxes import LineBox, TableCellBox, TableRowBox

from selfeval.exports.glyphs import GlyphMissing
from selfeval.exports.report_document import Column, Heading, Picture, Report, Table, Text, row
from selfeval.exports.report_html import report_html
from selfeval.exports.report_pdf import laid_out_report, report_pdf
from tests.exports.pdf_text import fonts_of, joined
from tests.exports.real_forms import with_narrative
from tests.exports.reports import report_of
from tests.exports.sample_documents import words
from tests.exports.test_word import REPORT
from tests.fixtures_data import published

RARE = "〇䶮㛃𬭚㐂镕堃①⑩㎡℃％＋－×÷＝≥≤"


@cache
def content() -> bytes:
    return report_pdf(REPORT)


def told(*options: str) -> str:
    done = subprocess.run(["pdfinfo", *options, "-"], input=content(), capture_output=True, check=True)
    return done.stdout.decode()


def test_every_block_is_on_paper_in_the_products_faces() -> None:
    text = joined(content())
    for wanted in (
        "2021年度综合办自评报告",
        "（2021年度）",
        "1.主要职能",
        "表1资金",
        "图1",
        "分布",
        "末段。",
        "—1—",
        REPORT.mark,
    ):
        assert "".join(wanted.split()) in text, wanted
    assert text.count("很") == 1800
    assert text.count("项目") > 4
    assert {name.partition("-")[0] for name in fonts_of(content())} <= {
        "NotoSerifCJKsc",
        "NotoSansCJKsc",
        "FormKai",
        "Form",
    }


def test_it_is_tagged_and_says_whose_it_is() -> None:
    info = told()
    assert "Tagged:          yes" in info
    assert REPORT.name in info
    structure = told("-struct")
    for tag in ("H1", "H2", "H3", "H4", "Table", "TH", "TD", "Figure"):
        assert re.search(rf"\b{tag}\b", structure), tag


def test_wide_tables_lie_and_pages_stand_again() -> None:
    sizes = [line.split() for line in told("-l", "99").splitlines() if line.endswith("pts (A4)")]
    is_lying = [float(words[3]) > float(words[5]) for words in sizes]
    assert [key for key, _ in groupby(is_lying)] == [False, True, False]
    first = laid_out_report(REPORT).pages[0]._page_box
    assert any(isinstance(each, TableRowBox) for each in first.descendants())


def test_the_same_report_gives_the_same_bytes() -> None:
    report = Report(title="题", name="名", author="者", blocks=(Text(text="一段。"),))
    assert report_pdf(report) == report_pdf(report)


def test_nothing_leaves_its_page_or_its_cell_however_long() -> None:
    filing = with_narrative(published.filing("jinzhong-2021"), f"{words(4000)}\n{RARE}{'W' * 200}")
    _, report = report_of(filing)
    for page in laid_out_report(report).pages:
        box = page._page_box
        right, bottom = box.content_box_x() + box.width + 1, box.content_box_y() + box.height + 1
        for child in box.children[0].descendants():
            if isinstance(child, LineBox):
                assert child.position_x + child.width <= right
            if isinstance(child, TableRowBox):
                assert child.position_y + child.height <= bottom
            if isinstance(child, TableCellBox):
                lines = [each for each in child.descendants() if isinstance(each, LineBox)]
                end = child.position_x + child.border_width() + 0.5
                assert all(line.position_x + line.width <= end for line in lines)


def test_typed_text_is_escaped_and_pictures_are_our_own() -> None:
    typed = '<img src="file:///etc/passwd"><style>*{color:red}</style>url(http://a.example/x)'
    report = Report(
        title=typed,
        name=typed,
        author=typed,
        mark=typed,
        blocks=(Text(text=typed), Picture(png=b"x", width=9, alt=typed)),
    )
    page = report_html(report)
    assert page.count("<img ") == 1
    assert 'src="data:image/png;base64,' in page
    assert "<style>" not in page


@pytest.mark.parametrize("missing", [True, False])
def test_a_mark_stands_at_the_top_where_there_is_one(missing: bool) -> None:
    mark = "" if missing else "草稿"
    page = report_html(Report(title="题", name="名", author="者", mark=mark, blocks=()))
    assert f'<p class="mark">{mark}</p>' in page


def test_a_character_no_face_has_is_refused_by_name_and_place() -> None:
    table = Table(columns=(Column(head="项目", width=1),), rows=(row("甲\ue001"),), caption="明细")
    blocks = (Heading(text="一、概况"), Text(text="好\ue000好"), table)
    with pytest.raises(GlyphMissing) as refused:
        laid_out_report(Report(title="题", name="名", author="者", blocks=blocks))
    assert "“一、概况”的“\ue000”（U+E000）；表“明细”的“\ue001”（U+E001）" in str(refused.value)
