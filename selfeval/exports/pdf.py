"""The official form as PDF.

Fonts and style sheets are read once per process: they cost more than a page. The document itself may fetch nothing:
its only picture is the QR code, a data URI. The same document gives the same bytes.
"""

import threading
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from weasyprint import CSS, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from selfeval.exports.document import FormDocument
from selfeval.exports.drawing import paper_html
from selfeval.exports.glyphs import demand_glyphs
from selfeval.exports.page_finish import finish
from selfeval.exports.paper import Paper
from selfeval.exports.pdf_streams import packed
from selfeval.exports.press_room import drawn_apart
from selfeval.exports.quick_press import quickened
from selfeval.exports.undrawable import FontsMissing as FontsMissing
from selfeval.exports.undrawable import Undrawable

FONTS = ("song.otf", "title.otf", "hei.otf", "kai.ttf", "song-full.otf")
SHEETS = ("form.css", "form_page.css")

# About 900 pages; half a minute of one processor and 300 MB, however it is typed.
MOST_IN_A_SHEET = 500_000

# Pango and fontconfig are shared by all threads of a process, so one document is drawn at a time.
ONE_AT_A_TIME = threading.Lock()


class Variant(StrEnum):
    """What a PDF must be good for: to be kept (PDF/A-2u), to be read aloud (PDF/UA-1), both (PDF/A-2a), or seen."""

    ARCHIVE = "pdf/a-2u"
    ACCESSIBLE = "pdf/ua-1"
    TAGGED_ARCHIVE = "pdf/a-2a"
    PLAIN = ""


class TooMuch(Undrawable):
    """A form that would be laid out for minutes: nobody typed that much by hand."""

    def __init__(self, characters: int) -> None:
        super().__init__(
            f"全表连同格式共{characters:,}个字符，超过一份表能印的{MOST_IN_A_SHEET:,}个字符，不能导出PDF，请先缩短"
        )


class OwnFontsOnly(URLFetcher):
    """Fetches the faces of `folder` named in FONTS, and nothing else."""

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=("file",), allow_redirects=False)
        self.folder = folder.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
        """The response for one of our faces. Raises ValueError for any other address."""
        path = Path(unquote(urlsplit(url).path)).resolve()
        if path.parent != self.folder or path.name not in FONTS:
            raise ValueError(f"样式表只能取用自带字体，不能取 {url}")
        return super().fetch(url, headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What is made once per process: the faces and the style sheets that use them."""

    fonts: FontConfiguration
    sheets: tuple[CSS, ...]


@drawn_apart
def render_pdf(document: FormDocument, variant: Variant | None = None) -> bytes:
    """The form as PDF bytes: the archive copy of what is final and a plain one of a draft, unless `variant` says.

    Raises FontsMissing where the product's faces are not installed, GlyphMissing for what none of them has, TooMuch.
    """
    chosen = variant if variant is not None else (Variant.ARCHIVE if document.stamp.is_final else Variant.PLAIN)
    with ONE_AT_A_TIME:
        laid_out = lay_out(document)
        return printed(laid_out, chosen)


def lay_out(document: FormDocument) -> Document:
    """The finished pages of the form, not yet drawn."""
    press = press_of(*SHEETS)
    sheet = paper_html(document)
    if len(sheet) > MOST_IN_A_SHEET:
        raise TooMuch(len(sheet))
    demand_glyphs(document, sheet)
    return laid_out_paper(sheet, press)


def laid_out_paper(markup: str, press: Press) -> Document:
    """The finished pages of well-formed `markup`, not yet drawn."""
    with quickened():
        pages = Paper(markup).render(font_config=press.fonts, stylesheets=press.sheets)
        finish(pages)
    return pages


def printed(pages: Document, variant: Variant) -> bytes:
    """The bytes of `pages`."""
    with quickened():
        result: bytes = pages.write_pdf(finisher=packed, **({"pdf_variant": variant.value} if variant.value else {}))
    return result


@cache
def press_of(*sheets: str) -> Press:
    """The press with the style sheets `sheets` of static/css. Raises FontsMissing."""
    static = Path(settings.BASE_DIR) / "static"
    missing = [name for name in FONTS if not (static / "fonts" / name).is_file()]
    if missing:
        raise FontsMissing(
            f"缺少字体 {'、'.join(missing)}：请在项目目录运行 deploy/build_fonts.sh，字体会放进 static/fonts/"
        )
    fonts = FontConfiguration()
    fetcher = OwnFontsOnly(static / "fonts")
    made = tuple(CSS(filename=static / "css" / name, font_config=fonts, url_fetcher=fetcher) for name in sheets)
    return Press(fonts=fonts, sheets=made)
