"""Years of self-evaluation."""

from datetime import datetime

from django.db import transaction

from selfeval.models import EventAction, FilingCycle, FrameworkVersion, User
from selfeval.services import events
from selfeval.services.administration import refuse_all_but_administrators
from selfeval.services.inserting import insert_once


@transaction.atomic
def create_cycle(
    *,
    actor: User | None,
    code: str,
    fiscal_year: int,
    title: str,
    framework: FrameworkVersion,
    opens_at: datetime,
    deadline: datetime,
    now: datetime,
) -> FilingCycle:
    """A new cycle under a published framework. Raises NotAllowed, AlreadyThere, ValueError for dates the wrong way."""
    refuse_all_but_administrators(actor)
    if deadline <= opens_at:
        raise ValueError("截止时间应晚于开始时间。")
    cycle = FilingCycle(
        code=code, fiscal_year=fiscal_year, title=title, framework=framework, opens_at=opens_at, deadline=deadline
    )
    insert_once(cycle, taken=f"已有编码为“{code}”的自评批次。")
    events.record(
        action=EventAction.CYCLE_CREATED,
        actor=actor,
        now=now,
        data={"code": code, "framework": str(framework), "deadline": deadline},
    )
    return cycle
