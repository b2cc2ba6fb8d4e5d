"""Icons, the mark of a fragment, and looking things up by a box or a place."""

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import Any
from uuid import uuid4

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

_OUT_OF_BAND, _NOTHING = SafeString(' hx-swap-oob="true"'), SafeString("")


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An icon of the sprite; words always stand beside it, so it is hidden from readers of the screen."""
    return _icon(name, css)


@lru_cache(maxsize=256)
def _icon(name: str, css: str) -> SafeString:
    """A page has some two hundred icons, of two dozen kinds."""
    return format_html(
        '<svg class="ic{}" viewBox="0 0 16 16" aria-hidden="true"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        _sprite(),
        name,
    )


@cache
def _sprite() -> str:
    """Where the sprite is; Django, too, reads the addresses of static files once a process."""
    return static("img/icons.svg")


@register.filter
def at(found: Mapping[str, Any] | None, key: str) -> Any:
    """The entry of a mapping under a key that has dots; None where there is none."""
    return (found or {}).get(key)


@register.filter
def grouped(number: int) -> str:
    """A count as people read it: 29,940."""
    return f"{number:,}"


@register.filter
def has_more(links: Iterable[Any]) -> bool:
    """Whether some of the links stand under 更多."""
    return any(link.is_more for link in links)


@register.simple_tag(takes_context=True)
def oob(context: Context) -> SafeString:
    """The mark that makes htmx put an element in the place of the one with its id; nothing on a whole page."""
    return _OUT_OF_BAND if context.get("oob") else _NOTHING


@register.simple_tag
def sending_id() -> SafeString:
    """The name of this sending, for a form that is written out: a second click sends the same one."""
    return format_html('<input type="hidden" name="request_id" value="{}">', uuid4())
