"""The papers of the demo, drawn from fixtures/demo/demo.yaml: what looks scanned and says nothing of anybody real."""

from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import Any, Final

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

# Pixels of a page of A4.
_WIDTH, _HEIGHT = 1240, 1754
_DPI: Final = 150
_MARGIN, _LINE = 120, 64
_INK, _FAINT = "#222222", "#999999"


def drawn(paper: Mapping[str, Any]) -> bytes:
    """The file `paper["name"]`: all its pages where that is a PDF, else its only page as a picture."""
    pages = [_page(page) for page in paper["pages"]]
    target = BytesIO()
    if paper["name"].endswith(".pdf"):
        pages[0].save(target, "PDF", save_all=True, append_images=pages[1:], resolution=_DPI)
    else:
        pages[0].save(target, "PNG", dpi=(_DPI, _DPI))
    return target.getvalue()


def _page(page: Mapping[str, Any]) -> Image.Image:
    """A title in the middle and rows of two cells, ruled."""
    sheet = Image.new("L", (_WIDTH, _HEIGHT), "white")
    pen = ImageDraw.Draw(sheet)
    pen.text((_WIDTH / 2, _MARGIN * 1.5), page["title"], font=_face(44), fill=_INK, anchor="mm")
    _rows(pen, page["rows"], top=_MARGIN * 2)
    pen.text((_WIDTH / 2, _HEIGHT - _MARGIN), "示例，内容均为虚构", font=_face(26), fill=_FAINT, anchor="mm")
    return sheet


def _rows(pen: ImageDraw.ImageDraw, rows: Sequence[Sequence[str]], *, top: int) -> None:
    left, right = _MARGIN, _WIDTH - _MARGIN
    for number, (label, value) in enumerate(rows):
        line = top + number * _LINE
        pen.line((left, line, right, line), fill=_FAINT)
        pen.text((left + 16, line + _LINE / 2), label, font=_face(28), fill=_INK, anchor="lm")
        pen.text((right - 16, line + _LINE / 2), value, font=_face(28), fill=_INK, anchor="rm")
    foot = top + len(rows) * _LINE
    pen.line((left, foot, right, foot), fill=_FAINT)


@cache
def _face(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(settings.BASE_DIR / "static" / "fonts" / "song.otf"), size)
