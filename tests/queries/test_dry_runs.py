"""Dry runs of a draft on stored filings: which copy is used, who sees them, and what a batch costs."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selfeval.domain.files import read_framework
from selfeval.domain.framework import Framework
from selfeval.domain.workflow import State
from selfeval.models import Submission
from selfeval.queries.dry_runs import StoredDryRun, dry_runs, dry_runs_on_the_server, versions_with_filings
from selfeval.queries.snapshots import framework_snapshot
from selfeval.services.changes import FigureChange
from tests.factories import World, bring_to, framework_text, make_filing, make_framework, make_unit, save
from tests.fresh import writable

pytestmark = pytest.mark.django_db
STANDARD = ("达到100%计2分；每低于5个百分点扣1分", "达到100%计2分；每低于5个百分点扣0.1分")
RULE = (
    "{kind: deduct_below, limit: 100%, step: 5%, deduct: 1,",
    "{kind: deduct_below, limit: 100%, step: 5%, deduct: 0.1,",
)


@pytest.fixture
def draft() -> Framework:
    assert STANDARD[0] in framework_text()
    text = framework_text().replace(*STANDARD).replace(*RULE)
    return read_framework(text.replace("version: 1\n", "version: 2\n", 1))


def all_of(world: World, draft: Framework, size: int = 100) -> list[StoredDryRun]:
    return list(dry_runs(user=world.administrator, version=world.framework, draft=draft, size=size))


def test_it_scores_the_last_submission_else_the_filing_as_it_stands(world: World, draft: Framework) -> None:
    returned = bring_to(world, State.RETURNED, world.unit)
    # Changed since: not what was submitted, so not what is scored.
    save(returned, world.unit.preparer, "budget", FigureChange(code="actual_expenditure", value=Decimal(1)))
    bring_to(world, State.FILLING, world.other)
    make_filing(world, world.third)
    first, second, third = all_of(world, draft)
    assert (first.department_code, first.round, second.round, third.round) == ("001", 1, None, None)
    assert first.result
    assert second.result
    assert [change.code for change in first.result.changes] == ["process.budget_execution.completion_rate"]
    assert first.result == second.result
    assert (first.result.computed.old, first.result.computed.new) == (Decimal("91.00"), Decimal("92.70"))
    assert third.result
    assert not third.result.is_changed


def test_a_submission_that_cannot_be_read_is_told_and_stops_nothing(world: World, draft: Framework) -> None:
    filing = bring_to(world, State.SUBMITTED, world.unit)
    bring_to(world, State.SUBMITTED, world.other)
    row = Submission.objects.get(filing=filing)
    with writable("selfeval_submission"), connection.cursor() as cursor:
        cursor.execute("UPDATE selfeval_submission SET document = %s WHERE id = %s", ["{", row.pk])
    broken, whole = all_of(world, draft)
    assert broken.result is None
    assert broken.problem.startswith("存档的填报文件读不出来：")
    assert whole.result


def test_only_administrators_get_any(world: World, draft: Framework) -> None:
    bring_to(world, State.SUBMITTED)
    for user in (world.reviewer, world.unit.preparer, world.unit.head, AnonymousUser()):
        assert list(dry_runs(user=user, version=world.framework, draft=draft)) == []
        assert not versions_with_filings(user=user)
    assert len(list(dry_runs_on_the_server(version=world.framework, draft=draft))) == 1


def test_versions_with_filings_are_counted(world: World) -> None:
    make_framework("mof-2013")
    bring_to(world, State.FILLING)
    make_filing(world, world.other)
    versions = versions_with_filings(user=world.administrator)
    assert [(str(each), each.filing_count) for each in versions] == [("jinzhong-2021@1", 2)]


@pytest.mark.parametrize("state", [State.FILLING, State.SUBMITTED])
def test_a_batch_costs_the_same_however_many_are_in_it(world: World, draft: Framework, state: State) -> None:
    framework_snapshot(version=world.framework)
    bring_to(world, state, world.unit)
    with CaptureQueriesContext(connection) as one:
        assert len(all_of(world, draft)) == 1
    bring_to(world, state, world.other)
    bring_to(world, state, world.third)
    with CaptureQueriesContext(connection) as three:
        assert len(all_of(world, draft)) == 3
    assert len(three) == len(one) <= 11
    with CaptureQueriesContext(connection) as batched:
        assert len(all_of(world, draft, size=2)) == 3
    assert len(batched) == 2 * len(one) - 1


def test_it_writes_nothing_and_keeps_the_order_of_lists(world: World, draft: Framework) -> None:
    for code in ("007", "004"):
        unit = make_unit(code, f"单位{code}")
        make_filing(world, unit)
    with CaptureQueriesContext(connection) as captured:
        assert [each.department_code for each in all_of(world, draft, size=1)] == ["004", "007"]
    assert all(query["sql"].startswith("SELECT") for query in captured)
