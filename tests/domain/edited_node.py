"""A framework with one node changed, as no file need say it."""

from dataclasses import replace
from typing import Any

from selfeval.domain.framework import Framework, Indicator


def with_node(framework: Framework, code: str, **changes: Any) -> Framework:
    """`framework` with `changes` made to the node `code`."""
    return replace(framework, indicators=tuple(_changed(root, code, changes) for root in framework.indicators))


def _changed(node: Indicator, code: str, changes: dict[str, Any]) -> Indicator:
    if node.code == code:
        return replace(node, **changes)
    return replace(node, children=tuple(_changed(child, code, changes) for child in node.children))
