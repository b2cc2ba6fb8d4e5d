"""Batches of filings: whole, in order, and with everything a snapshot reads."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selfeval.domain.workflow import State
from selfeval.management.files import assess_file
from selfeval.models import Filing
from selfeval.queries.dry_runs import dry_runs
from selfeval.queries.filing_batches import fetch_boxes, in_batches
from selfeval.queries.score_verification import verified_copies
from selfeval.queries.snapshots import filing_snapshot, framework_snapshot
from selfeval.services.cycles import create_cycle
from selfeval.services.filings import open_filing
from selfeval.services.whole_filings import changes_by_section
from tests.factories import FIXTURES, NOW, World, bring_to, domain_framework, make_filing, make_framework, save

pytestmark = pytest.mark.django_db


def with_own_indicators(world: World) -> Filing:
    """A filled filing of a framework in which units add indicators of their own."""
    cycle = create_cycle(
        actor=None,
        code="own",
        fiscal_year=2020,
        title="2020年度",
        framework=make_framework("general-2020"),
        opens_at=NOW - timedelta(days=20),
        deadline=NOW + timedelta(days=10),
        now=NOW,
    )
    filing = open_filing(actor=world.administrator, cycle=cycle, department=world.unit.department, now=NOW)
    content = assess_file(FIXTURES / "filings" / "general-2020-sample.yaml").filing
    for section, changes in changes_by_section(domain_framework("general-2020"), content).items():
        filing = save(filing, world.unit.preparer, section, *changes).filing
    return filing


def test_batches_hold_all_in_order(world: World) -> None:
    filings = [make_filing(world, unit) for unit in (world.unit, world.other, world.third)]
    backwards = Filing.objects.order_by("-pk")
    for size, sizes in ((1, [1, 1, 1]), (2, [2, 1]), (9, [3])):
        batches = list(in_batches(backwards, size=size))
        assert [len(batch) for batch in batches] == sizes
        assert [filing.pk for batch in batches for filing in batch] == [filing.pk for filing in reversed(filings)]
    assert list(in_batches(Filing.objects.none())) == []


def test_a_snapshot_of_a_fetched_filing_needs_no_query(world: World) -> None:
    bring_to(world, State.FILLING, world.other)
    with_own_indicators(world)
    (batch,) = in_batches(Filing.objects.order_by("pk"))
    expected = [filing_snapshot(filing=Filing.objects.get(pk=filing.pk)) for filing in batch]
    fetch_boxes(batch)
    with CaptureQueriesContext(connection) as captured:
        assert [filing_snapshot(filing=filing) for filing in batch] == expected
    assert len(captured) == 0


def test_own_indicators_are_verified_and_dry_run_too(world: World) -> None:
    filing = with_own_indicators(world)
    copies: list[Any] = list(verified_copies())
    assert [copy.is_sound for copy in copies] == [True]
    assert filing.scores.filter(code__contains=".own_").exists()
    version = filing.cycle.framework
    (run,) = dry_runs(user=world.administrator, version=version, draft=framework_snapshot(version=version))
    assert run.result
    assert (run.result.is_changed, run.result.left_out) == (False, ())
    assert run.result.computed.new == filing.computed_total
