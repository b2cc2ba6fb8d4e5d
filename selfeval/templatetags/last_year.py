"""Last year's value of a box, where the page knows of last year (`last_year` in the context)."""

from typing import Any

from django import template
from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def figure_then(context: Context, code: str) -> Any:
    """Of a data item or a derived value, also for a box's name; None where there is none."""
    return _at(context, "figures", code.removeprefix("fields."))


@register.simple_tag(takes_context=True)
def score_then(context: Context, code: str) -> Any:
    """Of an indicator."""
    return _at(context, "scores", code)


@register.simple_tag(takes_context=True)
def text_then(context: Context, box: str) -> Any:
    """Of a box of text."""
    return _at(context, "texts", box)


@register.simple_tag(takes_context=True)
def own_then(context: Context, name: str) -> Any:
    """Of an own indicator of that name."""
    found = context.get("last_year")
    return None if found is None else found.own_then(name)


def _at(context: Context, kind: str, key: str) -> Any:
    found = context.get("last_year")
    return None if found is None else getattr(found, kind).get(key)
