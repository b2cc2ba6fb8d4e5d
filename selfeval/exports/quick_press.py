"""WeasyPrint, quicker for the documents of this product, drawing the same.

A form asks WeasyPrint the same things thousands of times: which lengths a style has, how high its lines are, whether
its box floats; and for each document again what the styles of the same sheets come to. While the press runs
(`quickened`) a few inner functions of WeasyPrint answer such questions once a style, and styles outlive the document.
Where a style is not of the plain kind, the function of WeasyPrint does what it always did.

These are private parts, so this holds for one release only: any other runs as it is, only slower, and says so once. The
tests compare what is drawn with and without. Nothing typed ever enters a style; and the sheets of the press give no
length in parts of the page, which a style that outlives its document would get wrong.
"""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final
from xml.etree.ElementTree import Element

import weasyprint
from weasyprint.css import ComputedStyle, InitialStyle, StyleFor
from weasyprint.draw.border import draw_border
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout.background import layout_box_backgrounds
from weasyprint.layout.percent import adjust_box_sizing, resolve_percentages
from weasyprint.text.line_break import strut

from selfeval.exports.quick_drawing import DRAWING_FUNCTIONS
from selfeval.exports.quick_lines import LINE_FUNCTIONS
from selfeval.exports.quick_text import TEXT_FUNCTIONS, TEXT_PARTS, Kept
from selfeval.exports.style_overlay import Overlay

_LOG: Final = logging.getLogger(__name__)
RELEASE: Final = "70.0"
_MOST_STYLES: Final = 5_000
_SIDES: Final = ("top", "right", "bottom", "left")
_RADII: Final = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
_NO_RADII: Final = dict.fromkeys(_RADII, (0, 0))
_LENGTHS: Final = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in _SIDES),
    *(f"{kind}{axis}" for kind in ("", "min_", "max_") for axis in ("width", "height")),
)
_Part = tuple[Any, str, Any]  # whose, its name, what takes its place


@contextmanager
def quickened() -> Iterator[None]:
    """Let WeasyPrint be quick inside; it is itself again behind. Under the lock of the press, as all that draws."""
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in _parts()]
    for owner, name, quick in _parts():
        setattr(owner, name, quick)
    Kept.count = 0
    try:
        yield
    finally:
        for owner, name, usual in before:
            setattr(owner, name, usual)


@cache
def _parts() -> tuple[_Part, ...]:
    if weasyprint.__version__ != RELEASE:
        _LOG.warning(
            "WeasyPrint %s is not the %s that quick_press knows; it runs as it is", weasyprint.__version__, RELEASE
        )
        return ()
    functions = (
        ("resolve_percentages", resolve_percentages, _resolve_percentages),
        ("strut", strut, _strut),
        ("draw_border", draw_border, _draw_border),
        ("layout_box_backgrounds", layout_box_backgrounds, _layout_box_backgrounds),
        *TEXT_FUNCTIONS,
        *LINE_FUNCTIONS,
        *DRAWING_FUNCTIONS,
    )
    modules = [module for name, module in sys.modules.items() if name.partition(".")[0] == "weasyprint"]
    return (
        (StyleFor, "set_computed_styles", _set_computed_styles),
        (ComputedStyle, "copy", _copy),
        (Box, "is_in_normal_flow", _is_in_normal_flow),
        *TEXT_PARTS,
        *(
            (module, name, quick)
            for name, usual, quick in functions
            for module in modules
            if getattr(module, name, None) is usual
        ),
    )


def _of_style(work: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """`work` of a style, done once a style. Copies of a style are others: they are made to be changed."""
    name = f"_quick{work.__name__}"

    def found(style: Any) -> Any:
        known = style.__dict__
        if name not in known:
            known[name] = work(style)
        return known[name]

    return found


_usual_set_computed_styles = StyleFor.set_computed_styles


def _set_computed_styles(
    self: Any,
    element: Any,
    parent: Any,
    root: Any = None,
    pseudo_type: str | None = None,
    base_url: str | None = None,
    target_collector: Any = None,
) -> None:
    """As StyleFor has it; equal declarations below equal parents are one style for all documents of the press."""
    styles = self.get_computed_styles()
    cascaded = self.get_cascaded_styles().get((element, pseudo_type), {})
    is_root, is_page = element == root and pseudo_type is None, not isinstance(element, Element)
    above = None if is_root else styles[parent, None]
    above = getattr(above, "base", above)
    pool = self.font_config.__dict__.setdefault("_quick_styles", {})
    key = _key_of(above, pseudo_type, cascaded, is_root=is_root, is_page=is_page)
    if key is None or (key not in pool and len(pool) >= _MOST_STYLES):
        _usual_set_computed_styles(self, element, parent, root, pseudo_type, base_url, target_collector)
        return
    style = pool.get(key)
    if style is None:
        top = InitialStyle(self.font_config) if is_root else styles[root, None]
        style = ComputedStyle(above, cascaded, pseudo_type, top, base_url, self.font_config, self.initial_page_sizes)
        style.is_pooled = True
        pool[key] = style
    # The layout of a page changes the style of that page.
    styles[element, pseudo_type] = Overlay(style) if is_page and pseudo_type is None else style
    if target_collector and style["anchor"]:
        target_collector.collect_anchor(style["anchor"])


_usual_copy = ComputedStyle.copy


def _copy(self: Any) -> Any:
    """For one box, with a value or two of its own: each cell has one while its content is laid out."""
    return Overlay(self) if getattr(self, "is_pooled", False) else _usual_copy(self)


def _key_of(above: Any, pseudo_type: str | None, cascaded: Any, *, is_root: bool, is_page: bool) -> object | None:
    """What a style depends on; None where its parent is of one document only, or a value cannot be compared."""
    if not (is_root or getattr(above, "is_pooled", False)):
        return None
    key = (id(above), pseudo_type, is_page, tuple(cascaded.items()))
    for found in (key, _of_tuples(key)):
        try:
            hash(found)
        except TypeError:
            continue
        return found
    return None


def _of_tuples(value: object) -> object:
    """`value` with tuples for the lists in it."""
    return tuple(map(_of_tuples, value)) if isinstance(value, (list, tuple)) else value


@_of_style
def _lengths(style: Any) -> dict[str, Any] | None:
    """The lengths of every box of `style`, where none of them is a part of something else."""
    found = {}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            found[name] = 0 if name in ("min_width", "min_height") else value
        elif getattr(value, "unit", None) == "px":
            found[name] = value.value
        else:
            return None
    if style["border_collapse"] == "collapse":
        return None
    return found | {f"border_{side}_width": style[f"border_{side}_width"] for side in _SIDES}


_usual_resolve_percentages = resolve_percentages


def _resolve_percentages(box: Any, containing_block: Any) -> None:
    lengths = _lengths(box.style)
    if lengths is None:
        _usual_resolve_percentages(box, containing_block)
        return
    box.__dict__.update(lengths)
    if box.style["box_sizing"] != "content-box":
        adjust_box_sizing(box, "width")
        adjust_box_sizing(box, "height")


_strut = _of_style(strut)

_usual_is_in_normal_flow = Box.is_in_normal_flow


def _is_in_normal_flow(self: Any) -> bool:
    known = self.style.__dict__
    if "_quick_flow" not in known:
        known["_quick_flow"] = _usual_is_in_normal_flow(self)
    is_in: bool = known["_quick_flow"]
    return is_in


@_of_style
def _has_no_background(style: Any) -> bool:
    if style["border_image_source"][0] != "none" or style["mask_border_source"][0] != "none" or style["box_shadow"]:
        return False
    if any((0, "px") not in style[name] for name in _RADII):
        return False
    if style["visibility"] == "hidden":
        return True
    has_picture = any(kind != "none" for kind, _ in style["background_image"])
    return not has_picture and get_color(style, "background_color").alpha == 0


_usual_layout_box_backgrounds = layout_box_backgrounds


def _layout_box_backgrounds(
    page: Any, box: Any, get_image_from_uri: Any, layout_children: bool = True, style: Any = None
) -> None:
    if box is page or style is not None or not layout_children or not _has_no_background(box.style):
        _usual_layout_box_backgrounds(page, box, get_image_from_uri, layout_children, style)
        return
    box.__dict__.update(_NO_RADII)
    for child in box.all_children():
        _layout_box_backgrounds(page, child, get_image_from_uri)
    box.background = None


@_of_style
def _rule_color(style: Any) -> Any:
    """The colour of rules that are all drawn alike, straight and without a gap; None of any others."""
    colors = {get_color(style, f"border_{side}_color") for side in _SIDES}
    is_solid = all(style[f"border_{side}_style"] == "solid" for side in _SIDES if style[f"border_{side}_width"])
    has_columns = style["column_width"] != "auto" or style["column_count"] != "auto"
    if len(colors) > 1 or has_columns or not is_solid or not _has_no_background(style):
        return None
    (color,) = colors
    return color if color.alpha == 1 else None


_usual_draw_border = draw_border


def _draw_border(stream: Any, box: Any) -> None:
    """Rules as lines: WeasyPrint draws each as a ring inside a path that cuts a piece out of it."""
    if box.style["visibility"] != "visible":
        return
    top, right, bottom, left = (getattr(box, f"border_{side}_width") for side in _SIDES)
    if not (top or right or bottom or left):
        return
    color = _rule_color(box.style)
    if color is None or any(getattr(box, name) != (0, 0) for name in _RADII):
        _usual_draw_border(stream, box)
        return
    x, y, width, height = box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height()
    with stream.artifact():
        stream.set_color(color, stroke=True)
        for thickness, *ends in (
            (top, x, y + top / 2, x + width, y + top / 2),
            (bottom, x, y + height - bottom / 2, x + width, y + height - bottom / 2),
            (left, x + left / 2, y, x + left / 2, y + height),
            (right, x + width - right / 2, y, x + width - right / 2, y + height),
        ):
            if thickness:
                stream.set_line_width(thickness)
                stream.move_to(*ends[:2])
                stream.line_to(*ends[2:])
                stream.stroke()
