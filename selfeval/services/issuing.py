"""Giving the units of a cycle their forms, in portions that can be repeated, and adding units later."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from selfeval.domain.cycle import Stage
from selfeval.domain.rights_after import Task
from selfeval.models import Department, EventAction, FilingCycle, User
from selfeval.queries.cycles import units_of, units_without_form
from selfeval.services import events
from selfeval.services.cycle_words import names_told
from selfeval.services.errors import Unfit
from selfeval.services.filings import open_filing
from selfeval.services.retrying import retried
from selfeval.services.tasks import refuse_task
from selfeval.services.telling import tell_issued
from selfeval.services.turns import turn_to_write

# A form takes some hundredths of a second; a portion is done before anybody wonders.
PORTION: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """How many units got their form just now, and how many still have none."""

    made: int
    left: int


@retried
@turn_to_write()
@transaction.atomic
def issue_filings(*, actor: User | None, cycle_id: int, now: datetime, most: int = PORTION) -> Issued:
    """Give the next units that have none their form, `most` at once; asked again when all have one, it does nothing.

    One event a form. Raises NotAllowed, Unfit for a cycle that is not published.
    """
    refuse_task(Task.RUN_CYCLE, actor)
    cycle = FilingCycle.objects.select_for_update(of=("self",)).select_related("framework").get(pk=cycle_id)
    _refuse_unpublished(cycle)
    waiting = units_without_form(cycle)
    filings = [open_filing(actor=actor, cycle=cycle, department=each, now=now) for each in waiting[:most]]
    tell_issued(filings, now=now)
    return Issued(made=len(filings), left=waiting.count())


@retried
@turn_to_write()
@transaction.atomic
def add_units(*, actor: User | None, cycle_id: int, units: Collection[Department], now: datetime) -> int:
    """Let more units take part in a published cycle; those that do already are passed over. How many are new.

    Their forms are issued by `issue_filings`. Raises NotAllowed, Unfit.
    """
    refuse_task(Task.RUN_CYCLE, actor)
    cycle = FilingCycle.objects.select_for_update(of=("self",)).get(pk=cycle_id)
    _refuse_unpublished(cycle)
    known = units_of(cycle)
    new = sorted((each for each in units if each.pk not in known), key=lambda each: each.code)
    if not new:
        return 0
    cycle.units.add(*new)
    names = names_told([each.name for each in new])
    change = {"setting": "units", "label": "参评单位", "old": "去掉：无", "new": f"增加：{names}"}
    data = {"code": cycle.code, "changes": [change]}
    events.record(action=EventAction.CYCLE_CHANGED, actor=actor, now=now, data=data)
    return len(new)


def _refuse_unpublished(cycle: FilingCycle) -> None:
    if Stage(cycle.stage) is not Stage.PUBLISHED:
        raise Unfit(f"“{Stage(cycle.stage).label}”的批次不能下达。")
