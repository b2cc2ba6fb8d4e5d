"""Opening figures of a cycle, from a list into the forms of many units. Only empty boxes are filled unasked.

Administrators fill no form, so this is no saving of a page: it leaves the form in its state and names nobody a filler.
Boxes, versions, scores and the event come about as they do there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction
from django.db.models import F, QuerySet

from selfeval.domain.amounts import MoneyUnit, money_in_unit, normalised, number_text, plain_percent_text
from selfeval.domain.framework import Field, FieldKind, Framework
from selfeval.domain.list_sheets import ListRow
from selfeval.domain.rights import phase_refuses
from selfeval.domain.sections import section_of_box
from selfeval.domain.workflow import State
from selfeval.models import Department, EventAction, FigureValue, Filing, FilingCycle, PendingUpload, User
from selfeval.queries.box_values import value_of
from selfeval.queries.filing_batches import BATCH, fetch_boxes
from selfeval.queries.snapshots import assessed, filing_snapshot, framework_snapshot
from selfeval.queries.standing import situation_of
from selfeval.services import events
from selfeval.services.administration import refuse_all_but_administrators
from selfeval.services.applying import applied
from selfeval.services.box_rows import write_boxes
from selfeval.services.changes import Change, FigureChange
from selfeval.services.list_plans import Difference, Faults, ListPlan, PlannedRow, claim, fingerprint_of, lost_zeros
from selfeval.services.merging import differences, stamp_boxes
from selfeval.services.results import store_results
from selfeval.services.retrying import retried
from selfeval.services.turns import turn_to_write

# Begun or not, and never with anybody else: what was returned is for the unit to mend.
_OPEN: Final = frozenset({State.TO_FILL, State.FILLING})


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A row of the list with the values that are in it, by data item; money in yuan."""

    row: ListRow
    values: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBox:
    """A box in which the unit has another value: left alone unless `choice` is ticked."""

    choice: str
    department: str
    difference: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A unit whose row is not taken, and why."""

    department: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresPlan:
    """`plan` fills empty boxes; `taken` are filled otherwise; `skipped` are units whose forms take nothing."""

    plan: ListPlan
    taken: tuple[TakenBox, ...]
    skipped: tuple[Skipped, ...]
    # What goes into which filing: empty boxes, and those that are taken, by data item.
    filled: tuple[tuple[Filing, Mapping[str, Decimal], Mapping[str, Decimal]], ...]

    @property
    def fingerprint(self) -> str:
        """The same for the same changes and the same questions."""
        asked = [
            PlannedRow(key=each.choice, name="", is_new=False, differences=(each.difference,)) for each in self.taken
        ]
        return fingerprint_of([*self.plan.rows, *asked])


def plan_figures(cycle: FilingCycle, rows: Sequence[FigureRow]) -> FiguresPlan:
    """What `rows` would fill. Three queries, and one for the framework where it is not at hand."""
    return _plan(cycle, rows, Filing.objects.all())


@retried
@turn_to_write()
@transaction.atomic
def apply_figures(
    *,
    actor: User,
    upload: PendingUpload,
    cycle: FilingCycle,
    rows: Sequence[FigureRow],
    seen: str,
    overwritten: frozenset[str],
    now: datetime,
) -> int:
    """Fill what `plan_figures` tells, and the taken boxes whose choice is in `overwritten`; how many forms changed.

    One event a form. Raises NotAllowed, AlreadyThere, PlanChanged, BadValue, storing nothing. Forms are read a hundred
    at a time; writing one takes the same statements whatever is filled.
    """
    refuse_all_but_administrators(actor)
    found = _plan(cycle, rows, Filing.objects.select_for_update(of=("self",)))
    claim(upload, seen, found.fingerprint, has_faults=bool(found.plan.faults))
    wanted = []
    for filing, empty, taken in found.filled:
        ticked = {code: value for code, value in taken.items() if choice_of(filing, code) in overwritten}
        if empty or ticked:
            wanted.append((filing, [FigureChange(code=code, value=each) for code, each in {**empty, **ticked}.items()]))
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        fetch_boxes([filing for filing, _ in batch])
        for filing, changes in batch:
            _fill(filing, changes, actor, upload, now)
    return len(wanted)


def choice_of(filing: Filing, code: str) -> str:
    """What stands for a taken box in a form."""
    return f"{filing.department.code}/{code}"


def _plan(cycle: FilingCycle, rows: Sequence[FigureRow], source: QuerySet[Filing]) -> FiguresPlan:
    framework = framework_snapshot(version=cycle.framework)
    departments = {each.code: each for each in Department.objects.all()}
    found = source.filter(cycle=cycle).select_related("cycle__framework", "department").order_by("pk")
    filings = {each.department.code: each for each in found}
    stored = _stored(cycle, framework, rows)
    faults = Faults()
    faults.look_for_twins([each.row for each in rows], "code", "部门编码")
    planned: list[PlannedRow] = []
    taken: list[TakenBox] = []
    skipped: list[Skipped] = []
    filled: list[tuple[Filing, Mapping[str, Decimal], Mapping[str, Decimal]]] = []
    unchanged = 0
    for each in rows:
        department = _department_of(faults, each.row, departments)
        if department is None:
            continue
        filing = filings.get(department.code)
        if filing is None or (reason := _why_not(filing)):
            skipped.append(Skipped(department=department.name, reason=reason if filing else "这个批次没有下达给它"))
            continue
        held = stored.get(filing.pk, {})
        empty = {code: value for code, value in each.values.items() if code not in held}
        other = {code: value for code, value in each.values.items() if code in held and held[code] != value}
        unchanged += not empty and not other
        filled.append((filing, empty, other))
        if empty:
            lines = tuple(_difference(framework, code, None, value) for code, value in empty.items())
            planned.append(PlannedRow(key=department.code, name=department.name, is_new=False, differences=lines))
        taken += [
            TakenBox(
                choice=choice_of(filing, code),
                department=department.name,
                difference=_difference(framework, code, held[code], value),
            )
            for code, value in other.items()
        ]
    plan = ListPlan(rows=tuple(planned), unchanged=unchanged, faults=tuple(faults.found))
    return FiguresPlan(plan=plan, taken=tuple(taken), skipped=tuple(skipped), filled=tuple(filled))


def _stored(
    cycle: FilingCycle, framework: Framework, rows: Sequence[FigureRow]
) -> dict[int, dict[str, Decimal | None]]:
    """What the forms of the cycle hold in the boxes that the list fills, by filing and data item. One query."""
    codes = {code for row in rows for code in row.values}
    held: dict[int, dict[str, Decimal | None]] = {}
    for filing, code, number in FigureValue.objects.filter(filing__cycle=cycle, code__in=codes).values_list(
        "filing", "code", "number"
    ):
        value = value_of(framework.fields_by_code[code].kind, number, "")
        held.setdefault(filing, {})[code] = value if isinstance(value, Decimal) else None
    return held


def _department_of(faults: Faults, row: ListRow, departments: Mapping[str, Department]) -> Department | None:
    code, name = row.text("code"), row.text("name")
    if not code:
        return None
    department = departments.get(code)
    if department is None:
        near = lost_zeros(code, departments)
        words = f"；是不是 {near}，前面的 0 被 Excel 去掉了" if near else "；请核对编码，或先导入部门名单"
        faults.add(row, "code", f"系统里没有这个部门{words}")
    elif name and normalised(name) != normalised(department.name):
        faults.add(row, "name", f"和编码不一致：编码 {code} 是“{department.name}”；请核对是编码错了还是名称错了")
    return department


def _why_not(filing: Filing) -> str:
    """Why nothing of it can be filled now; empty where it can. Nothing is written before and after the year."""
    if filing.current_state in _OPEN:
        return phase_refuses(situation_of(filing).phase)
    if filing.current_state is State.RETURNED:
        return "已退回修改，由单位自己改"
    return f"是“{filing.current_state.label}”，不能再改"


def _difference(framework: Framework, code: str, old: Decimal | None, new: Decimal) -> Difference:
    field, unit = framework.fields_by_code[code], framework.money_unit
    return Difference(
        label=field.label, old="" if old is None else _words(field, unit, old), new=_words(field, unit, new)
    )


def _words(field: Field, unit: MoneyUnit, value: Decimal) -> str:
    if field.kind is FieldKind.MONEY:
        return f"{number_text(money_in_unit(value, unit))} {unit.label}"
    return plain_percent_text(value) if field.kind is FieldKind.PERCENT else number_text(value)


def _fill(filing: Filing, changes: Sequence[Change], actor: User, upload: PendingUpload, now: datetime) -> None:
    """Write the boxes of one form whose values were fetched, in one version with one event."""
    framework = framework_snapshot(version=filing.cycle.framework)
    before = filing_snapshot(filing=filing)
    content = applied(framework, before, changes)
    written = differences(framework, before, content, changes)
    boxes = [each.box for each in written]
    pages = list(dict.fromkeys(section_of_box(framework, box) for box in boxes))
    filing.version += 1
    filing.updated_at = now
    filing.save(update_fields=["version", "updated_at"])
    write_boxes(filing, content, changes)
    stamp_boxes(filing, boxes, actor=actor, now=now)
    filing.sections.filter(code__in=pages).update(version=F("version") + 1, saved_at=now, saved_by=actor)
    store_results(filing, assessed(filing=filing, content=content, now=now, texts=False))
    events.record(
        action=EventAction.FIGURES_IMPORTED,
        actor=actor,
        now=now,
        filing=filing,
        version=filing.version,
        from_state=filing.current_state,
        to_state=filing.current_state,
        request_id=upload.public_id,
        data={
            "sections": pages,
            "changes": [each.recorded() for each in written],
            "file": upload.name,
            "sha256": upload.sha256,
        },
    )
