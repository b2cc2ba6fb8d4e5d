"""A framework document as the text of a framework file: what is read back is the same document.

Scalars are written plain where YAML allows, since the reader takes every scalar for text; keys stand in the order of
the contract, short mappings on one line.
"""

from collections.abc import Mapping
from typing import Any, Final

import yaml

_WIDTH: Final = 110
# One order for all mappings of a framework file; keys that are not known follow as they come.
_ORDER: Final = {
    key: place
    for place, key in enumerate(
        (
            *("format", "slug", "version", "code", "name", "label", "title", "text", "authority"),
            *("document", "status", "note", "kind", "group", "required", "min", "options", "columns", "rows"),
            *("mode", "rate_places", "points_places", "thresholds_on", "by", "keep", "rate", "in", "total_at_most"),
            *("severity", "tolerance", "where", "expect", "message", "guide", "max_chars", "from"),
            *("limit", "target", "side", "step", "deduct", "steps", "cap", "of", "field", "at_least", "pick"),
            *("above", "then", "both_zero", "otherwise", "when", "min_chars"),
            *("points", "definition", "criteria", "standard", "formula", "show", "range", "zero_denominator"),
            *("uncomputable", "not_applicable", "evidence", "explain", "own_indicators", "tiers", "source"),
            *("scoring", "over", "bands", "items", "nodes"),
            *("money_unit", "total_points", "rounding", "grades", "grade_groups", "set_points", "caps"),
            *("field_groups", "fields", "derived", "narratives", "indicators", "checks", "children"),
        )
    )
}


def framework_to_yaml(document: Mapping[str, Any]) -> str:
    """The text of a plain framework document, faulty or not; `load` gives the document again."""
    text: str = yaml.dump(
        dict(document),
        Dumper=_Writer,
        allow_unicode=True,
        width=_WIDTH,
        sort_keys=False,
        default_flow_style=None,
        indent=2,
    )
    return text


class _Writer(yaml.SafeDumper):
    """Text stays plain whatever it looks like, nothing is an alias, an empty value is nothing at all."""

    yaml_implicit_resolvers: dict[str, Any] = {}

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(writer: yaml.SafeDumper, value: str) -> yaml.Node:
    style = "'" if value == "" else ("|" if "\n" in value else None)
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _nothing(writer: yaml.SafeDumper, value: None) -> yaml.Node:
    return writer.represent_scalar("tag:yaml.org,2002:str", "", style="")


def _mapping(writer: yaml.SafeDumper, value: Mapping[str, Any]) -> yaml.Node:
    ordered = sorted(value.items(), key=lambda item: _ORDER.get(item[0], len(_ORDER)))
    node = writer.represent_mapping("tag:yaml.org,2002:map", ordered)
    if _needs_lines(value.values()):
        node.flow_style = False
    return node


def _list(writer: yaml.SafeDumper, value: list[Any]) -> yaml.Node:
    node = writer.represent_sequence("tag:yaml.org,2002:seq", value)
    if _needs_lines(value):
        node.flow_style = False
    return node


def _needs_lines(values: Any) -> bool:
    """Whether values stand on lines of their own: an empty one has no place in `{…}`, long text reads badly there."""
    found = list(values)
    return any(each is None for each in found) or sum(len(each) for each in found if isinstance(each, str)) > _WIDTH


_Writer.add_representer(str, _text)
_Writer.add_representer(type(None), _nothing)
_Writer.add_representer(dict, _mapping)
_Writer.add_representer(list, _list)
