"""WeasyPrint made quick draws what WeasyPrint draws, and is itself again afterwards."""

import io
import logging
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import weasyprint
from django.conf import settings
from PIL import Image
from weasyprint import HTML
from weasyprint.draw.border import draw_border
from weasyprint.layout.percent import resolve_percentages
from weasyprint.text.line_break import Layout

from selfeval.exports import paper, pdf, quick_press, quick_text, report_pdf
from selfeval.exports.document import FormDocument, Paragraph
from selfeval.exports.drawing import paper_html
from selfeval.exports.page_finish import finish
from selfeval.exports.paper import DataOnly, Paper
from tests.exports import sample_documents as samples
from tests.exports.real_forms import real_form

SHEETS = (*pdf.SHEETS, report_pdf.SHEET, paper.DEFAULTS)
TABLE = (
    '<html lang="zh-CN"><head><title>表</title></head><body><div class="official-form"><table class="facts"><tbody>'
    '<tr class="top"><td>甲</td><td class="m">1.00</td></tr><tr><td>乙</td><td>丙</td></tr>'
    '</tbody></table><div class="sign"></div></div></body></html>'
)


def odd_form() -> FormDocument:
    """Of two pages, a row that is cut and a word without end among them."""
    text = (Paragraph(text=f"本年度{'9' * 90}元。"), Paragraph(text="全年完成。" * 60))
    told = replace(samples.narratives([12])[0], paragraphs=text)
    return samples.form(made_sections=samples.sections([500]), made_narratives=(told,), evaluators=1)


def boxes_of(pages: weasyprint.Document) -> Iterator[tuple[Any, ...]]:
    """Every box of every page: what it is, where, how large, and its text."""
    for number, page in enumerate(pages.pages):
        for box in page._page_box.descendants():
            kind, text = type(box).__name__, getattr(box, "text", "")
            yield number, kind, text, box.position_x, box.position_y, box.width, box.height


def with_all_but_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules are drawn in another way; all else gives the same bytes."""
    parts = tuple(part for part in quick_press._parts() if part[1] != "draw_border")
    assert parts
    monkeypatch.setattr(quick_press, "_parts", lambda: parts)


class TestSame:
    def test_the_boxes_are_where_weasyprint_puts_them(self) -> None:
        """Its own parser, its own sheet for pages of the web, nothing quick."""
        form = real_form()
        press = pdf.press_of(*pdf.SHEETS)
        html = HTML(string=paper_html(form), url_fetcher=DataOnly())
        usual = html.render(font_config=press.fonts, stylesheets=press.sheets)
        finish(usual)
        assert list(boxes_of(pdf.lay_out(form))) == list(boxes_of(usual))

    def test_the_bytes_are_the_same_whatever_was_drawn_before(self, monkeypatch: pytest.MonkeyPatch) -> None:
        forms = odd_form(), samples.short()
        with monkeypatch.context() as usual:
            usual.setattr(quick_press, "_parts", tuple)
            slow = [pdf.render_pdf(form, pdf.Variant.ACCESSIBLE) for form in forms]
        with_all_but_rules(monkeypatch)
        # The styles of one are those of the other, and of itself once more.
        for number in (0, 1, 0):
            assert pdf.render_pdf(forms[number], pdf.Variant.ACCESSIBLE) == slow[number]
        # Of a long document not all lines are kept.
        monkeypatch.setattr(quick_text.Kept, "MOST", 40)
        assert pdf.render_pdf(forms[1], pdf.Variant.ACCESSIBLE) == slow[1]


class TestRules:
    def test_they_are_where_weasyprint_draws_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        press = pdf.press_of(*pdf.SHEETS)
        quick = pdf.printed(pdf.laid_out_paper(TABLE, press), pdf.Variant.PLAIN)
        monkeypatch.setattr(quick_press, "_parts", tuple)
        usual = pdf.printed(pdf.laid_out_paper(TABLE, press), pdf.Variant.PLAIN)
        assert dark_lines(quick) == dark_lines(usual)
        assert len(dark_lines(quick)[0]) == 4  # above, between, below, which is also above the signature; below that
        assert quick != usual

    def test_colours_that_differ_are_left_to_weasyprint(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[object] = []
        monkeypatch.setattr(quick_press, "_usual_draw_border", lambda stream, box: asked.append(box))
        cell = '<div style="border: 1pt solid; border-left-color: {}; height: 1cm"></div>'
        page = "<html><head></head><body>{}</body></html>"
        for color, count in (("#000", 0), ("#f00", 1)):
            asked.clear()
            pages = Paper(page.format(cell.format(color))).render(font_config=pdf.press_of(*pdf.SHEETS).fonts)
            with quick_press.quickened():
                pages.write_pdf()
            assert len(asked) == count


def dark_lines(content: bytes) -> tuple[list[int], list[int]]:
    """Where a picture of the first page, ten dots a millimetre, has rows and columns with long dark lines."""
    picture: Image.Image = pypdfium2.PdfDocument(content)[0].render(scale=10 * 25.4 / 72, grayscale=True).to_pil()
    across = picture.resize((1, picture.height), Image.Resampling.BOX).tobytes()
    down = picture.resize((picture.width, 1), Image.Resampling.BOX).tobytes()
    return begins(across, 160), begins(down, 252)


def begins(shades: bytes, limit: int) -> list[int]:
    dark = [each < limit for each in shades]
    # A line is smoothed at its edges in another way than a bar is.
    return [round(place / 2) for place in range(1, len(dark)) if dark[place] and not dark[place - 1]]


class TestItself:
    def test_weasyprint_is_itself_again_behind(self) -> None:
        before = weasyprint.layout.block.resolve_percentages, weasyprint.draw.draw_border, Layout.setup
        with quick_press.quickened():
            assert weasyprint.layout.block.resolve_percentages is not resolve_percentages
            with quick_press.quickened():
                assert weasyprint.draw.draw_border is not draw_border
            assert weasyprint.draw.draw_border is not draw_border
        after = weasyprint.layout.block.resolve_percentages, weasyprint.draw.draw_border, Layout.setup
        assert after == before == (resolve_percentages, draw_border, before[2])

    def test_another_release_runs_as_it_is(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(quick_press, "RELEASE", "0.1")
        with caplog.at_level(logging.WARNING):
            assert quick_press._parts.__wrapped__() == ()
        assert weasyprint.__version__ in caplog.text

    def test_this_is_the_release_it_was_written_for(self) -> None:
        assert weasyprint.__version__ == quick_press.RELEASE

    @pytest.mark.parametrize("name", SHEETS)
    def test_no_length_is_a_part_of_the_page(self, name: str) -> None:
        """A style outlives its document; such lengths would be those of the first page it was used for."""
        sheet = (Path(settings.BASE_DIR) / "static" / "css" / name).read_text(encoding="utf-8")
        assert re.findall(r"\d(?:vw|vh|vi|vb|vmin|vmax)\b", sheet) == []


def test_streams_hold_what_they_held(monkeypatch: pytest.MonkeyPatch) -> None:
    press = pdf.press_of(*pdf.SHEETS)
    packed = pdf.printed(pdf.laid_out_paper(TABLE, press), pdf.Variant.ARCHIVE)
    monkeypatch.setattr(pdf, "packed", lambda document, content: None)
    usual = pdf.printed(pdf.laid_out_paper(TABLE, press), pdf.Variant.ARCHIVE)
    assert inflated(packed) == inflated(usual)
    assert len(inflated(packed)) > 3


def inflated(content: bytes) -> list[bytes]:
    """Every deflated stream but those that tell where the objects are."""
    found, source = [], io.BytesIO(content).getvalue()
    for match in re.finditer(rb"<<([^\n]*)>>\nstream\n", source):
        if b"/FlateDecode" in match[1] and b"/XRef" not in match[1] and b"/ObjStm" not in match[1]:
            found.append(zlib.decompressobj().decompress(source[match.end() :]))
    return found
