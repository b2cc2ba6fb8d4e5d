"""Units."""

from datetime import datetime

from django.db import transaction

from selfeval.models import Department, EventAction, User
from selfeval.services import events
from selfeval.services.administration import refuse_all_but_administrators
from selfeval.services.inserting import insert_once
from selfeval.services.retrying import retried


@retried
@transaction.atomic
def create_department(
    *,
    actor: User | None,
    code: str,
    name: str,
    head: str = "",
    phone: str = "",
    supervisor: Department | None = None,
    now: datetime,
) -> Department:
    """A new unit. Raises NotAllowed, AlreadyThere."""
    refuse_all_but_administrators(actor)
    department = Department(code=code, name=name, head=head, phone=phone, supervisor=supervisor)
    insert_once(department, taken=f"已有编码为“{code}”的部门。")
    events.record(
        action=EventAction.DEPARTMENT_CREATED,
        actor=actor,
        now=now,
        department=department,
        data={"code": code, "name": name},
    )
    return department
