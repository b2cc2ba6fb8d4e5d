"""Who reviews inside a unit, and handing a departing clerk's work over."""

from typing import Any

import pytest

from selfeval.domain.workflow import Action, Role
from selfeval.models import Assignment, Department, Event, Filing, User
from selfeval.review.permissions import may
from selfeval.services.changes import FaceChange
from selfeval.services.division import assign
from selfeval.services.errors import NotAllowed, Unfit
from selfeval.services.people import hand_over, name_accountant
from tests.factories import NOW, World, make_filing, make_user, save


@pytest.fixture
def filing(world: World) -> Filing:
    """The empty form of the first unit."""
    return make_filing(world)


@pytest.fixture
def colleague(world: World) -> User:
    return make_user("colleague", Role.PREPARER, world.unit.department)


def name(world: World, actor: User, person: User | None) -> Department:
    pk = person.pk if person else None
    return name_accountant(actor=actor, department_id=world.unit.department.pk, person_id=pk, now=NOW)


def over(world: World, actor: User, departing: User, successor: User, **more: Any) -> int:
    return hand_over(
        actor=actor,
        department_id=world.unit.department.pk,
        departing_id=departing.pk,
        successor_id=successor.pk,
        now=NOW,
        **more,
    )


def test_the_head_or_an_administrator_names_the_accountant(world: World, colleague: User) -> None:
    assert name(world, world.unit.head, colleague).accountant == colleague
    count = Event.objects.count()
    name(world, world.unit.head, colleague)
    assert Event.objects.count() == count
    assert name(world, world.administrator, None).accountant is None
    comments = Event.objects.filter(action="department.changed").order_by("id").values_list("comment", flat=True)
    assert list(comments) == ["内部审核人为colleague甲", "不设内部审核人"]


def test_nobody_else_does_and_nobody_unfit_is_named(world: World, colleague: User) -> None:
    for person in (world.unit.preparer, world.other.head, world.other.preparer, world.reviewer):
        with pytest.raises(NotAllowed):
            name(world, person, colleague)
    for person in (world.unit.head, world.other.preparer, world.administrator):
        with pytest.raises(Unfit):
            name(world, world.unit.head, person)
    assert Department.objects.get(pk=world.unit.department.pk).accountant is None


def test_all_that_is_left_goes_to_the_successor(world: World, filing: Filing, colleague: User) -> None:
    clerk = world.unit.preparer
    filing = save(filing, clerk, "face", FaceChange(attribute="phone", value="0354-1")).filing
    for place in ("output", "process"):
        assign(actor=clerk, filing_id=filing.pk, place=place, person_id=clerk.pk, now=NOW)
    name(world, world.unit.head, clerk)
    assert over(world, world.unit.head, clerk, colleague, disable=True) == 2
    assert set(Assignment.objects.values_list("person", flat=True)) == {colleague.pk}
    assert Department.objects.get(pk=world.unit.department.pk).accountant == colleague
    assert not User.objects.get(pk=clerk.pk).is_active
    filing = Filing.objects.get(pk=filing.pk)
    assert may(user=colleague, action="edit", filing=filing)
    assert may(user=colleague, action=Action.SEND_FOR_INTERNAL_REVIEW, filing=filing)
    # What was filled stays the clerk's.
    assert list(filing.fillers.all()) == [clerk]
    of_filing, of_unit = Event.objects.filter(action="user.handed_over").order_by("id")
    assert (of_filing.filing, of_filing.comment) == (filing, "preparer001甲分到的2部分改由colleague甲填")
    assert of_unit.comment == "preparer001甲的工作移交给colleague甲：分工2部分，内部审核，原账号停用"
    assert of_unit.department == world.unit.department


def test_who_handed_over_still_reviews_nothing_of_it(world: World, filing: Filing, colleague: User) -> None:
    clerk = world.unit.preparer
    filing = save(filing, clerk, "face", FaceChange(attribute="phone", value="0354-1")).filing
    over(world, world.administrator, clerk, colleague)
    User.objects.filter(pk=clerk.pk).update(role=Role.REVIEWER, department=None)
    Filing.objects.filter(pk=filing.pk).update(state="submitted")
    filing = Filing.objects.get(pk=filing.pk)
    assert not may(user=User.objects.get(pk=clerk.pk), action=Action.FINALISE, filing=filing)


def test_refused_handing_over_leaves_all_as_it_was(world: World, filing: Filing, colleague: User) -> None:
    clerk = world.unit.preparer
    assign(actor=clerk, filing_id=filing.pk, place="output", person_id=clerk.pk, now=NOW)
    before = (list(Assignment.objects.values()), list(User.objects.order_by("pk").values()), Event.objects.count())
    for person in (clerk, colleague, world.other.head, world.reviewer):
        with pytest.raises(NotAllowed):
            over(world, person, clerk, colleague, disable=True)
    pairs = [(clerk, clerk), (clerk, world.other.preparer), (clerk, world.unit.head), (world.unit.head, colleague)]
    for departing, successor in [*pairs, (world.other.preparer, colleague)]:
        with pytest.raises(Unfit):
            over(world, world.unit.head, departing, successor, disable=True)
    after = (list(Assignment.objects.values()), list(User.objects.order_by("pk").values()), Event.objects.count())
    assert after == before


def test_finalised_filings_keep_their_division(world: World, colleague: User) -> None:
    filing = make_filing(world)
    clerk = world.unit.preparer
    assign(actor=clerk, filing_id=filing.pk, place="output", person_id=clerk.pk, now=NOW)
    Filing.objects.filter(pk=filing.pk).update(state="finalised")
    assert over(world, world.unit.head, clerk, colleague) == 0
    assert Assignment.objects.get().person == clerk
