"""Last year's texts go into empty boxes at once, into others only when asked, and are marked until changed."""

import pytest

from selfeval.models import CarriedText, Event, EventAction, Filing
from selfeval.queries.carried_texts import carried_boxes
from selfeval.queries.snapshots import filing_snapshot
from selfeval.services.carried_texts import CarriedOver, carry_texts
from selfeval.services.changes import NarrativeChange
from selfeval.services.errors import NotAllowed, UnknownBox
from tests.factories import NOW, World, make_filing, sample, save
from tests.two_years import with_last_year

MANDATE, STAFFING = "narratives.mandate", "narratives.staffing"
REASON = "indicators.process.budget_execution.completion_rate.reason"


@pytest.fixture
def filing(world: World) -> Filing:
    return make_filing(with_last_year(world))


def carry(world: World, filing: Filing, *boxes: str, replacing: int | None = None) -> CarriedOver:
    return carry_texts(actor=world.unit.preparer, filing_id=filing.pk, boxes=boxes, replacing=replacing, now=NOW)


def test_empty_boxes_are_filled_marked_and_recorded(world: World, filing: Filing) -> None:
    boxes = (MANDATE, REASON, "evaluators")
    assert carry(world, filing, *boxes).carried == set(boxes)
    content = filing_snapshot(filing=filing)
    assert content.narratives["mandate"] == sample().narratives["mandate"]
    assert content.evaluators == sample().evaluators
    assert carried_boxes(filing=filing) == set(boxes)
    assert {row.source for row in CarriedText.objects.select_related("source")} != {None}
    event = Event.objects.filter(filing=filing).latest("id")
    assert (event.action, event.data["fiscal_year"]) == (EventAction.TEXT_CARRIED, 2020)


def test_what_was_typed_stays_until_asked_for(world: World, filing: Filing) -> None:
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="mandate", text="今年自己写的"))
    done = carry(world, filing, MANDATE, STAFFING)
    assert (done.carried, done.kept) == ({STAFFING}, {MANDATE})
    assert filing_snapshot(filing=done.filing).narratives["mandate"] == "今年自己写的"
    assert carry(world, filing, MANDATE, replacing=done.filing.version).carried == {MANDATE}
    assert filing_snapshot(filing=filing).narratives["mandate"] == sample().narratives["mandate"]


def test_what_somebody_wrote_since_it_was_seen_is_not_replaced(world: World, filing: Filing) -> None:
    seen = filing.version
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="mandate", text="刚写的"))
    assert carry(world, filing, MANDATE, replacing=seen).kept == {MANDATE}
    assert filing_snapshot(filing=filing).narratives["mandate"] == "刚写的"
    assert carried_boxes(filing=filing) == frozenset()


def test_the_mark_goes_with_the_first_change(world: World, filing: Filing) -> None:
    carry(world, filing, MANDATE, STAFFING)
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="mandate", text="改成今年的"))
    assert carried_boxes(filing=filing) == {STAFFING}


def test_there_is_only_what_last_year_had(world: World, filing: Filing) -> None:
    with pytest.raises(UnknownBox):
        carry(world, filing, "fields.original_budget")
    without = make_filing(world, world.other)
    with pytest.raises(UnknownBox):
        carry_texts(actor=world.other.preparer, filing_id=without.pk, boxes=[MANDATE], now=NOW)
    with pytest.raises(NotAllowed):
        carry_texts(actor=world.unit.head, filing_id=filing.pk, boxes=[MANDATE], now=NOW)
