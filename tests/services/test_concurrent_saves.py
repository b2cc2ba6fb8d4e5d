"""Many people save at the same moment: nothing is lost, nothing is half done. Runs on both databases."""

from decimal import Decimal
from functools import partial

import pytest

from selfeval.models import Event, Filing
from selfeval.queries.filings import section_stamps
from selfeval.queries.snapshots import assessment_of, filing_snapshot
from selfeval.services.changes import FigureChange
from selfeval.services.errors import AlreadyThere, StaleVersion
from selfeval.services.filings import SavedSection, open_filing
from selfeval.services.whole_filings import changes_by_section
from tests.at_once import at_once
from tests.factories import NOW, domain_framework, make_filing, make_world, sample, save

pytestmark = pytest.mark.django_db(transaction=True)


def versions_of(filing: Filing) -> list[int | None]:
    return list(Event.objects.filter(filing=filing).order_by("id").values_list("version", flat=True))


def test_c01_of_many_saves_of_one_page_one_wins() -> None:
    world = make_world()
    filing = make_filing(world)
    changes = [FigureChange(code="original_budget", value=Decimal(10_000 * number)) for number in range(1, 9)]
    outcomes = at_once([partial(save, filing, world.unit.preparer, "budget", each, version=0) for each in changes])
    won = [outcome for outcome in outcomes if isinstance(outcome, SavedSection)]
    lost = [outcome for outcome in outcomes if isinstance(outcome, StaleVersion)]
    assert (len(won), len(lost)) == (1, 7)
    assert {refusal.current_version for refusal in lost} == {1}
    stored = filing_snapshot(filing=Filing.objects.get(pk=filing.pk))
    assert stored == won[0].assessment.filing
    assert versions_of(filing) == [1, 2]


def test_c02_saves_of_different_pages_are_all_kept() -> None:
    world = make_world()
    filing = make_filing(world)
    pages = changes_by_section(domain_framework(), sample())
    outcomes = at_once(
        [partial(save, filing, world.unit.preparer, page, *changes, version=0) for page, changes in pages.items()]
    )
    assert all(isinstance(outcome, SavedSection) for outcome in outcomes), outcomes
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
