"""Many people save at the same moment: nothing is lost, nothing is half done. Runs on both databases."""

from decimal import Decimal
from functools import partial
from uuid import uuid4

import pytest

from selfeval.domain.workflow import Role
from selfeval.models import Event, Filing
from selfeval.queries.filings import section_stamps
from selfeval.queries.snapshots import assessment_of, filing_snapshot
from selfeval.services.changes import EntryChange, FigureChange
from selfeval.services.errors import AlreadyThere
from selfeval.services.filings import SavedBoxes, open_filing, save_boxes
from selfeval.services.whole_filings import changes_by_section
from tests.at_once import at_once
from tests.factories import NOW, domain_framework, make_filing, make_user, make_world, sample, save

pytestmark = pytest.mark.django_db(transaction=True)


def reason(code: str, text: str) -> EntryChange:
    return EntryChange(code=code, attribute="reason", value=text)


def versions_of(filing: Filing) -> list[int | None]:
    return list(Event.objects.filter(filing=filing).order_by("id").values_list("version", flat=True))


def test_c01_of_many_saves_of_one_box_one_wins_and_the_others_are_told() -> None:
    world = make_world()
    filing = make_filing(world)
    changes = [FigureChange(code="original_budget", value=Decimal(10_000 * number)) for number in range(1, 9)]
    outcomes = at_once([partial(save, filing, world.unit.preparer, "budget", each, seen=1) for each in changes])
    assert all(isinstance(outcome, SavedBoxes) for outcome in outcomes), outcomes
    won = [outcome for outcome in outcomes if outcome.stored]
    told = [conflict for outcome in outcomes for conflict in outcome.conflicts]
    assert (len(won), len(told)) == (1, 7)
    assert {(conflict.version, conflict.saved_by) for conflict in told} == {(2, world.unit.preparer.full_name)}
    stored = filing_snapshot(filing=Filing.objects.get(pk=filing.pk))
    assert stored == won[0].assessment.filing
    assert versions_of(filing) == [1, 2]


def test_c02_saves_of_different_boxes_of_one_page_are_all_kept() -> None:
    world = make_world()
    filing = make_filing(world)
    pages = changes_by_section(domain_framework(), sample())
    changes = pages["budget"][:8]
    outcomes = at_once([partial(save, filing, world.unit.preparer, "budget", each, seen=1) for each in changes])
    assert all(outcome.stored == {change.box} for outcome, change in zip(outcomes, changes, strict=True)), outcomes
    stored = filing_snapshot(filing=Filing.objects.get(pk=filing.pk)).fields
    assert stored == {change.code: sample().fields[change.code] for change in changes}  # type: ignore[union-attr]
    assert versions_of(filing) == list(range(1, 10))


def test_c03_the_same_sending_many_times_at_once_writes_once() -> None:
    world = make_world()
    filing = make_filing(world)
    change, number = FigureChange(code="original_budget", value=Decimal(10_000)), uuid4()
    sending = partial(
        save_boxes,
        actor=world.unit.preparer,
        filing_id=filing.pk,
        changes=[change],
        seen=1,
        request_id=number,
        now=NOW,
    )
    outcomes = at_once([sending] * 6)
    assert [outcome.stored for outcome in outcomes] == [{change.box}] * 6, outcomes
    assert {outcome.version for outcome in outcomes} == {2}
    assert versions_of(filing) == [1, 2]


def test_c10_twenty_people_saving_again_and_again_are_never_told_that_the_database_is_locked() -> None:
    world = make_world()
    filing = make_filing(world)
    people = [make_user(f"editor{number}", Role.PREPARER, world.unit.department) for number in range(20)]
    leaves = [leaf.code for leaf in domain_framework().leaves][:20]

    def fill_one(place: int) -> list[SavedBoxes]:
        return [
            save(filing, people[place], leaves[place].partition(".")[0], reason(leaves[place], f"第{turn}次"))
            for turn in range(5)
        ]

    outcomes = at_once([partial(fill_one, place) for place in range(20)])
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert all(saved.stored and not saved.conflicts for outcome in outcomes for saved in outcome)
    content = filing_snapshot(filing=Filing.objects.get(pk=filing.pk))
    assert [content.entry(code).reason for code in leaves] == ["第4次"] * 20
    assert versions_of(filing) == list(range(1, 102))


def test_c02_saves_of_different_pages_are_all_kept() -> None:
    world = make_world()
    filing = make_filing(world)
    pages = changes_by_section(domain_framework(), sample())
    outcomes = at_once(
        [partial(save, filing, world.unit.preparer, page, *changes, seen=1) for page, changes in pages.items()]
    )
    assert all(isinstance(outcome, SavedBoxes) for outcome in outcomes), outcomes
    stored = Filing.objects.get(pk=filing.pk)
    assert stored.version == 1 + len(pages)
    assert versions_of(filing) == list(range(1, 2 + len(pages)))
    assert filing_snapshot(filing=stored).fields == sample().fields
    assert (stored.self_total, stored.blocking_count) == (Decimal(92), 0)
    assert assessment_of(filing=stored).sheet.total.self_score == 92
    assert {code for code, stamp in section_stamps(filing=filing).items() if stamp.version == 1} == set(pages)


def test_c08_a_form_is_opened_once() -> None:
    world = make_world()
    opened = partial(
        open_filing, actor=world.administrator, cycle=world.cycle, department=world.unit.department, now=NOW
    )
    outcomes = at_once([opened] * 6)
    assert sum(isinstance(outcome, Filing) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, AlreadyThere) for outcome in outcomes) == 5
    assert Filing.objects.count() == 1
