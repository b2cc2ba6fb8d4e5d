"""Units get longer, one or many at once, all or none; what the clock decides is held where it is written."""

from datetime import datetime, timedelta

import pytest

from selfeval.domain.cycle import Stage
from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Event, EventAction, Filing, FilingCycle
from selfeval.review import transitions
from selfeval.services.changes import FigureChange
from selfeval.services.errors import NotAllowed, StaleVersion, Unfit
from selfeval.services.extending import extend_filings
from selfeval.services.filings import save_boxes
from tests.factories import NOW, World, bring_to, make_filing, make_user, move

LATER = NOW + timedelta(days=20)
LATE = NOW + timedelta(days=15)


def end_late_period(world: World) -> None:
    """Forms are taken until two days after the deadline, which is `NOW` + 10 days."""
    FilingCycle.objects.filter(pk=world.cycle.pk).update(late_until=NOW + timedelta(days=12))


def sign(filing: Filing, world: World, at: datetime) -> Filing:
    filing.refresh_from_db()
    return transitions.perform(
        actor=world.unit.head, action=Action.SIGN, filing_id=filing.pk, expected_version=filing.version, now=at
    )


def save_at(filing: Filing, world: World, at: datetime) -> None:
    change = FigureChange(code="other_staff", value=None)
    save_boxes(actor=world.unit.preparer, filing_id=filing.pk, changes=[change], seen=filing.version, now=at)


def test_many_units_at_once_an_event_each(world: World) -> None:
    one, other = make_filing(world), make_filing(world, world.other)
    versions = {one.pk: one.version, other.pk: other.version}
    extend_filings(actor=world.administrator, versions=versions, due_at=LATER, reason=" 机构改革 ", now=NOW)
    for filing in (one, other):
        filing.refresh_from_db()
        assert (filing.deadline, filing.due_reason, filing.version) == (LATER, "机构改革", 2)
    told = Event.objects.filter(action=EventAction.EXTENDED)
    assert {(event.filing_id, event.version, event.comment) for event in told} == {
        (one.pk, 2, "机构改革"),
        (other.pk, 2, "机构改革"),
    }
    change = told[0].data["changes"][0]
    assert (change["old"], change["new"]) == ("2022年3月11日 09:30", "2022年3月21日 09:30")


def test_one_that_cannot_be_extended_keeps_the_others_from_it(world: World) -> None:
    one, done = make_filing(world), bring_to(world, State.SUBMITTED, world.other)
    versions = {one.pk: one.version, done.pk: done.version}
    with pytest.raises(NotAllowed, match="服务中心：“已提交”的填报不用延期"):
        extend_filings(actor=world.administrator, versions=versions, due_at=LATER, reason="改革", now=NOW)
    with pytest.raises(StaleVersion):
        extend_filings(actor=world.administrator, versions={one.pk: 9}, due_at=LATER, reason="改革", now=NOW)
    with pytest.raises(Unfit, match="晚于批次的截止时间"):
        extend_filings(actor=world.administrator, versions={one.pk: 1}, due_at=NOW, reason="改革", now=NOW)
    with pytest.raises(Unfit, match="请写明延期的事由"):
        extend_filings(actor=world.administrator, versions={one.pk: 1}, due_at=LATER, reason=" ", now=NOW)
    assert not Event.objects.filter(action=EventAction.EXTENDED).exists()


def test_only_an_administrator_who_is_not_of_the_unit_extends(world: World) -> None:
    filing = make_filing(world)
    of_unit = make_user("theirs", Role.ADMINISTRATOR, world.unit.department)
    for actor in (world.reviewer, world.unit.head, of_unit):
        with pytest.raises(NotAllowed):
            extend_filings(actor=actor, versions={filing.pk: 1}, due_at=LATER, reason="改革", now=NOW)


def test_after_the_late_period_nothing_is_submitted_until_the_unit_is_extended(world: World) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    end_late_period(world)
    with pytest.raises(NotAllowed, match="补报期已过"):
        sign(filing, world, LATE)
    # The very moment that was named is still in time.
    extend_filings(
        actor=world.administrator, versions={filing.pk: filing.version}, due_at=LATER, reason="改革", now=LATE
    )
    assert sign(filing, world, LATER).state == State.SUBMITTED


def test_an_extension_that_is_over_no_longer_helps(world: World) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    end_late_period(world)
    versions = {filing.pk: filing.version}
    extend_filings(actor=world.administrator, versions=versions, due_at=LATER, reason="改革", now=LATE)
    with pytest.raises(NotAllowed, match="补报期已过"):
        sign(filing, world, LATER + timedelta(seconds=1))


def test_what_is_typed_after_the_late_period_is_still_saved(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    end_late_period(world)
    save_at(filing, world, LATE)
    assert move(Filing.objects.get(pk=filing.pk), world.unit.preparer, Action.SEND_FOR_SIGNATURE)


@pytest.mark.parametrize(
    ("stage", "is_ahead", "words"),
    [
        (Stage.CLOSED, False, "已结束"),
        (Stage.ARCHIVED, False, "已归档"),
        (Stage.PUBLISHED, True, "还没有开始填报"),
        (Stage.DRAFT, False, "还没有开始填报"),
    ],
)
def test_before_and_after_the_year_every_write_is_refused(
    world: World, stage: Stage, is_ahead: bool, words: str
) -> None:
    filing = bring_to(world, State.FILLING)
    submitted = bring_to(world, State.SUBMITTED, world.other)
    now = max(NOW, filing.updated_at)
    # Saving asks the real clock, which is past all days of these tests.
    times = {"opens_at": NOW.replace(year=2100), "deadline": LATER.replace(year=2100)} if is_ahead else {}
    FilingCycle.objects.filter(pk=world.cycle.pk).update(stage=stage.value, **times)
    with pytest.raises(NotAllowed, match=words):
        save_at(filing, world, now)
    with pytest.raises(NotAllowed, match=words):
        move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    with pytest.raises(NotAllowed, match=words):
        move(submitted, world.reviewer, Action.RETURN, comment="请改")
    with pytest.raises(NotAllowed, match=words):
        extend_filings(
            actor=world.administrator, versions={filing.pk: filing.version}, due_at=LATER, reason="改", now=now
        )
    assert Filing.objects.get(pk=filing.pk).version == filing.version
