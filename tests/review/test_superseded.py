"""What was withdrawn, or replaced by a newer submission, is approved, scored and remarked on by nobody."""

from decimal import Decimal

import pytest

from selfeval.domain.review import ReviewEntry
from selfeval.domain.workflow import Action, State
from selfeval.models import Filing, ReviewRecord, Submission
from selfeval.queries.filings import last_submission
from selfeval.review.batch import Chosen, pass_batch
from selfeval.services.changes import NarrativeChange
from selfeval.services.errors import NotAllowed, StaleVersion
from selfeval.services.pins import add_pin
from selfeval.services.review_scores import save_review_scores
from tests.factories import NOW, World, bring_to, move, save

DISCLOSURE = "process.budget_management.information_disclosure"


@pytest.fixture
def seen(world: World) -> Filing:
    """As the reviewer's list showed it, before the unit withdrew it."""
    world.cycle.low_risk_at_most = 1000
    world.cycle.save(update_fields=["low_risk_at_most"])
    return bring_to(world, State.SUBMITTED)


def copy_of(filing: Filing) -> Submission:
    found = last_submission(filing=filing)
    assert found is not None
    return found


def refused_by_all(world: World, seen: Filing, copy: Submission, expected: type[Exception]) -> None:
    with pytest.raises(expected):
        move(seen, world.reviewer, Action.FINALISE, confirmed_total=seen.self_total)
    with pytest.raises(expected):
        move(seen, world.reviewer, Action.RETURN, comment="请改")
    with pytest.raises((NotAllowed, StaleVersion)):
        add_pin(actor=world.reviewer, submission_id=copy.pk, place=DISCLOSURE, words="请改", now=NOW)
    entries = {DISCLOSURE: ReviewEntry(score=Decimal(1), remark="晚了")}
    with pytest.raises((NotAllowed, StaleVersion)):
        save_review_scores(actor=world.reviewer, submission_id=copy.pk, entries=entries, now=NOW)
    chosen = [Chosen(filing_id=seen.pk, version=seen.version)]
    (outcome,) = pass_batch(actor=world.reviewer, chosen=chosen, now=NOW)
    assert not outcome.is_passed
    assert not ReviewRecord.objects.exists()


def test_a_withdrawn_version_is_judged_by_nobody(world: World, seen: Filing) -> None:
    copy = copy_of(seen)
    withdrawn = move(seen, world.unit.head, Action.WITHDRAW, comment="再看看")
    # The page that still shows it is old; who asks anew is told that there is nothing to judge.
    refused_by_all(world, seen, copy, StaleVersion)
    refused_by_all(world, withdrawn, copy, NotAllowed)


def test_a_superseded_version_is_judged_by_nobody(world: World, seen: Filing) -> None:
    copy = copy_of(seen)
    filing = move(seen, world.unit.head, Action.WITHDRAW, comment="再看看")
    text = NarrativeChange(code="other", text="补充说明。")
    filing = save(filing, world.unit.preparer, "narratives", text).filing
    filing = move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    filing = move(filing, world.unit.head, Action.SIGN)
    refused_by_all(world, seen, copy, StaleVersion)
    move(filing, world.reviewer, Action.FINALISE, confirmed_total=filing.self_total)
    assert ReviewRecord.objects.get().submission == copy_of(filing) != copy
