"""Several people in one filing: what is stored, what is asked about, and what the same sending does twice."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from selfeval.domain.filing import Evaluator
from selfeval.domain.workflow import Role
from selfeval.models import BoxStamp, CarriedText, Event, EventAction, Filing, User
from selfeval.queries.snapshots import filing_snapshot
from selfeval.services.changes import Change, EntryChange, EvaluatorsChange, FigureChange, NarrativeChange
from selfeval.services.errors import BadValue, UnknownBox
from selfeval.services.filings import SavedBoxes, save_boxes
from tests.factories import NOW, World, make_filing, make_user, save

BUDGET = FigureChange(code="original_budget", value=Decimal("24240300.00"))
CLOSING = FigureChange(code="closing_balance", value=Decimal("5478400.00"))
STAFF = FigureChange(code="staff_on_post", value=Decimal(51))


@pytest.fixture
def filing(world: World) -> Filing:
    return make_filing(world)


@pytest.fixture
def colleague(world: World) -> User:
    return make_user("colleague", Role.PREPARER, world.unit.department)


def send(
    filing: Filing, actor: User, *changes: Change, seen: Any = 1, request_id: UUID | None = None, **more: Any
) -> SavedBoxes:
    return save_boxes(
        actor=actor, filing_id=filing.pk, changes=changes, seen=seen, request_id=request_id, now=NOW, **more
    )


def fields_of(filing: Filing) -> dict[str, Any]:
    return dict(filing_snapshot(filing=Filing.objects.get(pk=filing.pk)).fields)


def version_of(filing: Filing) -> int:
    return Filing.objects.values_list("version", flat=True).get(pk=filing.pk)


def stamps_of(filing: Filing) -> dict[str, tuple[int, str]]:
    return {stamp.box: (stamp.version, stamp.saved_by.full_name) for stamp in BoxStamp.objects.filter(filing=filing)}


def test_every_box_that_is_written_bears_the_version_that_wrote_it(
    world: World, filing: Filing, colleague: User
) -> None:
    send(filing, world.unit.preparer, BUDGET, CLOSING)
    send(filing, colleague, replace(CLOSING, value=Decimal(1)), BUDGET, STAFF, seen=2)
    assert stamps_of(filing) == {
        BUDGET.box: (2, world.unit.preparer.full_name),
        CLOSING.box: (3, colleague.full_name),
        STAFF.box: (3, colleague.full_name),
    }


def test_boxes_of_one_page_are_merged_one_by_one(world: World, filing: Filing, colleague: User) -> None:
    send(filing, colleague, BUDGET)
    saved = send(filing, world.unit.preparer, CLOSING)
    assert (saved.stored, saved.conflicts, saved.version) == ({CLOSING.box}, (), 3)
    assert fields_of(filing) == {"original_budget": BUDGET.value, "closing_balance": CLOSING.value}


def test_of_one_box_the_second_is_asked_and_the_other_boxes_are_stored(
    world: World, filing: Filing, colleague: User
) -> None:
    send(filing, colleague, BUDGET)
    saved = send(filing, world.unit.preparer, replace(BUDGET, value=Decimal(10_000)), CLOSING)
    (conflict,) = saved.conflicts
    assert (conflict.box, conflict.saved_by, conflict.saved_at, conflict.version, conflict.wanted) == (
        BUDGET.box,
        colleague.full_name,
        NOW,
        2,
        "1",
    )
    assert (saved.stored, saved.written, saved.version) == ({CLOSING.box}, {CLOSING.box}, 3)
    assert fields_of(filing) == {"original_budget": BUDGET.value, "closing_balance": CLOSING.value}
    assert [each["box"] for each in Event.objects.latest("id").data["changes"]] == [CLOSING.box]


def test_where_all_is_asked_nothing_is_written(world: World, filing: Filing, colleague: User) -> None:
    send(filing, colleague, BUDGET)
    events = Event.objects.count()
    saved = send(filing, world.unit.preparer, replace(BUDGET, value=None))
    assert (saved.stored, saved.saved_at, len(saved.conflicts)) == (frozenset(), None, 1)
    assert (Event.objects.count(), version_of(filing)) == (events, 2)
    assert list(filing.fillers.all()) == [colleague]


def test_mine_goes_over_theirs_once_it_was_seen(world: World, filing: Filing, colleague: User) -> None:
    send(filing, colleague, BUDGET)
    mine = replace(BUDGET, value=Decimal(10_000))
    (conflict,) = send(filing, world.unit.preparer, mine).conflicts
    saved = send(filing, world.unit.preparer, mine, STAFF, seen={BUDGET.box: conflict.version, STAFF.box: 1})
    assert (saved.stored, saved.conflicts) == ({BUDGET.box, STAFF.box}, ())
    assert fields_of(filing)["original_budget"] == 10_000


def test_a_third_value_since_is_asked_about_again(world: World, filing: Filing, colleague: User) -> None:
    send(filing, colleague, BUDGET)
    send(filing, colleague, replace(BUDGET, value=Decimal(20_000)), seen=2)
    assert send(filing, world.unit.preparer, replace(BUDGET, value=Decimal(10_000)), seen=2).conflicts


def test_the_same_value_from_two_people_is_no_conflict(world: World, filing: Filing, colleague: User) -> None:
    send(filing, colleague, BUDGET)
    saved = send(filing, world.unit.preparer, BUDGET)
    assert (saved.stored, saved.written, saved.conflicts, saved.version) == ({BUDGET.box}, frozenset(), (), 2)


def test_a_version_that_never_was_counts_as_not_seen(world: World, filing: Filing, colleague: User) -> None:
    send(filing, colleague, BUDGET)
    assert send(filing, world.unit.preparer, replace(BUDGET, value=Decimal(1)), seen=99).conflicts
    assert send(filing, world.unit.preparer, replace(BUDGET, value=Decimal(1)), seen={}).conflicts
    assert send(filing, world.unit.preparer, CLOSING, seen=99).stored


def test_a_list_of_rows_is_one_box(world: World, filing: Filing, colleague: User) -> None:
    send(filing, colleague, EvaluatorsChange(evaluators=(Evaluator(name="甲"),)))
    mine = EvaluatorsChange(evaluators=(Evaluator(name="乙"),))
    assert [conflict.box for conflict in send(filing, world.unit.preparer, mine).conflicts] == ["evaluators"]


def test_boxes_of_several_pages_go_together(world: World, filing: Filing) -> None:
    reason = EntryChange(code="process.budget_execution.completion_rate", attribute="reason", value="年中调整")
    saved = send(filing, world.unit.preparer, STAFF, reason, NarrativeChange(code="mandate", text="职能"))
    assert len(saved.stored) == 3
    assert Event.objects.latest("id").data["sections"] == ["staff", "process", "narratives"]
    assert {row.code for row in filing.sections.filter(version=1)} == {"staff", "process", "narratives"}
    with pytest.raises(UnknownBox):
        send(filing, world.unit.preparer, FigureChange(code="nowhere", value=Decimal(1)))


def test_the_same_sending_again_writes_nothing(world: World, filing: Filing) -> None:
    number = uuid4()
    first = send(filing, world.unit.preparer, BUDGET, STAFF, request_id=number)
    again = send(filing, world.unit.preparer, BUDGET, STAFF, request_id=number)
    for saved in (first, again):
        assert (saved.version, saved.saved_at, saved.stored, saved.conflicts) == (2, NOW, {BUDGET.box, STAFF.box}, ())
    assert version_of(filing) == 2
    assert Event.objects.filter(filing=filing, request_id=number).count() == 1


def test_the_same_sending_after_somebody_else_does_not_write_over_them(
    world: World, filing: Filing, colleague: User
) -> None:
    number = uuid4()
    send(filing, world.unit.preparer, BUDGET, request_id=number)
    send(filing, colleague, replace(BUDGET, value=Decimal(7)), seen=2)
    again = send(filing, world.unit.preparer, BUDGET, request_id=number)
    assert (again.stored, again.version) == ({BUDGET.box}, 2)
    assert fields_of(filing)["original_budget"] == 7
    assert send(filing, world.unit.preparer, BUDGET, seen=again.version).conflicts


def test_what_was_asked_the_first_time_is_asked_the_second_time(world: World, filing: Filing, colleague: User) -> None:
    number, mine = uuid4(), replace(BUDGET, value=Decimal(1))
    send(filing, colleague, BUDGET)
    send(filing, world.unit.preparer, mine, STAFF, request_id=number)
    again = send(filing, world.unit.preparer, mine, STAFF, request_id=number)
    assert (again.stored, [conflict.box for conflict in again.conflicts]) == ({STAFF.box}, [BUDGET.box])


def test_a_number_used_for_something_else_stores_nothing_and_claims_nothing(
    world: World, filing: Filing, colleague: User
) -> None:
    number = uuid4()
    send(filing, world.unit.preparer, BUDGET, request_id=number)
    other = send(filing, world.unit.preparer, STAFF, request_id=number)
    foreign = send(filing, colleague, replace(BUDGET, value=Decimal(1)), seen=2, request_id=number)
    assert (other.stored, other.conflicts, foreign.stored, foreign.conflicts) == (frozenset(), (), frozenset(), ())
    assert fields_of(filing) == {"original_budget": BUDGET.value}


def test_numbers_belong_to_one_filing(world: World, filing: Filing) -> None:
    number, other = uuid4(), make_filing(world, world.other)
    send(filing, world.unit.preparer, BUDGET, request_id=number)
    assert send(other, world.other.preparer, BUDGET, request_id=number).written == {BUDGET.box}


def test_one_bad_value_stores_nothing_of_the_call(world: World, filing: Filing, colleague: User) -> None:
    send(filing, colleague, BUDGET)
    with pytest.raises(BadValue):
        send(filing, world.unit.preparer, STAFF, replace(BUDGET, value=Decimal("-1.00")))
    assert fields_of(filing) == {"original_budget": BUDGET.value}


def test_an_unchanged_form_is_not_begun_by_it(world: World, filing: Filing) -> None:
    saved = send(filing, world.unit.preparer, replace(BUDGET, value=None))
    assert (saved.stored, saved.saved_at, saved.version) == ({BUDGET.box}, None, 1)
    assert Filing.objects.get(pk=filing.pk).state == "to_fill"


def test_a_text_carried_over_is_the_units_own_once_changed(world: World, filing: Filing) -> None:
    text = NarrativeChange(code="mandate", text="去年的职能")
    send(filing, world.unit.preparer, text, recorded_as=EventAction.TEXT_CARRIED, extra={"from": "2020"})
    event = Event.objects.latest("id")
    assert (event.action, event.data["from"]) == ("filing.text_carried", "2020")
    CarriedText.objects.create(filing=filing, box=text.box, at=NOW)
    CarriedText.objects.create(filing=filing, box="narratives.other", at=NOW)
    save(filing, world.unit.preparer, "narratives", text)
    assert CarriedText.objects.filter(filing=filing).count() == 2
    save(filing, world.unit.preparer, "narratives", replace(text, text="今年的职能"))
    assert [carried.box for carried in CarriedText.objects.all()] == ["narratives.other"]
