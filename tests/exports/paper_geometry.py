"""What stands on the sheets of a PDF as another program reads them: rules, lines of text, sizes of type. In points."""

from collections.abc import Iterator
from ctypes import c_float
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

LEGIBLE = 7.5  # pt; nothing on a form is smaller
_STROKE = 1.5  # pt a rule is thick, at most, with what a reader adds around it
_MEETS = 0.8  # pt between the end of a rule and the rule it ends at
_OVERLAP = 0.6  # pt that a glyph's box may reach over a rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """Where something stands; `size` is that of its type, none for a rule."""

    left: float
    bottom: float
    right: float
    top: float
    size: float = 0.0

    @property
    def is_upright(self) -> bool:
        """Of a rule: whether it runs up and down."""
        return self.right - self.left < self.top - self.bottom

    @property
    def middle(self) -> float:
        """Of a rule: where it stands across its direction."""
        return (self.left + self.right) / 2 if self.is_upright else (self.bottom + self.top) / 2


def sheets(content: bytes) -> Iterator[tuple[list[Box], list[Box]]]:
    """The rules and the lines of text of each page of a PDF."""
    document = pypdfium2.PdfDocument(content)
    for page in document:
        rules, texts = [], []
        for each in page.get_objects():
            left, bottom, right, top = each.get_bounds()
            if each.type == pdfium.FPDF_PAGEOBJ_PATH:
                rules.append(Box(left=left, bottom=bottom, right=right, top=top))
            elif each.type == pdfium.FPDF_PAGEOBJ_TEXT:
                pdfium.FPDFTextObj_GetFontSize(each, size := c_float())
                texts.append(
                    Box(left=left, bottom=bottom, right=right, top=top, size=size.value * abs(each.get_matrix().d))
                )
        yield [rule for rule in rules if min(rule.right - rule.left, rule.top - rule.bottom) <= _STROKE], texts


def pictures(content: bytes) -> Iterator[list[Box]]:
    """The pictures of each page of a PDF."""
    for page in pypdfium2.PdfDocument(content):
        bounds = [each.get_bounds() for each in page.get_objects() if each.type == pdfium.FPDF_PAGEOBJ_IMAGE]
        yield [Box(left=left, bottom=bottom, right=right, top=top) for left, bottom, right, top in bounds]


def faults(rules: list[Box], texts: list[Box]) -> list[str]:
    """Rules that end nowhere, text that a rule runs through, type too small to read."""
    upright, level = [each for each in rules if each.is_upright], [each for each in rules if not each.is_upright]
    found = [f"a level rule ends nowhere at {x:.1f}, {y:.1f}" for x, y in _loose(level, upright)]
    found += [f"an upright rule ends nowhere at {x:.1f}, {y:.1f}" for y, x in _loose(upright, level)]
    for text in texts:
        if text.size < LEGIBLE - 0.01:
            found.append(f"type of {text.size:.1f} pt at {text.left:.1f}, {text.bottom:.1f}")
        if any(_runs_through(rule, text) for rule in rules):
            found.append(f"a rule through the text at {text.left:.1f}, {text.bottom:.1f}")
    return found


def _loose(rules: list[Box], others: list[Box]) -> Iterator[tuple[float, float]]:
    """The ends, along and across, of `rules` that touch none of `others` nor go on as another rule."""
    across, along = _by_place(others), _by_place(rules)
    for rule in rules:
        for place in _span(rule):
            meets = any(_covers(other, rule.middle) for other in _near(across, place))
            goes_on = any(_covers(other, place) for other in _near(along, rule.middle) if other is not rule)
            if not meets and not goes_on:
                yield place, rule.middle


def _by_place(rules: list[Box]) -> dict[int, list[Box]]:
    found: dict[int, list[Box]] = {}
    for rule in rules:
        found.setdefault(round(rule.middle), []).append(rule)
    return found


def _near(rules: dict[int, list[Box]], place: float) -> Iterator[Box]:
    for whole in (round(place) - 1, round(place), round(place) + 1):
        yield from (rule for rule in rules.get(whole, ()) if abs(rule.middle - place) <= _MEETS)


def _span(rule: Box) -> tuple[float, float]:
    return (rule.bottom, rule.top) if rule.is_upright else (rule.left, rule.right)


def _covers(rule: Box, place: float) -> bool:
    begin, end = _span(rule)
    return begin - _MEETS <= place <= end + _MEETS


def _runs_through(rule: Box, text: Box) -> bool:
    if rule.is_upright:
        along, across, height = (text.left, text.right), (text.bottom, text.top), rule
    else:
        along, across, height = (text.bottom, text.top), (text.left, text.right), rule
    begin, end = _span(height)
    crosses = along[0] + _OVERLAP < rule.middle < along[1] - _OVERLAP
    return crosses and begin < across[1] - _OVERLAP and end > across[0] + _OVERLAP
