"""Accounts from a list: new ones get an initial password each, named ones are changed, all others stay.

Administrators are neither made nor changed by a list, so nobody makes oneself something else with one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from selfeval.domain.filing_sheets.parts import NO, YES
from selfeval.domain.list_sheets import LISTED_ROLES, ListRow
from selfeval.domain.rights import UNIT_ROLES
from selfeval.domain.workflow import Role
from selfeval.models import Department, EventAction, PendingUpload, User
from selfeval.queries.accounts import duties_are_separate
from selfeval.services.administration import refuse_all_but_administrators
from selfeval.services.events import Happening, record_all
from selfeval.services.initial_passwords import hashed_initial, initial_password
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

_LONGEST: Final = {"username": 150, "full_name": 50, "department": 30}
_ROLES: Final = {role.label: role for role in LISTED_ROLES}
_WRITTEN: Final = ["full_name", "role", "department", "is_active"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedUser:
    """An account as it is to be; `stored` None for a new one, `department` a code or empty."""

    row: ListRow
    stored: User | None
    username: str
    full_name: str
    role: Role
    department: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UserPlan:
    """The plan, and what it comes to."""

    plan: ListPlan
    wanted: tuple[WantedUser, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """A new account with its initial password in clear: to be handed out, kept nowhere."""

    username: str
    full_name: str
    department: str
    role: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedUsers:
    """What was done, and the passwords that are told this once."""

    plan: ListPlan
    accounts: tuple[NewAccount, ...]


def plan_users(rows: Sequence[ListRow]) -> UserPlan:
    """What `rows` would change. Four queries."""
    stored = {each.username: each for each in User.objects.select_related("department")}
    codes = {each.code: each for each in Department.objects.all()}
    faults = Faults()
    for row in rows:
        faults.look_at_lengths(row, _LONGEST)
    faults.look_for_twins(rows, "username", "用户名")
    wanted = [
        _wanted(row, stored.get(row.text("username")))
        for row in rows
        if row.text("username") and row.text("role") in _ROLES
    ]
    _look_at_names(faults, wanted, stored)
    _look_at_departments(faults, wanted, codes)
    _look_at_roles(faults, wanted)
    planned = [(each, _differences(each)) for each in wanted]
    changed = [(each, differences) for each, differences in planned if differences]
    plan = ListPlan(
        rows=tuple(
            PlannedRow(key=each.username, name=each.full_name, is_new=each.stored is None, differences=differences)
            for each, differences in changed
        ),
        unchanged=len(planned) - len(changed),
        faults=tuple(faults.found),
    )
    return UserPlan(plan=plan, wanted=tuple(each for each, _ in changed))


@retried
@turn_to_write()
@transaction.atomic
def apply_users(
    *, actor: User, upload: PendingUpload, rows: Sequence[ListRow], seen: str, now: datetime
) -> AppliedUsers:
    """Do what `plan_users` tells, all of it, with an event a row. `seen` is the fingerprint that was agreed to.

    No password is in an event, in clear or hashed. Raises NotAllowed, AlreadyThere, PlanChanged, storing nothing. The
    number of queries does not grow with the rows but for the batches of the database.
    """
    refuse_all_but_administrators(actor)
    list(User.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    found = plan_users(rows)
    claim(upload, seen, found.plan.fingerprint, has_faults=bool(found.plan.faults))
    departments = {each.code: each for each in Department.objects.all()}
    passwords = {each.username: initial_password() for each in found.wanted if each.stored is None}
    try:
        with transaction.atomic():
            _store(found.wanted, departments, passwords, now)
    except IntegrityError:
        # Somebody made an account of the same name a moment ago.
        raise PlanChanged from None
    _record(found, departments, actor, upload, now)
    accounts = tuple(
        NewAccount(
            username=each.username,
            full_name=each.full_name,
            department=departments[each.department].name if each.department else "",
            role=each.role.label,
            password=passwords[each.username],
        )
        for each in found.wanted
        if each.stored is None
    )
    return AppliedUsers(plan=found.plan, accounts=accounts)


def _store(
    wanted: Sequence[WantedUser],
    departments: Mapping[str, Department],
    passwords: Mapping[str, str],
    now: datetime,
) -> None:
    User.objects.bulk_create(
        User(
            username=each.username,
            full_name=each.full_name,
            role=each.role.value,
            department=departments.get(each.department),
            is_active=each.is_active,
            password=hashed_initial(passwords[each.username]),
            must_change_password=True,
            date_joined=now,
        )
        for each in wanted
        if each.stored is None
    )
    changed = []
    for each in wanted:
        if each.stored is not None:
            each.stored.full_name, each.stored.role = each.full_name, each.role.value
            each.stored.department = departments.get(each.department)
            each.stored.is_active = each.is_active
            changed.append(each.stored)
    User.objects.bulk_update(changed, _WRITTEN, batch_size=200)


def _record(
    found: UserPlan, departments: Mapping[str, Department], actor: User, upload: PendingUpload, now: datetime
) -> None:
    differences = {row.key: row.differences for row in found.plan.rows}
    record_all(
        [
            Happening(
                action=EventAction.USER_CREATED if each.stored is None else EventAction.USER_CHANGED,
                department=departments.get(each.department),
                data={
                    "username": each.username,
                    "role": each.role.value,
                    "changes": [
                        {"label": one.label, "old": one.old, "new": one.new} for one in differences[each.username]
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


def _wanted(row: ListRow, stored: User | None) -> WantedUser:
    answer = row.text("is_disabled")
    return WantedUser(
        row=row,
        stored=stored,
        username=row.text("username"),
        full_name=row.text("full_name") or (stored.full_name if stored else ""),
        role=_ROLES[row.text("role")],
        department=wanted_text(row, "department", stored.department.code if stored and stored.department else ""),
        is_active=answer == NO if answer else (stored.is_active if stored else True),
    )


def _differences(wanted: WantedUser) -> tuple[Difference, ...]:
    stored = wanted.stored
    old = ("", "", "", "")
    if stored is not None:
        code = stored.department.code if stored.department else ""
        old = (stored.full_name, Role(stored.role).label, code, NO if stored.is_active else YES)
    new = (wanted.full_name, wanted.role.label, wanted.department, NO if wanted.is_active else YES)
    labels = ("姓名", "角色", "部门编码", "是否停用")
    return tuple(
        Difference(label=label, old=was, new=now)
        for label, was, now in zip(labels, old, new, strict=True)
        if was != now
    )


def _look_at_names(faults: Faults, wanted: Sequence[WantedUser], stored: Mapping[str, User]) -> None:
    folded = {name.casefold(): name for name in stored}
    valid = UnicodeUsernameValidator()
    for each in wanted:
        if each.stored is not None:
            continue
        try:
            valid(each.username)
        except ValidationError:
            faults.add(each.row, "username", "只能用字母、汉字、数字和 @ . + - _，中间不能有空格")
        near = folded.get(each.username.casefold()) or lost_zeros(each.username, stored)
        if near:
            faults.add(each.row, "username", f"已有账号 {near}，只差大小写或前面的 0；请写成 {near}")


def _look_at_departments(faults: Faults, wanted: Sequence[WantedUser], codes: Mapping[str, Department]) -> None:
    for each in wanted:
        if each.department and each.department not in codes:
            near = lost_zeros(each.department, codes)
            words = f"；是不是 {near}，前面的 0 被 Excel 去掉了" if near else "；请先导入部门名单"
            faults.add(each.row, "department", f"系统里没有这个部门{words}")
        elif each.role in UNIT_ROLES and not each.department:
            key = "department" if "department" in each.row.cells else "role"
            faults.add(each.row, key, f"{each.role.label}必须属于一个部门；请填部门编码")


def _look_at_roles(faults: Faults, wanted: Sequence[WantedUser]) -> None:
    """Who reviews inside a unit stays there: another is named first. Where there are 三员, lists are of units only.

    Two queries.
    """
    is_separate = duties_are_separate()
    reviewing = dict(Department.objects.exclude(accountant=None).values_list("accountant", "name"))
    for each in wanted:
        differing = {one.label for one in _differences(each)}
        held = Role(each.stored.role) if each.stored is not None else None
        if held is not None and held not in LISTED_ROLES and differing:
            faults.add(each.row, "username", f"是{held.label}的账号，不通过名单变更；请删去这一行")
        elif is_separate and differing - {"姓名"} and {each.role, held} - {*UNIT_ROLES, None}:
            words = f"已设三员，{each.role.label}由系统管理员开设账号、安全管理员授予角色；请删去这一行"
            faults.add(each.row, "role", words)
        elif each.stored is not None and each.stored.pk in reviewing and differing - {"姓名"}:
            words = f"是“{reviewing[each.stored.pk]}”的内部审核人，不能换角色、部门或停用；请先在“本单位人员”页另定一位"
            faults.add(each.row, "username", words)
