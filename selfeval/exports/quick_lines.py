"""A line that is one text and nothing else, which nearly every line of a form is.

WeasyPrint looks on both sides of each line for what floats, inside for what stands apart, and splits it as if it held
boxes of any kind: half of the time of a line, for nothing where all of it is one text. Here such a line is made
straight, with the same sums in the same order; any other is left to WeasyPrint. For `quick_press`, and of its release.
"""

from typing import Any, Final

from weasyprint.formatting_structure.boxes import TextBox
from weasyprint.layout.inline import (
    _adjust_line_height,
    get_next_linebox,
    remove_last_whitespace,
    split_text_box,
    text_align,
)
from weasyprint.layout.percent import resolve_percentages

_SPACE: Final = ord(" ")
# Sums of lengths may come out a little less than the length they are compared with.
_TOLERANCE: Final = 1 + 1e-9

_usual_get_next_linebox = get_next_linebox


def _get_next_linebox(
    context: Any,
    linebox: Any,
    position_y: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    absolute_boxes: Any,
    fixed_boxes: Any,
    first_letter_style: Any,
    first_line_style: Any,
) -> Any:
    if not (context.excluded_shapes or first_letter_style or first_line_style) and _is_plain(linebox, containing_block):
        found = _line_of_text(context, linebox, position_y, skip_stack, containing_block)
        if found is not None:
            return found
    return _usual_get_next_linebox(
        context,
        linebox,
        position_y,
        bottom_space,
        skip_stack,
        containing_block,
        absolute_boxes,
        fixed_boxes,
        first_letter_style,
        first_line_style,
    )


def _is_plain(linebox: Any, block: Any) -> bool:
    """Whether all of the line is one text on the line itself, from left to right."""
    if len(linebox.children) != 1 or type(linebox.children[0]) is not TextBox:
        return False
    text = linebox.children[0]
    return bool(
        text.is_in_normal_flow()
        and text.style["vertical_align"] == "baseline"
        and linebox.style["position"] == "static"
        and linebox.style["direction"] == block.style["direction"] == "ltr"
    )


def _line_of_text(context: Any, linebox: Any, position_y: float, skip_stack: Any, block: Any) -> Any:
    """The next line and where the one behind it begins; None where it is not so simple after all."""
    text = linebox.children[0]
    skip = _skipped(skip_stack)
    rest = text.text.encode()[skip:] if skip is not None else b""
    if not rest or rest[0] == _SPACE:
        return None
    left = block.content_box_x()
    available = left + block.width - left
    linebox.position_x, linebox.position_y = left, position_y
    linebox.width = linebox.height = 0
    text.position_x, text.position_y = left + linebox.text_indent, position_y
    most = (left + available) * _TOLERANCE
    resolve_percentages(text, block)
    new_text, resume, is_break_kept = split_text_box(context, text, most - text.position_x, skip)
    if new_text is None or new_text.position_x + new_text.margin_width() > most:
        return None
    resume_at = None if resume is None else {0: {resume: None}}
    line = linebox.copy_with_children([new_text])
    line.remove_decoration(start=bool(skip), end=resume is not None)
    line.width = new_text.position_x + new_text.margin_width() - line.content_box_x()
    _adjust_line_height(line)
    linebox.width, linebox.height = line.width, line.height
    if new_text.text.endswith(" "):
        remove_last_whitespace(context, line)
    offset = text_align(context, line, available, last=resume is None or is_break_kept)
    _place(line, new_text, offset, position_y)
    return line, resume_at


def _skipped(skip_stack: Any) -> int | None:
    """How many bytes of the text stand on the lines before; None where those before were not of one text."""
    if skip_stack is None:
        return 0
    ((index, inner),) = skip_stack.items()
    if index:
        return None
    return next(iter(inner)) if inner else 0


def _place(line: Any, text: Any, offset: float, position_y: float) -> None:
    """Put `text` on the line, and the line where it belongs."""
    top, line_top = -text.baseline, -line.baseline
    bottom, line_bottom = top + text.margin_height(), line_top + line.margin_height()
    top_of_both, bottom_of_both = min(top, line_top), max(bottom, line_bottom)
    line.baseline, line.height = -top_of_both, bottom_of_both - top_of_both
    line.margin_top = line.margin_bottom = 0
    line.position_x, line.position_y = line.position_x + offset, position_y
    text.position_x, text.position_y = text.position_x + offset, top + (position_y - top_of_both)


LINE_FUNCTIONS: Final = (("get_next_linebox", get_next_linebox, _get_next_linebox),)
