"""Last year's filing: which one counts, and what the checks of this year see of it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from selfeval.domain.workflow import Action, State
from selfeval.models import Filing, FilingCycle, Submission
from selfeval.queries import prior
from selfeval.queries.prior import prior_of, prior_submission
from selfeval.queries.snapshots import assessment_of
from selfeval.services.changes import FigureChange
from tests.factories import World, bring_to, fill, make_filing, make_framework, move, save
from tests.fresh import writable
from tests.two_years import year_before


@pytest.fixture
def before(world: World) -> World:
    return year_before(world)


def test_without_last_year_nothing_is_compared(world: World) -> None:
    assert prior_of(filing=make_filing(world)) is None


def test_what_was_not_submitted_does_not_count(world: World, before: World) -> None:
    bring_to(before, State.FILLING)
    assert prior_of(filing=make_filing(world)) is None


def test_another_units_year_does_not_count(world: World, before: World) -> None:
    bring_to(before, State.SUBMITTED)
    assert prior_of(filing=make_filing(world, world.other)) is None


def test_the_opening_balance_is_held_against_last_years_closing_balance(world: World, before: World) -> None:
    bring_to(before, State.FINALISED)
    filing = make_filing(world)
    found = prior_of(filing=filing)
    assert found is not None
    assert found.money("closing_balance") == Decimal("5478400")
    assert found.sheet.total.self_score == 92
    saved = save(filing, world.unit.preparer, "budget", FigureChange(code="opening_carryover", value=Decimal(1000000)))
    finding = next(each for each in saved.assessment.findings if each.check == "opening_matches_last_year")
    assert (finding.expected, finding.found) == ("547.84", "100.00")
    assert saved.assessment.prior == found
    assert finding in assessment_of(filing=Filing.objects.get(pk=filing.pk), texts=False).findings


def test_a_finalised_one_counts_before_a_later_one_and_the_same_framework_before_both(
    world: World, before: World
) -> None:
    settled = bring_to(before, State.FINALISED)
    later = replace(before, cycle=FilingCycle.objects.create(**_like(before.cycle, code="2020b")))
    filing = fill(make_filing(later), world.unit.preparer)
    filing = move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    move(filing, world.unit.head, Action.SIGN)
    this_year = make_filing(world)
    chosen = prior_submission(filing=this_year)
    assert chosen is not None
    assert chosen.filing_id == settled.pk
    table, other = Submission._meta.db_table, make_framework("general-2020").pk
    with writable(table), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET framework_id = %s WHERE filing_id = %s", [other, settled.pk])  # noqa: S608
    chosen = prior_submission(filing=this_year)
    assert chosen is not None
    assert chosen.filing_id == filing.pk


def _like(cycle: FilingCycle, *, code: str) -> dict[str, Any]:
    return {
        "code": code,
        "fiscal_year": cycle.fiscal_year,
        "title": cycle.title,
        "framework": cycle.framework,
        "opens_at": cycle.opens_at,
        "deadline": cycle.deadline,
    }


def test_it_is_read_once_and_takes_one_query(world: World, before: World, django_assert_num_queries: Any) -> None:
    bring_to(before, State.SUBMITTED)
    filing = make_filing(world)
    first = prior_of(filing=filing)
    with django_assert_num_queries(1):
        assert prior_of(filing=filing) is first


def test_a_copy_that_cannot_be_read_compares_nothing(
    world: World, before: World, caplog: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(prior, "_kept", {})
    bring_to(before, State.SUBMITTED)
    submission = Submission.objects.select_related("framework").get()
    submission.document = "{}"
    assert prior.prior_from(submission=submission) is None
    assert "cannot be read as last year's filing" in caplog.text


def test_only_so_many_are_kept(world: World, before: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(prior, "_kept", {})
    monkeypatch.setattr(prior, "_MOST_KEPT", 1)
    for unit in (world.unit, world.other):
        bring_to(before, State.SUBMITTED, unit)
        assert prior_of(filing=make_filing(world, unit)) is not None
        assert len(prior._kept) == 1
