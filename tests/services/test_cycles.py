"""A year is prepared, published, changed and ended; the second writer is told, the second click does nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.cycle import Stage
from selfeval.domain.cycle_settings import CycleSettings
from selfeval.domain.final_score import FinalScoreRule
from selfeval.domain.workflow import Action, Level, Role, State
from selfeval.models import Event, EventAction, Filing, FilingCycle
from selfeval.queries.cycles import fingerprint_of, settings_of
from selfeval.services.cycles import UnfitCycle, change_cycle, change_stage, prepare_cycle
from selfeval.services.errors import AlreadyThere, NotAllowed, StaleVersion, Unfit
from selfeval.services.issuing import add_units, issue_filings
from tests.factories import NOW, World, bring_to, make_filing, make_user, move

SETTINGS = CycleSettings(
    title="2022年度部门整体支出绩效自评",
    opens_at=NOW + timedelta(days=340),
    deadline=NOW + timedelta(days=375),
    late_until=NOW + timedelta(days=390),
    reminder_days=(10, 2),
    has_supervisor_review=True,
    final_score_rule=FinalScoreRule.LOWEST,
    low_risk_at_most=5,
    difference_bounds=(Decimal(3), Decimal(6), Decimal("12.5")),
    check_settings={"thresholds": {"december_most": "0.3"}},
)


def prepare(world: World, **values: Any) -> FilingCycle:
    given: dict[str, Any] = {
        "actor": world.administrator,
        "code": "2022",
        "fiscal_year": 2022,
        "framework": world.framework,
        "settings": SETTINGS,
        "units": [world.unit.department, world.other.department],
        "based_on": world.cycle,
        "now": NOW,
    }
    return prepare_cycle(**{**given, **values})


def change(world: World, cycle: FilingCycle, settings: CycleSettings, **values: Any) -> list[dict[str, str]]:
    given: dict[str, Any] = {"actor": world.administrator, "seen": fingerprint_of(cycle), "now": NOW}
    return change_cycle(cycle_id=cycle.pk, settings=settings, **{**given, **values})


def bring(world: World, cycle: FilingCycle, to: Stage, **values: Any) -> FilingCycle:
    given: dict[str, Any] = {"actor": world.administrator, "seen": fingerprint_of(cycle), "now": NOW}
    return change_stage(cycle_id=cycle.pk, to=to, **{**given, **values})


def test_a_draft_holds_what_was_decided_and_issues_nothing(world: World) -> None:
    cycle = FilingCycle.objects.get(pk=prepare(world).pk)
    assert (cycle.stage, cycle.based_on, settings_of(cycle)) == (Stage.DRAFT, world.cycle, SETTINGS)
    assert set(cycle.units.all()) == {world.unit.department, world.other.department}
    assert not cycle.filings.exists()
    event = Event.objects.get(action=EventAction.CYCLE_CREATED, data__code="2022")
    assert event.data["units"] == 2


def test_what_cannot_be_is_refused_and_nothing_stored(world: World) -> None:
    wrong = replace(SETTINGS, deadline=SETTINGS.opens_at, check_settings={"thresholds": {"no_such": "1"}})
    with pytest.raises(UnfitCycle) as refusal:
        prepare(world, settings=wrong)
    assert {fault.name for fault in refusal.value.faults} == {"deadline", "check_settings"}
    with pytest.raises(AlreadyThere):
        prepare(world, code="2021")
    world.framework.is_published = False
    with pytest.raises(Unfit, match="还没有发布"):
        prepare(world)
    assert FilingCycle.objects.count() == 1


def test_only_administrators_run_a_cycle(world: World) -> None:
    cycle = prepare(world)
    attempts: list[Callable[[Any], Any]] = [
        lambda actor: prepare(world, actor=actor, code="2023"),
        lambda actor: change(world, cycle, SETTINGS, actor=actor),
        lambda actor: bring(world, cycle, Stage.PUBLISHED, actor=actor),
        lambda actor: issue_filings(actor=actor, cycle_id=cycle.pk, now=NOW),
        lambda actor: add_units(actor=actor, cycle_id=cycle.pk, units=[], now=NOW),
    ]
    for attempt in attempts:
        for actor in (world.reviewer, world.unit.head):
            with pytest.raises(NotAllowed, match="管理自评批次"):
                attempt(actor)


def test_a_change_is_one_event_old_and_new_and_none_where_nothing_changed(world: World) -> None:
    cycle = prepare(world)
    assert change(world, cycle, SETTINGS, units=list(cycle.units.all()), framework=world.framework) == []
    later = replace(SETTINGS, deadline=SETTINGS.deadline + timedelta(days=1), late_until=None)
    change(world, cycle, later, units=[world.unit.department])
    (event,) = Event.objects.filter(action=EventAction.CYCLE_CHANGED)
    told = {each["setting"]: (each["old"], each["new"]) for each in event.data["changes"]}
    assert told["deadline"] == ("2023年3月11日 09:30", "2023年3月12日 09:30")
    assert told["late_until"] == ("2023年3月26日 09:30", "不设，结束以前都收")
    assert told["units"] == ("去掉：服务中心", "增加：无")
    cycle.refresh_from_db()
    assert (settings_of(cycle), list(cycle.units.all())) == (later, [world.unit.department])


def test_the_second_writer_is_told(world: World) -> None:
    cycle = prepare(world)
    seen = fingerprint_of(cycle)
    change(world, cycle, replace(SETTINGS, title="先写的"))
    with pytest.raises(StaleVersion, match="administrator甲"):
        change(world, cycle, replace(SETTINGS, title="后写的"), seen=seen)
    with pytest.raises(StaleVersion):
        bring(world, cycle, Stage.PUBLISHED, seen=seen)
    assert FilingCycle.objects.get(pk=cycle.pk).title == "先写的"


def test_publishing_issues_a_form_to_every_unit_once(world: World) -> None:
    cycle = prepare(world)
    seen = fingerprint_of(cycle)
    bring(world, cycle, Stage.PUBLISHED, seen=seen)
    # The second click comes with the same page.
    bring(world, cycle, Stage.PUBLISHED, seen=seen)
    assert Event.objects.filter(action=EventAction.CYCLE_PUBLISHED).count() == 1
    first = issue_filings(actor=world.administrator, cycle_id=cycle.pk, now=NOW, most=1)
    assert (first.made, first.left) == (1, 1)
    second = issue_filings(actor=world.administrator, cycle_id=cycle.pk, now=NOW)
    assert (second.made, second.left) == (1, 0)
    again = issue_filings(actor=world.administrator, cycle_id=cycle.pk, now=NOW)
    assert (again.made, again.left) == (0, 0)
    made = Event.objects.filter(action=EventAction.FILING_CREATED, filing__cycle=cycle)
    assert {event.department for event in made} == {world.unit.department, world.other.department}
    assert made.count() == Filing.objects.filter(cycle=cycle, state=State.TO_FILL.value).count() == 2


def test_what_is_not_ready_is_not_published(world: World) -> None:
    cycle = prepare(world, units=[])
    with pytest.raises(Unfit, match="还没有选参评单位"):
        bring(world, cycle, Stage.PUBLISHED)
    cycle.units.add(world.unit.department)
    with pytest.raises(Unfit, match="截止时间已经过了"):
        bring(world, cycle, Stage.PUBLISHED, now=NOW + timedelta(days=400))
    with pytest.raises(Unfit, match="不能下达"):
        issue_filings(actor=world.administrator, cycle_id=cycle.pk, now=NOW)
    with pytest.raises(Unfit, match="不能归档"):
        bring(world, cycle, Stage.ARCHIVED)


def test_units_come_later_and_get_their_forms(world: World) -> None:
    cycle = bring(world, prepare(world), Stage.PUBLISHED)
    issue_filings(actor=world.administrator, cycle_id=cycle.pk, now=NOW)
    everybody = [world.unit.department, world.third.department]
    assert add_units(actor=world.administrator, cycle_id=cycle.pk, units=everybody, now=NOW) == 1
    assert add_units(actor=world.administrator, cycle_id=cycle.pk, units=everybody, now=NOW) == 0
    assert issue_filings(actor=world.administrator, cycle_id=cycle.pk, now=NOW).made == 1
    (event,) = Event.objects.filter(action=EventAction.CYCLE_CHANGED)
    assert event.data["changes"][0]["new"] == "增加：招商中心"


def test_what_is_issued_keeps_its_framework_and_what_is_submitted_its_levels(world: World) -> None:
    bring_to(world, State.SUBMITTED)
    world.cycle.refresh_from_db()
    settings = settings_of(world.cycle)
    with pytest.raises(UnfitCycle, match="审核层级不能再改"):
        change(world, world.cycle, replace(settings, has_office_review=True))
    later = replace(settings, deadline=settings.deadline + timedelta(days=3))
    assert [each["setting"] for each in change(world, world.cycle, later)] == ["deadline"]
    other = type(world.framework)(slug="other", version="1", is_published=True)
    with pytest.raises(UnfitCycle, match="指标体系不能再换"):
        change(world, FilingCycle.objects.get(pk=world.cycle.pk), later, framework=other)


def test_a_cycle_is_closed_opened_again_and_archived_for_good(world: World) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    cycle = bring(world, world.cycle, Stage.CLOSED)
    filing.refresh_from_db()
    with pytest.raises(NotAllowed, match="已结束"):
        move(filing, world.unit.head, Action.SIGN)
    with pytest.raises(UnfitCycle, match="批次已结束"):
        change(world, cycle, replace(settings_of(cycle), title="改名"))
    cycle = bring(world, cycle, Stage.PUBLISHED)
    assert cycle.levels_for(world.unit.department) == (Level.FINAL,)
    filing = Filing.objects.select_related("cycle").get(pk=filing.pk)
    assert move(filing, world.unit.head, Action.SIGN).state == State.SUBMITTED
    archived = bring(world, bring(world, cycle, Stage.CLOSED), Stage.ARCHIVED)
    with pytest.raises(Unfit, match="“已归档”的批次不能"):
        bring(world, archived, Stage.PUBLISHED)
    told = Event.objects.filter(action__startswith="cycle.").order_by("id").values_list("action", flat=True)
    assert [each.removeprefix("cycle.") for each in told] == ["created", "closed", "reopened", "closed", "archived"]


def test_a_disabled_administrator_runs_nothing(world: World) -> None:
    gone = make_user("gone", Role.ADMINISTRATOR)
    gone.is_active = False
    with pytest.raises(NotAllowed, match="请先登录"):
        prepare(world, actor=gone)


def test_no_form_is_issued_in_a_year_that_is_over(world: World) -> None:
    bring(world, world.cycle, Stage.CLOSED)
    world.cycle.refresh_from_db()
    with pytest.raises(Unfit, match="“已结束”的批次不能下达"):
        make_filing(world)
