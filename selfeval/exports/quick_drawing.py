"""Lines of text, drawn with what is known of their glyphs.

WeasyPrint asks Pango for five numbers of every glyph, one by one, and works out anew what each comes to in the PDF.
Here the numbers of a line are read at once, and what a glyph of a face comes to is worked out once a document. A line
that `page_finish` spreads is not laid out once more with its letters apart: PDF has an operator for that. For
`quick_press`, and of its release.
"""

from collections.abc import Iterator
from struct import Struct
from typing import Any, Final

from weasyprint.draw.text import draw_first_line
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from selfeval.exports.quick_text import spread_by_pango

# PangoGlyphInfo: which glyph, its width, how far it is moved to the right and up, whether a cluster begins.
GLYPH: Final = Struct("=IiiiI")
# From here on Pango's marks of what is no glyph of the face.
_NO_GLYPH: Final = 0x0FFFFFFF
_Glyph = tuple[int, int, int, int, int]

_usual_draw_first_line = draw_first_line


def _draw_first_line(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> Any:
    layout = textbox.pango_layout
    runs = None
    if text_overflow != "ellipsis" and block_ellipsis == "none" and textbox.text.strip():
        runs = _plain_runs(stream, layout)
    if runs is None:
        spread_by_pango(layout, textbox.style)
        return _usual_draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
    stream.set_text_matrix(*matrix.values)
    if layout.spread:
        stream.stream.append(b"%.4f Tc" % layout.spread)
    font_before, shown = None, ""
    for run in runs:
        if run.face != font_before:
            if shown:
                stream.show_text(shown)
            stream.set_font_size(run.font.hash, run.size)
            font_before, shown = run.face, ""
        shown += f"<{run.words(layout, stream)}>".removesuffix("<>")
    stream.show_text(shown)
    if layout.spread:
        stream.stream.append(b"0 Tc")
    return []


class _Run:
    """Glyphs of one face."""

    def __init__(self, stream: Any, glyph_item: Any) -> None:
        self.item, string = glyph_item.item, glyph_item.glyphs
        self.face, self.clusters = self.item.analysis.font, string.log_clusters
        self.font, self.size = stream.add_font(self.face)
        found = ffi.buffer(string.glyphs, string.num_glyphs * GLYPH.size)
        self.glyphs: list[_Glyph] = list(GLYPH.iter_unpack(found))

    @property
    def is_plain(self) -> bool:
        """Whether all of it are glyphs of a face of lines, none of them raised, from left to right."""
        font = self.font
        is_of_lines = not (font.bitmap or font.png or font.svg or font.colr or self.item.analysis.level % 2)
        return is_of_lines and all(glyph < _NO_GLYPH and not rise for glyph, _, _, rise, _ in self.glyphs)

    @property
    def is_of_single_characters(self) -> bool:
        """Whether each glyph is one character and each character one glyph."""
        return len(self.glyphs) == self.item.num_chars and all(flags & 1 for *_, flags in self.glyphs)

    def words(self, layout: Any, stream: Any) -> str:
        """What the glyphs are in the PDF: numbers, and how far each is from where it would be."""
        known = self.font.__dict__.setdefault("_quick_glyphs", {}).setdefault(self.size, {})
        shown = []
        for number, (glyph, width, offset, _, _) in enumerate(self.glyphs):
            key = glyph, width, offset
            words = known.get(key)
            if words is None:
                self._learn(glyph, number, layout, stream)
                words = known[key] = self._words(*key)
            shown.append(words)
        return "".join(shown)

    def _learn(self, glyph: int, number: int, layout: Any, stream: Any) -> None:
        """Have the face know how wide `glyph` is and which text it stands for."""
        font = self.font
        if glyph not in font.to_unicode:
            is_last = number == len(self.glyphs) - 1
            begin, end = self.clusters[number], self.item.length if is_last else self.clusters[number + 1]
            start = self.item.offset
            font.to_unicode[glyph] = layout.text.encode()[start + begin : start + end].decode()
        if glyph not in font.widths:
            pango.pango_font_get_glyph_extents(self.face, glyph, stream.ink_rect, stream.logical_rect)
            font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / self.size)

    def _words(self, glyph: int, width: int, moved: int) -> str:
        offset = moved / self.size
        kerning = self.font.widths[glyph] + offset - width * 1000 * FROM_UNITS / self.size
        before = f">{-offset}<" if offset else ""
        behind = f">{int(kerning)}<" if kerning else ""
        return f"{before}{glyph:04x}{behind}"


def _plain_runs(stream: Any, layout: Any) -> list[_Run] | None:
    """The runs of the line; None where there is more to one of them."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    first_line, _ = layout.get_first_line()
    runs = [_Run(stream, each) for each in _items(first_line)]
    if not runs or not all(run.is_plain for run in runs):
        return None
    # Pango spreads characters, with what belongs to them; PDF, glyphs.
    if layout.spread and not all(run.is_of_single_characters for run in runs):
        return None
    return runs


def _items(line: Any) -> Iterator[Any]:
    run = line.runs[0]
    while run != ffi.NULL:
        yield run.data
        run = run.next


DRAWING_FUNCTIONS: Final = (("draw_first_line", draw_first_line, _draw_first_line),)
