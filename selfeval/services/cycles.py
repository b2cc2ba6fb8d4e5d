"""Years of self-evaluation: made, prepared, changed, brought from one stage to the next.

A page that changes a cycle names what it saw (`queries.cycles.fingerprint_of`); whoever comes second is refused.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from selfeval.domain.check_settings import settings_from_document
from selfeval.domain.cycle import NEXT_STAGES, Stage
from selfeval.domain.cycle_settings import (
    LABELS,
    NAMES,
    STAGE_VERBS,
    CycleSettings,
    SettingFault,
    faults_of,
    fixed_faults,
    why_fixed,
)
from selfeval.domain.files import FileFaults
from selfeval.domain.rights_after import Task
from selfeval.models import Department, EventAction, FilingCycle, FrameworkVersion, User
from selfeval.queries.cycles import course_of, fingerprint_of, last_event_of, settings_of
from selfeval.queries.unfinished import unfinished_words
from selfeval.services import events
from selfeval.services.administration import refuse_all_but_administrators
from selfeval.services.cycle_words import change_lines, names_told
from selfeval.services.errors import StaleVersion, Unfit, WriteRefused
from selfeval.services.inserting import insert_once
from selfeval.services.retrying import retried
from selfeval.services.tasks import refuse_task
from selfeval.services.turns import turn_to_write

_RECORDED_AS: Final = {
    (Stage.DRAFT, Stage.PUBLISHED): EventAction.CYCLE_PUBLISHED,
    (Stage.PUBLISHED, Stage.CLOSED): EventAction.CYCLE_CLOSED,
    (Stage.CLOSED, Stage.PUBLISHED): EventAction.CYCLE_REOPENED,
    (Stage.CLOSED, Stage.ARCHIVED): EventAction.CYCLE_ARCHIVED,
}


class UnfitCycle(WriteRefused):
    """Settings that a cycle cannot have, each with its box."""

    def __init__(self, faults: Sequence[SettingFault]) -> None:
        super().__init__("；".join(f"{LABELS[fault.name]}：{fault.message}" for fault in faults))
        self.faults = tuple(faults)


@retried
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
    """A new cycle under a published framework, for units that get their forms one by one.

    Raises NotAllowed, AlreadyThere, ValueError for dates the wrong way.
    """
    refuse_all_but_administrators(actor)
    if deadline <= opens_at:
        raise ValueError("截止时间应晚于开始时间。")
    cycle = FilingCycle(
        code=code, fiscal_year=fiscal_year, title=title, framework=framework, opens_at=opens_at, deadline=deadline
    )
    _insert(cycle, actor, now)
    return cycle


@retried
@turn_to_write()
@transaction.atomic
def prepare_cycle(
    *,
    actor: User | None,
    code: str,
    fiscal_year: int,
    framework: FrameworkVersion,
    settings: CycleSettings,
    units: Collection[Department],
    based_on: FilingCycle | None = None,
    now: datetime,
) -> FilingCycle:
    """A new cycle as a draft: nobody sees it but who runs it, no form is issued.

    Raises NotAllowed, AlreadyThere, UnfitCycle, Unfit.
    """
    refuse_task(Task.RUN_CYCLE, actor)
    _refuse_unfit(settings)
    _refuse_unpublished(framework)
    cycle = FilingCycle(
        code=code,
        fiscal_year=fiscal_year,
        framework=framework,
        stage=Stage.DRAFT.value,
        based_on=based_on,
        **_columns(settings),
    )
    _insert(cycle, actor, now, units=len(units), based_on=based_on.code if based_on else "")
    cycle.units.set(units)
    return cycle


@retried
@turn_to_write()
@transaction.atomic
def change_cycle(
    *,
    actor: User | None,
    cycle_id: int,
    seen: str,
    settings: CycleSettings,
    framework: FrameworkVersion | None = None,
    units: Collection[Department] | None = None,
    now: datetime,
) -> list[dict[str, str]]:
    """Store what was decided anew and tell what changed; nothing is written, and no event, where nothing did.

    `framework` and `units` only while it is a draft (units come later by `services.issuing.add_units`). Raises
    NotAllowed, StaleVersion, UnfitCycle (also for what cannot be changed any more), Unfit.
    """
    refuse_task(Task.RUN_CYCLE, actor)
    cycle = held_cycle(cycle_id, seen)
    old, course = settings_of(cycle), course_of(cycle, now)
    faults = [*faults_of(settings), *fixed_faults(old, settings, course)]
    if framework is not None and framework != cycle.framework and (fixed := why_fixed("framework", course)):
        faults.append(SettingFault(name="framework", message=fixed))
    if faults:
        raise UnfitCycle(faults)
    _refuse_unfit(settings)
    changes = change_lines(old, settings)
    if framework is not None and framework != cycle.framework:
        _refuse_unpublished(framework)
        changes.append(_change("framework", "指标体系", str(cycle.framework), str(framework)))
        cycle.framework = framework
    if units is not None and course.stage is Stage.DRAFT:
        changes.extend(_set_units(cycle, units))
    if changes:
        for name, value in _columns(settings).items():
            setattr(cycle, name, value)
        cycle.save(update_fields=[*NAMES, "framework"])
        data = {"code": cycle.code, "changes": changes}
        events.record(action=EventAction.CYCLE_CHANGED, actor=actor, now=now, data=data)
    return changes


@retried
@turn_to_write()
@transaction.atomic
def change_stage(*, actor: User | None, cycle_id: int, seen: str, to: Stage, now: datetime) -> FilingCycle:
    """Publish, close, reopen or archive. A second click on the same step changes nothing and is no error.

    Raises NotAllowed, StaleVersion, Unfit for a step that does not follow, or units or dates that do not do.
    """
    refuse_task(Task.RUN_CYCLE, actor)
    cycle = FilingCycle.objects.select_for_update(of=("self",)).select_related("framework").get(pk=cycle_id)
    stage = Stage(cycle.stage)
    if stage is to:
        return cycle
    _refuse_stale(cycle, seen)
    if to not in NEXT_STAGES[stage]:
        raise Unfit(f"“{stage.label}”的批次不能{_verb_to(to)}。")
    if to is Stage.PUBLISHED and stage is Stage.DRAFT:
        _refuse_unready(cycle, now)
    unfinished = unfinished_words(cycle=cycle) if to is Stage.ARCHIVED else ""
    if unfinished:
        raise Unfit(f"还有没办完的，不能归档：{unfinished}。归档以后什么也不能再改，请先办完。")
    cycle.stage = to.value
    cycle.save(update_fields=["stage"])
    data = {"code": cycle.code, "changes": [_change("stage", "阶段", stage.label, to.label)]}
    events.record(action=_RECORDED_AS[stage, to], actor=actor, now=now, data=data)
    return cycle


def held_cycle(cycle_id: int, seen: str) -> FilingCycle:
    """The cycle, held for a write on what was seen of it. Raises StaleVersion, FilingCycle.DoesNotExist."""
    cycle = FilingCycle.objects.select_for_update(of=("self",)).select_related("framework").get(pk=cycle_id)
    _refuse_stale(cycle, seen)
    return cycle


def _refuse_stale(cycle: FilingCycle, seen: str) -> None:
    if fingerprint_of(cycle) == seen:
        return
    last = last_event_of(cycle)
    raise StaleVersion(saved_by=last.actor_name if last else "", saved_at=last.at if last else None, current_version=0)


def _refuse_unfit(settings: CycleSettings) -> None:
    faults = list(faults_of(settings))
    try:
        settings_from_document(settings.check_settings)
    except FileFaults as found:
        faults.extend(SettingFault(name="check_settings", message=str(fault)) for fault in found.faults)
    if faults:
        raise UnfitCycle(faults)


def _refuse_unpublished(framework: FrameworkVersion) -> None:
    if not framework.is_published:
        raise Unfit(f"{framework} 还没有发布，不能用它下达。", box="framework")


def _refuse_unready(cycle: FilingCycle, now: datetime) -> None:
    if not cycle.units.exists():
        raise Unfit("还没有选参评单位，不能发布。请先在“单位”里勾选。")
    if cycle.deadline <= now:
        raise Unfit("截止时间已经过了，发布就全部逾期。请先改截止时间。")


def _insert(cycle: FilingCycle, actor: User | None, now: datetime, **more: Any) -> None:
    insert_once(cycle, taken=f"已有编码为“{cycle.code}”的自评批次。")
    data = {"code": cycle.code, "framework": str(cycle.framework), "deadline": cycle.deadline, **more}
    events.record(action=EventAction.CYCLE_CREATED, actor=actor, now=now, data=data)


def _set_units(cycle: FilingCycle, units: Collection[Department]) -> list[dict[str, str]]:
    old = {each.pk: each.name for each in cycle.units.all()}
    new = {each.pk: each.name for each in units}
    if old.keys() == new.keys():
        return []
    cycle.units.set(units)
    added, gone = (
        names_told([names[pk] for pk in sorted(names.keys() - others.keys())])
        for names, others in ((new, old), (old, new))
    )
    return [_change("units", "参评单位", f"去掉：{gone}", f"增加：{added}")]


def _columns(settings: CycleSettings) -> dict[str, Any]:
    columns = {name: getattr(settings, name) for name in NAMES}
    columns["reminder_days"] = list(settings.reminder_days)
    columns["difference_bounds"] = [str(each) for each in settings.difference_bounds]
    columns["final_score_rule"] = settings.final_score_rule.value
    columns["check_settings"] = dict(settings.check_settings)
    return columns


def _change(setting: str, label: str, old: str, new: str) -> dict[str, str]:
    return {"setting": setting, "label": label, "old": old, "new": new}


def _verb_to(to: Stage) -> str:
    return next((verb for (_, end), verb in STAGE_VERBS.items() if end is to), to.label)
