"""The unit's own indicators (个性指标) below one node: one box of rows, each row taken or kept back on its own.

Cells are sent as `<box>.<key>.<column>`; rows stand in the order they are sent in, `at` is the place a row has among
those that are stored, counted from 1. `<box>.remove`, `.up` and `.down` name the row a button without scripts acts on.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms

from selfeval.domain.filing import Filing, OwnIndicator
from selfeval.domain.framework import Framework, Indicator
from selfeval.services.changes import OwnIndicatorsChange
from selfeval.web.forms.own_rows import COLUMNS, OwnRowReader, is_blank
from selfeval.web.forms.rows import ROWS_AT_MOST, Cells, RowFault
from selfeval.web.forms.section import PartsField, SectionForm

SHOWN_FAULTS = 3


class OwnIndicatorsWidget(forms.Widget):
    """Collects the rows of a box in the order they are sent, with what buttons did to them; drawn by a template."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[Cells]:
        pattern = re.compile(rf"{re.escape(name)}\.(\d{{1,4}})\.({'|'.join(COLUMNS)})")
        found: dict[str, Cells] = {}
        for key in data:
            match = pattern.fullmatch(key)
            if match:
                found.setdefault(match[1], {"key": match[1]})[match[2]] = str(data[key])
        rows = [row for row in found.values() if row["key"] != data.get(f"{name}.remove")]
        for direction, step in (("up", -1), ("down", 1)):
            rows = _moved(rows, str(data.get(f"{name}.{direction}", "")), step)
        return rows

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}.rows" not in data


def _moved(rows: list[Cells], key: str, step: int) -> list[Cells]:
    """`rows` with the row `key` one place on among those of its group."""
    group = next((row.get("group") for row in rows if row["key"] == key), None)
    places = [place for place, row in enumerate(rows) if group is not None and row.get("group") == group]
    own = next((number for number, place in enumerate(places) if rows[place]["key"] == key), None)
    if own is None or not 0 <= own + step < len(places):
        return rows
    moved = list(rows)
    here, there = places[own], places[own + step]
    moved[here], moved[there] = moved[there], moved[here]
    return moved


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOutcome:
    """What became of a row that was sent: its place among those to be stored, if any, and why it was kept back."""

    key: str
    cells: Cells
    place: int | None
    fault: RowFault | None


class OwnIndicatorsField(PartsField):
    """The rows of the node `node` as a tuple of OwnIndicator; a row that cannot be taken stays as it is stored."""

    def __init__(self, *, node: Indicator, places: int, stored: Sequence[OwnIndicator]) -> None:
        super().__init__(required=False, widget=OwnIndicatorsWidget())
        self.node, self.stored = node, tuple(stored)
        self.reader = OwnRowReader(node=node, places=places)
        self.outcomes: tuple[RowOutcome, ...] = ()

    def to_python(self, value: Any) -> tuple[OwnIndicator, ...]:
        taken: list[OwnIndicator] = []
        outcomes = []
        for cells in value or []:
            if is_blank(cells):
                continue
            own, fault = self._read(cells)
            outcomes.append(
                RowOutcome(key=cells["key"], cells=cells, place=None if own is None else len(taken), fault=fault)
            )
            taken += [] if own is None else [own]
        if len(taken) > ROWS_AT_MOST:
            raise forms.ValidationError(f"最多 {ROWS_AT_MOST} 个指标，现有 {len(taken)} 个，请合并后再存", code="rows")
        self.outcomes = tuple(outcomes)
        self._keep_back([each for each in outcomes if each.fault])
        return tuple(taken)

    def _read(self, cells: Cells) -> tuple[OwnIndicator | None, RowFault | None]:
        try:
            return self.reader.read(cells), None
        except RowFault as fault:
            at = cells.get("at", "")
            place = int(at) - 1 if at.isascii() and at.isdigit() else -1
            return self.stored[place] if 0 <= place < len(self.stored) else None, fault

    def _keep_back(self, waiting: list[RowOutcome]) -> None:
        faults = [each.fault for each in waiting if each.fault]
        self.is_only_begun = all(fault.is_incomplete for fault in faults)
        names = "、".join(f"“{each.cells.get('name', '').strip() or '未命名'}”" for each in waiting[:SHOWN_FAULTS])
        more = f"等 {len(waiting)} 个" if len(waiting) > SHOWN_FAULTS else ""
        how = "还没填完" if self.is_only_begun else "有一格不对"
        self.kept_back = f"{names}{more}{how}" if waiting else ""

    def prepare_value(self, value: Any) -> list[Cells]:
        """Rows of texts, whether they come from what is stored or from what was typed."""
        return [
            each if isinstance(each, dict) else {"key": str(number), "at": str(number), **self.reader.printed(each)}
            for number, each in enumerate(value or (), 1)
        ]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != self.prepare_value(data))


def added_row(data: Mapping[str, Any]) -> str:
    """Where a button without scripts asks for a blank row: code of the node and number of the group, or nothing."""
    names = (key for key in data if key.startswith("own_indicators.") and key.endswith(".add"))
    return next((f"{name[len('own_indicators.') : -len('.add')]}.{data[name]}" for name in names), "")


def own_box(code: str) -> str:
    """The path of the box of all own indicators below the node `code`."""
    return f"own_indicators.{code}"


def add_own_indicators(form: SectionForm, *, framework: Framework, filing: Filing, root: str) -> None:
    """Put a box on `form` for each node below the level-1 indicator `root` that takes own indicators."""
    for node in framework.own_nodes:
        if node.code.partition(".")[0] == root:
            stored = tuple(own for own in filing.own_indicators if own.under == node.code)
            form.add_box(
                own_box(node.code),
                OwnIndicatorsField(node=node, places=framework.rounding.points_places, stored=stored),
                label=node.name,
                stored=stored,
                change=partial(_change, node.code),
            )


def _change(under: str, own: tuple[OwnIndicator, ...]) -> OwnIndicatorsChange:
    return OwnIndicatorsChange(under=under, own=own)
