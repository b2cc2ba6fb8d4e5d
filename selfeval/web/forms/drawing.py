"""Draws the inputs of pages with many boxes.

Django draws each input by a template that includes two others, which is most of what a page of a hundred boxes costs.
The inputs such pages are made of are drawn here, to the same letters; whatever else there is, Django draws.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html
from django.utils.safestring import SafeString

_Widget = Mapping[str, Any]


class BoxRenderer(DjangoTemplates):
    """Django's own renderer, but for one-line boxes, texts and ticks."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = _DRAWN.get(template_name)
        return super().render(template_name, context, request) if draw is None else draw(context["widget"])


def _input(widget: _Widget) -> SafeString:
    value = widget["value"]
    given = "" if value is None else format_html(' value="{}"', str(value))
    return format_html('<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], given, _attributes(widget))


def _textarea(widget: _Widget) -> SafeString:
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>', widget["name"], _attributes(widget), widget["value"] or ""
    )


def _attributes(widget: _Widget) -> SafeString:
    """Those that are False are left out, those that are True have no value."""
    return SafeString(
        "".join(
            f" {escape(name)}" if value is True else f' {escape(name)}="{escape(str(value))}"'
            for name, value in widget["attrs"].items()
            if value is not False
        )
    )


_DRAWN: Final[Mapping[str, Callable[[_Widget], SafeString]]] = {
    "django/forms/widgets/text.html": _input,
    "django/forms/widgets/checkbox.html": _input,
    "django/forms/widgets/textarea.html": _textarea,
}
# One for all forms: it keeps the templates it has read.
BOXES: Final = BoxRenderer()
