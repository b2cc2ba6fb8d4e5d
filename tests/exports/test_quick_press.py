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
from weasyprint.text.ffi import ffi
from weasyprint.text.line_break import Layout

from selfeval.exports import paper, pdf, quick_drawing, quick_press, quick_text, report_pdf
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
SPREAD = (
    '<html lang="zh-CN"><head><title>文</title></head><body class="official-form"><div class="narr"><div class="body">'
    f"<p>{'全年完成。预算2,495.17万元' * 16}</p></div></div></body></html>"
)
# Lines that are not one text without a space, each in its way.
ODD = {
    "spaces": f"<p>{'an expenditure of the department ' * 12}</p>",
    "spaces among Chinese": f"<p>{'本年 预算 2,495.17 万元，' * 12}</p>",
    "a space at the end": f"<p>{'全年完成' * 12} </p><p> {'全年完成' * 12}</p>",
    "hyphens": f"<p style='width: 3cm; hyphens: manual'>{'depart&#173;ment' * 9}</p>",
    "letters": f"<p style='width: 3cm'>{'department' * 9}</p>",
    "an element inside": f"<p>全年<small>{'完成。' * 30}</small>{'预算执行' * 20}</p>",
    "raised": f"<p>{'全年完成' * 9}<small style='vertical-align: super'>注</small></p>",
    "floating": f"<div style='float: left; width: 3cm'>左</div><p>{'全年完成' * 30}</p>",
    "apart": f"<p>全年<small style='position: absolute'>注</small>{'完成' * 30}</p>",
    "from the right": f"<p style='direction: rtl'>{'全年完成' * 30}</p>",
    "in the middle": f"<p style='text-align: center'>{'全年完成，' * 17}</p>",
    "lines kept": f"<p style='white-space: pre-wrap'>{'全年完成&#10; 预算' * 8}</p>",
    "one line": f"<p style='white-space: nowrap'>{'全年完成' * 30}</p>",
    "letters apart": f"<p style='letter-spacing: 2px'>{'全年完成' * 30}</p>",
    "a mark above": f"<p>{'全年q&#770;完成' * 20}</p>",
    "breaks of no width": f"<p>{'全年&#8203;完成' * 20}</p>",
    "no room": f"<p style='width: 2px'>{'全年完成' * 3}</p>",
    "ends of two": f"<p style='width: 4.4cm'>{'执行率90%。“三公”（上年）' * 6}</p>",
    "underlined": f"<p style='text-decoration: underline'>{'全年完成' * 20}</p>",
    "turned": f"<p style='text-indent: -1em; padding-left: 2em'>{'全年完成' * 20}</p>",
    "an ellipsis": f"<p style='overflow: hidden; text-overflow: ellipsis; white-space: nowrap'>{'全年完成' * 20}</p>",
    "no such character": "<p>全年\U0010fffd完成</p>",
}


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


def with_all_but_rules_and_spreading(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules are drawn, and lines are spread, in another way; all else gives the same bytes."""
    parts = tuple(part for part in quick_press._parts() if part[1] != "draw_border")
    assert parts
    monkeypatch.setattr(quick_press, "_parts", lambda: parts)
    plain_runs = quick_drawing._plain_runs
    monkeypatch.setattr(
        quick_drawing, "_plain_runs", lambda stream, layout: None if layout.spread else plain_runs(stream, layout)
    )


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
        with_all_but_rules_and_spreading(monkeypatch)
        # The styles of one are those of the other, and of itself once more.
        for number in (0, 1, 0):
            assert pdf.render_pdf(forms[number], pdf.Variant.ACCESSIBLE) == slow[number]
        # Of a long document not all lines are kept.
        monkeypatch.setattr(quick_text.Kept, "MOST", 40)
        assert pdf.render_pdf(forms[1], pdf.Variant.ACCESSIBLE) == slow[1]

    @pytest.mark.parametrize("body", ODD.values(), ids=ODD)
    def test_what_is_not_so_plain_is_left_to_weasyprint(self, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
        page = f'<html lang="zh-CN"><head><title>文</title></head><body class="official-form">{body}</body></html>'
        press = pdf.press_of(*pdf.SHEETS)
        with monkeypatch.context() as usual:
            usual.setattr(quick_press, "_parts", tuple)
            slow = pdf.laid_out_paper(page, press)
            boxes, content = list(boxes_of(slow)), pdf.printed(slow, pdf.Variant.PLAIN)
        with_all_but_rules_and_spreading(monkeypatch)
        quick = pdf.laid_out_paper(page, press)
        assert list(boxes_of(quick)) == boxes
        assert pdf.printed(quick, pdf.Variant.PLAIN) == content


class TestSpreading:
    """`page_finish` spreads full lines; PDF's own operator sets their characters apart."""

    def test_characters_stand_where_pango_puts_them(self, monkeypatch: pytest.MonkeyPatch) -> None:
        quick, press = [], pdf.press_of(*pdf.SHEETS)
        for is_quick in (True, False):
            if not is_quick:
                monkeypatch.setattr(quick_press, "_parts", tuple)
            quick.append(placed(pdf.printed(pdf.laid_out_paper(SPREAD, press), pdf.Variant.PLAIN)))
        assert "".join(each for each, _, _ in quick[0]) == "".join(each for each, _, _ in quick[1])
        # Pango's way cuts each of the forty places of a line down to a thousandth of the size, 12 points.
        assert max(abs(one[1] - other[1]) for one, other in zip(*quick, strict=True)) < 40 * 12 / 1000 + 0.01
        assert {one[2] for one in quick[0]} == {one[2] for one in quick[1]}

    def test_full_lines_end_at_the_edge(self) -> None:
        pages = pdf.laid_out_paper(SPREAD, pdf.press_of(*pdf.SHEETS))
        content = pdf.printed(pages, pdf.Variant.PLAIN)
        lines: dict[float, list[float]] = {}
        for _, end, base in placed(content):
            lines.setdefault(base, []).append(end)
        ends = [max(each) for each in lines.values() if len(each) > 35]
        assert len(ends) > 3
        assert max(ends) - min(ends) < 0.05

    def test_characters_that_share_a_glyph_are_left_to_pango(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[str] = []
        usual = quick_drawing._usual_draw_first_line
        monkeypatch.setattr(
            quick_drawing, "_usual_draw_first_line", lambda *given: asked.append(given[1].text) or usual(*given)
        )
        marked = SPREAD.replace("全年完成。", "全年\u1112\u1161完成。", 1)
        pdf.printed(pdf.laid_out_paper(marked, pdf.press_of(*pdf.SHEETS)), pdf.Variant.PLAIN)
        assert asked
        assert all("\u1112" in each for each in asked)

    def test_a_glyph_is_as_large_as_pango_says(self) -> None:
        assert quick_drawing.GLYPH.size == ffi.sizeof("PangoGlyphInfo")


def placed(content: bytes) -> list[tuple[str, float, float]]:
    """Every character of the first page, where it ends, and on which line."""
    text = pypdfium2.PdfDocument(content)[0].get_textpage()
    found = ((text.get_text_range(each, 1), text.get_charbox(each, loose=True)) for each in range(text.count_chars()))
    return [(character, box[2], round(box[1], 1)) for character, box in found if character.strip()]


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
