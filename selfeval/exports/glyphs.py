"""Which characters the product's faces can print; a form with any other is refused, never printed with a gap."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from fontTools.ttLib import TTFont

from selfeval.exports.document import FormDocument, IndicatorRow
from selfeval.exports.undrawable import Undrawable

# The faces behind all others: every style ends in these two.
LAST_FACES: Final = ("song-full.otf", "kai.ttf")
_UNPRINTED: Final = frozenset("\n\r\t\u200b")
MOST_TOLD: Final = 5


class GlyphMissing(Undrawable):
    """Characters that no face has, each with where it stands."""

    def __init__(self, found: tuple[tuple[str, str], ...]) -> None:
        self.found = found
        told = "；".join(f"{place}的“{char}”（U+{ord(char):04X}）" for char, place in found[:MOST_TOLD])
        more = f"等{len(found)}处" if len(found) > MOST_TOLD else ""
        super().__init__(f"有字体里没有的字，印不出来：{told}{more}。请换成通行的字再打印")


@lru_cache(maxsize=1)
def printable_characters() -> frozenset[str]:
    """Every character one of the last faces has."""
    found: set[int] = set()
    for name in LAST_FACES:
        with TTFont(Path(settings.BASE_DIR) / "static" / "fonts" / name, lazy=True) as font:
            found |= set(font.getBestCmap())
    return frozenset(map(chr, found)) | _UNPRINTED


def demand_glyphs(document: FormDocument, html: str) -> None:
    """Raise GlyphMissing where `html`, the sheet of `document`, holds a character that cannot be printed."""
    unknown = set(html) - printable_characters()
    if not unknown:
        return
    found = [(char, place) for place, text in _texts(document) for char in dict.fromkeys(text) if char in unknown]
    told = {char for char, _ in found}
    raise GlyphMissing((*found, *((char, "表") for char in sorted(unknown - told))))


def _texts(document: FormDocument) -> Iterator[tuple[str, str]]:
    """Every typed text with its place, as people name it."""
    yield "单位名称", document.department
    for fact in document.facts:
        yield fact.label, fact.cell.text
    for part in document.narratives:
        for number, paragraph in enumerate(part.paragraphs, 1):
            yield f"{part.title}第{number}段", paragraph.text
    for number, cells in enumerate(document.tasks.rows if document.tasks else (), 1):
        for cell in cells:
            yield f"年度主要任务第{number}行", cell.text
    for row in document.rows:
        yield from _texts_of(row)
    for number, person in enumerate(document.evaluators, 1):
        for text in (person.name, person.title, person.office):
            yield f"评价人员第{number}人", text
    for text in (document.stamp.signature, document.stamp.printed_by, document.stamp.notice, *document.stamp.remarks):
        yield "签章", text


def _texts_of(row: IndicatorRow) -> Iterator[tuple[str, str]]:
    yield "指标名", row.name
    words = row.words
    for text in (words.target, words.adjusted_target, words.actual, words.unit):
        yield f"指标“{row.name}”的指标值或完成值", text
    yield f"指标“{row.name}”的说明", words.explanation or row.analysis
