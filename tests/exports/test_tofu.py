"""E12: what is on the paper are characters, not boxes that stand for them."""

from dataclasses import replace
from itertools import combinations
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from selfeval.exports import pdf
from selfeval.exports.document import Paragraph
from selfeval.exports.pdf import Variant, render_pdf
from tests.exports import sample_documents as samples

RARE = "𠮷〇䶮㛃𬭚㐂镕堃国"
_SCALE, _SIZE = 8, 80
# No face has them.
UNKNOWN = "\U0001f680\U0001f43c\U0001f9ea"


def pictures(characters: str) -> list[Image.Image]:
    """How each of `characters` looks on the paper, in their order; each is wanted once."""
    part = replace(samples.narratives([10])[0], paragraphs=tuple(Paragraph(text=each) for each in characters))
    document = samples.form(made_narratives=(part,), made_sections=samples.sections([6])[:1], evaluators=1)
    looks: dict[str, Image.Image] = {}
    with pypdfium2.PdfDocument(render_pdf(document, Variant.PLAIN)) as paper:
        for page in paper:
            text = page.get_textpage()
            places = {char: place for place, char in enumerate(units(text))}
            wanted = [each for each in characters if each in places and each not in looks]
            if not wanted:
                continue
            whole, height = page.render(scale=_SCALE).to_pil().convert("L"), page.get_height()
            for each in wanted:
                left, _, _, top = text.get_charbox(places[each], loose=True)
                across, down = round(left * _SCALE), round((height - top) * _SCALE)
                looks[each] = shape(whole.crop((across, down, across + _SIZE, down + _SIZE)))
    return [looks[each] for each in characters]


def units(text: Any) -> list[str]:
    """The characters of `text` by their place; one of two halves stands at the place of the first."""
    codes = [pdfium.FPDFText_GetUnicode(text, place) for place in range(text.count_chars())]
    pairs = zip(codes, [*codes[1:], 0], strict=True)
    return [
        chr(0x10000 + ((code - 0xD800) << 10) + after - 0xDC00) if 0xD800 <= code < 0xDC00 else chr(code)
        for code, after in pairs
    ]


def shape(look: Image.Image) -> Image.Image:
    """What is drawn, wherever in its place it stands and however large."""
    ink = ImageOps.invert(look)
    return ink.crop(ink.point(lambda value: 255 * (value > 128)).getbbox()).resize((24, 24))


def difference(one: Image.Image, other: Image.Image) -> float:
    """0 for the same, 255 for the opposite."""
    return float(ImageStat.Stat(ImageChops.difference(one, other)).mean[0])


def differences(characters: str) -> list[float]:
    return [difference(*pair) for pair in combinations(pictures(characters), 2)]


def test_e12_rare_characters_are_drawn_each_as_itself() -> None:
    assert min(differences(RARE)) > 40


def test_e12_boxes_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What no face has is refused; were it not, all of it would look alike."""
    monkeypatch.setattr(pdf, "demand_glyphs", lambda *_: None)
    assert max(differences(UNKNOWN)) < 20
