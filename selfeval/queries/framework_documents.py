"""A framework document taken apart into rows and put together from them; the two directions stand side by side.

A document is what a framework file holds: mappings and lists whose scalars are text. Each part keeps its code, name,
order and points in columns and everything else in `definition`, so that nothing is stored twice. A list that the file
leaves empty is the same as one it does not write (but `fields`, which it must write), and points come back in plain
digits (`3.0` as `3`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from selfeval.domain.amounts import plain_text
from selfeval.models import (
    FrameworkCheck,
    FrameworkDerived,
    FrameworkField,
    FrameworkFieldGroup,
    FrameworkIndicator,
    FrameworkNarrative,
    FrameworkVersion,
)
from selfeval.models.frameworks import FrameworkPart

Node = Mapping[str, Any]

# Key in the document, model, and the column besides `code`.
_LISTS: Final[tuple[tuple[str, type[FrameworkPart], str], ...]] = (
    ("field_groups", FrameworkFieldGroup, "label"),
    ("fields", FrameworkField, "label"),
    ("derived", FrameworkDerived, "label"),
    ("narratives", FrameworkNarrative, "title"),
    ("checks", FrameworkCheck, "message"),
)
_HEAD_COLUMNS: Final = ("slug", "version", "title")
_ROW_KEYS: Final = ("indicators", *(key for key, _, _ in _LISTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkRows:
    """Unsaved rows of one document; a child follows its parent in `indicators`, and points to it."""

    version: FrameworkVersion
    parts: tuple[tuple[type[FrameworkPart], tuple[FrameworkPart, ...]], ...]
    indicators: tuple[FrameworkIndicator, ...]


def rows_of(document: Node) -> FrameworkRows:
    """The rows of a document that the domain has read without fault; hash and time of loading are not set."""
    version = FrameworkVersion(
        **{column: document[column] for column in _HEAD_COLUMNS},
        definition=_without(document, *_HEAD_COLUMNS, *_ROW_KEYS),
    )
    parts = tuple(
        (model, tuple(_part(version, model, column, place, node) for place, node in enumerate(document.get(key) or ())))
        for key, model, column in _LISTS
    )
    indicators: list[FrameworkIndicator] = []
    for root in document["indicators"]:
        _add_indicator(indicators, version, None, root)
    return FrameworkRows(version=version, parts=parts, indicators=tuple(indicators))


def document_of(version: FrameworkVersion) -> dict[str, Any]:
    """The document the rows of a saved `version` make. One query a kind of part."""
    parts = tuple((model, tuple(model._default_manager.filter(version=version))) for _, model, _ in _LISTS)
    indicators = tuple(FrameworkIndicator.objects.filter(version=version))
    return assembled(FrameworkRows(version=version, parts=parts, indicators=indicators))


def assembled(rows: FrameworkRows) -> dict[str, Any]:
    """The document that `rows` make, saved or not; each list by position."""
    document: dict[str, Any] = {column: getattr(rows.version, column) for column in _HEAD_COLUMNS}
    document |= rows.version.definition
    for (key, _, column), (_, parts) in zip(_LISTS, rows.parts, strict=True):
        # A sheet may ask for no figures at all, but its file must say so: `fields: []`.
        if parts or key == "fields":
            document[key] = [
                {"code": part.code, column: getattr(part, column), **part.definition}
                for part in sorted(parts, key=lambda part: part.position)
            ]
    document["indicators"] = list(_tree(rows.indicators))
    return document


def _without(node: Node, *keys: str) -> dict[str, Any]:
    return {key: value for key, value in node.items() if key not in keys}


def _part(
    version: FrameworkVersion, model: type[FrameworkPart], column: str, position: int, node: Node
) -> FrameworkPart:
    values = {"code": node["code"], column: node[column], "definition": _without(node, "code", column)}
    return model(version=version, position=position, **values)


def _add_indicator(
    rows: list[FrameworkIndicator], version: FrameworkVersion, parent: FrameworkIndicator | None, node: Node
) -> None:
    row = FrameworkIndicator(
        version=version,
        parent=parent,
        position=len(rows),
        code=node["code"],
        path=f"{parent.path}.{node['code']}" if parent else node["code"],
        level=parent.level + 1 if parent else 1,
        name=node["name"],
        points=Decimal(node["points"]) if node.get("points") else None,
        definition=_without(node, "code", "name", "points", "children"),
    )
    rows.append(row)
    for child in node.get("children") or ():
        _add_indicator(rows, version, row, child)


def _tree(rows: tuple[FrameworkIndicator, ...]) -> Iterator[dict[str, Any]]:
    """The level-1 nodes, each with its children below it."""
    nodes: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: row.position):
        points = {} if row.points is None else {"points": plain_text(row.points)}
        node = nodes[row.path] = {"code": row.code, "name": row.name, **points, **row.definition}
        above = row.path.rpartition(".")[0]
        if above:
            nodes[above].setdefault("children", []).append(node)
        else:
            yield node
