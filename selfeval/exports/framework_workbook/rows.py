"""A mapping of a framework document taken apart into the cells of one row, and put together from them."""

from collections.abc import Iterable, Mapping
from typing import Any

from selfeval.exports.framework_workbook.cells import cell_text, cell_value, rest_text, rest_value
from selfeval.exports.framework_workbook.columns import OTHER, Column, Path

Cells = dict[str, str]
Node = dict[str, Any]


def taken(node: Node, columns: Iterable[Column]) -> Cells:
    """The cells of what `columns` can hold of `node`, which is left with the rest."""
    cells: Cells = {}
    for column in columns:
        above = parent_of(node, column.path)
        if above is None or not column.path or column.path[-1] not in above:
            continue
        text = cell_text(column, above[column.path[-1]])
        if text is not None:
            cells[column.head] = text
            drop(node, column.path)
    return cells


def with_rest(cells: Cells, rest: Node) -> Cells:
    """`cells` with what is left in the last of them."""
    return {**cells, OTHER.head: rest_text(rest)} if rest else cells


def given(cells: Mapping[str, str], columns: Iterable[Column]) -> Node:
    """The mapping that the filled ones of `columns` make; blank cells are keys that are not written."""
    node: Node = {}
    for column in columns:
        text = cells.get(column.head, "")
        if column.path and text.strip():
            put(node, column.path, cell_value(column, text))
    return node


def merge_rest(node: Node, cells: Mapping[str, str]) -> bool:
    """Add what the cell of 其他 holds; false where it cannot be read."""
    text = cells.get(OTHER.head, "")
    if not text.strip():
        return True
    rest = rest_value(text)
    if rest is not None:
        _merge(node, rest)
    return rest is not None


def parent_of(node: Node, path: Path) -> Node | None:
    """The mapping that holds the last key of `path`; None where there is none."""
    for key in path[:-1]:
        below = node.get(key)
        if not isinstance(below, dict):
            return None
        node = below
    return node


def value_at(node: Node, path: Path) -> Any:
    """What stands at `path`, None where nothing does."""
    above = parent_of(node, path)
    return None if above is None else above.get(path[-1])


def put(node: Node, path: Path, value: Any) -> None:
    """Set what stands at `path`, with the mappings on the way to it."""
    for key in path[:-1]:
        if not isinstance(node.get(key), dict):
            node[key] = {}
        node = node[key]
    node[path[-1]] = value


def drop(node: Node, path: Path) -> None:
    """Take away what stands at `path`, and the mappings this leaves empty."""
    above = parent_of(node, path)
    if above is not None:
        above.pop(path[-1], None)
        if not above and len(path) > 1:
            drop(node, path[:-1])


def _merge(node: Node, rest: Node) -> None:
    for key, value in rest.items():
        if isinstance(value, dict) and isinstance(node.get(key), dict):
            _merge(node[key], value)
        else:
            node[key] = value
