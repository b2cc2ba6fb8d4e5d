"""Lines of text that stay as they were laid out until they are drawn.

WeasyPrint gives each line back to Pango once it is measured and lays it out anew to draw it: twice the work for the
same glyphs. Here it is kept, unless what is drawn differs from what was measured: a break opportunity taken out again.
Letters that `page_finish` spreads are for whoever draws the line (`quick_drawing`). What Pango needs to know of a style
is told it once. For `quick_press`, and of its release.
"""

import re
from math import inf
from typing import Any, Final

from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout, create_layout, first_line_metrics, line_size, split_first_line

from selfeval.exports.style_overlay import Overlay

_FEATURES: Final = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
# What ends a paragraph for Pango.
_ENDS: Final = ("\n", "\r", "\u2029")

_MORE: Final = 10
# Text that may be broken between any two characters, and more than the last one of them.
_ANYWHERE: Final = re.compile("[\u4e00-\u9fff]{4}")
# What looks the same whatever stands beside it.
_CHINESE: Final = re.compile("[\u4e00-\u9fff，。、；：]")
# What WeasyPrint looks at once more where a line ends: spaces, and places for a hyphen.
_AT_ENDS: Final = (" ", "\xad", *_ENDS)

_usual_setup, _usual_set_text = Layout.setup, Layout.set_text


def _setup(self: Any, style: Any) -> None:
    self.spread = 0.0
    known = style.__dict__
    if "_quick_setup" not in known:
        known["_quick_setup"] = _context_of(style)
    found = known["_quick_setup"]
    if found is None:
        _usual_setup(self, style)
        return
    context, self.language, description = found
    self.style, self.first_line_direction = style, 0
    self.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(self.layout, False)
    pango.pango_layout_set_font_description(self.layout, description)
    self.ascent = self.underline_position = self.strikethrough_position = None


def _context_of(style: Any) -> tuple[Any, Any, Any] | None:
    """Context, language and face for all lines of `style`; None where there is more to it."""
    is_plain = style["text_decoration_line"] == "none" and style["font_language_override"] == "normal"
    if not is_plain or not style["lang"] or font_features(*(style[name] for name in _FEATURES)):
        return None
    contexts = style.font_config.__dict__.setdefault("_quick_contexts", {})
    key = style["direction"], style["lang"]
    if key not in contexts:
        context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)
        pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
        name, _kept = unicode_to_char_p(style["lang"])
        language = pango.pango_language_from_string(name)
        pango.pango_context_set_language(context, language)
        contexts[key] = context, language
    return (*contexts[key], get_font_description(style))


def _set_text(self: Any, text: str, justify: bool = False) -> None:
    # A line is drawn as a single paragraph. Told afterwards, Pango would lay it out once more.
    pango.pango_layout_set_single_paragraph_mode(self.layout, _is_single(text))
    _usual_set_text(self, text, justify)
    self.shown = self.text


def _is_single(text: str) -> bool:
    return not any(each in text for each in _ENDS)


class Kept:
    """How many lines were kept of the document in hand: a hundred pages of them, or they fill the memory."""

    MOST: Final = 10_000
    count = 0


_usual_deactivate = Layout.deactivate


def _deactivate(self: Any) -> None:
    Kept.count += 1
    if Kept.count > Kept.MOST:
        _usual_deactivate(self)


def _reactivate(self: Any, style: Any) -> None:
    before: Any = getattr(self, "style", None)
    is_overlay = before is not None and isinstance(style, Overlay) and style.base is before
    if self.justification_spacing or not (style is before or is_overlay):
        self.setup(style)
        self.set_text(self.text, justify=True)
        return
    if self.shown != self.text:
        pango.pango_layout_set_width(self.layout, -1)
        self.set_text(self.text, justify=True)
    if style["letter_spacing"] != before["letter_spacing"]:
        self.spread = style["letter_spacing"]


def spread_by_pango(layout: Any, style: Any) -> None:
    """Lay the line out with its letters apart, where whoever draws it does not set them apart."""
    if layout.spread:
        layout.style, layout.spread = style, 0.0
        pango.pango_layout_set_width(layout.layout, -1)
        layout.set_text(layout.text, justify=True)


_usual_split_first_line = split_first_line


def _split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    if max_width is not None and max_width < inf and _wraps_plainly(text, style):
        found = _plain_first_line(text, style, context, max_width, justification_spacing)
        if found is not None:
            return found
    return _usual_split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)


def _wraps_plainly(text: str, style: Any) -> bool:
    """Whether a line of `text` ends where Pango ends it: no space that hangs over, no word that is hyphenated."""
    is_plain = style["white_space"] == "normal" and style["hyphens"] != "auto" and style["letter_spacing"] == "normal"
    return is_plain and not any(each in text for each in _AT_ENDS)


def _plain_first_line(text: str, style: Any, context: Any, max_width: float, spacing: float) -> Any:
    """The first line, of no more text than a line and a half: WeasyPrint has four lines laid out to take the first.

    None where it is too wide, or what was not looked at may have a say in it.
    """
    size = style["font_size"]
    begun = text[: int(max_width / size * 1.5) + _MORE] if size * 4 <= max_width else text
    layout = create_layout(begun, style, context, max_width, spacing)
    first_line, resume = layout.get_first_line()
    width, height = line_size(first_line, style)
    encoded = begun.encode()
    end = len(encoded) if resume is None else resume
    shown, rest = encoded[:end].decode(), encoded[end:].decode()
    # Where the second line may break before the end of what was looked at, the rest has no say in the first.
    is_certain = len(begun) == len(text) or _ANYWHERE.search(rest)
    if width > max_width or not is_certain:
        return None
    if resume is not None:
        if not (_CHINESE.match(shown[-1]) or _CHINESE.match(rest)):
            return first_line_metrics(first_line, begun, layout, resume, space_collapse=True, style=style)
        # Neither of the two changes how the other looks, so the line stays as it was laid out with what follows it.
        layout.text = layout.shown = shown
    # The line is gone with the layout.
    length, baseline = first_line.length, pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    layout.deactivate()
    return layout, length, resume, width, height, baseline


TEXT_FUNCTIONS: Final = (("split_first_line", split_first_line, _split_first_line),)
TEXT_PARTS: Final = (
    (Layout, "setup", _setup),
    (Layout, "set_text", _set_text),
    (Layout, "deactivate", _deactivate),
    (Layout, "reactivate", _reactivate),
)
