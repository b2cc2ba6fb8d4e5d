"""The rule of rights, without a database. The whole table, through the services, is in tests/review."""

import itertools

import pytest

from selfeval.domain.rights import Right, is_allowed, why_never, why_not, why_not_in_charge
from selfeval.domain.standing import Arrangement, Situation, Standing
from selfeval.domain.workflow import EDITABLE, TRANSITIONS, Action, Role, State

EVERYTHING = (*Right, *Action)
SITUATIONS = [
    Situation(state=state, round=number, is_opened=is_opened)
    for state, number, is_opened in itertools.product(State, (1, 2), (False, True))
]
ARRANGEMENTS = [
    Arrangement(has_accountant=inside, filler_may_sign=small, is_filled_by_bureau=bureau, has_signer=signer)
    for inside, small, bureau, signer in itertools.product((False, True), repeat=4)
]
PLAIN = Arrangement()
INSIDE = Arrangement(has_accountant=True)
SMALL = Arrangement(filler_may_sign=True)
BUREAU = Arrangement(is_filled_by_bureau=True)
BUREAU_SIGNS = Arrangement(is_filled_by_bureau=True, has_signer=False)
STANDINGS = [
    Standing(
        role=role,
        is_of_unit=is_of_unit,
        has_filled=has_filled,
        has_signed=has_signed,
        is_accountant=role is Role.PREPARER and is_of_unit and has_signed,
        arrangement=arrangement,
    )
    for role, is_of_unit, has_filled, has_signed, arrangement in itertools.product(
        (None, *Role), (False, True), (False, True), (False, True), ARRANGEMENTS
    )
]


def arranged(action: Right | Action) -> Arrangement:
    """The arrangement in which the action exists."""
    inside = (Action.SEND_FOR_INTERNAL_REVIEW, Action.PASS_INTERNALLY, Action.DECLINE_INTERNALLY)
    return INSIDE if action in inside else PLAIN


@pytest.mark.parametrize("situation", SITUATIONS, ids=str)
@pytest.mark.parametrize("action", EVERYTHING)
def test_nobody_may_do_nothing(action: Right | Action, situation: Situation) -> None:
    assert not is_allowed(action, Standing(role=None, is_of_unit=True), situation)


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda row: row.action.value)
def test_an_action_is_allowed_in_its_states_only(transition) -> None:  # type: ignore[no-untyped-def]
    is_of_unit = transition.role in (Role.PREPARER, Role.UNIT_HEAD)
    person = Standing(
        role=transition.role,
        is_of_unit=is_of_unit,
        is_accountant=transition.by_accountant,
        arrangement=arranged(transition.action),
    )
    allowed = {state for state in State if is_allowed(transition.action, person, Situation(state=state))}
    assert allowed == transition.sources


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda row: row.action.value)
@pytest.mark.parametrize("role", Role)
def test_an_action_belongs_to_one_role(role: Role, transition) -> None:  # type: ignore[no-untyped-def]
    people = [
        Standing(role=role, is_of_unit=is_of_unit, is_accountant=is_of_unit, arrangement=arranged(transition.action))
        for is_of_unit in (False, True)
    ]
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


def test_nothing_but_looking_is_allowed_once_finalised() -> None:
    finalised = Situation(state=State.FINALISED)
    allowed = {action for action in EVERYTHING for each in STANDINGS if is_allowed(action, each, finalised)}
    assert allowed <= {Right.VIEW, Right.EXPORT, Right.PREVIEW, Right.SEE_DIVISION}


@pytest.mark.parametrize("action", EVERYTHING)
def test_never_means_in_no_situation(action: Right | Action) -> None:
    for standing in STANDINGS:
        if why_never(action, standing):
            assert not any(is_allowed(action, standing, situation) for situation in SITUATIONS), standing


def test_an_administrator_sees_all_and_does_none_of_the_work() -> None:
    for situation in SITUATIONS:
        administrator = Standing(role=Role.ADMINISTRATOR)
        allowed = {action for action in EVERYTHING if is_allowed(action, administrator, situation)}
        waives = set() if situation.state is State.FINALISED else {Right.WAIVE}
        begins = {Right.FILL_FOR_UNIT} if situation.state in EDITABLE else set()
        assert allowed == {Right.VIEW, Right.EXPORT, Right.PREVIEW, Right.SEE_DIVISION} | waives | begins


@pytest.mark.parametrize("person", [{"is_of_unit": True}, {"has_filled": True}], ids=str)
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR])
def test_nobody_waives_for_their_own(role: Role, person: dict[str, bool]) -> None:
    situation = Situation(state=State.SUBMITTED)
    assert is_allowed(Right.WAIVE, Standing(role=role), situation)
    assert why_not(Right.WAIVE, Standing(role=role, **person), situation)


FILLING = Situation(state=State.FILLING)
AWAITING = Situation(state=State.AWAITING_SIGNATURE)


def of_unit(role: Role, arrangement: Arrangement, **more: bool) -> Standing:
    return Standing(role=role, is_of_unit=True, arrangement=arrangement, **more)


def test_with_an_accountant_the_form_goes_past_them() -> None:
    preparer = of_unit(Role.PREPARER, INSIDE)
    assert "请先送内部审核" in why_not(Action.SEND_FOR_SIGNATURE, preparer, FILLING)
    assert is_allowed(Action.SEND_FOR_INTERNAL_REVIEW, preparer, FILLING)
    assert "直接送负责人签发" in why_not(Action.SEND_FOR_INTERNAL_REVIEW, of_unit(Role.PREPARER, PLAIN), FILLING)
    inside = Situation(state=State.INTERNAL_REVIEW)
    accountant = of_unit(Role.PREPARER, INSIDE, is_accountant=True, has_filled=True)
    for action in (Action.PASS_INTERNALLY, Action.DECLINE_INTERNALLY):
        assert is_allowed(action, accountant, inside)
        assert why_not(action, preparer, inside) == "内部审核由本单位指定的内部审核人办理。"
        assert not is_allowed(action, Standing(role=Role.PREPARER, is_accountant=True, arrangement=INSIDE), inside)
    assert is_allowed(Action.TAKE_BACK, preparer, inside)


def test_where_the_cycle_allows_it_the_head_fills_and_signs() -> None:
    head = of_unit(Role.UNIT_HEAD, SMALL, has_filled=True)
    for action in (Right.EDIT, Action.SEND_FOR_SIGNATURE):
        assert is_allowed(action, head, FILLING)
        assert not is_allowed(action, of_unit(Role.UNIT_HEAD, PLAIN), FILLING)
    assert is_allowed(Action.SIGN, head, AWAITING)
    assert not is_allowed(Action.SIGN, of_unit(Role.PREPARER, SMALL, has_filled=True), AWAITING)
    reviewer = Standing(role=Role.REVIEWER, has_filled=True, arrangement=SMALL)
    assert not is_allowed(Action.FINALISE, reviewer, Situation(state=State.SUBMITTED))


def test_while_the_bureau_fills_the_unit_looks_on() -> None:
    for role in (Role.PREPARER, Role.UNIT_HEAD):
        person = of_unit(role, BUREAU)
        assert is_allowed(Right.PREVIEW, person, FILLING)
        for action in (Right.EDIT, Right.DIVIDE, Action.SEND_FOR_SIGNATURE):
            assert "财政部门正在代填" in why_not(action, person, FILLING)
    administrator = Standing(role=Role.ADMINISTRATOR, arrangement=BUREAU)
    assert is_allowed(Right.EDIT, administrator, FILLING)
    assert is_allowed(Action.SEND_FOR_SIGNATURE, administrator, FILLING)
    assert is_allowed(Action.TAKE_BACK, administrator, AWAITING)
    assert why_not(Right.EDIT, of_unit(Role.ADMINISTRATOR, BUREAU), FILLING) == (
        "您属于这个部门，不能以财政部门的名义代填。"
    )
    assert not is_allowed(Right.EDIT, Standing(role=Role.REVIEWER, arrangement=BUREAU), FILLING)


def test_what_the_bureau_filled_is_signed_by_the_head_or_by_another_administrator() -> None:
    assert is_allowed(Action.SIGN, of_unit(Role.UNIT_HEAD, BUREAU), AWAITING)
    another = {"role": Role.ADMINISTRATOR}
    assert not is_allowed(Action.SIGN, Standing(**another, arrangement=BUREAU), AWAITING)
    assert is_allowed(Action.SIGN, Standing(**another, arrangement=BUREAU_SIGNS), AWAITING)
    for barred in ({"has_filled": True}, {"is_of_unit": True}):
        assert not is_allowed(Action.SIGN, Standing(**another, **barred, arrangement=BUREAU_SIGNS), AWAITING)
    # Leave to fill and sign is for units, never for the bureau.
    leave = Arrangement(is_filled_by_bureau=True, has_signer=False, filler_may_sign=True)
    assert not is_allowed(Action.SIGN, Standing(**another, has_filled=True, arrangement=leave), AWAITING)
    assert not is_allowed(Action.SIGN, Standing(role=Role.REVIEWER, arrangement=BUREAU_SIGNS), AWAITING)


@pytest.mark.parametrize("action", [Action.RETURN, Action.FINALISE, Right.REVIEW_OPEN, Right.WAIVE])
def test_who_signed_does_not_review(action: Right | Action) -> None:
    submitted = Situation(state=State.SUBMITTED)
    reason = why_not(action, Standing(role=Role.REVIEWER, has_signed=True), submitted)
    assert reason == "这份自评表是您签发的，不能由您审核。"


def test_who_decides_over_the_people_of_a_unit() -> None:
    in_charge = {
        (role, is_of_unit)
        for role, is_of_unit in itertools.product((None, *Role), (False, True))
        if not why_not_in_charge(role, is_of_unit=is_of_unit)
    }
    assert in_charge == {(Role.ADMINISTRATOR, False), (Role.ADMINISTRATOR, True), (Role.UNIT_HEAD, True)}


def test_the_sealed_scan_is_brought_by_the_unit_while_it_is_judged() -> None:
    submitted = Situation(state=State.SUBMITTED)
    for role in (Role.PREPARER, Role.UNIT_HEAD):
        assert is_allowed(Right.SEAL, of_unit(role, PLAIN), submitted)
        assert not is_allowed(Right.SEAL, Standing(role=role), submitted)
        for state in set(State) - {State.SUBMITTED}:
            assert "不能上传签章件" in why_not(Right.SEAL, of_unit(role, PLAIN), Situation(state=state))
    assert not is_allowed(Right.SEAL, Standing(role=Role.REVIEWER), submitted)
    assert not is_allowed(Right.SEAL, Standing(role=Role.ADMINISTRATOR), submitted)
    assert is_allowed(Right.SEAL, Standing(role=Role.ADMINISTRATOR, arrangement=BUREAU_SIGNS), submitted)
