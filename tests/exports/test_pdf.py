"""The PDF: every character comes back, nothing is fetched, the same form gives the same bytes."""

import hashlib
import http.server
import os
import subprocess
import sys
import threading
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont
from weasyprint import HTML

from selfeval.domain.filing import Evaluator, FiledDepartment
from selfeval.exports import pdf
from selfeval.exports.document import Paragraph, Stamp
from selfeval.exports.drawing import paper_html
from selfeval.exports.paper import DataOnly
from tests.exports import laid_out_pages, pdf_text
from tests.exports import sample_documents as samples
from tests.exports.real_forms import DRAFT, FINAL, form_of, real_form, with_entry, with_narrative
from tests.fixtures_data import published

RARE = "〇䶮㛃𬭚㐂镕堃𠮷"
COMPLETION = "process.budget_execution.completion_rate"


def odd_filing() -> published.Filing:
    """The sample filing with rare characters and signs in every kind of text box."""
    filing = published.filing("jinzhong-2021")
    filing = with_entry(filing, COMPLETION, analysis=f"分析{RARE}＜＞&\"'％‰℃㎡①⑩——……·《》", reason=f"原因{RARE}≥≤×÷")
    filing = with_narrative(filing, f"首段{RARE}，“引号”‘单引号’【】〔2021〕5号。\n次段1,234.50万元，-1.81%，Ａ１b2。")
    people = (Evaluator(name=f"王{RARE}", title="组长①", office="财务科（〇一）"),)
    department = FiledDepartment(code="001001", name=f"示范{RARE}中心", head="李䶮", phone="0354-〇〇")
    return replace(filing, evaluators=people, department=department)


def test_every_character_typed_is_found_again() -> None:
    filing = odd_filing()
    found = pdf_text.joined(pdf_text.drawn(form_of(filing)))
    typed = [*filing.narratives.values(), filing.department.name, filing.department.head, filing.department.phone]
    typed += [text for person in filing.evaluators for text in (person.name, person.title, person.office)]
    typed += [text for entry in filing.indicators.values() for text in (entry.analysis, entry.reason, entry.measure)]
    counted = Counter(found)
    wanted = Counter(char for text in typed for char in text if not char.isspace())
    assert wanted - counted == Counter()


def test_sentences_come_back_in_order() -> None:
    """Not only the characters: a page end and a column apart, each paragraph is found as it was typed."""
    document = real_form()
    found = pdf_text.joined(pdf_text.drawn(document))
    lines = [paragraph.text for part in document.narratives for paragraph in part.paragraphs]
    short = [line[:30] for line in lines] + [line[-12:] for line in lines]
    assert [text for text in short if "".join(text.split()) not in found] == []


def test_rare_characters_are_drawn_by_our_own_faces() -> None:
    fonts = Path(settings.BASE_DIR) / "static" / "fonts"
    assert set(map(ord, RARE)) <= set(TTFont(fonts / "song-full.otf").getBestCmap())
    # Any other face here would be one of this machine, and on the next machine an empty box.
    drawn = pdf_text.fonts_of(pdf_text.drawn(form_of(odd_filing())))
    assert {name.split("-")[0] for name in drawn} == {"Form"}
    assert "Form-Rare" in drawn


def test_every_page_has_its_number_its_code_and_its_status() -> None:
    content = pdf_text.drawn(samples.form())
    pages = pdf_text.text_of(content).split("\f")[:-1]
    for number, page in enumerate(pages, 1):
        plain = "".join(page.split())
        assert f"第{number}页共{len(pages)}页" in plain
        assert "校验码7F3K-92QD-04MA-XY21" in plain
        assert "已定稿打印人李示例" in plain
        assert ("2022年度部门整体支出绩效自评表" in plain) is (number > 1)


def test_heads_are_repeated_on_every_page_of_a_table() -> None:
    pages = pdf_text.text_of(pdf_text.drawn(samples.form())).split("\f")[:-1]
    with_rows = [page for page in pages if "小计" in "".join(page.split()) or "资产管理安全性" in page]
    assert len(with_rows) > 2
    assert all("计算分析情况" in page for page in with_rows)


def test_a_draft_is_marked_on_its_first_page_and_a_final_form_is_not() -> None:
    first = {
        stamp.status: pdf_text.text_of(pdf_text.drawn(real_form(stamp=stamp))).split("\f")[0]
        for stamp in (DRAFT, FINAL)
    }
    assert first["草稿"].count("草稿") == 2
    assert first["已定稿"].count("已定稿") == 1


def test_the_signature_is_printed_where_the_stamp_has_one() -> None:
    stamp = replace(FINAL, signature="李示例（2022年3月9日电子签批）")
    assert "单位负责人（签章）：李示例（2022年3月9日电子签批）" in pdf_text.joined(
        pdf.render_pdf(real_form(stamp=stamp))
    )


class TestNothingIsFetched:
    """E01: a form is text and our own faces, whatever people type into it."""

    ATTACKS = (
        '<img src="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">附件</a>',
        '<link rel="stylesheet" href="http://127.0.0.1:{port}/a.css">',
        "<style>@import url(http://127.0.0.1:{port}/b.css); p {{ background: url(http://127.0.0.1:{port}/c) }}</style>",
        '<svg><image href="http://127.0.0.1:{port}/d.png"/><use href="http://127.0.0.1:{port}/e.svg#x"/></svg>',
        '<object data="http://127.0.0.1:{port}/f"></object><iframe src="http://127.0.0.1:{port}/g"></iframe>',
        '<p style="background: url(file:///etc/passwd)">',
        "http://169.254.169.254/latest/meta-data/ \\\\host\\x {{{{ settings.SECRET_KEY }}}} {{% debug %}}",
    )

    @pytest.fixture
    def visits(self) -> Iterator[tuple[int, list[str]]]:
        """A listener on this machine, and the paths it was asked for."""
        asked: list[str] = []

        class Listener(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], asked
        server.shutdown()

    def test_e01_markup_is_printed_as_text_and_asks_for_nothing(self, visits: tuple[int, list[str]]) -> None:
        port, asked = visits
        texts = [attack.format(port=port) for attack in self.ATTACKS]
        filing = with_narrative(published.filing("jinzhong-2021"), "\n".join(texts))
        filing = with_entry(filing, COMPLETION, analysis=texts[0], reason=texts[3])
        filing = replace(filing, department=replace(filing.department, name=texts[1], head=texts[2]))
        content = pdf.render_pdf(form_of(filing))
        found = pdf_text.joined(content)
        assert asked == []
        assert [text for text in texts if "".join(text.split()) not in found] == []
        streams = inflated(content)
        assert b"root:" not in streams
        assert b"/EmbeddedFile" not in content + streams

    @pytest.mark.parametrize("kind", ["file", "http", "relative"])
    def test_the_documents_fetcher_gives_nothing_but_data(self, kind: str, visits: tuple[int, list[str]]) -> None:
        port, asked = visits
        url = {
            "file": "file:///etc/passwd",
            "http": f"http://127.0.0.1:{port}/x.png",
            "relative": "static/fonts/song.otf",
        }
        with pytest.raises(ValueError, match="URI"):
            DataOnly().fetch(url[kind])
        assert asked == []

    def test_e02_with_the_default_fetcher_the_same_markup_would_fetch(self, visits: tuple[int, list[str]]) -> None:
        """The listener does hear: without our fetcher, and with markup let through, the test above would be red."""
        port, asked = visits
        HTML(string=f'<img src="http://127.0.0.1:{port}/x.png">').render()
        assert asked == ["/x.png"]
        HTML(string=f'<img src="http://127.0.0.1:{port}/y.png">', url_fetcher=DataOnly()).render()
        assert asked == ["/x.png"]

    def test_the_style_sheets_fetcher_gives_only_the_faces(self) -> None:
        folder = Path(settings.BASE_DIR) / "static" / "fonts"
        fetcher = pdf.OwnFontsOnly(folder)
        with closing(fetcher.fetch((folder / "kai.ttf").as_uri())) as response:
            assert response.read(4)
        for other in (folder / "SHA256SUMS", Path("/etc/passwd"), folder / ".." / "css" / "form.css"):
            with pytest.raises(ValueError, match="自带字体"):
                fetcher.fetch(other.as_uri())


def inflated(content: bytes) -> bytes:
    """All compressed streams of a PDF, unpacked."""
    found = []
    for part in content.split(b"stream\n")[1:]:
        try:
            found.append(zlib.decompress(part.partition(b"\nendstream")[0]))
        except zlib.error:
            continue
    return b"".join(found)


def test_the_same_form_gives_the_same_bytes() -> None:
    document = real_form()
    assert pdf.render_pdf(document) == pdf_text.drawn(document)


def test_another_process_gives_the_same_bytes() -> None:
    """Neither the order of sets, nor a clock, nor what was drawn before gets into the file."""
    code = (
        "import django, hashlib; django.setup();"
        "from selfeval.exports.pdf import render_pdf;"
        "from tests.exports import sample_documents as samples;"
        "print(hashlib.sha256(render_pdf(samples.short())).hexdigest())"
    )
    pdf_text.drawn(samples.form())
    here = hashlib.sha256(pdf.render_pdf(samples.short())).hexdigest()
    other = {"PYTHONHASHSEED": "4242", "DJANGO_SETTINGS_MODULE": "tests.settings", "TZ": "America/Lima"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        text=True,
        cwd=settings.BASE_DIR,
        env=os.environ | other,
    )
    assert done.stdout.strip() == here


def test_another_figure_gives_other_bytes_and_another_code() -> None:
    filing = published.filing("jinzhong-2021")
    other = with_entry(filing, COMPLETION, self_score=published.amount("1"))
    first, second = form_of(filing), form_of(other)
    assert first.stamp.verification_code != second.stamp.verification_code
    assert pdf_text.drawn(first) != pdf.render_pdf(second)


def test_the_files_own_dates_are_those_of_the_form() -> None:
    document = replace(samples.short(), filed_on=date(2023, 3, 8))
    assert b"/CreationDate (D:20230308000000+08'00)" in pdf.lay_out(document).write_pdf(uncompressed_pdf=True)


def test_missing_faces_are_named_and_how_to_make_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf.press_of.cache_clear()
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)
    try:
        with pytest.raises(pdf.FontsMissing, match=r"song\.otf.*deploy/build_fonts\.sh"):
            pdf.render_pdf(samples.short())
    finally:
        pdf.press_of.cache_clear()


def test_giant_words_stay_on_the_page() -> None:
    """E03: a word without end is broken, not printed over the margin."""
    word = "9" * 3000
    narratives = (replace(samples.narratives([10])[0], paragraphs=(Paragraph(text=word),)),)
    group = samples.IndicatorGroup(code="a.b", name="预算执行", rows=(samples.leaf("a.b.c", "N" * 60, word),))
    document = samples.form(made_narratives=narratives, made_sections=(samples.section(0, "过程", (group,)),))
    pages = pdf.lay_out(document)
    assert laid_out_pages.faults(pages) == []
    assert laid_out_pages.lost_texts(pages, paper_html(document)) == []


def test_an_annex_is_printed_above_the_title() -> None:
    first = pdf_text.text_of(pdf.render_pdf(real_form(stamp=Stamp(annex="附1", is_final=True)))).lstrip()
    assert first.startswith("附1")
