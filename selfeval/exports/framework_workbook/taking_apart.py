"""A framework document as the rows of its sheets. Any document goes in, a faulty draft too; nothing of it is lost."""

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any, TypeGuard

from selfeval.exports.framework_workbook.cells import cell_text
from selfeval.exports.framework_workbook.columns import (
    DETAILS,
    HEAD,
    INDICATORS,
    TABLE_COLUMNS,
    Column,
    ListSheet,
    Part,
    Path,
)
from selfeval.exports.framework_workbook.indicator_sheets import (
    DETAIL_COLUMNS,
    INDICATOR_COLUMNS,
    LEVEL_COLUMNS,
    OPTION_BANDS,
    OPTION_HEAD,
    OPTIONS,
    OWNER_HEAD,
    PART_HEAD,
    PARTS,
)
from selfeval.exports.framework_workbook.list_sheets import (
    FIELD_OWNER,
    HEAD_COLUMNS,
    LISTS,
    TABLE_COLUMN_COLUMNS,
    TABLE_PART,
)
from selfeval.exports.framework_workbook.rows import Cells, Node, drop, taken, value_at, with_rest

Sheets = dict[str, list[Cells]]
_DETAILS_BY_HEAD = {column.head: column for column in DETAIL_COLUMNS}
_TABLE_COLUMNS_BY_HEAD = {column.head: column for column in TABLE_COLUMN_COLUMNS}


def taken_apart(document: Mapping[str, Any]) -> Sheets:
    """The rows of every sheet by its name; 基本信息 has one row, written from top to bottom."""
    rest = deepcopy(dict(document))
    sheets: Sheets = {HEAD: [], INDICATORS: [], DETAILS: [], TABLE_COLUMNS: []}
    if _all_placeable(rest.get("indicators")):
        _Tree(sheets).add(rest.pop("indicators"), above=(), level=0)
    for sheet in LISTS:
        sheets[sheet.name] = _list(sheet, rest, sheets[TABLE_COLUMNS])
    sheets[HEAD].append(with_rest(taken(rest, HEAD_COLUMNS), rest))
    return sheets


def _list(sheet: ListSheet, document: Node, table_columns: list[Cells]) -> list[Cells]:
    elements = document.get(sheet.key)
    if not _are_mappings(elements) or not (elements or sheet.is_required):
        return []
    document.pop(sheet.key)
    codes = Counter(element.get("code") for element in elements if isinstance(element.get("code"), str))
    rows = []
    for element in elements:
        if sheet.key == "fields" and _is_code(element.get("code")) and codes[element["code"]] == 1:
            table_columns += _table_columns(element)
        rows.append(with_rest(taken(element, sheet.columns), element))
    return rows


def _table_columns(field: Node) -> list[Cells]:
    cells = _part(field, TABLE_PART, _TABLE_COLUMNS_BY_HEAD)
    return [{FIELD_OWNER.head: field["code"], **each} for each in cells]


def _part(owner: Node, part: Part, columns: Mapping[str, Column]) -> list[Cells]:
    """The rows of the list at the path of `part`, which `owner` loses; none where it is no list of mappings."""
    elements = value_at(owner, part.path)
    if not _are_mappings(elements) or not elements:
        return []
    drop(owner, part.path)
    used = [_column(columns[head], path) for head, path in part.heads.items()]
    return [with_rest(taken(element, used), element) for element in elements]


def _column(column: Column, path: Path) -> Column:
    """`column` holding the key it stands for in one kind of row."""
    return Column(head=column.head, path=path, form=column.form, words=column.words)


class _Tree:
    """Writes the tree of indicators in print order, one row an indicator."""

    def __init__(self, sheets: Sheets) -> None:
        self._rows, self._details = sheets[INDICATORS], sheets[DETAILS]

    def add(self, nodes: Sequence[Node], *, above: tuple[str, ...], level: int) -> None:
        """Add `nodes` of `level` (from 0) and all below them."""
        codes = Counter(node.get("code") for node in nodes if isinstance(node.get("code"), str))
        for node in nodes:
            code = node.get("code")
            # What stands on other rows finds its indicator by its code; without a good one it stays on this row.
            is_found = _is_code(code) and codes[code] == 1
            children = node.pop("children") if is_found and self._has_rows_below(node, level) else []
            details = self._taken_details(node, ".".join((*above, str(code)))) if is_found else []
            self._rows.append(_row(node, above, level))
            self._details += details
            self.add(children, above=(*above, str(code)), level=level + 1)

    @staticmethod
    def _has_rows_below(node: Node, level: int) -> bool:
        children = node.get("children")
        return level + 1 < len(LEVEL_COLUMNS) and bool(children) and _all_placeable(children)

    def _taken_details(self, node: Node, code: str) -> list[Cells]:
        rows = []
        for part in PARTS:
            if part.is_below_option:
                continue
            bands = self._option_bands(node) if part is OPTIONS else []
            for number, cells in enumerate(_part(node, part, _DETAILS_BY_HEAD), 1):
                option = {OPTION_HEAD: str(number)} if part is OPTIONS else {}
                rows.append({OWNER_HEAD: code, PART_HEAD: part.name, **option, **cells})
            rows += [{OWNER_HEAD: code, PART_HEAD: OPTION_BANDS.name, **cells} for cells in bands]
        return rows

    @staticmethod
    def _option_bands(node: Node) -> list[Cells]:
        options = value_at(node, OPTIONS.path)
        rows: list[Cells] = []
        for number, option in enumerate(options if _are_mappings(options) else [], 1):
            rows += [{OPTION_HEAD: str(number), **cells} for cells in _part(option, OPTION_BANDS, _DETAILS_BY_HEAD)]
        return rows


def _row(node: Node, above: tuple[str, ...], level: int) -> Cells:
    cells = {columns[0].head: code for columns, code in zip(LEVEL_COLUMNS, above, strict=False)}
    cells |= taken(node, LEVEL_COLUMNS[level])
    word = node.get("zero_denominator")
    if isinstance(word, str):
        # One word for both is shown as the policy of 0÷0 with nothing beside it, which is how it is read.
        node["zero_denominator"] = {"both_zero": word}
        cells |= taken(node, INDICATOR_COLUMNS)
        if node.get("zero_denominator"):
            node["zero_denominator"] = word
        return with_rest(cells, node)
    lone = word if isinstance(word, dict) and set(word) == {"both_zero"} else None
    if lone is not None:
        node.pop("zero_denominator")
    cells |= taken(node, INDICATOR_COLUMNS)
    return with_rest(cells, node if lone is None else {**node, "zero_denominator": lone})


def _all_placeable(nodes: Any) -> bool:
    """Whether each of `nodes` has a code or a name to say at which level it stands."""
    return _are_mappings(nodes) and all(any(_is_shown(node, column) for column in LEVEL_COLUMNS[0]) for node in nodes)


def _is_shown(node: Node, column: Column) -> bool:
    return cell_text(column, node.get(column.path[-1])) is not None


def _is_code(code: Any) -> bool:
    return isinstance(code, str) and code.isascii() and code.replace("_", "").isalnum()


def _are_mappings(value: Any) -> TypeGuard[list[Node]]:
    return isinstance(value, list) and all(isinstance(element, dict) for element in value)
