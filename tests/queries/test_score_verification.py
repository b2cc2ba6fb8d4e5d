"""Stored scores against their inputs: sound copies agree, and a row that was tampered with is found."""

import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selfeval.domain.workflow import State
from selfeval.models import Filing, FrameworkIndicator, IndicatorScore, Submission
from selfeval.queries import framework_snapshots
from selfeval.queries.score_verification import VerifiedCopy, verified_copies
from tests.factories import World, bring_to, make_filing
from tests.fresh import writable

pytestmark = pytest.mark.django_db
RATE = "process.budget_execution.completion_rate"


def unsound() -> list[VerifiedCopy]:
    return [copy for copy in verified_copies() if not copy.is_sound]


def found(copy: VerifiedCopy) -> dict[str, tuple[str | None, str | None]]:
    return {each.place: (each.stored, each.recomputed) for each in copy.differences}


def altered(submission: Submission, **columns: str) -> None:
    """Past the model, which refuses: as somebody with the database in hand would."""
    for column, value in columns.items():
        with writable("selfeval_submission"), connection.cursor() as cursor:
            cursor.execute(f"UPDATE selfeval_submission SET {column} = %s WHERE id = %s", [value, submission.pk])  # noqa: S608


def test_what_was_stored_is_what_is_recomputed(world: World) -> None:
    bring_to(world, State.RETURNED, world.unit)
    bring_to(world, State.FILLING, world.other)
    make_filing(world, world.third)
    copies = list(verified_copies())
    assert [(copy.department[:3], copy.round) for copy in copies] == [
        ("001", 1),
        ("001", None),
        ("002", None),
        ("003", None),
    ]
    assert unsound() == []


def test_a_score_row_that_was_changed_is_found(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    IndicatorScore.objects.filter(filing=filing, code=RATE).update(computed_score=Decimal(2), rate=Decimal("0.9"))
    (copy,) = unsound()
    assert copy.public_id == filing.public_id
    assert found(copy) == {
        f"indicators.{RATE}.rate": ("0.9", "0.819967729321"),
        f"indicators.{RATE}.computed_score": ("2", "0"),
    }


def test_a_score_row_that_is_missing_or_too_much_is_found(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    IndicatorScore.objects.filter(filing=filing, code=RATE).update(code="nobody.knows")
    (copy,) = unsound()
    assert found(copy)[f"indicators.{RATE}.points"] == (None, "2")
    assert found(copy)["indicators.nobody.knows.points"] == ("2", None)


def test_a_total_and_a_grade_that_were_changed_are_found(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    Filing.objects.filter(pk=filing.pk).update(self_total=Decimal("99.5"), grade="良")
    (copy,) = unsound()
    assert copy.round is None
    assert found(copy) == {"total.self_score": ("99.5", "92"), "grade": ("良", "优")}


def test_a_stored_result_that_was_changed_is_found(world: World) -> None:
    submission = Submission.objects.get(filing=bring_to(world, State.SUBMITTED))
    result = json.loads(submission.result)
    result["indicators"][RATE]["self_score"] = "2.00"
    result["total"]["self_score"] = "94.00"
    result["indicators"][RATE]["trace"] = "换了说法"
    altered(submission, result=json.dumps(result))
    (copy,) = unsound()
    assert copy.round == 1
    assert found(copy) == {f"indicators.{RATE}.self_score": ("2.00", "0.00"), "total.self_score": ("94.00", "92.00")}


def test_a_submitted_document_that_was_changed_is_found(world: World) -> None:
    submission = Submission.objects.get(filing=bring_to(world, State.SUBMITTED))
    document = json.loads(submission.document)
    document["fields"]["authorised_posts"] = "1"
    altered(submission, document=json.dumps(document))
    (copy,) = unsound()
    differences = found(copy)
    assert differences["sha256"][0] == submission.sha256
    assert "indicators.input.budget_allocation.staff_control_rate.computed_score" in differences


def test_a_document_that_cannot_be_read_is_told(world: World) -> None:
    submission = Submission.objects.get(filing=bring_to(world, State.SUBMITTED))
    altered(submission, document='{"format": "selfeval-filing/1"}')
    (copy,) = unsound()
    assert "framework：缺少" in copy.problem


def test_a_framework_whose_rows_were_changed_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_to(world, State.FILLING)
    monkeypatch.setattr(framework_snapshots, "_frameworks", {})
    FrameworkIndicator.objects.filter(code="completion_rate").update(points=Decimal(3))
    (copy,) = unsound()
    assert "与发布时的哈希不符" in copy.problem


def test_a_batch_costs_the_same_however_many_are_in_it(world: World) -> None:
    bring_to(world, State.RETURNED, world.unit)
    list(verified_copies())
    with CaptureQueriesContext(connection) as one:
        assert len(list(verified_copies())) == 2
    bring_to(world, State.RETURNED, world.other)
    bring_to(world, State.SUBMITTED, world.third)
    with CaptureQueriesContext(connection) as three:
        assert len(list(verified_copies())) == 6
    assert len(three) == len(one)
    with CaptureQueriesContext(connection) as batched:
        assert len(list(verified_copies(size=1))) == 6
    assert len(batched) == 3 * (len(one) - 1) + 1
