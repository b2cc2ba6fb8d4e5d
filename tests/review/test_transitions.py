"""Every way along the workflow: what changes, what is kept, what is refused."""

import hashlib
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.files import filing_to_document, result_to_document
from selfeval.domain.verification import canonical_json, verification_code
from selfeval.domain.workflow import EDITABLE, Action, State
from selfeval.models import Event, Filing, ReviewRecord, Submission
from selfeval.queries.snapshots import assessment_of, submission_assessment
from selfeval.review.preconditions import Refused
from selfeval.review.transitions import mark_opened, perform
from selfeval.services.changes import EntryChange, FigureChange, NarrativeChange
from selfeval.services.errors import NotAllowed, NotEditable, StaleVersion
from tests.factories import NOW, World, bring_to, domain_framework, fill, make_filing, move, save


def stored(filing: Filing) -> Filing:
    return Filing.objects.get(pk=filing.pk)


def last_event() -> Event:
    return Event.objects.latest("id")


def test_sending_for_signature(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    before = Event.objects.count()
    sent = move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    assert (sent.state, sent.version) == (State.AWAITING_SIGNATURE, filing.version + 1)
    assert stored(filing).state == State.AWAITING_SIGNATURE
    event = last_event()
    assert Event.objects.count() == before + 1
    assert (event.action, event.actor, event.at) == ("filing.sent_for_signature", world.unit.preparer, NOW)
    assert (event.from_state, event.to_state, event.version) == ("filling", "awaiting_signature", sent.version)
    assert (event.filing, event.department) == (filing, world.unit.department)
    assert not Submission.objects.exists()


def test_an_unfinished_form_is_not_sent(world: World) -> None:
    filing = fill(make_filing(world), world.unit.preparer, "half-filled-2021")
    before, events = Filing.objects.values().get(), Event.objects.count()
    with pytest.raises(Refused) as refused:
        move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    blocking = assessment_of(filing=stored(filing)).blocking
    assert [reason.box for reason in refused.value.refusals] == [finding.where[0] for finding in blocking]
    assert (Filing.objects.values().get(), Event.objects.count()) == (before, events)


def test_an_empty_form_is_not_sent(world: World) -> None:
    with pytest.raises(Refused):
        move(make_filing(world), world.unit.preparer, Action.SEND_FOR_SIGNATURE)


def test_signing_keeps_a_frozen_copy(world: World) -> None:
    filing = move(bring_to(world, State.AWAITING_SIGNATURE), world.unit.head, Action.SIGN)
    assert (filing.state, filing.round) == (State.SUBMITTED, 1)
    submission = Submission.objects.get()
    assessment = assessment_of(filing=stored(filing))
    assert submission.document == canonical_json(filing_to_document(assessment.framework, assessment.filing))
    assert json.loads(submission.result) == result_to_document(assessment)
    assert submission.sha256 == hashlib.sha256(submission.document.encode()).hexdigest()
    assert submission.verification_code == verification_code(submission.sha256)
    assert (submission.filing, submission.round, submission.framework) == (filing, 1, world.framework)
    assert (submission.submitted_by, submission.submitted_at) == (world.unit.head, NOW)
    assert json.loads(submission.document)["framework"] == "jinzhong-2021@1"
    assert last_event().content_hash == submission.sha256


def test_taking_back_and_declining(world: World) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    taken = move(filing, world.unit.preparer, Action.TAKE_BACK)
    assert (taken.state, last_event().action) == (State.FILLING, "filing.taken_back")
    again = move(taken, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    with pytest.raises(Refused, match="须写明意见"):
        move(again, world.unit.head, Action.DECLINE)
    declined = move(again, world.unit.head, Action.DECLINE, comment=" 人员经费请再核 ")
    assert (declined.state, declined.round) == (State.FILLING, 1)
    assert (last_event().action, last_event().comment) == ("filing.declined", "人员经费请再核")


def test_withdrawing_before_the_reviewer_looked(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    withdrawn = move(filing, world.unit.head, Action.WITHDRAW, comment="发现一处数字有误")
    assert (withdrawn.state, withdrawn.round) == (State.FILLING, 2)
    assert last_event().content_hash == Submission.objects.get().sha256
    # The unit may find that nothing was wrong after all.
    sent = move(withdrawn, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    move(sent, world.unit.head, Action.SIGN)
    first, second = Submission.objects.order_by("round")
    assert (first.round, second.round, first.sha256) == (1, 2, second.sha256)


def test_nothing_is_withdrawn_once_the_reviewer_looked(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    opened = mark_opened(actor=world.reviewer, filing_id=filing.pk, now=NOW)
    assert (opened.opened_by_reviewer_at, opened.version) == (NOW, filing.version + 1)
    with pytest.raises(StaleVersion):
        move(filing, world.unit.head, Action.WITHDRAW, comment="有误")
    with pytest.raises(NotAllowed, match="审核人已经打开，不能再撤回"):
        move(opened, world.unit.head, Action.WITHDRAW, comment="有误")


def test_opening_counts_once(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    mark_opened(actor=world.reviewer, filing_id=filing.pk, now=NOW)
    events = Event.objects.count()
    again = mark_opened(actor=world.reviewer, filing_id=filing.pk, now=NOW + timedelta(days=1))
    assert (again.opened_by_reviewer_at, Event.objects.count()) == (NOW, events)


def test_returning(world: World) -> None:
    filing = mark_opened(actor=world.reviewer, filing_id=bring_to(world, State.SUBMITTED).pk, now=NOW)
    with pytest.raises(Refused, match="须写明意见"):
        move(filing, world.reviewer, Action.RETURN)
    returned = move(filing, world.reviewer, Action.RETURN, comment="请补充")
    assert (returned.state, returned.round, returned.opened_by_reviewer_at) == (State.RETURNED, 2, None)
    record = ReviewRecord.objects.get()
    assert (record.verdict, record.comment, record.confirmed_total) == ("returned", "请补充", None)
    assert (record.submission, record.reviewer, record.at) == (Submission.objects.get(), world.reviewer, NOW)


def test_a_total_means_nothing_to_a_return(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    move(filing, world.reviewer, Action.RETURN, comment="第一条\r\n第二条", confirmed_total=Decimal(90))
    record = ReviewRecord.objects.get()
    assert (record.confirmed_total, record.comment) == (None, "第一条\n第二条")
    assert last_event().data == {}


def test_a_returned_form_unchanged_is_refused(world: World) -> None:
    filing = bring_to(world, State.RETURNED)
    with pytest.raises(Refused, match="退回后还没有任何修改，不能再次提交。请按审核意见修改：请补充项目支出的说明"):
        move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    text = NarrativeChange(code="other", text=filing.narratives.get(code="other").text)
    filing = save(filing, world.unit.preparer, "narratives", text).filing
    with pytest.raises(Refused, match="退回后还没有任何修改"):
        move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    filing = save(filing, world.unit.preparer, "narratives", NarrativeChange(code="other", text="已补充")).filing
    filing = move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    filing = move(filing, world.unit.head, Action.SIGN)
    assert [submission.round for submission in Submission.objects.order_by("round")] == [1, 2]
    final = move(filing, world.reviewer, Action.FINALISE, confirmed_total=Decimal(92))
    assert final.state == State.FINALISED
    assert [record.verdict for record in ReviewRecord.objects.order_by("id")] == ["returned", "finalised"]


def test_finalising_with_the_total_as_filed(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    final = move(filing, world.reviewer, Action.FINALISE, confirmed_total=Decimal("92.00"))
    assert (final.state, final.round) == (State.FINALISED, 1)
    record = ReviewRecord.objects.get()
    assert (record.verdict, record.confirmed_total) == ("finalised", Decimal(92))
    event = last_event()
    assert (event.action, event.data) == ("filing.finalised", {"confirmed_total": "92.00"})
    assert event.content_hash == Submission.objects.get().sha256


def test_finalising_with_another_total_needs_a_reason(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    for total in (None, Decimal(91)):
        with pytest.raises(Refused):
            move(filing, world.reviewer, Action.FINALISE, confirmed_total=total)
    final = move(filing, world.reviewer, Action.FINALISE, confirmed_total=Decimal(91), comment="结转结余口径不同")
    assert final.state == State.FINALISED
    assert ReviewRecord.objects.get().confirmed_total == 91
    # Three scores side by side, none written over another.
    assert (stored(filing).self_total, stored(filing).computed_total) == (92, 91)


def test_the_verdict_is_on_what_was_submitted(world: World) -> None:
    """Rows that changed by another way (a restored backup) do not change what the reviewer judges."""
    filing = bring_to(world, State.SUBMITTED)
    filing.entries.filter(code="effect.performance_benefit.satisfaction").update(self_score=Decimal(0))
    assert assessment_of(filing=stored(filing)).sheet.total.self_score != 92
    assert submission_assessment(submission=Submission.objects.get()).sheet.total.self_score == 92
    final = move(filing, world.reviewer, Action.FINALISE, confirmed_total=Decimal(92))
    assert last_event().content_hash == Submission.objects.get().sha256
    assert final.state == State.FINALISED


@pytest.mark.parametrize("state", [state for state in State if state not in EDITABLE])
def test_what_was_sent_does_not_change(world: World, state: State) -> None:
    filing = bring_to(world, state)
    before = list(Submission.objects.values())
    with pytest.raises(NotEditable):
        save(filing, world.unit.preparer, "budget", FigureChange(code="original_budget", value=Decimal(1)))
    assert list(Submission.objects.values()) == before


def test_a_submission_stays_as_it_is_while_the_form_goes_on(world: World) -> None:
    filing = bring_to(world, State.RETURNED)
    before = Submission.objects.values().get()
    save(filing, world.unit.preparer, "budget", FigureChange(code="original_budget", value=Decimal(1)))
    score = EntryChange(code="effect.performance_benefit.satisfaction", attribute="self_score", value=Decimal(0))
    save(filing, world.unit.preparer, "effect", score)
    assert Submission.objects.values().get() == before


@pytest.mark.parametrize("action", [Action.SEND_FOR_SIGNATURE, Action.TAKE_BACK])
def test_two_calls_with_one_version(world: World, action: Action) -> None:
    start = State.FILLING if action is Action.SEND_FOR_SIGNATURE else State.AWAITING_SIGNATURE
    filing = bring_to(world, start)
    move(filing, world.unit.preparer, action)
    events = Event.objects.count()
    with pytest.raises(StaleVersion, match="preparer001甲03月01日 09:30:00已作过修改") as refused:
        perform(
            actor=world.unit.preparer,
            action=action,
            filing_id=filing.pk,
            expected_version=stored(filing).version - 1,
            now=NOW,
        )
    assert refused.value.current_version == stored(filing).version
    assert Event.objects.count() == events


def test_c05_a_reviewer_on_an_old_page_is_told_so(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    mark_opened(actor=world.reviewer, filing_id=filing.pk, now=NOW)
    with pytest.raises(StaleVersion):
        move(filing, world.reviewer, Action.FINALISE, confirmed_total=Decimal(92))
    assert stored(filing).state == State.SUBMITTED


def test_who_may_never_do_it_does_not_learn_the_version(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    with pytest.raises(NotAllowed, match="没有这份填报，或无权查看"):
        perform(
            actor=world.other.preparer,
            action=Action.SEND_FOR_SIGNATURE,
            filing_id=filing.pk,
            expected_version=0,
            now=NOW,
        )


def test_when_the_event_cannot_be_written_nothing_moves(world: World, monkeypatch: Any) -> None:
    def fail(**values: Any) -> None:
        raise OSError("disk full")

    filing = bring_to(world, State.AWAITING_SIGNATURE)
    monkeypatch.setattr("selfeval.review.transitions.events.record", fail)
    with pytest.raises(OSError, match="disk full"):
        move(filing, world.unit.head, Action.SIGN)
    assert stored(filing).state == State.AWAITING_SIGNATURE
    assert not Submission.objects.exists()


def test_signing_stores_what_was_signed_for_the_lists(world: World) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    Filing.objects.filter(pk=filing.pk).update(self_total=None, grade="")
    filing.scores.all().delete()
    move(filing, world.unit.head, Action.SIGN)
    assert (stored(filing).self_total, stored(filing).grade) == (92, "优")
    assert filing.scores.count() == len(domain_framework().leaves)


def test_the_head_does_not_sign_what_they_filled(world: World) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    filing.fillers.add(world.unit.head)
    with pytest.raises(NotAllowed, match="您填报过这份自评表"):
        move(filing, world.unit.head, Action.SIGN)
