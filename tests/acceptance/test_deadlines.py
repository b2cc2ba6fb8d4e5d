"""Rows A15 and C06: the server's clock decides to the second, in every time zone; a locked year wins over who fills."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from selfeval.domain.cycle import Stage
from selfeval.domain.rights import Right, is_allowed
from selfeval.domain.workflow import Action, State
from selfeval.models import Event, Filing, FilingCycle, Submission
from selfeval.queries.standing import situation_of, standing_of
from selfeval.review.transitions import perform
from selfeval.services.changes import NarrativeChange
from selfeval.services.errors import NotAllowed, WriteRefused
from tests.at_once import at_once
from tests.factories import World, bring_to, make_world, save

LATE = datetime(2022, 3, 20, 10, 0, tzinfo=UTC)
EXTENDED = LATE + timedelta(days=3)
SECOND = timedelta(seconds=1)
ZONES = ("Asia/Shanghai", "America/New_York")


def awaiting(world: World, *, due_at: datetime | None = None, late_until: datetime | None = LATE) -> Filing:
    bring_to(world, State.AWAITING_SIGNATURE)
    FilingCycle.objects.update(late_until=late_until)
    Filing.objects.update(due_at=due_at)
    return Filing.objects.get()


def sign(world: World, filing: Filing, now: datetime) -> Filing:
    return perform(
        actor=world.unit.head, action=Action.SIGN, filing_id=filing.pk, expected_version=filing.version, now=now
    )


@pytest.mark.django_db
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("due_at", "end"), [(None, LATE), (EXTENDED, EXTENDED)], ids=["late period", "extension of one unit"]
)
def test_a15_the_last_second_counts_and_the_next_does_not(
    world: World, zone: str, due_at: datetime | None, end: datetime
) -> None:
    """The moment is the same whatever zone it is told in."""
    filing = awaiting(world, due_at=due_at)
    before = (Submission.objects.count(), Event.objects.count())
    with timezone.override(zone):
        local = end.astimezone(ZoneInfo(zone))
        with pytest.raises(NotAllowed, match=r"补报期已过，不能再提交.*填好的内容都已保存"):
            sign(world, filing, local + SECOND)
        assert (Submission.objects.count(), Event.objects.count()) == before
        assert Filing.objects.get().current_state is State.AWAITING_SIGNATURE
        for now in (local - SECOND, local):
            situation = situation_of(Filing.objects.get(), now)
            standing = standing_of(user=world.unit.head, filing=Filing.objects.get())
            assert is_allowed(Action.SIGN, standing, situation), now
        assert sign(world, filing, local).current_state is State.SUBMITTED


@pytest.mark.django_db
def test_a15_after_the_deadline_forms_are_late_but_taken_until_the_late_period_ends(world: World) -> None:
    filing = awaiting(world)
    deadline = filing.cycle.deadline
    assert not filing.is_overdue(deadline)
    assert filing.is_overdue(deadline + SECOND)
    assert sign(world, filing, deadline + SECOND).current_state is State.SUBMITTED


@pytest.mark.django_db
def test_a15_before_the_first_day_nothing_is_filled_and_nothing_lost(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    opens = filing.cycle.opens_at
    standing = standing_of(user=world.unit.preparer, filing=filing)
    allowed = [
        is_allowed(Right.EDIT, standing, situation_of(filing, opens + gap)) for gap in (-SECOND, SECOND - SECOND)
    ]
    assert allowed == [False, True]


@pytest.mark.django_db
def test_a15_what_is_typed_after_the_late_period_is_kept(world: World) -> None:
    """Saving asks the clock of the server, which is years past that day."""
    filing = bring_to(world, State.FILLING)
    FilingCycle.objects.update(late_until=LATE)
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="other", text="过期以后写的"))
    assert Filing.objects.get().narratives.get(code="other").text == "过期以后写的"
    client = Client()
    client.force_login(world.unit.preparer)
    assert "补报期已过" in client.get("/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.ARCHIVED])
def test_a15_in_a_locked_year_saving_is_refused_and_the_draft_stays(world: World, stage: Stage) -> None:
    filing = bring_to(world, State.FILLING)
    FilingCycle.objects.update(stage=stage.value)
    before = list(Filing.objects.values())
    with pytest.raises(WriteRefused, match="已保存的内容都还在"):
        save(filing, world.unit.preparer, "narratives", NarrativeChange(code="other", text="不该写进去"))
    assert list(Filing.objects.values()) == before
    client = Client()
    client.force_login(world.unit.preparer)
    sent: dict[str, Any] = {"version": filing.version}
    refused = client.post(f"/filings/{filing.public_id}/send-for-signature/", sent)
    assert refused.status_code == 409
    assert "已保存的内容都还在" in refused.content.decode()
    assert list(Filing.objects.values()) == before


@pytest.mark.django_db(transaction=True)
def test_c06_the_lock_of_a_year_and_a_save_have_one_order() -> None:
    """Saved before the lock or refused after it; the form stays on its version of the framework."""
    world = make_world()
    filing = bring_to(world, State.FILLING)
    framework = filing.cycle.framework_id
    change = NarrativeChange(code="other", text="锁定那一刻")
    lock = partial(FilingCycle.objects.filter(pk=filing.cycle_id).update, stage=Stage.CLOSED.value)
    saving = partial(save, filing, world.unit.preparer, "narratives", change, seen=filing.version)
    saved, locked = at_once([saving, lock])
    assert locked == 1
    kept = Filing.objects.get().narratives.filter(code="other", text="锁定那一刻").exists()
    assert kept is not isinstance(saved, WriteRefused), saved
    with pytest.raises(WriteRefused):
        save(filing, world.unit.preparer, "narratives", NarrativeChange(code="other", text="锁定以后"))
    assert Filing.objects.get().cycle.framework_id == framework
