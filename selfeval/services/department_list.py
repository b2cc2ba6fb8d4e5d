"""Departments from a list: new ones are made, named ones changed, all others stay. Rows may come in any order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from selfeval.domain.files.cell_faults import CellFault
from selfeval.domain.list_sheets import ListRow
from selfeval.models import Department, EventAction, PendingUpload, User
from selfeval.services.administration import refuse_all_but_administrators
from selfeval.services.events import Happening, record_all
from selfeval.services.list_plans import (
    Difference,
    Faults,
    ListPlan,
    PlanChanged,
    PlannedRow,
    claim,
    lost_zeros,
    wanted_text,
)
from selfeval.services.retrying import retried
from selfeval.services.turns import turn_to_write

_LONGEST: Final = {"code": 30, "name": 100, "head": 50, "phone": 50}
_LABELS: Final = {"name": "名称", "head": "负责人", "phone": "联系电话", "supervisor": "主管部门编码"}
_COLUMNS: Final = ("name", "head", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedDepartment:
    """A department as it is to be; `stored` None for a new one, `supervisor` a code or empty."""

    row: ListRow
    stored: Department | None
    code: str
    name: str
    head: str
    phone: str
    supervisor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentPlan:
    """The plan, and what it comes to."""

    plan: ListPlan
    wanted: tuple[WantedDepartment, ...]


def plan_departments(rows: Sequence[ListRow]) -> DepartmentPlan:
    """What `rows` would change. One query."""
    stored = {each.code: each for each in Department.objects.select_related("supervisor")}
    wanted = [_wanted(row, stored.get(row.text("code"))) for row in rows if row.text("code")]
    faults = Faults()
    for row in rows:
        faults.look_at_lengths(row, _LONGEST)
    faults.look_for_twins(rows, "code", "编码")
    _look_at_codes(faults, wanted, stored)
    _look_at_supervisors(faults, wanted, stored)
    planned = [(each, _differences(each)) for each in wanted]
    lines = tuple(
        PlannedRow(key=each.code, name=each.name, is_new=each.stored is None, differences=differences)
        for each, differences in planned
        if differences
    )
    ordered: tuple[CellFault, ...] = tuple(faults.found)
    plan = ListPlan(rows=lines, unchanged=len(planned) - len(lines), faults=ordered)
    return DepartmentPlan(plan=plan, wanted=tuple(each for each, differences in planned if differences))


@retried
@turn_to_write()
@transaction.atomic
def apply_departments(
    *, actor: User, upload: PendingUpload, rows: Sequence[ListRow], seen: str, now: datetime
) -> ListPlan:
    """Do what `plan_departments` tells, all of it, with an event a row. `seen` is the fingerprint that was agreed to.

    Raises NotAllowed, AlreadyThere, PlanChanged, storing nothing. The number of queries does not grow with the rows but
    for the batches of the database.
    """
    refuse_all_but_administrators(actor)
    list(Department.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    found = plan_departments(rows)
    claim(upload, seen, found.plan.fingerprint, has_faults=bool(found.plan.faults))
    try:
        with transaction.atomic():
            departments = _store(found.wanted)
    except IntegrityError:
        # Somebody made a department of the same code a moment ago.
        raise PlanChanged from None
    differences = {row.key: row for row in found.plan.rows}
    record_all(
        [
            Happening(
                action=EventAction.DEPARTMENT_CREATED if each.stored is None else EventAction.DEPARTMENT_CHANGED,
                department=departments[each.code],
                data={
                    "code": each.code,
                    "name": each.name,
                    "changes": [
                        {"label": one.label, "old": one.old, "new": one.new}
                        for one in differences[each.code].differences
                    ],
                    "file": upload.name,
                    "sha256": upload.sha256,
                },
            )
            for each in found.wanted
        ],
        actor=actor,
        now=now,
    )
    return found.plan


def _store(wanted: Sequence[WantedDepartment]) -> dict[str, Department]:
    """New departments first, then all with their supervisors, which may be among the new ones. By code."""
    new = [each for each in wanted if each.stored is None]
    made = Department.objects.bulk_create(
        Department(code=each.code, name=each.name, head=each.head, phone=each.phone) for each in new
    )
    codes = {each.code: each for each in made}
    needed = {each.supervisor for each in wanted} | {each.code for each in wanted}
    known = {**{each.code: each for each in Department.objects.filter(code__in=needed - codes.keys())}, **codes}
    rest = [each for each in wanted if each.stored is not None or each.supervisor]
    # One statement for all rows: what is there already is changed in its place.
    Department.objects.bulk_create(
        [
            Department(
                code=each.code,
                name=each.name,
                head=each.head,
                phone=each.phone,
                supervisor=known[each.supervisor] if each.supervisor else None,
            )
            for each in rest
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "head", "phone", "supervisor"],
    )
    return known


def _wanted(row: ListRow, stored: Department | None) -> WantedDepartment:
    above = stored.supervisor.code if stored is not None and stored.supervisor is not None else ""
    texts = {key: wanted_text(row, key, getattr(stored, key) if stored else "") for key in ("head", "phone")}
    return WantedDepartment(
        row=row,
        stored=stored,
        code=row.text("code"),
        name=row.text("name") or (stored.name if stored else ""),
        supervisor=wanted_text(row, "supervisor", above),
        **texts,
    )


def _differences(wanted: WantedDepartment) -> tuple[Difference, ...]:
    stored = wanted.stored
    old = {key: getattr(stored, key) if stored else "" for key in _COLUMNS}
    old["supervisor"] = stored.supervisor.code if stored and stored.supervisor else ""
    return tuple(
        Difference(label=label, old=old[key], new=getattr(wanted, key))
        for key, label in _LABELS.items()
        if old[key] != getattr(wanted, key)
    )


def _look_at_codes(faults: Faults, wanted: Sequence[WantedDepartment], stored: Mapping[str, Department]) -> None:
    for each in wanted:
        near = lost_zeros(each.code, stored)
        if near:
            faults.add(
                each.row, "code", f"系统里的编码是 {near}：前面的 0 被 Excel 去掉了；请设为“文本”格式，写成 {near}"
            )
        elif any(char.isspace() for char in each.code):
            faults.add(each.row, "code", "编码中间有空格；请去掉空格")


def _look_at_supervisors(faults: Faults, wanted: Sequence[WantedDepartment], stored: Mapping[str, Department]) -> None:
    """Every supervisor is there or in the list, and nobody is above oneself."""
    above = {code: each.supervisor.code if each.supervisor else "" for code, each in stored.items()}
    above |= {each.code: each.supervisor for each in wanted}
    for each in wanted:
        if not each.row.text("supervisor"):
            continue
        if each.supervisor and each.supervisor not in above:
            near = lost_zeros(each.supervisor, above)
            words = f"；是不是 {near}，前面的 0 被 Excel 去掉了" if near else ""
            faults.add(each.row, "supervisor", f"没有这个部门：系统里没有，这张表里也没有{words}")
        elif each.supervisor == each.code:
            faults.add(each.row, "supervisor", "主管部门是它自己；请改成上一级部门，没有就空着")
        elif ring := _ring(each.code, above):
            words = " → ".join(ring)
            faults.add(each.row, "supervisor", f"主管关系绕成了圈：{words}；请改其中一个的主管部门")


def _ring(code: str, above: Mapping[str, str]) -> list[str]:
    """The way up from `code` back to itself; empty where there is none."""
    way, at = [code], above.get(code, "")
    while at and at not in way:
        way.append(at)
        at = above.get(at, "")
    return [*way, code] if at == code else []
