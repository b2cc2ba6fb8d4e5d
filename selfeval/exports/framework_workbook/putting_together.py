"""The rows of the sheets as a framework document again, with the cell each part of it came from."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from selfeval.exports.framework_workbook.cells import rest_value
from selfeval.exports.framework_workbook.columns import DETAILS, HEAD, INDICATORS, OTHER, TABLE_COLUMNS, Column, Part
from selfeval.exports.framework_workbook.indicator_sheets import (
    DETAIL_COLUMNS,
    INDICATOR_COLUMNS,
    LEVEL_COLUMNS,
    METHOD,
    OPTION_BANDS,
    OPTION_HEAD,
    OPTIONS,
    OWN_GROUPS,
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
from selfeval.exports.framework_workbook.places import CellFault, Places, Row, one_of
from selfeval.exports.framework_workbook.rows import Node, given, merge_rest, put

Tables = Mapping[str, Sequence[Row]]
_PARTS_BY_NAME = {part.name: part for part in PARTS}
_DETAILS_BY_HEAD = {column.head: column for column in DETAIL_COLUMNS}
_TABLE_COLUMNS_BY_HEAD = {column.head: column for column in TABLE_COLUMN_COLUMNS}


class Assembly:
    """The document of `tables`; `faults` are those of the rows themselves, `places` serve those of the document."""

    def __init__(self, tables: Tables) -> None:
        self.document: Node = {}
        self.places = Places()
        self.faults: list[CellFault] = []
        # A node or a data item by code, with its place in the document.
        self._nodes: dict[str, tuple[Node, str]] = {}
        self._fields: dict[str, tuple[Node, str]] = {}
        self._lists: dict[tuple[str, str], list[Node]] = {}
        self._indicator_rows: list[tuple[Row, str]] = []
        self._add_lists(tables)
        for row in tables.get(TABLE_COLUMNS, ()):
            self._add_table_column(row)
        self.document["indicators"] = []
        for row in tables.get(INDICATORS, ()):
            self._add_indicator(row)
        for row in tables.get(DETAILS, ()):
            self._add_detail(row)
        for row in tables.get(HEAD, ()):
            self._add_head(row)
        self._note_missing_details()

    def _fault(self, row: Row, head: str, expected: str) -> None:
        found = row.cells.get(head, "")
        cell = row.addresses.get(head, "")
        self.faults.append(CellFault(sheet=row.sheet, cell=cell, found=found, expected=f"（{head}）{expected}"))

    def _filled(self, node: Node, base: str, row: Row, columns: Iterable[Column]) -> Node:
        """`node` with what the row says in `columns` and in 其他."""
        columns = tuple(columns)
        self.places.note_row(base, row, columns)
        node |= given(row.cells, columns)
        self._add_rest(node, base, row)
        return node

    def _add_rest(self, node: Node, base: str, row: Row) -> None:
        if not merge_rest(node, row.cells):
            self._fault(row, OTHER.head, "不是 JSON 的一组键值；这一栏请保持导出时的样子，或清空")
            return
        self.places.note_rest(base, row, rest_value(row.cells.get(OTHER.head, "")) or {})

    def _note_missing_details(self) -> None:
        """What a rule lists line by line and has no line of is missed at its method."""
        for row, base in self._indicator_rows:
            for part in PARTS:
                column = OWN_GROUPS if part.path[0] != "scoring" else METHOD
                about = f"{DETAILS}里的“{part.name}”"
                self.places.note(f"{base}.{'.'.join(part.path)}", row, column, about)

    def _add_head(self, row: Row) -> None:
        filled = given(row.cells, HEAD_COLUMNS)
        self.places.note_row("", row, HEAD_COLUMNS)
        self.document |= filled
        self._add_rest(self.document, "", row)

    def _add_lists(self, tables: Tables) -> None:
        for sheet in LISTS:
            rows = tables.get(sheet.name, ())
            if rows or sheet.is_required:
                elements = self.document[sheet.key] = []
            for index, row in enumerate(rows):
                base = f"{sheet.key}[{index}]"
                self.places.note(sheet.key, row, sheet.columns[0])
                element = self._filled({}, base, row, sheet.columns)
                elements.append(element)
                if sheet.key == "fields":
                    self._fields.setdefault(row.text(sheet.columns[0]), (element, base))

    def _add_table_column(self, row: Row) -> None:
        owner = self._fields.get(row.text(FIELD_OWNER))
        if owner is None:
            self._fault(row, FIELD_OWNER.head, "“数据项”表里没有这个代码")
            return
        self._add_element(row, owner, TABLE_PART, _TABLE_COLUMNS_BY_HEAD)

    def _add_indicator(self, row: Row) -> None:
        level = max((level for level, pair in enumerate(LEVEL_COLUMNS) if any(map(row.text, pair))), default=None)
        if level is None:
            self._fault(row, LEVEL_COLUMNS[0][0].head, "没有写代码和名称，不知道是哪个指标")
            return
        above = self._parent(row, level)
        if above is None:
            return
        siblings, base, code = above
        base = f"{base}[{len(siblings)}]"
        node = given(row.cells, LEVEL_COLUMNS[level])
        self.places.note_row(base, row, LEVEL_COLUMNS[level])
        self._filled(node, base, row, INDICATOR_COLUMNS)
        _gather_zero_denominator(node, row)
        siblings.append(node)
        self._indicator_rows.append((row, base))
        own = row.text(LEVEL_COLUMNS[level][0])
        if own:
            self._nodes[f"{code}.{own}" if code else own] = (node, base)

    def _parent(self, row: Row, level: int) -> tuple[list[Any], str, str] | None:
        """The list an indicator of `level` (from 0) goes to, its place and the code above; None after a fault."""
        siblings, base, code = self.document["indicators"], "indicators", ""
        for code_column, name_column in LEVEL_COLUMNS[:level]:
            own, name = row.text(code_column), row.text(name_column)
            if not own:
                self._fault(row, code_column.head, "缺少上级指标的代码")
                return None
            code = f"{code}.{own}" if code else own
            if code not in self._nodes:
                if not name:
                    self._fault(row, code_column.head, "上面没有这个指标的一行；请先写它，或在这一行写上它的名称")
                    return None
                index = len(siblings)
                siblings.append({"code": own, "name": name})
                self.places.note_row(f"{base}[{index}]", row, (code_column, name_column))
                self._nodes[code] = (siblings[index], f"{base}[{index}]")
            node, place = self._nodes[code]
            if name and name != str(node.get("name", "")).strip():
                self._fault(row, name_column.head, f"与上面写的“{node.get('name', '')}”不同")
            siblings, base = node.setdefault("children", []), f"{place}.children"
            if not isinstance(siblings, list):
                self._fault(row, code_column.head, "这个指标的下级写在它的“其他”栏里，不能再另写一行")
                return None
        return siblings, base, code

    def _add_detail(self, row: Row) -> None:
        owner = self._nodes.get(row.text(_DETAILS_BY_HEAD[OWNER_HEAD]))
        part = _PARTS_BY_NAME.get(row.text(_DETAILS_BY_HEAD[PART_HEAD]))
        if owner is None:
            self._fault(row, OWNER_HEAD, "“指标”表里没有这个全代码，应是各级代码用点连起来")
        if part is None:
            self._fault(row, PART_HEAD, one_of(_PARTS_BY_NAME))
        if owner is None or part is None:
            return
        number = row.text(_DETAILS_BY_HEAD[OPTION_HEAD])
        if part.is_below_option:
            option = self._nodes.get(_option_key(owner[1], number))
            if option is None:
                self._fault(row, OPTION_HEAD, "这个指标上面没有这个序号的口径")
                return
            owner = option
        element, base = self._add_element(row, owner, part, _DETAILS_BY_HEAD)
        if part is OPTIONS:
            self._nodes.setdefault(_option_key(owner[1], number), (element, base))
        elif number and part is not OPTION_BANDS:
            self._fault(row, OPTION_HEAD, f"“{part.name}”不填这一栏")

    def _add_element(
        self, row: Row, owner: tuple[Node, str], part: Part, columns: Mapping[str, Column]
    ) -> tuple[Node, str]:
        """Add the row to the list at the path of `part` below `owner`; gives the element and its place."""
        node, above = owner
        path = f"{above}.{'.'.join(part.path)}"
        elements = self._lists.get((above, path))
        if elements is None:
            elements = self._lists[above, path] = []
            put(node, part.path, elements)
        base = f"{path}[{len(elements)}]"
        used = [
            Column(head=head, path=keys, form=columns[head].form, words=columns[head].words)
            for head, keys in part.heads.items()
        ]
        self.places.note_row(base, row, used)
        self.places.note(path, row, used[0])
        element = self._filled({}, base, row, used)
        elements.append(element)
        kept = {*part.heads, OWNER_HEAD, PART_HEAD, OPTION_HEAD, FIELD_OWNER.head, OTHER.head}
        for head in row.cells:
            if head not in kept and row.cells[head].strip():
                self._fault(row, head, f"“{part.name}”不填这一栏，可填：{'、'.join(part.heads)}")
        return element, base


def _gather_zero_denominator(node: Node, row: Row) -> None:
    """A policy for 0÷0 with nothing beside it is written as one word."""
    rest = rest_value(row.cells.get(OTHER.head, "")) or {}
    found = node.get("zero_denominator")
    if "zero_denominator" not in rest and isinstance(found, dict) and set(found) == {"both_zero"}:
        node["zero_denominator"] = found["both_zero"]


def _option_key(place: str, number: str) -> str:
    """Where an option is remembered; no code has a space."""
    return f"{place} {number}"
