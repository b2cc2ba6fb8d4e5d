"""What a submission keeps of who filled and who signed, and the way past the accountant."""

import pytest

from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Event, Filing, FilingCycle, Submission
from selfeval.review.preconditions import Refused
from selfeval.services.changes import FaceChange
from selfeval.services.errors import NotAllowed
from tests.factories import World, bring_to, make_user, move, name_accountant, save

PHONE = FaceChange(attribute="phone", value="0354-1")


def test_the_head_who_filled_signs_where_the_cycle_allows_it_and_that_is_kept(world: World) -> None:
    FilingCycle.objects.update(allows_filler_to_sign=True)
    filing = bring_to(world, State.FILLING)
    filing = save(filing, world.unit.head, "face", PHONE).filing
    filing = move(filing, world.unit.head, Action.SEND_FOR_SIGNATURE)
    move(filing, world.unit.head, Action.SIGN)
    assert Submission.objects.get().is_signed_by_filler
    with pytest.raises(NotAllowed, match="这一步由审核人办理"):
        move(Filing.objects.get(), world.unit.head, Action.FINALISE)


def test_a_head_who_did_not_fill_is_not_marked(world: World) -> None:
    FilingCycle.objects.update(allows_filler_to_sign=True)
    bring_to(world, State.SUBMITTED)
    submission = Submission.objects.get()
    assert (submission.is_signed_by_filler, submission.is_filled_by_bureau) == (False, False)


def test_elsewhere_the_head_does_not_even_fill(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    with pytest.raises(NotAllowed, match="这一步由填报人办理"):
        save(filing, world.unit.head, "face", PHONE)


def test_past_the_accountant_to_the_head(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    name_accountant(world.unit, make_user("accountant", Role.PREPARER, world.unit.department))
    accountant = world.unit.department.accountant
    assert accountant is not None
    with pytest.raises(NotAllowed, match="请先送内部审核"):
        move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    filing = move(filing, world.unit.preparer, Action.SEND_FOR_INTERNAL_REVIEW)
    with pytest.raises(Refused, match="须写明意见"):
        move(filing, accountant, Action.DECLINE_INTERNALLY)
    filing = move(filing, accountant, Action.DECLINE_INTERNALLY, comment="结余请核对")
    assert filing.current_state is State.FILLING
    filing = move(filing, world.unit.preparer, Action.SEND_FOR_INTERNAL_REVIEW)
    filing = move(filing, world.unit.preparer, Action.TAKE_BACK)
    filing = move(filing, world.unit.preparer, Action.SEND_FOR_INTERNAL_REVIEW)
    filing = move(filing, accountant, Action.PASS_INTERNALLY)
    move(filing, world.unit.head, Action.SIGN)
    actions = list(Event.objects.filter(filing=filing).order_by("id").values_list("action", flat=True))[-7:]
    assert actions == [
        "filing.sent_for_internal_review",
        "filing.internally_declined",
        "filing.sent_for_internal_review",
        "filing.taken_back",
        "filing.sent_for_internal_review",
        "filing.internally_passed",
        "filing.signed",
    ]


def test_what_is_not_finished_does_not_go_to_the_accountant(world: World) -> None:
    filing = bring_to(world, State.TO_FILL)
    name_accountant(world.unit, world.unit.preparer)
    with pytest.raises(Refused):
        move(filing, world.unit.preparer, Action.SEND_FOR_INTERNAL_REVIEW)
