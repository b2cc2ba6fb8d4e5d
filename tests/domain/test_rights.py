"""The rule of rights, without a database. The whole table, through the services, is in tests/review."""

import itertools

import pytest

from selfeval.domain.rights import Right, Situation, Standing, is_allowed, why_never, why_not
from selfeval.domain.workflow import TRANSITIONS, Action, Role, State

EVERYTHING = (*Right, *Action)
SITUATIONS = [
    Situation(state=state, round=number, is_opened=is_opened)
    for state, number, is_opened in itertools.product(State, (1, 2), (False, True))
]
STANDINGS = [
    Standing(role=role, is_of_unit=is_of_unit, has_filled=has_filled)
    for role, is_of_unit, has_filled in itertools.product((None, *Role), (False, True), (False, True))
]


@pytest.mark.parametrize("situation", SITUATIONS, ids=str)
@pytest.mark.parametrize("action", EVERYTHING)
def test_nobody_may_do_nothing(action: Right | Action, situation: Situation) -> None:
    assert not is_allowed(action, Standing(role=None, is_of_unit=True), situation)


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda row: row.action.value)
def test_an_action_is_allowed_in_its_states_only(transition) -> None:  # type: ignore[no-untyped-def]
    is_of_unit = transition.role in (Role.PREPARER, Role.UNIT_HEAD)
    person = Standing(role=transition.role, is_of_unit=is_of_unit)
    allowed = {state for state in State if is_allowed(transition.action, person, Situation(state=state))}
    assert allowed == transition.sources


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda row: row.action.value)
@pytest.mark.parametrize("role", Role)
def test_an_action_belongs_to_one_role(role: Role, transition) -> None:  # type: ignore[no-untyped-def]
    people = [Standing(role=role, is_of_unit=is_of_unit) for is_of_unit in (False, True)]
    situations = [Situation(state=state) for state in State]
    is_ever_allowed = any(is_allowed(transition.action, *pair) for pair in itertools.product(people, situations))
    assert is_ever_allowed == (role is transition.role)


@pytest.mark.parametrize("action", [Action.SIGN, Action.RETURN, Action.FINALISE, Right.REVIEW_OPEN])
def test_who_filled_neither_signs_nor_reviews(action: Right | Action) -> None:
    is_of_unit = action is Action.SIGN
    role = Role.UNIT_HEAD if is_of_unit else Role.REVIEWER
    situation = Situation(state=State.AWAITING_SIGNATURE if is_of_unit else State.SUBMITTED)
    assert is_allowed(action, Standing(role=role, is_of_unit=is_of_unit), situation)
    reason = why_not(action, Standing(role=role, is_of_unit=is_of_unit, has_filled=True), situation)
    assert reason == "您填报过这份自评表，不能由您签发或审核。"


@pytest.mark.parametrize("action", [Action.RETURN, Action.FINALISE, Right.REVIEW_OPEN])
def test_a_reviewer_does_not_review_their_own_department(action: Right | Action) -> None:
    reason = why_not(action, Standing(role=Role.REVIEWER, is_of_unit=True), Situation(state=State.SUBMITTED))
    assert reason == "您属于这个部门，不能审核本部门的填报。"


def test_withdrawing_ends_when_the_reviewer_has_opened() -> None:
    head = Standing(role=Role.UNIT_HEAD, is_of_unit=True)
    assert is_allowed(Action.WITHDRAW, head, Situation(state=State.SUBMITTED))
    reason = why_not(Action.WITHDRAW, head, Situation(state=State.SUBMITTED, is_opened=True))
    assert reason == "审核人已经打开，不能再撤回。"


def test_a_reviewer_sees_nothing_before_the_first_submission() -> None:
    reviewer = Standing(role=Role.REVIEWER)
    seen = {state for state in State if is_allowed(Right.VIEW, reviewer, Situation(state=state))}
    assert seen == {State.SUBMITTED, State.RETURNED, State.FINALISED}
    assert is_allowed(Right.VIEW, reviewer, Situation(state=State.FILLING, round=2))
    assert not is_allowed(Right.PREVIEW, reviewer, Situation(state=State.FILLING, round=2))


@pytest.mark.parametrize("standing", STANDINGS, ids=str)
def test_nothing_but_looking_is_allowed_once_finalised(standing: Standing) -> None:
    finalised = Situation(state=State.FINALISED)
    allowed = {action for action in EVERYTHING if is_allowed(action, standing, finalised)}
    assert allowed <= {Right.VIEW, Right.EXPORT, Right.PREVIEW}


@pytest.mark.parametrize("standing", STANDINGS, ids=str)
@pytest.mark.parametrize("action", EVERYTHING)
def test_never_means_in_no_situation(action: Right | Action, standing: Standing) -> None:
    if why_never(action, standing):
        assert not any(is_allowed(action, standing, situation) for situation in SITUATIONS)


def test_an_administrator_sees_all_and_does_none_of_the_work() -> None:
    for situation in SITUATIONS:
        administrator = Standing(role=Role.ADMINISTRATOR)
        allowed = {action for action in EVERYTHING if is_allowed(action, administrator, situation)}
        waives = set() if situation.state is State.FINALISED else {Right.WAIVE}
        assert allowed == {Right.VIEW, Right.EXPORT, Right.PREVIEW} | waives


@pytest.mark.parametrize("person", [{"is_of_unit": True}, {"has_filled": True}], ids=str)
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR])
def test_nobody_waives_for_their_own(role: Role, person: dict[str, bool]) -> None:
    situation = Situation(state=State.SUBMITTED)
    assert is_allowed(Right.WAIVE, Standing(role=role), situation)
    assert why_not(Right.WAIVE, Standing(role=role, **person), situation)
