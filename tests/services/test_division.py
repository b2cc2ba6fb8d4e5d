"""Parts of a form are given to people of the unit; it guides, and changes nothing that was filled."""

import pytest

from selfeval.domain.workflow import Role, State
from selfeval.models import Assignment, Event, Filing, FilingCycle, User
from selfeval.services.division import assign, end_assignment, mark_done
from selfeval.services.errors import NotAllowed, Unfit
from tests.factories import NOW, World, bring_to, make_filing, make_user


@pytest.fixture
def filing(world: World) -> Filing:
    """The empty form of the first unit."""
    return make_filing(world)


@pytest.fixture
def colleague(world: World) -> User:
    return make_user("colleague", Role.PREPARER, world.unit.department)


def give(filing: Filing, actor: User, person: User, place: str = "output", note: str = "") -> Assignment:
    return assign(actor=actor, filing_id=filing.pk, place=place, person_id=person.pk, note=note, now=NOW)


def told(filing: Filing) -> list[tuple[str, str]]:
    return list(filing.events.order_by("id").values_list("action", "comment"))[1:]


def test_a_part_goes_from_one_person_to_another_and_back_to_nobody(
    world: World, filing: Filing, colleague: User
) -> None:
    give(filing, world.unit.preparer, colleague, note="含附表")
    row = give(filing, world.unit.head, world.unit.preparer)
    assert (row.person, row.assigned_by, row.note) == (world.unit.preparer, world.unit.head, "")
    assert filing.assignments.count() == 1
    assert end_assignment(actor=world.unit.preparer, filing_id=filing.pk, place="output", now=NOW)
    assert not end_assignment(actor=world.unit.preparer, filing_id=filing.pk, place="output", now=NOW)
    assert told(filing) == [
        ("filing.assigned", "“产出”由colleague甲填：含附表"),
        ("filing.assigned", "“产出”由preparer001甲填（原由colleague甲填）"),
        ("filing.assignment_ended", "“产出”不再由preparer001甲填"),
    ]
    # Open pages stay as they are.
    assert Filing.objects.get(pk=filing.pk).version == filing.version


def test_done_is_the_word_of_who_has_the_part(world: World, filing: Filing, colleague: User) -> None:
    give(filing, world.unit.preparer, colleague)
    for is_done in (True, True, False, True):
        row = mark_done(actor=colleague, filing_id=filing.pk, place="output", is_done=is_done, now=NOW)
        assert (row.done_at == NOW) is is_done
    assert [action for action, _ in told(filing)].count("filing.assignment_done") == 3
    with pytest.raises(NotAllowed, match="由本人标记填完"):
        mark_done(actor=world.unit.preparer, filing_id=filing.pk, place="output", is_done=False, now=NOW)
    with pytest.raises(Unfit, match="没有分派"):
        mark_done(actor=colleague, filing_id=filing.pk, place="process", is_done=True, now=NOW)
    # Given to somebody anew it is not done.
    assert give(filing, world.unit.preparer, world.unit.preparer).done_at is None


def test_only_who_may_fill_is_given_a_part(world: World, filing: Filing, colleague: User) -> None:
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    for person in (colleague, world.unit.head, world.other.preparer, world.administrator):
        with pytest.raises(Unfit, match="本单位可以填报的人员"):
            give(filing, world.unit.preparer, person)
    FilingCycle.objects.update(allows_filler_to_sign=True)
    assert give(filing, world.unit.preparer, world.unit.head).person == world.unit.head


@pytest.mark.parametrize(("place", "note"), [("check", ""), ("nowhere", ""), ("output", "长" * 501)])
def test_what_does_not_fit_is_refused(world: World, filing: Filing, place: str, note: str) -> None:
    with pytest.raises(Unfit):
        give(filing, world.unit.preparer, world.unit.preparer, place, note)
    assert not Assignment.objects.exists()


def test_who_may_not_divide_changes_nothing(world: World, filing: Filing) -> None:
    give(filing, world.unit.preparer, world.unit.preparer)
    before = (list(Assignment.objects.values()), Event.objects.count())
    for person in (world.other.preparer, world.other.head, world.reviewer, world.administrator):
        with pytest.raises(NotAllowed):
            give(filing, person, world.unit.preparer, "process")
        with pytest.raises(NotAllowed):
            end_assignment(actor=person, filing_id=filing.pk, place="output", now=NOW)
        with pytest.raises(NotAllowed):
            mark_done(actor=person, filing_id=filing.pk, place="output", is_done=True, now=NOW)
    assert (list(Assignment.objects.values()), Event.objects.count()) == before


def test_nothing_is_divided_once_it_was_sent(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    with pytest.raises(NotAllowed, match="不能分工"):
        give(filing, world.unit.preparer, world.unit.preparer)
