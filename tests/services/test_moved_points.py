"""Points move in one write, all or none, inside what the framework keeps."""

from decimal import Decimal

import pytest

from selfeval.models import Event, EventAction, Filing
from selfeval.queries.snapshots import assessment_of, filing_snapshot
from selfeval.services.changes import Change, EntryChange
from selfeval.services.errors import BadValue, NotAllowed, StaleVersion
from selfeval.services.filings import SavedBoxes
from selfeval.services.moved_points import (
    giving_up,
    move_points,
    point_sums,
    proposed_points,
    reference_again,
    tried,
)
from tests.factories import NOW, World, make_filing, save

ECONOMIC, SOCIAL, ECOLOGICAL, SATISFACTION = (
    f"effect.performance_benefit.{name}"
    for name in ("economic_benefit", "social_benefit", "ecological_benefit", "satisfaction")
)


def points(code: str, value: str | None) -> EntryChange:
    return EntryChange(code=code, attribute="set_points", value=None if value is None else Decimal(value))


def not_involved(code: str, reason: str = "没有这方面的职责") -> list[Change]:
    return [
        EntryChange(code=code, attribute="is_applicable", value=False),
        EntryChange(code=code, attribute="reason", value=reason),
    ]


def move(world: World, filing: Filing, *changes: Change, seen: int | None = None) -> SavedBoxes:
    return move_points(
        actor=world.unit.preparer,
        filing_id=filing.pk,
        changes=changes,
        seen=filing.version if seen is None else seen,
        now=NOW,
    )


def test_a_move_that_keeps_the_sum_is_one_event(world: World) -> None:
    filing = make_filing(world)
    saved = move(world, filing, points(ECONOMIC, "2"), points(SOCIAL, "8"))
    assert saved.stored == {f"indicators.{code}.set_points" for code in (ECONOMIC, SOCIAL)}
    event = Event.objects.filter(filing=filing).latest("id")
    assert (event.action, event.version) == (EventAction.POINTS_MOVED, saved.filing.version)
    assert [each["new"] for each in event.data["changes"]] == ["2", "8"]


@pytest.mark.parametrize(("value", "words"), [("4", "现在99分，还差1分"), ("7.5", "现在102.5分，多2.5分")])
def test_a_sum_that_is_not_kept_stores_nothing(world: World, value: str, words: str) -> None:
    filing = make_filing(world)
    with pytest.raises(BadValue, match=words):
        move(world, filing, points(ECONOMIC, value))
    assert filing_snapshot(filing=Filing.objects.get(pk=filing.pk)).indicators == {}
    assert Filing.objects.get(pk=filing.pk).version == filing.version


def test_not_involved_needs_a_reason(world: World) -> None:
    filing = make_filing(world)
    with pytest.raises(BadValue, match="请写明为什么不涉及"):
        move(world, filing, *not_involved(ECONOMIC, " "), points(SOCIAL, "10"))


def test_a_proposal_for_what_is_not_involved_can_be_stored_as_it_is(world: World) -> None:
    filing = make_filing(world)
    ticked = [*not_involved(ECONOMIC), *not_involved(ECOLOGICAL)]
    would_be = tried(filing=filing, assessment=assessment_of(filing=filing), changes=ticked)
    assert giving_up(would_be) == {ECONOMIC, ECOLOGICAL}
    assert [each.remaining for each in point_sums(would_be)] == [10]
    proposal = proposed_points(would_be)
    assert (proposal[SOCIAL], proposal[SATISFACTION]) == (10, 10)
    saved = move(world, filing, *ticked, *(points(code, str(proposal[code])) for code in (SOCIAL, SATISFACTION)))
    assert [each.remaining for each in point_sums(saved.assessment)] == [0]
    again = move(world, saved.filing, *reference_again(saved.assessment))
    assert giving_up(again.assessment) == frozenset()
    assert all(entry.set_points is None for entry in again.assessment.filing.indicators.values())


def test_what_somebody_changed_meanwhile_keeps_the_whole_move_back(world: World) -> None:
    filing = make_filing(world)
    seen = filing.version
    save(filing, world.unit.preparer, "effect", points(ECONOMIC, "4"))
    with pytest.raises(StaleVersion):
        move(world, filing, points(ECONOMIC, "2"), points(SOCIAL, "8"), seen=seen)
    assert filing_snapshot(filing=Filing.objects.get(pk=filing.pk)).entry(SOCIAL).set_points is None


def test_only_who_fills_the_form_moves_points(world: World) -> None:
    filing = make_filing(world)
    with pytest.raises(NotAllowed):
        move_points(
            actor=world.unit.head, filing_id=filing.pk, changes=[points(ECONOMIC, "5")], seen=filing.version, now=NOW
        )
