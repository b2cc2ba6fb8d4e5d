"""Giving the last review to another reviewer, and the bureau's own form to somebody outside."""

import pytest

from selfeval.domain.rights import Right
from selfeval.domain.workflow import Action, Level, Role, State
from selfeval.models import Event, EventAction, Filing, User
from selfeval.review.permissions import may, why_refused
from selfeval.services.errors import NotAllowed, StaleVersion, Unfit
from selfeval.services.handing_over import hand_over_review
from tests.factories import NOW, World, bring_to, make_user, move


@pytest.fixture
def submitted(world: World) -> Filing:
    return bring_to(world, State.SUBMITTED)


def hand_over(actor: User, filing: Filing, person: User, version: int | None = None) -> Filing:
    return hand_over_review(
        actor=actor,
        filing_id=filing.pk,
        reviewer_id=person.pk,
        expected_version=version or filing.version,
        comment="请假",
        now=NOW,
    )


def fresh(filing: Filing) -> Filing:
    return Filing.objects.select_related("cycle__framework", "department").get(pk=filing.pk)


def test_whoever_has_it_in_hand_gives_it_on_and_has_it_no_more(world: World, submitted: Filing) -> None:
    second = make_user("second", Role.REVIEWER)
    filing = hand_over(world.reviewer, submitted, second)
    assert (filing.reviewer, filing.version) == (second, submitted.version + 1)
    assert not may(user=world.reviewer, action=Action.FINALISE, filing=fresh(filing))
    assert may(user=second, action=Action.FINALISE, filing=fresh(filing))
    assert "另一位审核人" in why_refused(user=world.reviewer, action=Right.HAND_OVER, filing=fresh(filing))
    event = Event.objects.get(action=EventAction.REVIEWER_CHANGED)
    assert (event.comment, event.data["reviewer"], event.version) == ("请假", [None, second.pk], filing.version)
    with pytest.raises(StaleVersion):
        hand_over(second, filing, world.reviewer, version=submitted.version)
    assert hand_over(world.administrator, filing, world.reviewer).reviewer == world.reviewer


def test_it_is_given_to_reviewers_who_may_review_it_only(world: World, submitted: Filing) -> None:
    of_unit = make_user("colleague", Role.REVIEWER, world.unit.department)
    for person in (world.administrator, of_unit):
        with pytest.raises(Unfit):
            hand_over(world.reviewer, submitted, person)
    with pytest.raises(NotAllowed):
        hand_over(world.unit.head, submitted, world.reviewer)
    with pytest.raises(Unfit, match="本来就由"):
        hand_over(world.reviewer, hand_over(world.administrator, submitted, world.reviewer), world.reviewer)


def test_the_bureaus_own_form_is_reviewed_by_the_named_person_from_outside(world: World, submitted: Filing) -> None:
    world.unit.department.is_finance_bureau = True
    world.unit.department.save(update_fields=["is_finance_bureau"])
    outsider = make_user("outsider", Role.REVIEWER, world.other.department)
    filing = fresh(submitted)
    assert not may(user=world.reviewer, action=Action.FINALISE, filing=filing)
    assert not may(user=outsider, action=Action.FINALISE, filing=filing)
    with pytest.raises(Unfit, match="财政局本身的自评表"):
        hand_over(world.administrator, filing, world.reviewer)
    filing = fresh(hand_over(world.administrator, filing, outsider))
    assert may(user=outsider, action=Action.FINALISE, filing=filing)
    assert not may(user=world.reviewer, action=Action.FINALISE, filing=filing)
    # A name that came there by another way does not open it either.
    Filing.objects.filter(pk=filing.pk).update(reviewer=world.reviewer)
    assert not may(user=world.reviewer, action=Action.FINALISE, filing=fresh(filing))


def test_no_office_of_the_bureau_reviews_the_bureau(world: World) -> None:
    world.cycle.has_office_review = True
    world.unit.department.is_finance_bureau, world.unit.department.business_office_id = True, 1
    assert world.cycle.levels_for(world.unit.department) == (Level.FINAL,)


def test_what_is_finalised_is_given_to_nobody(world: World, submitted: Filing) -> None:
    filing = move(submitted, world.reviewer, Action.FINALISE, confirmed_total=submitted.self_total)
    with pytest.raises(NotAllowed, match="不在审核中"):
        hand_over(world.administrator, filing, make_user("second", Role.REVIEWER))
