"""A style that differs from another in a few values.

A copy of a WeasyPrint style works out again whatever it had not been asked before it was copied, and a form has a copy
for every justified line. Private to WeasyPrint, which is pinned; `copy` and the names set here are those of its styles.
"""

from typing import Any

from weasyprint.css import Style


class Overlay(Style):
    """`base` but for `own`. Not for values that others are worked out from: those stay as the base has them."""

    def __init__(self, base: Any, **own: object) -> None:
        super().__init__(base, **own)
        self.base = base
        self.parent_style, self.is_root_element = base.parent_style, base.is_root_element
        self.font_config, self.cache, self.specified = base.font_config, base.cache, base.specified

    @property
    def anonymous_style(self) -> Any:
        """The style of boxes no element stands for: none of the values in which overlays differ is handed down."""
        return self.base.anonymous_style

    def copy(self) -> "Overlay":
        """The same once more, to be changed."""
        return Overlay(self.base, **self)

    def __missing__(self, name: str) -> Any:
        value = self[name] = self.base[name]
        return value
