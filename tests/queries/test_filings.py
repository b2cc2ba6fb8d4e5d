"""Lists: scoped to who asks, filtered, counted, and never dearer for more rows."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selfeval.domain.rights import Right, is_allowed
from selfeval.domain.workflow import SEPARATE_ROLES, Action, Role, State
from selfeval.models import Filing, User
from selfeval.queries.filings import (
    ORDERS,
    UnknownChoice,
    events_of,
    last_submission,
    list_filings,
    overdue_filings,
    section_stamps,
    state_counts,
    submissions_of,
    visible_filings,
)
from selfeval.queries.standing import situation_of, standing_of
from selfeval.services.changes import FigureChange, NarrativeChange
from tests.factories import NOW, World, bring_to, make_filing, make_user, move, save


@pytest.fixture
def three(world: World) -> list[Filing]:
    """A finalised, an empty and a returned filing."""
    return [
        bring_to(world, State.FINALISED),
        make_filing(world, world.other),
        bring_to(world, State.RETURNED, world.third),
    ]


def everybody(world: World) -> list[User]:
    units = (world.unit, world.other, world.third)
    people = [person for unit in units for person in (unit.preparer, unit.head)]
    return [*people, world.reviewer, world.administrator, make_user("inside", Role.REVIEWER, world.unit.department)]


def test_who_sees_what(world: World, three: list[Filing]) -> None:
    finalised, empty, returned = three
    for person in (world.unit.preparer, world.unit.head):
        assert list(visible_filings(user=person)) == [finalised]
    for person in (world.other.preparer, world.other.head):
        assert list(visible_filings(user=person)) == [empty]
    assert set(visible_filings(user=world.reviewer)) == {finalised, returned}
    assert set(visible_filings(user=world.administrator)) == set(three)


def test_nobody_unknown_sees_anything(world: World, three: list[Filing]) -> None:
    world.administrator.is_active = False
    assert not visible_filings(user=world.administrator).exists()
    assert not visible_filings(user=AnonymousUser()).exists()
    for role in ("janitor", Role.UNASSIGNED, *SEPARATE_ROLES):
        world.reviewer.role = role
        assert not visible_filings(user=world.reviewer).exists(), role


def test_django_superusers_see_nothing_by_that_alone(world: World, three: list[Filing]) -> None:
    User.objects.filter(pk=world.other.preparer.pk).update(is_superuser=True, is_staff=True)
    person = User.objects.get(pk=world.other.preparer.pk)
    assert list(visible_filings(user=person)) == [three[1]]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("number", [1, 2])
def test_lists_and_single_filings_follow_one_rule(world: World, state: State, number: int) -> None:
    filing = make_filing(world)
    Filing.objects.filter(pk=filing.pk).update(state=state, round=number)
    filing.refresh_from_db()
    for person in everybody(world):
        may_see = is_allowed(Right.VIEW, standing_of(user=person, filing=filing), situation_of(filing))
        assert visible_filings(user=person).filter(pk=filing.pk).exists() == may_see, (person, state, number)


def test_filters(world: World, three: list[Filing]) -> None:
    finalised, empty, returned = three
    admin = world.administrator
    assert list(list_filings(user=admin, state="returned")) == [returned]
    assert list(list_filings(user=admin, search="服务")) == [empty]
    assert list(list_filings(user=admin, search="003")) == [returned]
    assert list(list_filings(user=admin, search="中心  招商")) == [returned]
    assert list(list_filings(user=admin, search="2021年度")) == three
    assert list(list_filings(user=admin, cycle="2020")) == []
    assert list(list_filings(user=admin, cycle="2021", state="finalised")) == [finalised]


def test_search_never_reaches_other_departments(world: World, three: list[Filing]) -> None:
    assert list(list_filings(user=world.unit.preparer, search="招商")) == []
    assert list(list_filings(user=world.unit.preparer, state="returned")) == []


def test_every_order_gives_every_row_once(world: World, three: list[Filing]) -> None:
    keys = sorted(filing.pk for filing in three)
    for order in ORDERS:
        listed = list_filings(user=world.administrator, order=order)
        assert sorted(filing.pk for filing in listed) == keys, order


def test_order_by_score_puts_the_best_first(world: World, three: list[Filing]) -> None:
    listed = list(list_filings(user=world.administrator, order="-score"))
    assert listed[-1] == three[1]
    assert [filing.self_total for filing in listed] == sorted((filing.self_total for filing in listed), reverse=True)  # type: ignore[type-var]


@pytest.mark.parametrize("choice", [{"order": "department__head"}, {"order": "-"}, {"state": "approved"}])
def test_an_unknown_choice_is_refused(world: World, choice: dict[str, str]) -> None:
    with pytest.raises(UnknownChoice, match="没有"):
        list_filings(user=world.administrator, **choice)


def test_counts_by_state(world: World, three: list[Filing]) -> None:
    counts = state_counts(user=world.administrator)
    assert counts == {**dict.fromkeys(State, 0), State.FINALISED: 1, State.TO_FILL: 1, State.RETURNED: 1}
    assert list(counts) == list(State)
    assert sum(state_counts(user=world.unit.preparer).values()) == 1
    assert sum(state_counts(user=world.administrator, cycle="2020").values()) == 0


def test_overdue_is_a_flag_of_what_the_unit_still_has(world: World, three: list[Filing]) -> None:
    _, empty, returned = three
    late = world.cycle.deadline + timedelta(seconds=1)
    assert [filing.is_overdue(late) for filing in three] == [False, True, True]
    assert not any(filing.is_overdue(world.cycle.deadline) for filing in three)
    assert set(overdue_filings(user=world.administrator, now=late)) == {empty, returned}
    assert not overdue_filings(user=world.administrator, now=world.cycle.deadline).exists()


def test_history_submissions_and_stamps(world: World, three: list[Filing]) -> None:
    returned = three[2]
    assert [event.action for event in events_of(filing=returned)][-3:] == [
        "filing.sent_for_signature",
        "filing.signed",
        "filing.returned",
    ]
    submission = submissions_of(filing=returned).get()
    assert submission == last_submission(filing=returned)
    assert submission.review.comment == "请补充项目支出的说明"
    assert last_submission(filing=three[1]) is None
    stamps = section_stamps(filing=returned)
    assert (stamps["face"].version, stamps["face"].saved_at, stamps["face"].saved_by_name) == (1, NOW, "preparer003甲")
    untouched = section_stamps(filing=three[1])["budget"]
    assert (untouched.version, untouched.saved_at, untouched.saved_by_name) == (0, None, "")


def queries_of(read: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        read()
    return len(captured)


def read_list(world: World) -> None:
    for filing in list_filings(user=world.administrator):
        assert filing.cycle.framework.slug == "jinzhong-2021"
        assert filing.department.name
        assert not filing.is_overdue(NOW)
        assert not standing_of(user=world.administrator, filing=filing).has_filled


def test_the_list_takes_the_same_queries_for_one_and_three_rows(world: World) -> None:
    bring_to(world, State.SUBMITTED)
    with_one = queries_of(lambda: read_list(world))
    bring_to(world, State.SUBMITTED, world.other)
    bring_to(world, State.SUBMITTED, world.third)
    assert queries_of(lambda: read_list(world)) == with_one == 2


def test_counts_take_one_query_for_one_and_three_rows(world: World) -> None:
    for unit in (world.unit, world.other, world.third):
        make_filing(world, unit)
        assert queries_of(lambda: state_counts(user=world.administrator)) == 1
        assert queries_of(lambda: list(overdue_filings(user=world.administrator, now=NOW))) <= 2


def test_history_takes_the_same_queries_for_one_and_three_rows(world: World) -> None:
    filing = make_filing(world)

    def read() -> None:
        assert [event.actor_name for event in events_of(filing=filing)]
        assert section_stamps(filing=filing)["budget"].version >= 0

    with_one = queries_of(read)
    save(filing, world.unit.preparer, "budget", FigureChange(code="original_budget", value=None))
    save(filing, world.unit.preparer, "budget", FigureChange(code="original_budget", value=None))
    assert queries_of(read) == with_one == 2


def test_submissions_take_two_queries_for_one_and_three_rows(world: World) -> None:
    filing = bring_to(world, State.RETURNED)

    def read() -> None:
        for submission in submissions_of(filing=filing):
            assert submission.framework.slug == "jinzhong-2021"
            assert submission.submitted_by == world.unit.head
            assert submission.review.reviewer == world.reviewer

    with_one = queries_of(read)
    for words in ("第二轮", "第三轮"):
        change = NarrativeChange(code="other", text=words)
        filing = save(filing, world.unit.preparer, "narratives", change).filing
        filing = move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
        filing = move(filing, world.unit.head, Action.SIGN)
        filing = move(filing, world.reviewer, Action.RETURN, comment="再改")
    assert [submission.round for submission in submissions_of(filing=filing)] == [1, 2, 3]
    # The copies, and their verdicts.
    assert queries_of(read) == with_one == 2
