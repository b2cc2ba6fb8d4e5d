"""Reminders: who is reminded, once a day, by whom, and when by the timer."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from selfeval.domain.cycle import Stage
from selfeval.domain.workflow import Role, State
from selfeval.models import Department, Event, EventAction, FilingCycle, Notice, User
from selfeval.services.errors import NotAllowed
from selfeval.services.reminding import plan_of, remind, remind_before_deadline
from tests.factories import NOW, World, bring_to, make_filing, make_user


def reminded() -> list[str]:
    events = Event.objects.filter(action=EventAction.REMINDED.value).order_by("filing__department__code")
    return list(events.values_list("filing__department__code", flat=True))


def test_many_at_once_an_event_each_and_every_person_once(world: World) -> None:
    keys = [make_filing(world).pk, make_filing(world, world.other).pk]
    plan = plan_of(actor=world.administrator, keys=keys, now=NOW)
    assert (len(plan.filings), plan.people) == (2, 4)
    assert reminded() == []
    assert remind(actor=world.administrator, keys=keys, now=NOW) == plan
    assert reminded() == ["001", "002"]
    assert Notice.objects.filter(kind=Notice.Kind.REMINDER.value).count() == 4
    assert "还有 10 天截止" in Notice.objects.first().title
    assert Event.objects.get(filing=keys[0], action=EventAction.REMINDED.value).data["people"] == 2


def test_the_same_day_not_twice_but_the_next_day_again(world: World) -> None:
    key = make_filing(world).pk
    remind(actor=world.administrator, keys=[key], now=NOW)
    again = remind(actor=world.administrator, keys=[key], now=NOW + timedelta(hours=2))
    assert (again.filings, len(again.reminded)) == ((), 1)
    assert reminded() == ["001"]
    remind(actor=world.administrator, keys=[key], now=NOW + timedelta(days=1))
    assert reminded() == ["001", "001"]
    assert Notice.objects.filter(user=world.unit.head).count() == 2


def test_what_has_left_its_unit_is_passed_over(world: World) -> None:
    plan = remind(actor=world.administrator, keys=[bring_to(world, State.SUBMITTED).pk], now=NOW)
    assert (plan.filings, len(plan.done)) == ((), 1)
    assert reminded() == []


def test_a_unit_without_accounts_is_named(world: World) -> None:
    key = make_filing(world).pk
    User.objects.filter(department=world.unit.department).update(is_active=False)
    plan = remind(actor=world.administrator, keys=[key], now=NOW)
    assert [each.department.name for each in plan.silent] == ["综合办"]
    assert reminded() == []


def test_a_closed_cycle_reminds_nobody(world: World) -> None:
    key = make_filing(world).pk
    FilingCycle.objects.filter(pk=world.cycle.pk).update(stage=Stage.CLOSED.value)
    assert remind(actor=world.administrator, keys=[key], now=NOW).done


def test_after_the_late_period_only_who_was_extended(world: World) -> None:
    key = make_filing(world).pk
    FilingCycle.objects.filter(pk=world.cycle.pk).update(late_until=NOW + timedelta(days=12))
    late = NOW + timedelta(days=13)
    assert not plan_of(actor=None, keys=[key], now=late).filings
    filing = world.cycle.filings.get(pk=key)
    filing.due_at = NOW + timedelta(days=15)
    filing.save(update_fields=["due_at"])
    assert plan_of(actor=None, keys=[key], now=late).filings


def test_a_supervisor_reminds_the_units_below_only(world: World) -> None:
    above = Department.objects.create(code="900", name="主管局")
    Department.objects.filter(pk=world.unit.department.pk).update(supervisor=above)
    supervisor = make_user("supervisor", Role.SUPERVISOR, above)
    mine, other = make_filing(world).pk, make_filing(world, world.other).pk
    assert len(remind(actor=supervisor, keys=[mine], now=NOW).filings) == 1
    with pytest.raises(NotAllowed):
        remind(actor=supervisor, keys=[mine, other], now=NOW + timedelta(days=1))
    assert reminded() == ["001"]


@pytest.mark.parametrize("name", ["reviewer", "head"])
def test_others_remind_nobody(world: World, name: str) -> None:
    actor = world.reviewer if name == "reviewer" else world.unit.head
    with pytest.raises(NotAllowed):
        remind(actor=actor, keys=[make_filing(world).pk], now=NOW)


def test_the_timer_follows_the_days_of_the_cycle_and_the_units_own_deadline(world: World) -> None:
    """The deadline is ten days away; one unit has four days more, so its seventh day before comes four days later."""
    make_filing(world)
    other = make_filing(world, world.other)
    other.due_at = world.cycle.deadline + timedelta(days=4)
    other.save(update_fields=["due_at"])
    FilingCycle.objects.filter(pk=world.cycle.pk).update(reminder_days=[7])
    assert not remind_before_deadline(now=NOW).filings
    for hour in (0, 1, 5):
        remind_before_deadline(now=NOW + timedelta(days=3, hours=hour))
    assert reminded() == ["001"]
    remind_before_deadline(now=NOW + timedelta(days=7))
    assert reminded() == ["001", "002"]
    assert Event.objects.filter(action=EventAction.REMINDED.value, actor=None).count() == 2


def test_the_command_says_how_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    make_filing(world)
    moment = world.cycle.deadline - timedelta(days=7)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
    out = StringIO()
    call_command("remind", stdout=out)
    assert out.getvalue().strip() == "提醒了 1 家单位，2 人。"


def test_the_number_of_queries_is_the_same_for_one_and_three(world: World, django_assert_num_queries: Any) -> None:
    keys = [make_filing(world, unit).pk for unit in (world.unit, world.other, world.third)]
    for some in (keys[:1], keys):
        with django_assert_num_queries(4):
            plan_of(actor=world.administrator, keys=some, now=NOW)
