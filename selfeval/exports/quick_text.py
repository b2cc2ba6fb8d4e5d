"""Lines of text that stay as they were laid out until they are drawn.

WeasyPrint gives each line back to Pango once it is measured and lays it out anew to draw it: twice the work for the
same glyphs. Here it is kept, unless what is drawn differs from what was measured: letters spread by `page_finish`, a
break opportunity taken out again. What Pango needs to know of a style is told it once. For `quick_press`, and of its
release.
"""

import re
from math import inf
from typing import Any, Final

from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout, split_first_line

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

_usual_setup, _usual_set_text = Layout.setup, Layout.set_text


def _setup(self: Any, style: Any) -> None:
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
    is_single = not any(each in text for each in _ENDS)
    pango.pango_layout_set_single_paragraph_mode(self.layout, is_single)
    _usual_set_text(self, text, justify)
    self.shown = self.text


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
    before = getattr(self, "style", None)
    is_overlay = before is not None and isinstance(style, Overlay) and style.base is before
    if self.justification_spacing or not (style is before or is_overlay):
        self.setup(style)
        self.set_text(self.text, justify=True)
        return
    if self.shown == self.text and style["letter_spacing"] == self.style["letter_spacing"]:
        return
    self.style = style
    pango.pango_layout_set_width(self.layout, -1)
    self.set_text(self.text, justify=True)


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
    """The first line, of no more text than a line and a half: WeasyPrint has four lines laid out to take the first."""
    size = style["font_size"]
    if max_width is not None and size * 4 <= max_width < inf and style["letter_spacing"] == "normal":
        begun = text[: int(max_width / size * 1.5) + _MORE]
        if len(begun) < len(text):
            found = _usual_split_first_line(
                begun, style, context, max_width, justification_spacing, is_line_start, minimum
            )
            # Where the second line may break before the end of what was looked at, the rest has no say in the first.
            if found[2] is not None and _ANYWHERE.search(begun.encode()[found[2] :].decode()):
                return found
    return _usual_split_first_line(text, style, context, max_width, justification_spacing, is_line_start, minimum)


TEXT_FUNCTIONS: Final = (("split_first_line", split_first_line, _split_first_line),)
TEXT_PARTS: Final = (
    (Layout, "setup", _setup),
    (Layout, "set_text", _set_text),
    (Layout, "deactivate", _deactivate),
    (Layout, "reactivate", _reactivate),
)
