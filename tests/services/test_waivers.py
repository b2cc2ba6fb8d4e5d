"""A finding that is waived keeps nobody, as long as the waiver counts, and the history tells who let it stand."""

from datetime import date, timedelta

import pytest

from selfeval.domain.workflow import Role, State
from selfeval.models import Event, EventAction, Filing, FindingRow, WaiverRow
from selfeval.queries.finding_rows import stored_findings, waivers_in_force
from selfeval.queries.snapshots import assessment_of
from selfeval.services.changes import FaceChange
from selfeval.services.errors import BadWaiver, NotAllowed
from selfeval.services.waivers import MAX_REASON, Wanted, end_waiver, waive
from tests.factories import NOW, World, bring_to, make_filing, make_user, save

TODAY = date(2022, 3, 1)


@pytest.fixture
def blocked(world: World) -> Filing:
    """A filing that is complete but for its day."""
    filing = bring_to(world, State.FILLING)
    return save(filing, world.unit.preparer, "face", FaceChange(attribute="filed_on", value=None)).filing


def wanted(filing: Filing, reason: str = "日期以签发日为准", **more: object) -> Wanted:
    row = filing.findings.get(submission=None, severity="error")
    return Wanted(**{"check": row.check_code, "key": row.key, "reason": reason, **more})  # type: ignore[arg-type]


def blocking(filing: Filing, days: int = 0) -> int:
    stored = Filing.objects.get(pk=filing.pk)
    return len(assessment_of(filing=stored, now=NOW + timedelta(days=days)).blocking)


def test_a_waived_error_does_not_block_and_is_told(world: World, blocked: Filing) -> None:
    assert (blocked.blocking_count, blocking(blocked)) == (1, 1)
    waive(actor=world.administrator, filing_id=blocked.pk, wanted=wanted(blocked), now=NOW)
    assert (Filing.objects.get(pk=blocked.pk).blocking_count, blocking(blocked)) == (0, 0)
    (found,) = (each for each in stored_findings(filing=blocked) if each.waiver)
    assert found.waiver is not None
    assert (found.waiver.reason, found.waiver.by) == ("日期以签发日为准", world.administrator.full_name)
    event = Event.objects.get(action=EventAction.FINDING_WAIVED)
    assert (event.filing, event.actor, event.comment) == (blocked, world.administrator, "日期以签发日为准")


def test_it_ends_with_its_last_day(world: World, blocked: Filing) -> None:
    until = wanted(blocked, until=TODAY + timedelta(days=3))
    waive(actor=world.administrator, filing_id=blocked.pk, wanted=until, now=NOW)
    assert [blocking(blocked, days) for days in (0, 3, 4)] == [0, 0, 1]


def test_it_can_be_taken_back(world: World, blocked: Filing) -> None:
    what = wanted(blocked)
    waive(actor=world.administrator, filing_id=blocked.pk, wanted=what, now=NOW)
    ended = end_waiver(actor=world.administrator, filing_id=blocked.pk, check=what.check, key=what.key, now=NOW)
    assert (ended, blocking(blocked), Filing.objects.get(pk=blocked.pk).blocking_count) == (1, 1, 1)
    assert Event.objects.filter(action=EventAction.WAIVER_ENDED).count() == 1
    again = end_waiver(actor=world.administrator, filing_id=blocked.pk, check=what.check, key=what.key, now=NOW)
    assert again == 0


def test_a_check_is_waived_for_one_department_only(world: World, blocked: Filing) -> None:
    other = make_filing(world, world.other)
    whole = wanted(blocked, for_department=True, until=TODAY)
    waive(actor=world.administrator, filing_id=blocked.pk, wanted=whole, now=NOW)
    assert blocking(blocked) == 0
    assert waivers_in_force(filing=other, now=NOW) == ()
    assert len(waivers_in_force(filing=blocked, now=NOW)) == 1


@pytest.mark.parametrize(
    ("reason", "more", "box"),
    [
        ("  ", {}, "reason"),
        ("长" * (MAX_REASON + 1), {}, "reason"),
        ("好\x00", {}, "reason"),
        ("好", {"until": TODAY - timedelta(days=1)}, "until"),
        ("好", {"for_department": True}, "until"),
        ("好", {"key": "0" * 32}, ""),
    ],
)
def test_what_cannot_stand_is_refused(
    world: World, blocked: Filing, reason: str, more: dict[str, object], box: str
) -> None:
    with pytest.raises(BadWaiver) as refusal:
        waive(actor=world.administrator, filing_id=blocked.pk, wanted=wanted(blocked, reason, **more), now=NOW)
    assert refusal.value.box == box
    assert not WaiverRow.objects.exists()


def test_only_the_bureau_waives(world: World, blocked: Filing) -> None:
    insider = make_user("insider", Role.REVIEWER, world.unit.department)
    # Of a draft never submitted a reviewer knows nothing.
    for person in (world.unit.preparer, world.unit.head, world.other.preparer, world.reviewer, insider):
        with pytest.raises(NotAllowed):
            waive(actor=person, filing_id=blocked.pk, wanted=wanted(blocked), now=NOW)
        with pytest.raises(NotAllowed):
            end_waiver(actor=person, filing_id=blocked.pk, check="x", key="y", now=NOW)
    assert not WaiverRow.objects.exists()


def test_a_reviewer_waives_what_was_submitted(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    row = FindingRow.objects.filter(submission__isnull=False, severity="warning").first()
    assert row is not None
    what = Wanted(check=row.check_code, key=row.key, reason="已核实")
    waive(actor=world.reviewer, filing_id=filing.pk, wanted=what, now=NOW)
    assert "豁免" in "".join(Filing.objects.get(pk=filing.pk).risk_reasons)
