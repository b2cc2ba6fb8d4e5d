"""An uploaded list read and held against what is there: what it would change, or everything that is wrong with it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from selfeval.domain.files import FileFaults
from selfeval.domain.files.cell_faults import CellFault
from selfeval.domain.list_sheets import DEPARTMENTS, USERS, ListRow, ListSheet, figures_sheet
from selfeval.exports.list_workbook import render_list
from selfeval.imports.apart import read_apart
from selfeval.imports.flat import FlatBook
from selfeval.imports.list_workbook import ListReading, read_list
from selfeval.models import FilingCycle, PendingUpload
from selfeval.queries.lists import department_cells, figure_cells, user_cells
from selfeval.queries.snapshots import framework_snapshot
from selfeval.services.department_list import plan_departments
from selfeval.services.list_plans import ListPlan
from selfeval.services.opening_figures import FigureRow, FiguresPlan, plan_figures
from selfeval.services.user_list import plan_users
from selfeval.web.forms.lists import figure_rows

Purpose = PendingUpload.Purpose
PURPOSES: Final = {"departments": Purpose.DEPARTMENTS, "users": Purpose.USERS, "figures": Purpose.FIGURES}
_READER: Final = "selfeval.imports.flat:flat_cells"
_ADDRESS: Final = re.compile(r"([A-Z]*)(\d*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedList:
    """What came of an uploaded list. `figures` with their rows where it is one of opening figures."""

    rows: tuple[ListRow, ...]
    plan: ListPlan
    faults: tuple[CellFault, ...]
    notes: tuple[CellFault, ...]
    fingerprint: str
    figures: FiguresPlan | None = None
    figure_rows: tuple[FigureRow, ...] = ()


def template_of(kind: str, cycle: FilingCycle | None) -> bytes:
    """The workbook to fill, with the rows there are. Figures need their `cycle`."""
    if kind == Purpose.FIGURES.value and cycle is not None:
        framework = framework_snapshot(version=cycle.framework)
        return render_list(figures_sheet(framework), figure_cells(cycle=cycle), unit=framework.money_unit)
    if kind == Purpose.USERS.value:
        return render_list(USERS, user_cells())
    return render_list(DEPARTMENTS, department_cells())


def looked_at(upload: PendingUpload) -> LookedList:
    """Read an uploaded list and compare it; a file that is none comes back as the one fault it has."""
    reading = _read(upload)
    rows = tuple(reading.rows)
    faults = list(reading.faults)
    if upload.purpose != Purpose.FIGURES or upload.cycle is None:
        plan = plan_users(rows).plan if upload.purpose == Purpose.USERS else plan_departments(rows).plan
        return LookedList(
            rows=rows,
            plan=plan,
            faults=_in_order([*faults, *plan.faults]),
            notes=tuple(reading.notes),
            fingerprint=plan.fingerprint,
        )
    figures, refused = figure_rows(rows, framework_snapshot(version=upload.cycle.framework))
    found = plan_figures(upload.cycle, figures)
    return LookedList(
        rows=rows,
        plan=found.plan,
        faults=_in_order([*faults, *refused, *found.plan.faults]),
        notes=tuple(reading.notes),
        fingerprint=found.fingerprint,
        figures=found,
        figure_rows=tuple(figures),
    )


def _read(upload: PendingUpload) -> ListReading:
    try:
        book = FlatBook.of(read_apart(_READER, upload.name, bytes(upload.content), {}))
    except FileFaults as refused:
        faults = [CellFault(sheet="", cell="", found=each.found, expected=each.expected) for each in refused.faults]
        return ListReading(faults=faults)
    return read_list(book, _sheet_of(upload))


def _sheet_of(upload: PendingUpload) -> ListSheet:
    if upload.purpose == Purpose.FIGURES and upload.cycle is not None:
        return figures_sheet(framework_snapshot(version=upload.cycle.framework))
    return USERS if upload.purpose == Purpose.USERS else DEPARTMENTS


def _in_order(faults: Iterable[CellFault]) -> tuple[CellFault, ...]:
    """From the top of the sheet to its bottom."""

    def place(fault: CellFault) -> tuple[int, int, str]:
        letters, digits = _ADDRESS.match(fault.cell).groups()  # type: ignore[union-attr]
        return int(digits or 0), len(letters), letters

    return tuple(sorted(faults, key=place))
