"""What people type is text in every box of every layout: in the PDF and in the workbook, however long and whatever."""

import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from html import unescape
from io import BytesIO
from itertools import zip_longest

import pytest
from django.conf import settings
from lxml import etree

from selfeval.domain.assessment import assess
from selfeval.exports.document import FormDocument
from selfeval.exports.excel import render_workbook
from selfeval.exports.excel_text import MOST_IN_A_CELL, TextTooLong
from selfeval.exports.pdf import MOST_IN_A_SHEET, TooMuch, Variant, lay_out, render_pdf
from selfeval.exports.preview import render_preview
from selfeval.exports.report_build import build_report
from selfeval.exports.report_structure import structure_of
from selfeval.exports.report_word import report_docx
from tests import hostile_texts as hostile
from tests.exports import laid_out_pages, office, pdf_text
from tests.exports import sample_documents as samples
from tests.exports.scored_frameworks import framework_of
from tests.exports.test_excel import column_text
from tests.exports.test_layout_sizes import filing_of, form
from tests.exports.test_pdf import inflated

# The two that have every kind of box between them.
SLUGS = ("general-2020", "chongqing-2021")
PAYLOADS = (
    '<img src="file:///etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    "<style>@import url(http://127.0.0.1:9/a.css)</style>",
    '<svg><image href="http://169.254.169.254/x"/></svg>',
    '<object data="http://127.0.0.1:9/f"></object>',
    '"><script>alert(1)</script>',
    "{{ settings.SECRET_KEY }}{% debug %}",
    "=HYPERLINK(1)",
    "@SUM(A1)",
    "＝1+1",
)


def typed(slug: str, text: str) -> FormDocument:
    filing = filing_of(slug)
    # One own indicator has every box there is.
    one = replace(filing, own_indicators=filing.own_indicators[:1])
    return form(framework_of(slug), hostile.everywhere(one, text))


@pytest.mark.parametrize("slug", SLUGS)
def test_e01_markup_is_printed_as_text_in_every_box(slug: str) -> None:
    text = "".join(PAYLOADS)
    content = render_pdf(typed(slug, text), Variant.ARCHIVE)
    streams = content + inflated(content)
    assert b"root:" not in streams
    for mark in (b"/EmbeddedFile", b"/JavaScript", b"/URI", b"/Launch", b"/GoToR"):
        assert mark not in streams
    found = pdf_text.joined(content)
    assert [each for each in PAYLOADS if "".join(each.split()) not in found] == []


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("slug", SLUGS)
def test_e05_the_page_holds_it_as_text(slug: str) -> None:
    page = render_preview(typed(slug, "".join((*PAYLOADS, *hostile.XSS))))
    marks = ("<script", "<img", "<svg", "<object", "<link", "<style", "style=", "<iframe", "<base", "<meta", "<video")
    assert not [mark for mark in marks if mark in page.lower()]
    found = squeezed(unescape(page))
    assert [each for each in hostile.XSS if squeezed(each) not in found] == []


def test_e05_the_paper_holds_it_as_text() -> None:
    """Every box has some, and each of them stands whole in one as wide as the page."""
    framework = framework_of("jinzhong-2021")
    filing = hostile.everywhere(filing_of("jinzhong-2021"), hostile.NAME)
    pieces = zip_longest((each.code for each in framework.narratives), hostile.pieces(500), fillvalue=hostile.NAME)
    content = render_pdf(form(framework, replace(filing, narratives=dict(pieces))))
    streams = content + inflated(content)
    for mark in (b"/JavaScript", b"/URI", b"/Launch", b"/GoToR", b"/EmbeddedFile", b"/AA", b"/OpenAction"):
        assert mark not in streams
    found = pdf_text.joined(content)
    assert [each for each in hostile.XSS if squeezed(each) not in found] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_e05_the_workbook_holds_it_as_text(slug: str) -> None:
    content = render_workbook(typed(slug, hostile.ALL))
    cells = [cell for sheet in office.formulas(content).worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if "alert(" in str(cell.value)} == {"s"}
    found = squeezed("".join(column_text(sheet) for sheet in office.values(content).worksheets))
    assert [each for each in hostile.XSS if squeezed(each) not in found] == []
    with zipfile.ZipFile(BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    assert not [name for name in parts if "vba" in name.lower() or "externalLink" in name or "embeddings" in name]
    assert not [
        name for name, xml in parts.items() if b"TargetMode" in xml or b"<hyperlink" in xml or b"<script" in xml
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_e05_the_word_report_holds_it_as_text(slug: str) -> None:
    filing = hostile.everywhere(filing_of(slug), hostile.ALL)
    done = assess(framework_of(slug), filing)
    content = report_docx(
        build_report(
            framework=done.framework,
            filing=done.filing,
            sheet=done.sheet,
            form=form(framework_of(slug), filing),
            structure=structure_of(done.framework),
        )
    )
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    found = squeezed("".join(etree.fromstring(parts["word/document.xml"]).itertext()))
    assert [each for each in hostile.XSS if squeezed(each) not in found] == []
    assert not [name for name, xml in parts.items() if b'TargetMode="External"' in xml or b"<script" in xml.lower()]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-1", '=HYPERLINK("http://a.b")', "http://a.b/c"])
def test_e06_formulas_in_text_stay_text(text: str) -> None:
    for slug in SLUGS:
        content = render_workbook(typed(slug, text))
        plain = render_workbook(typed(slug, "文字"))
        book = office.formulas(content)
        cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells if str(cell.value).strip() == text} == {"s"}
        count = [sum(xml.count("<f>") for xml in office.sheet_xml(each)) for each in (content, plain)]
        assert count[0] == count[1]
        assert not any("<hyperlink" in xml for xml in office.sheet_xml(content))


class TestLongTexts:
    """E07: kept whole over several rows, or refused in words; never cut."""

    def test_e07_tasks_goals_and_notes_are_divided_and_kept_whole(self) -> None:
        long = samples.words(MOST_IN_A_CELL + 5_000).replace("\n", "")
        filing = filing_of("general-2020")
        tasks = ({"task": "任务", "content": long, "completion": "完成"},)
        entries = {code: replace(entry, reason=long) for code, entry in filing.indicators.items()}
        filing = replace(filing, fields={**filing.fields, "annual_tasks": tasks}, indicators=entries)
        filing = replace(filing, narratives={**filing.narratives, "expected_goals": long})
        book = office.values(render_workbook(form(framework_of("general-2020"), filing)))
        for name in ("年度主要任务", "年度总体目标", "预算执行情况"):
            assert long in column_text(book[name]), name

    def test_e07_a_name_that_no_cell_holds_is_refused_in_words(self) -> None:
        filing = filing_of("general-2020")
        first = replace(filing.own_indicators[0], name="长" * (MOST_IN_A_CELL + 1))
        document = form(framework_of("general-2020"), replace(filing, own_indicators=(first,)))
        with pytest.raises(TextTooLong, match="32,767个字，不能导出Excel，请先缩短"):
            render_workbook(document)

    def test_e07_control_characters_spoil_nothing(self) -> None:
        content = render_workbook(typed("general-2020", "甲\x00乙\x0b\x1b丙\ufffe_x0041_"))
        values = [str(value) for value in office.filled(office.values(content)).values()]
        assert not [value for value in values if any(char < " " and char != "\n" for char in value)]
        assert any("_x0041_" in value for value in values)


class TestBombs:
    """E03: what is typed to exhaust the machine is drawn in bounded time and memory, or refused."""

    def test_giant_words_are_drawn_within_the_limits_of_a_small_process(self) -> None:
        code = (
            "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30));"
            "resource.setrlimit(resource.RLIMIT_CPU, (30, 30));"
            "import django; django.setup();"
            "from tests.exports.test_safe_layouts import bomb; from selfeval.exports.pdf import render_pdf;"
            "print(len(render_pdf(bomb('9' * 10_000))))"
        )
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, capture_output=True, check=True, cwd=settings.BASE_DIR, env=environment)
        assert int(done.stdout) > 10_000

    def test_their_characters_are_all_there(self) -> None:
        pages = lay_out(bomb("N" * 2_000))
        assert laid_out_pages.faults(pages) == []
        text = "".join(box.text for page in pages.pages for box in page._page_box.descendants() if hasattr(box, "text"))
        assert text.count("N") == 4_000
        assert "\u200b" not in text

    def test_a_book_is_refused_at_once(self) -> None:
        with pytest.raises(TooMuch, match=f"超过一份表能印的{MOST_IN_A_SHEET:,}个字符，不能导出PDF，请先缩短"):
            render_pdf(bomb("汉" * MOST_IN_A_SHEET))


def bomb(word: str) -> FormDocument:
    """A form with `word` in a text and in a cell."""
    part = replace(samples.narratives([10])[0], paragraphs=(samples.Paragraph(text=word),))
    group = samples.IndicatorGroup(code="a.b", name="预算执行", rows=(samples.leaf("a.b.c", "预算完成率", word),))
    tree = (samples.section(0, "过程", (group,)),)
    return samples.form(made_narratives=(part,), made_sections=tree, evaluators=1)
