"""Where a unit belongs: its supervising department, its office of the bureau, and whether it is the finance bureau."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from selfeval.domain.rights_after import Task
from selfeval.domain.workflow import LEVEL_STATES, Level
from selfeval.models import BusinessOffice, Department, EventAction, Filing, User
from selfeval.queries.departments import below
from selfeval.services import events
from selfeval.services.errors import StaleVersion, Unfit
from selfeval.services.events import Happening, record_all
from selfeval.services.fitness import fault_of_text
from selfeval.services.inserting import insert_once
from selfeval.services.retrying import retried
from selfeval.services.tasks import refuse_task
from selfeval.services.turns import turn_to_write

_LONGEST_CODE: Final = 30
_LONGEST_NAME: Final = 100
_NONE: Final = "无"


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """Where a unit belongs; keys of the supervisor and of the office, None for none."""

    supervisor: int | None
    office: int | None
    is_finance_bureau: bool


def belonging_of(department: Department) -> Belonging:
    """Where `department` belongs now."""
    return Belonging(
        supervisor=department.supervisor_id,
        office=department.business_office_id,
        is_finance_bureau=department.is_finance_bureau,
    )


@retried
@turn_to_write()
@transaction.atomic
def change_belonging(
    *, actor: User | None, department_id: int, seen: Belonging, wanted: Belonging, now: datetime
) -> list[dict[str, str]]:
    """Store where a unit belongs and tell what changed, in one event; none where nothing did.

    Raises NotAllowed, StaleVersion, Unfit for a ring of supervisors, a second finance bureau, or a level that a form
    of the unit just waits at. Raises Department.DoesNotExist.
    """
    refuse_task(Task.RUN_CYCLE, actor)
    units = Department.objects.select_for_update(of=("self",)).select_related("supervisor", "business_office")
    department = units.get(pk=department_id)
    old = belonging_of(department)
    if old != seen:
        raise StaleVersion(saved_by="", saved_at=None, current_version=0)
    if old == wanted:
        return []
    _refuse_supervisor(department, wanted)
    _refuse_empty_level(department, wanted)
    before = _words(department)
    department.supervisor = Department.objects.get(pk=wanted.supervisor) if wanted.supervisor else None
    department.business_office = BusinessOffice.objects.get(pk=wanted.office) if wanted.office else None
    department.is_finance_bureau = wanted.is_finance_bureau
    try:
        with transaction.atomic():
            department.save(update_fields=["supervisor", "business_office", "is_finance_bureau"])
    except IntegrityError:
        raise Unfit("已经有一个部门是财政部门；请先取消那一个。", box="is_finance_bureau") from None
    after = _words(department)
    changes = [
        {"label": label, "old": before[label], "new": after[label]} for label in before if before[label] != after[label]
    ]
    data = {"code": department.code, "name": department.name, "changes": changes}
    events.record(action=EventAction.DEPARTMENT_CHANGED, actor=actor, now=now, department=department, data=data)
    return changes


@retried
@turn_to_write()
@transaction.atomic
def assign_office(*, actor: User | None, units: Collection[int], office: BusinessOffice, now: datetime) -> int:
    """Put many units under one office, an event each; how many were changed. Raises NotAllowed."""
    refuse_task(Task.RUN_CYCLE, actor)
    held = Department.objects.select_for_update(of=("self",)).filter(pk__in=units).order_by("pk")
    changed = [each for each in held.select_related("business_office") if each.business_office_id != office.pk]
    told = [
        Happening(
            action=EventAction.DEPARTMENT_CHANGED,
            department=each,
            data={
                "code": each.code,
                "name": each.name,
                "changes": [{"label": "业务科室", "old": str(each.business_office or _NONE), "new": office.name}],
            },
        )
        for each in changed
    ]
    Department.objects.filter(pk__in=[each.pk for each in changed]).update(business_office=office)
    record_all(told, actor=actor, now=now)
    return len(changed)


@retried
@transaction.atomic
def create_office(*, actor: User | None, code: str, name: str, now: datetime) -> BusinessOffice:
    """A new office of the bureau. Raises NotAllowed, AlreadyThere, Unfit."""
    refuse_task(Task.RUN_CYCLE, actor)
    for label, box, text, most in (("编码", "code", code, _LONGEST_CODE), ("名称", "name", name, _LONGEST_NAME)):
        if not text.strip() or len(text) > most:
            raise Unfit(f"请写{label}，最多{most}字。", box=box)
        if fault := fault_of_text(text):
            raise Unfit(f"{label}{fault}。", box=box)
    office = BusinessOffice(code=code.strip(), name=name.strip())
    insert_once(office, taken=f"已有编码为“{office.code}”的业务科室。")
    data = {"code": office.code, "name": office.name, "kind": "业务科室"}
    events.record(action=EventAction.DEPARTMENT_CREATED, actor=actor, now=now, data=data)
    return office


def _refuse_supervisor(department: Department, wanted: Belonging) -> None:
    if wanted.supervisor is None:
        return
    if wanted.supervisor == department.pk:
        raise Unfit("主管部门不能是它自己；没有就不选。", box="supervisor")
    if wanted.supervisor in below(department.pk):
        raise Unfit("选的部门是它的下级，主管关系会绕成圈；请选上一级部门。", box="supervisor")


def _refuse_empty_level(department: Department, wanted: Belonging) -> None:
    """A form that waits for a reviewer must have somebody it waits for."""
    for level, box, is_left_empty, words in (
        (Level.SUPERVISOR, "supervisor", wanted.supervisor is None, "主管部门"),
        (Level.OFFICE, "office", wanted.office is None, "业务科室"),
    ):
        waiting = Filing.objects.filter(department=department, state=LEVEL_STATES[level].value)
        if is_left_empty and waiting.exists():
            raise Unfit(f"它的自评表正在{level.label}，现在不能没有{words}；请改成别的，或等审完。", box=box)


def _words(department: Department) -> dict[str, Any]:
    return {
        "主管部门": str(department.supervisor or _NONE),
        "业务科室": str(department.business_office or _NONE),
        "财政部门": "是" if department.is_finance_bureau else "否",
    }
