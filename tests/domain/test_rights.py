"""The rule of rights, without a database. The whole table, through the services, is in tests/review."""

import itertools
from dataclasses import replace

import pytest

from selfeval.domain.cycle import Phase
from selfeval.domain.rights import Right, is_allowed, why_never, why_not, why_not_in_charge
from selfeval.domain.standing import Arrangement, Situation, Standing
from selfeval.domain.workflow import (
    EDITABLE,
    IN_REVIEW,
    LEVEL_ROLES,
    LEVEL_STATES,
    SEPARATE_ROLES,
    TRANSITIONS,
    Action,
    Level,
    Role,
    State,
    Transition,
)

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
LOOKING = {Right.VIEW, Right.EXPORT, Right.PREVIEW, Right.SEE_DIVISION}
JUDGES = tuple(LEVEL_ROLES.values())
OF_UNIT = (Role.PREPARER, Role.UNIT_HEAD)
STANDINGS = [
    Standing(
        role=role,
        is_of_unit=is_of_unit,
        has_filled=has_filled,
        has_signed=has_signed,
        is_accountant=role is Role.PREPARER and is_of_unit and has_signed,
        is_in_charge=role in JUDGES,
        is_sampler=role is Role.THIRD_PARTY,
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


@pytest.mark.parametrize("action", EVERYTHING)
def test_nobody_may_do_nothing(action: Right | Action) -> None:
    nobody = Standing(role=None, is_of_unit=True)
    assert [situation for situation in SITUATIONS if is_allowed(action, nobody, situation)] == []


def person_for(transition: Transition, role: Role) -> Standing:
    """Somebody of `role` whom nothing but the role could keep from the step."""
    return Standing(
        role=role,
        is_of_unit=role in OF_UNIT,
        is_accountant=role is Role.PREPARER,
        is_in_charge=role in JUDGES,
        arrangement=arranged(transition.action),
    )


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda row: row.action.value)
def test_an_action_is_allowed_in_its_states_only(transition: Transition) -> None:
    """Of who judges, each at the level of their role."""
    judged = {Action.PASS: JUDGES[:2], Action.RETURN: JUDGES}
    allowed = {
        state
        for role in judged.get(transition.action, (transition.role,))
        for state in State
        if is_allowed(
            transition.action,
            person_for(transition, role),
            Situation(state=state, is_unlock_asked=bool(transition.is_unlock_asked)),
        )
    }
    assert allowed == transition.sources


@pytest.mark.parametrize("transition", TRANSITIONS, ids=lambda row: row.action.value)
@pytest.mark.parametrize("role", Role)
def test_an_action_belongs_to_one_role(role: Role, transition: Transition) -> None:
    """A return and a pass belong to every level that gives one."""
    situations = [Situation(state=state, is_unlock_asked=asked) for state in State for asked in (False, True)]
    is_ever_allowed = any(is_allowed(transition.action, person_for(transition, role), each) for each in situations)
    whose = {Action.PASS: JUDGES[:2], Action.RETURN: JUDGES}.get(transition.action, (transition.role,))
    assert is_ever_allowed == (role in whose)


@pytest.mark.parametrize(("level", "role"), LEVEL_ROLES.items())
@pytest.mark.parametrize("action", [Action.PASS, Action.RETURN, Action.FINALISE, Right.REVIEW_OPEN])
def test_each_level_judges_what_waits_there_and_only_who_is_in_charge(
    level: Level, role: Role, action: Right | Action
) -> None:
    gives_it = action not in (Action.PASS, Action.FINALISE) or (action is Action.FINALISE) is (level is Level.FINAL)
    for is_in_charge in (False, True):
        judge = Standing(role=role, is_in_charge=is_in_charge, is_above=True)
        allowed = {state for state in State if is_allowed(action, judge, Situation(state=state))}
        assert allowed == ({LEVEL_STATES[level]} if is_in_charge and gives_it else set())


def test_who_is_not_in_charge_is_told_why() -> None:
    submitted = Situation(state=State.SUBMITTED)
    assert "由另一位审核人办理" in why_not(Action.FINALISE, Standing(role=Role.REVIEWER), submitted)
    reviewer = Standing(role=Role.REVIEWER, is_in_charge=True)
    assert "绩效科是最后一级" in why_not(Action.PASS, reviewer, submitted)
    early = why_not(Action.RETURN, reviewer, Situation(state=State.OFFICE_REVIEW))
    assert early == "这份自评表正在业务科室审核，还没有到您这一级，或已经过了。"
    above = Standing(role=Role.SUPERVISOR, is_above=True)
    assert why_not(Action.PASS, above, Situation(state=State.SUPERVISOR_REVIEW)) == "没有这份填报，或无权查看。"


def test_a_supervisor_sees_all_below_and_an_office_its_own() -> None:
    submitted, draft = Situation(state=State.SUBMITTED), Situation(state=State.FILLING)
    for standing, sees in (
        (Standing(role=Role.SUPERVISOR, is_above=True), True),
        (Standing(role=Role.SUPERVISOR), False),
        (Standing(role=Role.OFFICE_REVIEWER, is_in_charge=True), True),
        (Standing(role=Role.OFFICE_REVIEWER, is_above=True), False),
        (Standing(role=Role.THIRD_PARTY, is_sampler=True), True),
        (Standing(role=Role.THIRD_PARTY), False),
        (Standing(role=Role.AUDITOR), True),
        *(
            (Standing(role=role, is_in_charge=True, is_above=True), False)
            for role in (Role.UNASSIGNED, *SEPARATE_ROLES)
        ),
    ):
        assert is_allowed(Right.VIEW, standing, submitted) is sees, standing
        assert not is_allowed(Right.PREVIEW, standing, draft), standing


@pytest.mark.parametrize("action", [Action.SIGN, Action.RETURN, Action.FINALISE, Right.REVIEW_OPEN])
def test_who_filled_neither_signs_nor_reviews(action: Right | Action) -> None:
    is_of_unit = action is Action.SIGN
    role = Role.UNIT_HEAD if is_of_unit else Role.REVIEWER
    situation = Situation(state=State.AWAITING_SIGNATURE if is_of_unit else State.SUBMITTED)
    person = Standing(role=role, is_of_unit=is_of_unit, is_in_charge=not is_of_unit)
    assert is_allowed(action, person, situation)
    reason = why_not(action, replace(person, has_filled=True), situation)
    assert reason == "您填报过这份自评表，不能由您签发或审核。"


@pytest.mark.parametrize("action", [Action.RETURN, Action.FINALISE, Right.REVIEW_OPEN])
def test_a_reviewer_does_not_review_their_own_department(action: Right | Action) -> None:
    submitted = Situation(state=State.SUBMITTED)
    inside = Standing(role=Role.REVIEWER, is_in_charge=True, is_of_unit=True, was_of_unit=True)
    assert why_not(action, inside, submitted) == "您属于这个部门，不能审核本部门的填报。"
    moved = replace(inside, is_of_unit=False)
    assert why_not(action, moved, submitted) == "这份自评表提交的时候您属于这个部门，不能由您审核。"


def test_withdrawing_ends_when_the_reviewer_has_opened() -> None:
    head = Standing(role=Role.UNIT_HEAD, is_of_unit=True)
    assert is_allowed(Action.WITHDRAW, head, Situation(state=State.SUBMITTED))
    reason = why_not(Action.WITHDRAW, head, Situation(state=State.SUBMITTED, is_opened=True))
    assert reason == "审核人已经打开，不能再撤回。"


def test_a_reviewer_sees_nothing_before_the_first_submission() -> None:
    reviewer = Standing(role=Role.REVIEWER)
    seen = {state for state in State if is_allowed(Right.VIEW, reviewer, Situation(state=state))}
    assert seen == IN_REVIEW | {State.RETURNED, State.FINALISED}
    assert is_allowed(Right.VIEW, reviewer, Situation(state=State.FILLING, round=2))
    assert not is_allowed(Right.PREVIEW, reviewer, Situation(state=State.FILLING, round=2))


def test_once_finalised_one_may_look_and_ask_for_it_to_be_opened_again() -> None:
    def allowed(*, is_asked: bool) -> set[Right | Action]:
        situation = Situation(state=State.FINALISED, is_unlock_asked=is_asked)
        return {action for action in EVERYTHING for each in STANDINGS if is_allowed(action, each, situation)}

    assert allowed(is_asked=False) == LOOKING | {Action.ASK_UNLOCK}
    assert allowed(is_asked=True) == LOOKING | {Action.UNLOCK, Action.REFUSE_UNLOCK}


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.ARCHIVED])
def test_in_a_closed_year_nothing_is_written(phase: Phase) -> None:
    situations = [
        Situation(state=state, phase=phase, is_extended=True, is_unlock_asked=asked)
        for state, asked in itertools.product(State, (False, True))
    ]
    people = [standing for standing in STANDINGS if not standing.has_signed or standing.is_accountant]
    allowed = {
        action for action in EVERYTHING for pair in itertools.product(people, situations) if is_allowed(action, *pair)
    }
    assert allowed == LOOKING
    head = of_unit(Role.UNIT_HEAD, PLAIN)
    assert why_not(Action.SIGN, head, Situation(state=State.AWAITING_SIGNATURE, phase=phase)) == (
        f"这个自评批次{phase.label}，不能再修改；已保存的内容都还在。"
    )


@pytest.mark.parametrize("phase", [Phase.DRAFT, Phase.PUBLISHED])
def test_before_the_first_day_it_is_only_settled_who_files(phase: Phase) -> None:
    situations = [Situation(state=state, phase=phase) for state in State]
    people = [standing for standing in STANDINGS if not standing.has_signed or standing.is_accountant]
    allowed = {
        action for action in EVERYTHING for pair in itertools.product(people, situations) if is_allowed(action, *pair)
    }
    assert allowed == LOOKING | {Action.EXEMPT, Action.END_EXEMPTION}


@pytest.mark.parametrize(
    ("phase", "is_extended", "is_taken"),
    [
        (Phase.FILING, False, True),
        (Phase.LATE_FILING, False, True),
        (Phase.OVER, False, False),
        (Phase.OVER, True, True),
        (Phase.CLOSED, True, False),
    ],
)
def test_after_the_late_period_nothing_is_submitted_but_what_is_typed_is_kept(
    phase: Phase, is_extended: bool, is_taken: bool
) -> None:
    awaiting = Situation(state=State.AWAITING_SIGNATURE, phase=phase, is_extended=is_extended)
    assert is_allowed(Action.SIGN, of_unit(Role.UNIT_HEAD, PLAIN), awaiting) is is_taken
    filling = Situation(state=State.FILLING, phase=phase, is_extended=is_extended)
    assert is_allowed(Right.EDIT, of_unit(Role.PREPARER, PLAIN), filling) is (phase is not Phase.CLOSED)


@pytest.mark.parametrize("action", EVERYTHING)
def test_never_means_in_no_situation(action: Right | Action) -> None:
    for standing in STANDINGS:
        if why_never(action, standing):
            assert not any(is_allowed(action, standing, Situation(state=state)) for state in State), standing


def test_an_administrator_sees_all_runs_the_year_and_does_none_of_the_work() -> None:
    administrator = Standing(role=Role.ADMINISTRATOR)
    with_unit = EDITABLE | {State.INTERNAL_REVIEW, State.AWAITING_SIGNATURE}
    runs = {
        Right.WAIVE: frozenset(State) - {State.FINALISED, State.EXEMPT},
        Right.FILL_FOR_UNIT: EDITABLE,
        Right.EXTEND: with_unit,
        Right.HAND_OVER: IN_REVIEW,
        Action.EXEMPT: {State.TO_FILL},
        Action.END_EXEMPTION: {State.EXEMPT},
    }
    for situation in SITUATIONS:
        allowed = {action for action in EVERYTHING if is_allowed(action, administrator, situation)}
        assert allowed == LOOKING | {action for action, states in runs.items() if situation.state in states}


@pytest.mark.parametrize("person", [{"is_of_unit": True}, {"was_of_unit": True}, {"has_filled": True}], ids=str)
@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR])
@pytest.mark.parametrize("right", [Right.WAIVE, Right.HAND_OVER])
def test_nobody_waives_or_hands_over_their_own(right: Right, role: Role, person: dict[str, bool]) -> None:
    situation = Situation(state=State.SUBMITTED)
    assert is_allowed(right, Standing(role=role, is_in_charge=True), situation)
    assert why_not(right, Standing(role=role, is_in_charge=True, **person), situation)


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
    reviewer = Standing(role=Role.REVIEWER, is_in_charge=True, has_filled=True, arrangement=SMALL)
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
    reason = why_not(action, Standing(role=Role.REVIEWER, is_in_charge=True, has_signed=True), submitted)
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
        for state in set(State) - IN_REVIEW:
            assert "不能上传签章件" in why_not(Right.SEAL, of_unit(role, PLAIN), Situation(state=state))
    assert not is_allowed(Right.SEAL, Standing(role=Role.REVIEWER), submitted)
    assert not is_allowed(Right.SEAL, Standing(role=Role.ADMINISTRATOR), submitted)
    assert is_allowed(Right.SEAL, Standing(role=Role.ADMINISTRATOR, arrangement=BUREAU_SIGNS), submitted)
