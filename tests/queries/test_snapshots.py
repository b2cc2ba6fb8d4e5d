"""Rows become domain values, all of them, in a constant number of queries."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.filing import FiledDepartment, Item
from selfeval.domain.filing import Filing as FiledContent
from selfeval.domain.framework import Framework
from selfeval.domain.workflow import Action, State
from selfeval.models import Filing, FrameworkField, FrameworkVersion, Submission
from selfeval.queries import framework_snapshots, snapshots
from selfeval.queries.filings import last_submission, visible_filings
from selfeval.queries.snapshots import (
    FrameworkAlteredError,
    assessment_of,
    filing_snapshot,
    framework_snapshot,
    submission_assessment,
    submission_scored,
)
from selfeval.services.changes import EntryChange, FigureChange
from tests.factories import World, bring_to, domain_framework, fill, make_filing, move, sample, save


@pytest.mark.parametrize("name", ["jinzhong-2021", "half-filled-2021", "returned-2021"])
def test_a_filled_filing_is_what_was_typed(world: World, name: str) -> None:
    filing = fill(make_filing(world), world.unit.preparer, name)
    typed = sample(name)
    department = replace(typed.department, code="001", name="综合办")
    expected = replace(typed, framework="jinzhong-2021@1", department=department)
    assert filing_snapshot(filing=Filing.objects.get(pk=filing.pk)) == expected


def test_an_empty_filing_has_nothing_filled_but_its_face(world: World) -> None:
    empty = filing_snapshot(filing=make_filing(world))
    assert empty.department == FiledDepartment(code="001", name="综合办", head="综合办负责人", phone="0354-0000000")
    assert (empty.fields, empty.indicators, empty.narratives, empty.evaluators, empty.explanations) == (
        {},
        {},
        {},
        (),
        {},
    )
    assert empty.filed_on is None


def test_numbers_come_back_without_the_zeros_of_their_column(world: World) -> None:
    filing = fill(make_filing(world), world.unit.preparer)
    snapshot = filing_snapshot(filing=filing)
    assert str(snapshot.fields["original_budget"]) == "24240300.00"
    assert str(snapshot.fields["staff_on_post"]) == "51"
    assert str(snapshot.indicators["process.budget_execution.completion_rate"].self_score) == "0"
    items = snapshot.fields["budget_adjustment_items"]
    assert isinstance(items, tuple)
    assert items[0] == Item(label="办公楼运行经费", amount=Decimal("700000.00"))


def test_an_itemised_field_without_rows_is_filled_all_the_same(world: World) -> None:
    filing = make_filing(world)
    save(filing, world.unit.preparer, "budget", FigureChange(code="budget_adjustment_items", value=()))
    assert filing_snapshot(filing=filing).fields == {"budget_adjustment_items": ()}
    save(filing, world.unit.preparer, "budget", FigureChange(code="budget_adjustment_items", value=None))
    assert filing_snapshot(filing=filing).fields == {}


def test_a_cleared_entry_is_as_if_never_entered(world: World) -> None:
    filing = make_filing(world)
    code = "process.budget_management.fund_compliance"
    save(filing, world.unit.preparer, "process", EntryChange(code=code, attribute="incidents", value=0))
    assert filing_snapshot(filing=filing).entry(code).incidents == 0
    save(filing, world.unit.preparer, "process", EntryChange(code=code, attribute="incidents", value=None))
    assert filing_snapshot(filing=filing).indicators == {}


def test_a_snapshot_takes_the_same_queries_however_much_is_filled(world: World, django_assert_num_queries: Any) -> None:
    empty, full = make_filing(world), fill(make_filing(world, world.other), world.other.preparer)
    framework_snapshot(version=world.framework)
    for filing, beside_others in ((empty, 0), (full, 1)):
        seen = visible_filings(user=world.administrator).get(pk=filing.pk)
        with django_assert_num_queries(7):
            filing_snapshot(filing=seen)
        with django_assert_num_queries(9 + beside_others):
            assessment_of(filing=seen)


def test_an_assessment_is_of_the_filing_as_it_stands(world: World) -> None:
    filing = fill(make_filing(world), world.unit.preparer)
    sheet = assessment_of(filing=filing).sheet
    assert (sheet.total.points, sheet.total.self_score, sheet.total.computed_score) == (100, 92, 91)
    assert sheet.grade == "优"


def test_a_published_framework_is_read_once(world: World, django_assert_num_queries: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(framework_snapshots, "_frameworks", {})
    with django_assert_num_queries(6):
        first = framework_snapshot(version=world.framework)
    with django_assert_num_queries(0):
        assert framework_snapshot(version=world.framework) is first
    assert first == domain_framework()


def test_a_framework_not_published_is_read_each_time(world: World, django_assert_num_queries: Any) -> None:
    world.framework.is_published = False
    for _ in range(2):
        with django_assert_num_queries(6):
            framework_snapshot(version=world.framework)


def test_an_altered_framework_is_refused(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(framework_snapshots, "_frameworks", {})
    FrameworkField.objects.filter(code="original_budget").update(label="年初预算")
    with pytest.raises(FrameworkAlteredError, match="jinzhong-2021@1"):
        framework_snapshot(version=FrameworkVersion.objects.get())


def test_a_submission_is_judged_as_it_was_sent(world: World) -> None:
    filing = bring_to(world, State.RETURNED)
    save(filing, world.unit.preparer, "budget", FigureChange(code="original_budget", value=Decimal("1.00")))
    submission = last_submission(filing=filing)
    assert submission is not None
    frozen = submission_assessment(submission=submission)
    assert frozen.filing.fields["original_budget"] == Decimal("24240300.00")
    assert frozen.filing.filed_on == date(2022, 3, 10)
    assert frozen.sheet.total.self_score == 92
    assert assessment_of(filing=Filing.objects.get(pk=filing.pk)).filing.fields["original_budget"] == 1


def test_a_frozen_document_is_scored_once_and_another_one_for_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = last_submission(filing=bring_to(world, State.SUBMITTED))
    assert submission is not None
    scored: list[str] = []

    def noted(framework: Framework, filing: FiledContent, **options: Any) -> Assessment:
        scored.append(filing.department.name)
        return assess(framework, filing, **options)

    monkeypatch.setattr(snapshots, "assess", noted)
    snapshots._scored.cache_clear()
    first = submission_scored(submission=submission)
    assert submission_scored(submission=Submission.objects.get(pk=submission.pk)) is first
    document = json.loads(submission.document)
    submission.document = json.dumps({**document, "department": {**document["department"], "name": "另一单位"}})
    assert submission_scored(submission=submission).filing.department.name == "另一单位"
    assert scored == ["综合办", "另一单位"]


def test_a_submission_equals_the_filing_it_froze(world: World) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    before = assessment_of(filing=filing)
    move(filing, world.unit.head, Action.SIGN)
    submission = last_submission(filing=filing)
    assert submission is not None
    assert submission_assessment(submission=submission) == before


def test_a_cycle_checks_by_its_own_settings(world: World, caplog: pytest.LogCaptureFixture) -> None:
    filing = bring_to(world, State.FILLING)
    filing.cycle.check_settings = {"severities": {"carryover_agrees_with_closing_balance": "error"}}
    assert {each.check for each in assessment_of(filing=filing).blocking} == {"carryover_agrees_with_closing_balance"}
    filing.cycle.check_settings = {"severities": {"a_check_of_old": "error"}}
    assert not assessment_of(filing=filing).blocking
    assert "check settings of cycle 2021 cannot be read" in caplog.text
