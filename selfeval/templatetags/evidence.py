"""The evidence of one indicator, looked up where a page has any."""

from typing import Any

from django import template
from django.template.context import Context

register = template.Library()


@register.simple_tag(takes_context=True)
def evidence_of(context: Context, code: str) -> Any:
    """The strip of the indicator `code`; None on a page without evidence."""
    return (context.get("evidence") or {}).get(code)
