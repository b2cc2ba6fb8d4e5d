"""The whole table of rights: who, in which state, what. The table below is the specification.

Columns are the states; Y is allowed. A line that is not here is a refusal in every state.
"""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selfeval.domain.rights import Right
from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Event, Filing, ReviewRecord, Submission, User
from selfeval.queries.filings import visible_filings
from selfeval.review.permissions import known_action, may, why_refused
from selfeval.review.transitions import mark_opened, perform
from selfeval.services.errors import NotAllowed
from tests.factories import NOW, World, bring_to, make_filing, make_user, make_world

STATES = (
    State.TO_FILL,
    State.FILLING,
    State.AWAITING_SIGNATURE,
    State.SUBMITTED,
    State.RETURNED,
    State.FINALISED,
)
# How the first unit works by default: nobody reviews inside it. Other arrangements are in test_arrangements.py.
#                                  to_fill filling awaiting submitted returned finalised
TABLE = """
preparer          view                Y       Y       Y        Y         Y        Y
preparer          export              Y       Y       Y        Y         Y        Y
preparer          preview             Y       Y       Y        Y         Y        Y
preparer          seal                -       -       -        Y         -        -
preparer          see_division        Y       Y       Y        Y         Y        Y
preparer          divide              Y       Y       -        -         Y        -
preparer          edit                Y       Y       -        -         Y        -
preparer          send_for_signature  Y       Y       -        -         Y        -
preparer          take_back           -       -       Y        -         -        -
head              view                Y       Y       Y        Y         Y        Y
head              export              Y       Y       Y        Y         Y        Y
head              preview             Y       Y       Y        Y         Y        Y
head              seal                -       -       -        Y         -        -
head              see_division        Y       Y       Y        Y         Y        Y
head              divide              Y       Y       -        -         Y        -
head              sign                -       -       Y        -         -        -
head              decline             -       -       Y        -         -        -
head              withdraw            -       -       -        Y         -        -
head_who_filled   view                Y       Y       Y        Y         Y        Y
head_who_filled   export              Y       Y       Y        Y         Y        Y
head_who_filled   preview             Y       Y       Y        Y         Y        Y
head_who_filled   seal                -       -       -        Y         -        -
head_who_filled   see_division        Y       Y       Y        Y         Y        Y
head_who_filled   divide              Y       Y       -        -         Y        -
head_who_filled   decline             -       -       Y        -         -        -
head_who_filled   withdraw            -       -       -        Y         -        -
reviewer          view                -       -       -        Y         Y        Y
reviewer          export              -       -       -        Y         Y        Y
reviewer          preview             -       -       -        Y         Y        Y
reviewer          review_open         -       -       -        Y         -        -
reviewer          return_for_revision -       -       -        Y         -        -
reviewer          finalise            -       -       -        Y         -        -
reviewer          waive               -       -       -        Y         Y        -
reviewer_of_unit  view                -       -       -        Y         Y        Y
reviewer_of_unit  export              -       -       -        Y         Y        Y
reviewer_of_unit  preview             -       -       -        Y         Y        Y
reviewer_filled   view                -       -       -        Y         Y        Y
reviewer_filled   export              -       -       -        Y         Y        Y
reviewer_filled   preview             -       -       -        Y         Y        Y
administrator     view                Y       Y       Y        Y         Y        Y
administrator     export              Y       Y       Y        Y         Y        Y
administrator     preview             Y       Y       Y        Y         Y        Y
administrator     see_division        Y       Y       Y        Y         Y        Y
administrator     fill_for_unit       Y       Y       -        -         Y        -
administrator     waive               Y       Y       Y        Y         Y        -
"""
# Nothing at all, in any state: other_preparer, other_head, disabled, anonymous.
PRINCIPALS = (
    "preparer",
    "head",
    "head_who_filled",
    "other_preparer",
    "other_head",
    "reviewer",
    "reviewer_of_unit",
    "reviewer_filled",
    "administrator",
    "disabled",
    "anonymous",
)
EVERYTHING = (*Right, *Action)
INSIDE_ONLY = {Action.SEND_FOR_INTERNAL_REVIEW, Action.PASS_INTERNALLY, Action.DECLINE_INTERNALLY}


def allowed_cells() -> set[tuple[str, str, State]]:
    cells = set()
    for line in TABLE.strip().splitlines():
        who, what, *marks = line.split()
        cells |= {(who, what, state) for state, mark in zip(STATES, marks, strict=True) if mark == "Y"}
    return cells


ALLOWED = allowed_cells()


def people_of(world: World, filing: Filing) -> dict[str, Any]:
    """Every principal; who "filled" did so before their role was changed."""
    filled = make_user("filled", Role.REVIEWER)
    head_filled = make_user("head_filled", Role.UNIT_HEAD, world.unit.department)
    filing.fillers.add(filled, head_filled)
    disabled = make_user("disabled", Role.PREPARER, world.unit.department)
    disabled.is_active = False
    return {
        "preparer": world.unit.preparer,
        "head": world.unit.head,
        "head_who_filled": head_filled,
        "other_preparer": world.other.preparer,
        "other_head": world.other.head,
        "reviewer": world.reviewer,
        "reviewer_of_unit": make_user("inside", Role.REVIEWER, world.unit.department),
        "reviewer_filled": filled,
        "administrator": world.administrator,
        "disabled": disabled,
        "anonymous": AnonymousUser(),
    }


def rows() -> Any:
    tables = (Filing, Submission, ReviewRecord, Event)
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


def test_the_table_speaks_of_known_things() -> None:
    assert {who for who, _, _ in ALLOWED} < set(PRINCIPALS)
    assert {what for _, what, _ in ALLOWED} == set(EVERYTHING) - INSIDE_ONLY


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_a01_every_cell_of_the_table(state: State) -> None:
    world = make_world()
    filing = bring_to(world, state)
    people = people_of(world, filing)
    assert people.keys() == set(PRINCIPALS)
    seen = {
        (who, str(action))
        for who, person in people.items()
        for action in EVERYTHING
        if may(user=person, action=action, filing=filing)
    }
    assert seen == {(who, what) for who, what, column in ALLOWED if column is state}


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_a01_what_is_not_in_the_table_is_refused_and_changes_nothing(state: State) -> None:
    """A16 too: no action leaves a state it does not start from."""
    world = make_world()
    filing = bring_to(world, state)
    people = people_of(world, filing)
    before = rows()
    for who, person in people.items():
        for action in Action:
            if (who, action, state) not in ALLOWED:
                with pytest.raises(NotAllowed):
                    perform(
                        actor=person,
                        action=action,
                        filing_id=filing.pk,
                        expected_version=filing.version,
                        comment="意见",
                        now=NOW,
                    )
        if (who, Right.REVIEW_OPEN, state) not in ALLOWED:
            with pytest.raises(NotAllowed):
                mark_opened(actor=person, filing_id=filing.pk, now=NOW)
    assert rows() == before


@pytest.mark.django_db
def test_an_action_nobody_knows_is_refused() -> None:
    world = make_world()
    filing = make_filing(world)
    for action in ("delete", "", "__class__", "VIEW"):
        assert known_action(action) is None
        assert not may(user=world.administrator, action=action, filing=filing)
        assert why_refused(user=world.administrator, action=action, filing=filing) == "没有这种操作。"
    assert may(user=world.administrator, action="view", filing=filing)


@pytest.mark.django_db
def test_a08_a_change_of_role_does_not_make_anyone_forget_who_filled() -> None:
    world = make_world()
    filing = bring_to(world, State.SUBMITTED)
    User.objects.filter(pk=world.unit.preparer.pk).update(role=Role.REVIEWER, department=world.other.department)
    person = User.objects.get(pk=world.unit.preparer.pk)
    reason = why_refused(user=person, action=Action.FINALISE, filing=filing)
    assert reason == "您填报过这份自评表，不能由您签发或审核。"


@pytest.mark.django_db
def test_a14_a_right_ends_with_the_account() -> None:
    world = make_world()
    filing = make_filing(world)
    assert may(user=world.unit.preparer, action="edit", filing=filing)
    User.objects.filter(pk=world.unit.preparer.pk).update(is_active=False)
    assert not may(user=User.objects.get(pk=world.unit.preparer.pk), action="edit", filing=filing)


@pytest.mark.django_db
def test_asking_for_all_rights_takes_no_query_on_a_listed_filing() -> None:
    world = make_world()
    make_filing(world)
    filing = visible_filings(user=world.administrator).get()
    with CaptureQueriesContext(connection) as captured:
        for action in EVERYTHING:
            may(user=world.unit.preparer, action=action, filing=filing)
    assert len(captured) == 0
