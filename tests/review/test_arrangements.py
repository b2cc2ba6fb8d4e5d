"""The table of rights where a unit works otherwise: an accountant, one person for both, the bureau filling it in."""

from collections.abc import Callable
from typing import Any

import pytest

from selfeval.domain.rights import Right
from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Filing, FilingCycle, User
from selfeval.review.permissions import may
from selfeval.review.transitions import perform
from selfeval.services.errors import NotAllowed
from tests.factories import NOW, World, make_filing, make_user, make_world, name_accountant
from tests.review.test_permissions import rows

STATES = (State.FILLING, State.INTERNAL_REVIEW, State.AWAITING_SIGNATURE, State.SUBMITTED)
WORK = (Right.EDIT, Right.DIVIDE, Right.FILL_FOR_UNIT, Right.REVIEW_OPEN, *Action)

#                                       filling internal awaiting submitted
INSIDE = """
preparer        edit                       Y       -        -        -
preparer        divide                     Y       -        -        -
preparer        send_for_internal_review   Y       -        -        -
preparer        take_back                  -       Y        Y        -
accountant      edit                       Y       -        -        -
accountant      divide                     Y       -        -        -
accountant      send_for_internal_review   Y       -        -        -
accountant      take_back                  -       Y        Y        -
accountant      pass_internally            -       Y        -        -
accountant      decline_internally         -       Y        -        -
head            divide                     Y       -        -        -
head            sign                       -       -        Y        -
head            decline                    -       -        Y        -
head            withdraw                   -       -        -        Y
reviewer        review_open                -       -        -        Y
reviewer        return_for_revision        -       -        -        Y
reviewer        finalise                   -       -        -        Y
administrator   fill_for_unit              Y       -        -        -
another         fill_for_unit              Y       -        -        -
"""
SMALL = """
preparer        edit                       Y       -        -        -
preparer        divide                     Y       -        -        -
preparer        send_for_signature         Y       -        -        -
preparer        take_back                  -       Y        Y        -
accountant      edit                       Y       -        -        -
accountant      divide                     Y       -        -        -
accountant      send_for_signature         Y       -        -        -
accountant      take_back                  -       Y        Y        -
head            edit                       Y       -        -        -
head            divide                     Y       -        -        -
head            send_for_signature         Y       -        -        -
head            take_back                  -       Y        Y        -
head            sign                       -       -        Y        -
head            decline                    -       -        Y        -
head            withdraw                   -       -        -        Y
reviewer        review_open                -       -        -        Y
reviewer        return_for_revision        -       -        -        Y
reviewer        finalise                   -       -        -        Y
administrator   fill_for_unit              Y       -        -        -
another         fill_for_unit              Y       -        -        -
"""
BUREAU = """
head            sign                       -       -        Y        -
head            decline                    -       -        Y        -
head            withdraw                   -       -        -        Y
reviewer        review_open                -       -        -        Y
reviewer        return_for_revision        -       -        -        Y
reviewer        finalise                   -       -        -        Y
administrator   fill_for_unit              Y       -        -        -
administrator   edit                       Y       -        -        -
administrator   send_for_signature         Y       -        -        -
administrator   take_back                  -       Y        Y        -
another         fill_for_unit              Y       -        -        -
another         edit                       Y       -        -        -
another         send_for_signature         Y       -        -        -
another         take_back                  -       Y        Y        -
"""
# The administrator has filled it in; the unit's only head has left.
BUREAU_SIGNS = """
reviewer        review_open                -       -        -        Y
reviewer        return_for_revision        -       -        -        Y
reviewer        finalise                   -       -        -        Y
administrator   fill_for_unit              Y       -        -        -
administrator   edit                       Y       -        -        -
administrator   send_for_signature         Y       -        -        -
administrator   take_back                  -       Y        Y        -
administrator   decline                    -       -        Y        -
administrator   withdraw                   -       -        -        Y
another         fill_for_unit              Y       -        -        -
another         edit                       Y       -        -        -
another         send_for_signature         Y       -        -        -
another         take_back                  -       Y        Y        -
another         sign                       -       -        Y        -
another         decline                    -       -        Y        -
another         withdraw                   -       -        -        Y
"""


def inside(world: World, filing: Filing, people: dict[str, User]) -> None:
    name_accountant(world.unit, people["accountant"])


def small(world: World, filing: Filing, people: dict[str, User]) -> None:
    FilingCycle.objects.update(allows_filler_to_sign=True)
    filing.fillers.add(world.unit.head)


def bureau(world: World, filing: Filing, people: dict[str, User]) -> None:
    # The unit's accountant has nothing to do then.
    name_accountant(world.unit, people["accountant"])
    Filing.objects.update(bureau_filling_reason="单位撤并，无人填报")
    filing.fillers.add(world.administrator)


def bureau_signs(world: World, filing: Filing, people: dict[str, User]) -> None:
    bureau(world, filing, people)
    User.objects.filter(pk=world.unit.head.pk).update(is_active=False)
    people["head"].is_active = False


Arrange = Callable[[World, Filing, dict[str, User]], None]
CASES = [(inside, INSIDE), (small, SMALL), (bureau, BUREAU), (bureau_signs, BUREAU_SIGNS)]


def allowed_in(table: str, state: State) -> set[tuple[str, str]]:
    found = set()
    for line in table.strip().splitlines():
        who, what, *marks = line.split()
        if dict(zip(STATES, marks, strict=True))[state] == "Y":
            found.add((who, what))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(("arrange", "table"), CASES, ids=lambda case: getattr(case, "__name__", ""))
def test_a01_every_cell_and_refusals_change_nothing(arrange: Arrange, table: str) -> None:
    """Other units' people, the disabled and a reviewer of the unit have no line: they do nothing in any state."""
    world = make_world()
    filing = make_filing(world)
    people = {
        "preparer": world.unit.preparer,
        "accountant": make_user("accountant", Role.PREPARER, world.unit.department),
        "head": world.unit.head,
        "other_preparer": world.other.preparer,
        "other_head": world.other.head,
        "reviewer": world.reviewer,
        "reviewer_of_unit": make_user("inside", Role.REVIEWER, world.unit.department),
        "administrator": world.administrator,
        "another": make_user("another", Role.ADMINISTRATOR),
        "administrator_of_unit": make_user("own", Role.ADMINISTRATOR, world.unit.department),
    }
    arrange(world, filing, people)
    for state in STATES:
        Filing.objects.filter(pk=filing.pk).update(state=state)
        # As pages have it at hand, or every question would fetch it again.
        at_hand = Filing.objects.select_related("cycle__framework", "department__accountant")
        filing = at_hand.prefetch_related("fillers").get(pk=filing.pk)
        seen = {(w, str(a)) for w, p in people.items() for a in WORK if may(user=p, action=a, filing=filing)}
        assert seen == allowed_in(table, state), state
        before = rows()
        for who, person in people.items():
            for action in (each for each in Action if (who, str(each)) not in seen):
                with pytest.raises(NotAllowed):
                    attempt(person, action, filing)
        assert rows() == before


def attempt(person: User, action: Action, filing: Filing) -> Any:
    version = filing.version
    return perform(actor=person, action=action, filing_id=filing.pk, expected_version=version, comment="意见", now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.UNIT_HEAD}, {"department": "other"}], ids=str)
def test_an_accountant_who_left_holds_nothing_up(change: dict[str, Any]) -> None:
    world = make_world()
    filing = make_filing(world)
    name_accountant(world.unit, make_user("accountant", Role.PREPARER, world.unit.department))
    assert not may(user=world.unit.preparer, action=Action.SEND_FOR_SIGNATURE, filing=filing)
    change = {key: world.other.department if value == "other" else value for key, value in change.items()}
    User.objects.filter(username="accountant").update(**change)
    filing = Filing.objects.get(pk=filing.pk)
    assert may(user=world.unit.preparer, action=Action.SEND_FOR_SIGNATURE, filing=filing)
