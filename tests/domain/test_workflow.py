"""The table of states and actions: whole, and closed where it should be."""

import pytest

from selfeval.domain.workflow import BY_ACTION, EDITABLE, TRANSITIONS, Action, Role, State

TABLE = {
    Action.SEND_FOR_INTERNAL_REVIEW: ("to_fill filling returned", "internal_review", Role.PREPARER),
    Action.PASS_INTERNALLY: ("internal_review", "awaiting_signature", Role.PREPARER),
    Action.DECLINE_INTERNALLY: ("internal_review", "filling", Role.PREPARER),
    Action.SEND_FOR_SIGNATURE: ("to_fill filling returned", "awaiting_signature", Role.PREPARER),
    Action.TAKE_BACK: ("internal_review awaiting_signature", "filling", Role.PREPARER),
    Action.SIGN: ("awaiting_signature", "submitted", Role.UNIT_HEAD),
    Action.DECLINE: ("awaiting_signature", "filling", Role.UNIT_HEAD),
    Action.WITHDRAW: ("submitted", "filling", Role.UNIT_HEAD),
    Action.RETURN: ("submitted", "returned", Role.REVIEWER),
    Action.FINALISE: ("submitted", "finalised", Role.REVIEWER),
}


@pytest.mark.parametrize("action", list(Action))
def test_each_action_has_its_one_row(action: Action) -> None:
    sources, target, role = TABLE[action]
    rows = [row for row in TRANSITIONS if row.action is action]

    assert len(rows) == 1
    assert rows[0] is BY_ACTION[action]
    assert {state.value for state in rows[0].sources} == set(sources.split())
    assert (rows[0].target, rows[0].role) == (State(target), role)


def reachable(start: State) -> set[State]:
    found, ahead = {start}, [start]
    while ahead:
        state = ahead.pop()
        new = {row.target for row in TRANSITIONS if state in row.sources} - found
        found |= new
        ahead.extend(new)
    return found


def test_every_state_and_so_every_action_is_reached_from_an_empty_filing() -> None:
    """Saving moves to_fill to filling; every other move is a row."""
    assert reachable(State.TO_FILL) | {State.FILLING} == set(State)
    assert all(row.sources & (reachable(State.TO_FILL) | {State.FILLING}) for row in TRANSITIONS)


def test_there_is_no_way_out_of_finalised() -> None:
    assert reachable(State.FINALISED) == {State.FINALISED}
    assert [row.action for row in TRANSITIONS if row.ends_work] == [Action.FINALISE]
    assert BY_ACTION[Action.FINALISE].target is State.FINALISED


@pytest.mark.parametrize("state", [state for state in State if state is not State.FINALISED])
def test_every_other_state_can_still_be_finalised(state: State) -> None:
    assert State.FINALISED in reachable(state)


def test_only_what_the_unit_has_in_hand_can_be_edited() -> None:
    assert {State.TO_FILL, State.FILLING, State.RETURNED} == EDITABLE
    assert not any(row.target is State.TO_FILL for row in TRANSITIONS)


def test_nobody_signs_or_reviews_what_they_filled() -> None:
    assert {row.action for row in TRANSITIONS if row.by_others_only} == {Action.SIGN, Action.RETURN, Action.FINALISE}


def test_submission_is_the_signature_and_keeps_a_frozen_copy() -> None:
    assert [row.action for row in TRANSITIONS if row.is_frozen_copy] == [Action.SIGN]
    assert [row.action for row in TRANSITIONS if row.target is State.SUBMITTED] == [Action.SIGN]


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
    }
    assert [row.action for row in TRANSITIONS if row.before_opened] == [Action.WITHDRAW]


def test_no_step_is_usually_the_administrators() -> None:
    assert Role.ADMINISTRATOR not in {row.role for row in TRANSITIONS}


@pytest.mark.parametrize("words", [State, Action, Role])
def test_everything_has_a_word_of_its_own(words: type[State] | type[Action] | type[Role]) -> None:
    labels = [each.label for each in words]

    assert all(labels)
    assert len(set(labels)) == len(labels)
