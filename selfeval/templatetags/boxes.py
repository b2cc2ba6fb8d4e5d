"""Input, state, note and foot of a box. Written here and not as templates: a page has about a hundred of each.

They take `oob` and `is_editable` from the page.
"""

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from selfeval.templatetags.page import icon, oob

register = template.Library()

_NOTHING = SafeString("")
_NOTE_ICONS = {"warning": "warn", "error": "err"}


@register.simple_tag
def box_input(box: Any, *, css: str = "") -> SafeString:
    """The input itself, with the classes of the box or `css`, and of its kind before them as crispy forms has it."""
    widget = box.bound.field.widget
    widget.attrs["class"] = f"{type(widget).__name__.lower()} {css or box.css}"
    return SafeString(box.bound.as_widget())


@register.simple_tag(takes_context=True)
def box_state(context: Context, state: Any) -> SafeString:
    """What became of a box, and the choice where somebody else changed it."""
    choice = {"theirs": state.theirs, "box": state.box}
    return format_html(
        '<span class="se-box is-{}" id="state-{}" data-state="{}" data-for="{}"{}{}{}>{}<span>{}{}</span></span>\n',
        state.kind,
        state.box,
        state.kind,
        state.box,
        _NOTHING if state.sent is None else format_html(' data-sent="{}"', state.sent),
        _NOTHING if state.shown is None else format_html(' data-shown="{}"', state.shown),
        oob(context),
        icon(state.icon) if state.icon else _NOTHING,
        state.words,
        render_to_string("filing/_choice.html", choice) if state.theirs else _NOTHING,
    )


@register.simple_tag(takes_context=True)
def box_note(context: Context, note: Any) -> SafeString:
    """What a finding says of a box; the place stays where it says nothing, for a later answer to fill."""
    return format_html(
        '<span class="se-box is-note is-{}" id="note-{}" data-note="{}" data-for="{}"{}>{}{}</span>\n',
        note.kind,
        note.box,
        note.kind,
        note.box,
        oob(context),
        icon(_NOTE_ICONS[note.kind]) if note.kind in _NOTE_ICONS else _NOTHING,
        _NOTHING if note.kind == "none" else format_html("<span>{}</span>", note.words),
    )


@register.simple_tag(takes_context=True)
def box_foot(context: Context, box: Any, *, hint: str = "", insert_into: str = "") -> SafeString:
    """The line below a box; `insert_into` says in words into which text the button inserts numbers."""
    return format_html(
        '<div class="se-field-foot">{}{}{}{}{}</div>\n',
        box_state(context, box.state),
        box_note(context, box.note),
        format_html('<span class="hint">{}</span>', hint) if hint else _NOTHING,
        _insert_button(box, insert_into) if insert_into and box.may_type else _NOTHING,
        _length(box) if box.is_long else _NOTHING,
    )


def _insert_button(box: Any, into: str) -> SafeString:
    return format_html(
        '<button type="button" class="se-a js-only" data-link-insert="{}" aria-label="插入数据到{}">'
        "{}插入数据</button>",
        box.bound.name,
        into,
        icon("plus"),
    )


def _length(box: Any) -> SafeString:
    return format_html(
        '<span class="cnt" data-count-of="{}"{}>{}{} 字</span>',
        box.bound.name,
        format_html(' data-most="{}"', box.at_most) if box.at_most else _NOTHING,
        box.length,
        format_html(" / {}", box.at_most) if box.at_most else _NOTHING,
    )
