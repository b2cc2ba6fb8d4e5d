"""The units of a cycle as its page shows them: filters with their counts, rows with state, deadline and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from selfeval.domain.workflow import State
from selfeval.models import Department, Filing, FilingCycle
from selfeval.queries.cycle_units import KINDS
from selfeval.web.presenters.docbar import Deadline, StateBadge, deadline_of, state_badge
from selfeval.web.presenters.lists import address


@dataclass(frozen=True, slots=True, kw_only=True)
class KindLink:
    """A filter of the units of a cycle with its count."""

    words: str
    count: int
    url: str
    is_current: bool


def state_counts_of(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The states that occur, in their order, with how many units are in each."""
    return tuple((state.label, counts[state.value]) for state in State if counts.get(state.value))


def kind_links(counts: Mapping[str, int], query: Mapping[str, str]) -> tuple[KindLink, ...]:
    """All, the states that occur, then what may be missing."""
    words = {"": "全部", **{state.value: state.label for state in State}, **KINDS}
    chosen = query["kind"]
    return tuple(
        KindLink(words=each, count=counts.get(kind, 0), url=address(query, kind=kind), is_current=kind == chosen)
        for kind, each in words.items()
        if counts.get(kind) or kind in ("", chosen)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A unit of a cycle. `tick` is its form and the version seen, empty without a form."""

    name: str
    code: str
    supervisor: str
    office: str
    state: StateBadge | None
    is_overdue: bool
    deadline: Deadline | None
    note: str
    tick: str
    url: str


def unit_rows(
    cycle: FilingCycle, departments: Iterable[Department], forms_by_unit: Mapping[int, Filing], now: datetime
) -> tuple[UnitRow, ...]:
    """Units with their forms. No query."""
    return tuple(_unit_row(cycle, each, forms_by_unit.get(each.pk), now) for each in departments)


def _unit_row(cycle: FilingCycle, department: Department, filing: Filing | None, now: datetime) -> UnitRow:
    return UnitRow(
        name=department.name,
        code=department.code,
        supervisor=department.supervisor.name if department.supervisor else "",
        office=department.business_office.name if department.business_office else "",
        state=state_badge(filing.current_state) if filing else None,
        is_overdue=filing is not None and filing.is_overdue(now),
        deadline=deadline_of(filing, now) if filing else None,
        note=_note(filing),
        tick=f"{filing.pk}:{filing.version}" if filing else "",
        url=reverse("cycle-unit", args=[cycle.code, department.pk]),
    )


def _note(filing: Filing | None) -> str:
    if filing is None:
        return ""
    if filing.exemption_reason:
        return f"免评：{filing.exemption_reason}"
    return f"延期：{filing.due_reason}" if filing.due_at is not None and filing.due_reason else ""
