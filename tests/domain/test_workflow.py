"""The table of states and actions: whole, and closed where it should be."""

import itertools

import pytest

from selfeval.domain.workflow import (
    BY_ACTION,
    EDITABLE,
    IN_REVIEW,
    LEVEL_OF,
    LEVEL_ROLES,
    LEVEL_STATES,
    SEPARATE_ROLES,
    TRANSITIONS,
    Action,
    Level,
    ReturnReason,
    Role,
    State,
    Verdict,
    target_of,
)

TABLE = {
    Action.SEND_FOR_INTERNAL_REVIEW: ("to_fill filling returned", "internal_review", Role.PREPARER),
    Action.PASS_INTERNALLY: ("internal_review", "awaiting_signature", Role.PREPARER),
    Action.DECLINE_INTERNALLY: ("internal_review", "filling", Role.PREPARER),
    Action.SEND_FOR_SIGNATURE: ("to_fill filling returned", "awaiting_signature", Role.PREPARER),
    Action.TAKE_BACK: ("internal_review awaiting_signature", "filling", Role.PREPARER),
    Action.SIGN: ("awaiting_signature", "submitted", Role.UNIT_HEAD),
    Action.DECLINE: ("awaiting_signature", "filling", Role.UNIT_HEAD),
    Action.WITHDRAW: ("supervisor_review office_review submitted", "filling", Role.UNIT_HEAD),
    Action.PASS: ("supervisor_review office_review", "submitted", Role.SUPERVISOR),
    Action.RETURN: ("supervisor_review office_review submitted", "returned", Role.REVIEWER),
    Action.FINALISE: ("submitted", "finalised", Role.REVIEWER),
    Action.EXEMPT: ("to_fill", "exempt", Role.ADMINISTRATOR),
    Action.END_EXEMPTION: ("exempt", "to_fill", Role.ADMINISTRATOR),
    Action.ASK_UNLOCK: ("finalised", "finalised", Role.UNIT_HEAD),
    Action.REFUSE_UNLOCK: ("finalised", "finalised", Role.ADMINISTRATOR),
    Action.UNLOCK: ("finalised", "filling", Role.ADMINISTRATOR),
}
ALL_LEVELS = tuple(Level)
WAYS = [levels for size in range(3) for levels in itertools.combinations(ALL_LEVELS[:2], size)]


@pytest.mark.parametrize("action", list(Action))
def test_each_action_has_its_one_row(action: Action) -> None:
    sources, target, role = TABLE[action]
    rows = [row for row in TRANSITIONS if row.action is action]

    assert len(rows) == 1
    assert rows[0] is BY_ACTION[action]
    assert {state.value for state in rows[0].sources} == set(sources.split())
    assert (rows[0].target, rows[0].role) == (State(target), role)


def reachable(start: State, levels: tuple[Level, ...] = ALL_LEVELS) -> set[State]:
    found, ahead = {start}, [start]
    while ahead:
        state = ahead.pop()
        new = {target_of(row, state, levels) for row in TRANSITIONS if state in row.sources} - found
        found |= new
        ahead.extend(new)
    return found


def test_every_state_and_so_every_action_is_reached_from_an_empty_filing() -> None:
    """Saving moves to_fill to filling; every other move is a row."""
    assert reachable(State.TO_FILL) | {State.FILLING} == set(State)
    assert all(row.sources & (reachable(State.TO_FILL) | {State.FILLING}) for row in TRANSITIONS)


@pytest.mark.parametrize("levels", WAYS, ids=lambda levels: "+".join(levels) or "final only")
def test_a_filing_goes_past_the_levels_of_its_cycle_in_their_order(levels: tuple[Level, ...]) -> None:
    """The last level is there whether it is named or not."""
    state, way = State.AWAITING_SIGNATURE, []
    while state is not State.SUBMITTED:
        state = target_of(BY_ACTION[Action.SIGN if not way else Action.PASS], state, levels)
        way.append(state)
    assert way == [LEVEL_STATES[level] for level in (*levels, Level.FINAL)]
    assert reachable(State.TO_FILL, levels) & IN_REVIEW == set(way)


def test_a_level_taken_out_while_a_filing_waits_there_still_leads_on() -> None:
    assert target_of(BY_ACTION[Action.PASS], State.SUPERVISOR_REVIEW, (Level.FINAL,)) is State.SUBMITTED
    assert target_of(BY_ACTION[Action.PASS], State.OFFICE_REVIEW, (Level.SUPERVISOR,)) is State.SUBMITTED


def test_every_level_has_its_state_and_its_role() -> None:
    assert LEVEL_STATES.keys() == LEVEL_ROLES.keys() == set(Level)
    assert {LEVEL_OF[state]: state for state in IN_REVIEW} == dict(LEVEL_STATES)
    assert len(set(LEVEL_ROLES.values())) == len(Level)
    assert not set(LEVEL_ROLES.values()) & SEPARATE_ROLES


def test_the_only_way_out_of_finalised_is_asked_for_by_the_unit_and_granted_by_the_bureau() -> None:
    rows = [row for row in TRANSITIONS if State.FINALISED in row.sources]
    assert {row.action: row.is_unlock_asked for row in rows} == {
        Action.ASK_UNLOCK: False,
        Action.REFUSE_UNLOCK: True,
        Action.UNLOCK: True,
    }
    assert [row.action for row in rows if row.target is not State.FINALISED] == [Action.UNLOCK]
    assert [row.action for row in TRANSITIONS if row.is_unlock_asked is not None] == [row.action for row in rows]
    assert [row.action for row in TRANSITIONS if row.ends_work] == [Action.FINALISE]


def test_an_exemption_is_of_what_was_not_begun_and_can_be_ended() -> None:
    assert BY_ACTION[Action.EXEMPT].sources == {State.TO_FILL}
    assert [row.action for row in TRANSITIONS if State.EXEMPT in row.sources] == [Action.END_EXEMPTION]


@pytest.mark.parametrize("state", State)
def test_every_state_can_still_be_finalised(state: State) -> None:
    assert State.FINALISED in reachable(state, ())


def test_only_what_the_unit_has_in_hand_can_be_edited() -> None:
    assert {State.TO_FILL, State.FILLING, State.RETURNED} == EDITABLE
    # Nothing that was begun becomes empty again.
    assert {row.sources for row in TRANSITIONS if row.target is State.TO_FILL} == {frozenset({State.EXEMPT})}


def test_nobody_signs_or_reviews_what_they_filled() -> None:
    assert {row.action for row in TRANSITIONS if row.by_others_only} == {
        Action.SIGN,
        Action.PASS,
        Action.RETURN,
        Action.FINALISE,
    }


def test_submission_is_the_signature_and_keeps_a_frozen_copy() -> None:
    assert [row.action for row in TRANSITIONS if row.is_frozen_copy] == [Action.SIGN]
    assert [row.action for row in TRANSITIONS if row.goes_to_next_level] == [Action.SIGN, Action.PASS]
    into_review = {row.action for row in TRANSITIONS if row.target in IN_REVIEW and not row.sources <= IN_REVIEW}
    assert into_review == {Action.SIGN}
    assert [row.action for row in TRANSITIONS if row.while_submittable] == [Action.SIGN]


def test_errors_stop_sending_passing_and_signing() -> None:
    assert {row.action for row in TRANSITIONS if row.needs_clean_checks} == {
        Action.SEND_FOR_INTERNAL_REVIEW,
        Action.PASS_INTERNALLY,
        Action.SEND_FOR_SIGNATURE,
        Action.SIGN,
    }


def test_the_accountant_passes_or_gives_back() -> None:
    by_accountant = {row.action for row in TRANSITIONS if row.by_accountant}
    assert by_accountant == {Action.PASS_INTERNALLY, Action.DECLINE_INTERNALLY}
    # They are of the unit and may have filled: it is a second look, not a judgement.
    assert not any(row.by_others_only for row in TRANSITIONS if row.by_accountant)


def test_going_back_needs_words_and_withdrawing_must_come_before_the_reviewer() -> None:
    assert {row.action for row in TRANSITIONS if row.needs_comment} == {
        Action.DECLINE_INTERNALLY,
        Action.DECLINE,
        Action.WITHDRAW,
        Action.RETURN,
        Action.EXEMPT,
        Action.END_EXEMPTION,
        Action.ASK_UNLOCK,
        Action.REFUSE_UNLOCK,
        Action.UNLOCK,
    }
    assert [row.action for row in TRANSITIONS if row.before_opened] == [Action.WITHDRAW]


def test_the_administrator_decides_who_files_and_what_opens_again_but_judges_nothing() -> None:
    theirs = {row.action for row in TRANSITIONS if row.role is Role.ADMINISTRATOR}
    assert theirs == {Action.EXEMPT, Action.END_EXEMPTION, Action.REFUSE_UNLOCK, Action.UNLOCK}


def test_the_three_who_run_the_system_have_no_step() -> None:
    assert not {row.role for row in TRANSITIONS} & SEPARATE_ROLES
    assert {Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR} == SEPARATE_ROLES


@pytest.mark.parametrize("words", [State, Action, Role, Level, Verdict, ReturnReason])
def test_everything_has_a_word_of_its_own(words: type[State | Action | Role | Level | Verdict | ReturnReason]) -> None:
    labels = [each.label for each in words]

    assert all(labels)
    assert len(set(labels)) == len(labels)
