"""People's accounts."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from selfeval.domain.rights import UNIT_ROLES
from selfeval.domain.workflow import SEPARATE_ROLES, Role
from selfeval.models import BusinessOffice, Department, EventAction, User
from selfeval.queries.accounts import duties_are_separate
from selfeval.services import events
from selfeval.services.administration import refuse_all_but_administrators
from selfeval.services.errors import NotAllowed
from selfeval.services.inserting import insert_once
from selfeval.services.retrying import retried


@retried
@transaction.atomic
def create_user(
    *,
    actor: User | None,
    username: str,
    full_name: str,
    role: Role,
    password: str,
    password_hash: str = "",
    department: Department | None = None,
    business_office: BusinessOffice | None = None,
    person_number: str = "",
    now: datetime,
) -> User:
    """A new account; administrators get into Django's admin pages.

    Raises NotAllowed, AlreadyThere, ValueError for a person of a unit or an office without one, ValidationError
    (Django's) for a weak password. The password is in no event; `password_hash` is of it, where
    many accounts have the same one.
    """
    refuse_all_but_administrators(actor)
    if actor is not None and (role in SEPARATE_ROLES or (role not in UNIT_ROLES and duties_are_separate())):
        raise NotAllowed(f"{role.label}的账号由系统管理员开设，角色由安全管理员授予。")
    if role in {*UNIT_ROLES, Role.SUPERVISOR} and department is None:
        raise ValueError(f"{role.label}必须属于一个部门。")
    if role is Role.OFFICE_REVIEWER and business_office is None:
        raise ValueError(f"{role.label}必须属于一个业务科室。")
    user = User(
        username=User.normalize_username(username),
        full_name=full_name,
        role=role.value,
        department=department,
        business_office=business_office,
        person_number=person_number,
        is_staff=role is Role.ADMINISTRATOR,
    )
    validate_password(password, user)
    user.password = password_hash or make_password(password)
    insert_once(user, taken=f"已有用户名为“{username}”的账号。")
    events.record(
        action=EventAction.USER_CREATED,
        actor=actor,
        now=now,
        department=department,
        data={"username": user.username, "role": role.value},
    )
    return user
