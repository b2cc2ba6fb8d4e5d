"""三员: who makes accounts grants nothing, who grants roles makes no account, and neither touches the record.

An account is made without a role; only a role lets it do anything. The accounts of the three themselves are out of the
system administrator's reach: else resetting a password would be a way to grants and to the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from axes.utils import reset
from django.core.exceptions import ValidationError
from django.db import transaction

from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import SEPARATE_ROLES, Role
from selfeval.models import BusinessOffice, Department, EventAction, User
from selfeval.queries.accounts import other_accounts_of, reviews_inside
from selfeval.services import events
from selfeval.services.errors import NotAllowed, StaleVersion, Unfit
from selfeval.services.initial_passwords import hashed_initial, initial_password
from selfeval.services.inserting import insert_once
from selfeval.services.retrying import retried
from selfeval.services.turns import turn_to_write

_NOBODY: Final = "无"
_CHECKED_BY_DATABASE: Final = ("password", "last_login")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An account and its initial password in clear: told once, kept nowhere."""

    account: User
    password: str


@retried
@turn_to_write()
@transaction.atomic
def open_account(*, actor: User, username: str, full_name: str, person_number: str = "", now: datetime) -> Opened:
    """A new account that may do nothing yet. Raises NotAllowed, AlreadyThere, Unfit."""
    _demand(Task.MAKE_ACCOUNTS, actor)
    account = User(
        username=User.normalize_username(username),
        full_name=full_name,
        person_number=person_number,
        role=Role.UNASSIGNED.value,
        must_change_password=True,
    )
    _refuse_unfit(account, exclude=("username",))
    password = _given_password(account)
    insert_once(account, taken=f"已有用户名为“{account.username}”的账号。")
    _tell(EventAction.USER_CREATED, actor, account, now, {"full_name": full_name, "person_number": person_number})
    return Opened(account=account, password=password)


@retried
@turn_to_write()
@transaction.atomic
def set_active(*, actor: User, account_id: int, is_active: bool, now: datetime) -> User:
    """Disable or enable an account; twice the same is once. Raises NotAllowed, Unfit, User.DoesNotExist."""
    account = _account_to_keep(actor, account_id)
    if account.is_active is is_active:
        return account
    unit = reviews_inside(person=account)
    if not is_active and unit is not None:
        raise Unfit(f"这个账号是“{unit.name}”的内部审核人，不能停用；请先在“本单位人员”页另定一位。")
    account.is_active = is_active
    account.save(update_fields=["is_active"])
    action = EventAction.ACCOUNT_ENABLED if is_active else EventAction.ACCOUNT_DISABLED
    _tell(action, actor, account, now)
    return account


@retried
@turn_to_write()
@transaction.atomic
def reset_password(*, actor: User, account_id: int, now: datetime) -> Opened:
    """Give an account a one-time password; where it is signed in it is no longer, and a lock after failures ends.

    Raises NotAllowed, User.DoesNotExist.
    """
    account = _account_to_keep(actor, account_id)
    password = _given_password(account)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    reset(username=account.username)
    _tell(EventAction.PASSWORD_RESET, actor, account, now)
    return Opened(account=account, password=password)


@retried
@turn_to_write()
@transaction.atomic
def grant_role(
    *,
    actor: User,
    account_id: int,
    seen_role: Role,
    role: Role,
    department_id: int | None = None,
    business_office_id: int | None = None,
    now: datetime,
) -> User:
    """Give an account `role` in place of the one it has; `Role.UNASSIGNED` takes it. `seen_role`: as the actor saw it.

    What was before and is now stays in the record. Raises NotAllowed, StaleVersion, Unfit, User.DoesNotExist.
    """
    _demand(Task.GRANT_ROLES, actor)
    account = _held(account_id)
    if account.pk == actor.pk or (actor.person_number and actor.person_number == account.person_number):
        raise NotAllowed("不能给自己授予或收回角色，请由另一位安全管理员办理。")
    if Role(account.role) is not seen_role:
        raise StaleVersion(saved_by="其他人", saved_at=None, current_version=0)
    before = _standing_words(account)
    account.role = role.value
    account.department = Department.objects.filter(pk=department_id).first() if department_id else None
    account.business_office = (
        BusinessOffice.objects.filter(pk=business_office_id).first() if business_office_id else None
    )
    # Django's own flags open nothing but Django's own door to the administrators' pages.
    account.is_superuser, account.is_staff = False, role is Role.ADMINISTRATOR
    after = _standing_words(account)
    if before == after:
        return account
    _refuse_two_duties(account)
    _refuse_unfit(account)
    account.save(update_fields=["role", "department", "business_office", "is_superuser", "is_staff"])
    changes = [{"label": label, "old": before[label], "new": after[label]} for label in before]
    told = [each for each in changes if each["old"] != each["new"]]
    _tell(EventAction.ROLE_GRANTED, actor, account, now, {"changes": told})
    return account


@retried
@transaction.atomic
def make_separate_administrator(
    *, role: Role, username: str, full_name: str, person_number: str, now: datetime
) -> Opened:
    """The first of the three of its kind, from the server's shell. Raises NotAllowed where there is one in use."""
    if role not in SEPARATE_ROLES:
        raise ValueError(f"{role.label}不是三员之一。")
    if User.objects.filter(role=role.value, is_active=True).exists():
        raise NotAllowed(f"已有在用的{role.label}；再增设的由安全管理员授予。")
    account = User(
        username=User.normalize_username(username),
        full_name=full_name,
        person_number=person_number,
        role=role.value,
        must_change_password=True,
    )
    _refuse_two_duties(account)
    _refuse_unfit(account, exclude=("username",))
    password = _given_password(account)
    insert_once(account, taken=f"已有用户名为“{account.username}”的账号。")
    _tell(EventAction.USER_CREATED, None, account, now, {"full_name": full_name, "person_number": person_number})
    return Opened(account=account, password=password)


def _demand(task: Task, actor: User) -> None:
    refusal = why_not_task(task, Role(actor.role) if actor.is_active else None)
    if refusal:
        raise NotAllowed(refusal)


def _held(account_id: int) -> User:
    account = User.objects.select_for_update(of=("self",)).select_related("department", "business_office")
    return account.get(pk=account_id)


def _account_to_keep(actor: User, account_id: int) -> User:
    """The account, held for a system administrator."""
    _demand(Task.MAKE_ACCOUNTS, actor)
    account = _held(account_id)
    if account.pk == actor.pk:
        raise NotAllowed("不能停用自己的账号，也不能给自己重置密码；改密码请用右上角的“改密码”。")
    if Role(account.role) in SEPARATE_ROLES:
        raise NotAllowed(
            f"这是{Role(account.role).label}的账号，系统管理员不能停用它或重置它的密码。"
            "要停用，请先由安全管理员收回角色；忘记密码的，在服务器上执行 manage.py changepassword。"
        )
    return account


def _given_password(account: User) -> str:
    password = initial_password()
    account.password = hashed_initial(password)
    return password


def _refuse_two_duties(account: User) -> None:
    """One person is at most one of the three, and then nothing else, with whichever account."""
    for other in other_accounts_of(person=account):
        if {Role(account.role), Role(other.role)} & SEPARATE_ROLES and account.role != Role.UNASSIGNED.value:
            raise Unfit(
                f"工号 {account.person_number} 的另一个账号 {other.username} 已是{Role(other.role).label}，"
                "系统、安全、审计管理员三者由不同的人担任，也不兼任别的角色。",
                box="role",
            )


def _refuse_unfit(account: User, exclude: tuple[str, ...] = ()) -> None:
    unit = reviews_inside(person=account) if account.pk else None
    if unit is not None:
        raise Unfit(f"是“{unit.name}”的内部审核人，不能换角色；请先在“本单位人员”页另定一位。", box="role")
    try:
        account.full_clean(exclude={*_CHECKED_BY_DATABASE, *exclude})
    except ValidationError as error:
        box, words = next(iter(error.message_dict.items()))
        raise Unfit("；".join(words), box="" if box == "__all__" else box) from None


def _standing_words(account: User) -> dict[str, str]:
    return {
        "角色": Role(account.role).label,
        "部门": account.department.name if account.department else _NOBODY,
        "业务科室": account.business_office.name if account.business_office else _NOBODY,
    }


def _tell(
    action: EventAction, actor: User | None, account: User, now: datetime, data: Mapping[str, Any] | None = None
) -> None:
    told = {"username": account.username, "role": account.role, **(data or {})}
    events.record(action=action, actor=actor, now=now, department=account.department, data=told)
