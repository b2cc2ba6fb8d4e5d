"""Who does what in a unit: the accountant who reviews inside it, and handing a departing clerk's work over."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from selfeval.domain.rights import why_not_in_charge
from selfeval.domain.workflow import Role
from selfeval.models import Assignment, Department, EventAction, Filing, User
from selfeval.queries.division import open_assignments, preparers_of
from selfeval.services import events
from selfeval.services.errors import NotAllowed, Unfit
from selfeval.services.retrying import retried


@retried
@transaction.atomic
def name_accountant(*, actor: User, department_id: int, person_id: int | None, now: datetime) -> Department:
    """Name who reviews the unit's forms before the head does; None for nobody, and forms go straight to the head.

    A form under review when nobody is left to review it is taken back by who fills it. Raises NotAllowed, Unfit,
    Department.DoesNotExist.
    """
    department = _department(actor, department_id)
    person = None if person_id is None else preparers_of(department=department).filter(pk=person_id).first()
    if person_id is not None and person is None:
        raise Unfit("内部审核人应是本单位的填报人，账号在用。请另选一位。", box="person")
    if department.accountant_id == person_id:
        return department
    department.accountant = person
    department.save(update_fields=["accountant"])
    words = f"内部审核人为{person.full_name}" if person else "不设内部审核人"
    _record(EventAction.DEPARTMENT_CHANGED, actor, department, words, {"accountant": person_id}, now)
    return department


@retried
@transaction.atomic
def hand_over(
    *, actor: User, department_id: int, departing_id: int, successor_id: int, disable: bool = False, now: datetime
) -> int:
    """Give all that `departing` still has in the unit to `successor`: assignments, and the review inside the unit.

    What they filled stays theirs: history and who may sign or review do not change. `disable` ends their account.
    Returns how many assignments moved. Raises NotAllowed, Unfit, Department.DoesNotExist.
    """
    department = _department(actor, department_id)
    departing = department.people.filter(pk=departing_id, role=Role.PREPARER.value).first()
    if departing is None:
        raise Unfit("请选本单位要离岗的填报人。", box="departing")
    successor = preparers_of(department=department).filter(pk=successor_id).exclude(pk=departing_id).first()
    if successor is None:
        raise Unfit("请选本单位另一位在用的填报人来接。", box="successor")
    was_accountant = department.accountant_id == departing.pk
    if was_accountant:
        department.accountant = successor
        department.save(update_fields=["accountant"])
    is_disabled = disable and departing.is_active
    if is_disabled:
        User.objects.filter(pk=departing.pk).update(is_active=False)
    # Tells it of each filing: the record comes last, whoever adds to it holds its end.
    moved = _move_assignments(actor, departing, successor, now)
    told = {"from": departing.pk, "to": successor.pk, "assignments": moved}
    told |= {"accountant": was_accountant, "disabled": is_disabled}
    words = f"{departing.full_name}的工作移交给{successor.full_name}：{_what(moved, was_accountant, is_disabled)}"
    _record(EventAction.HANDED_OVER, actor, department, words, told, now)
    return moved


def _department(actor: User, department_id: int) -> Department:
    """The unit, held against other writes until this one ends."""
    department = Department.objects.select_for_update().get(pk=department_id)
    is_of_unit = actor.department_id == department.pk
    refusal = why_not_in_charge(Role(actor.role) if actor.is_active else None, is_of_unit=is_of_unit)
    if refusal:
        raise NotAllowed(refusal)
    return department


def _move_assignments(actor: User, departing: User, successor: User, now: datetime) -> int:
    """Each filing tells it in its own history. What was marked done stays so: it was the former person's word."""
    rows = list(open_assignments(people=[departing]).filter(filing__department=departing.department_id))
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).update(
        person=successor, assigned_by=actor, assigned_at=now
    )
    counts = Counter(row.filing_id for row in rows)
    filings = {row.filing_id: row.filing for row in rows}
    for filing_id, count in counts.items():
        _tell(filings[filing_id], actor, departing, successor, count, now)
    return len(rows)


def _tell(filing: Filing, actor: User, departing: User, successor: User, count: int, now: datetime) -> None:
    events.record(
        action=EventAction.HANDED_OVER,
        actor=actor,
        now=now,
        filing=filing,
        from_state=filing.current_state,
        to_state=filing.current_state,
        comment=f"{departing.full_name}分到的{count}部分改由{successor.full_name}填",
        data={"from": departing.pk, "to": successor.pk, "assignments": count},
    )


def _what(moved: int, was_accountant: bool, is_disabled: bool) -> str:
    parts = [f"分工{moved}部分" if moved else "没有未完的分工"]
    if was_accountant:
        parts.append("内部审核")
    if is_disabled:
        parts.append("原账号停用")
    return "，".join(parts)


def _record(
    action: EventAction, actor: User, department: Department, words: str, data: Mapping[str, object], now: datetime
) -> None:
    events.record(action=action, actor=actor, now=now, department=department, comment=words, data=data)
