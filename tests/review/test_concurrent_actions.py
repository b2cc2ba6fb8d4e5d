"""Actions at the same moment: one serial order, the losing side is told. Runs on both databases."""

from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Event, Filing, ReviewRecord, Submission, User
from selfeval.review.transitions import mark_opened, perform
from selfeval.services.changes import NarrativeChange
from selfeval.services.errors import NotAllowed, NotEditable, StaleVersion, WriteRefused
from tests.at_once import at_once
from tests.factories import NOW, bring_to, make_user, make_world, save

pytestmark = pytest.mark.django_db(transaction=True)


def act(filing: Filing, actor: User, action: Action, **values: Any) -> partial[Filing]:
    return partial(
        perform,
        actor=actor,
        action=action,
        filing_id=filing.pk,
        expected_version=filing.version,
        now=NOW,
        **values,
    )


def outcome_counts(outcomes: list[Any]) -> tuple[int, int]:
    """How many succeeded, how many were refused; nothing else may happen."""
    refused = [outcome for outcome in outcomes if isinstance(outcome, WriteRefused)]
    done = [outcome for outcome in outcomes if isinstance(outcome, Filing)]
    assert len(refused) + len(done) == len(outcomes), outcomes
    return len(done), len(refused)


def test_c03_twenty_clicks_sign_once() -> None:
    world = make_world()
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    before = Event.objects.count()
    outcomes = at_once([act(filing, world.unit.head, Action.SIGN)] * 20)
    assert outcome_counts(outcomes) == (1, 19)
    assert all(isinstance(outcome, Filing | StaleVersion) for outcome in outcomes)
    assert (Submission.objects.count(), Event.objects.count()) == (1, before + 1)


def test_c04_two_reviewers_give_one_verdict() -> None:
    world = make_world()
    filing = bring_to(world, State.SUBMITTED)
    second = make_user("second", Role.REVIEWER)
    outcomes = at_once(
        [
            act(filing, world.reviewer, Action.RETURN, comment="请补充"),
            act(filing, second, Action.FINALISE, confirmed_total=Decimal(92)),
        ]
    )
    assert outcome_counts(outcomes) == (1, 1)
    record = ReviewRecord.objects.get()
    assert record.submission.filing.state == record.verdict


def test_c04_signing_and_taking_back_exclude_each_other() -> None:
    world = make_world()
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    outcomes = at_once([act(filing, world.unit.head, Action.SIGN), act(filing, world.unit.preparer, Action.TAKE_BACK)])
    assert outcome_counts(outcomes) == (1, 1)
    stored = Filing.objects.get()
    assert (stored.state == State.SUBMITTED) == Submission.objects.exists()


def test_c04_what_is_sent_is_what_was_saved() -> None:
    world = make_world()
    filing = bring_to(world, State.FILLING)
    change = NarrativeChange(code="other", text="最后一刻")
    saving = partial(save, filing, world.unit.preparer, "narratives", change, seen=filing.version)
    saved, sent = at_once([saving, act(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)])
    stored = Filing.objects.get()
    if isinstance(sent, Filing):
        assert isinstance(saved, NotEditable), saved
        assert stored.state == State.AWAITING_SIGNATURE
    else:
        assert isinstance(sent, StaleVersion), sent
        assert stored.state == State.FILLING
    texts = stored.narratives.filter(code="other", text="最后一刻").count()
    assert texts == isinstance(sent, StaleVersion)


def test_c04_a_submission_is_withdrawn_or_opened() -> None:
    world = make_world()
    filing = bring_to(world, State.SUBMITTED)
    opening = partial(mark_opened, actor=world.reviewer, filing_id=filing.pk, now=NOW)
    withdrawn, opened = at_once([act(filing, world.unit.head, Action.WITHDRAW, comment="有误"), opening])
    stored = Filing.objects.get()
    if isinstance(withdrawn, Filing):
        # The reviewer came too late, by a moment or by more.
        assert stored.state == State.FILLING
        assert isinstance(opened, StaleVersion | NotAllowed), opened
        assert stored.opened_by_reviewer_at is None
    else:
        assert isinstance(withdrawn, StaleVersion | NotAllowed), withdrawn
        assert (stored.state, stored.opened_by_reviewer_at) == (State.SUBMITTED, NOW)


def test_two_reviewers_open_once() -> None:
    world = make_world()
    filing = bring_to(world, State.SUBMITTED)
    second = make_user("second", Role.REVIEWER)
    outcomes = at_once(
        [
            partial(mark_opened, actor=person, filing_id=filing.pk, now=NOW)
            for person in (world.reviewer, second, world.reviewer)
        ]
    )
    assert outcome_counts(outcomes) == (3, 0)
    assert Event.objects.filter(action="filing.review_opened").count() == 1
