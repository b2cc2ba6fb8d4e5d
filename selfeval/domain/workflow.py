"""States and actions of a filing (填报) as one table, after the year of work described in docs/workflow.md.

Only `selfeval.review.transitions.perform` changes a state, and only along a row of `TRANSITIONS`.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """States of a filing."""

    TO_FILL = "to_fill"
    FILLING = "filling"
    INTERNAL_REVIEW = "internal_review"
    AWAITING_SIGNATURE = "awaiting_signature"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    FINALISED = "finalised"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return _STATE_LABELS[self]


class Action(StrEnum):
    """What people do to a filing."""

    SEND_FOR_INTERNAL_REVIEW = "send_for_internal_review"
    PASS_INTERNALLY = "pass_internally"  # noqa: S105 - a verb
    DECLINE_INTERNALLY = "decline_internally"
    SEND_FOR_SIGNATURE = "send_for_signature"
    TAKE_BACK = "take_back"
    SIGN = "sign"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    RETURN = "return_for_revision"
    FINALISE = "finalise"

    @property
    def label(self) -> str:
        """The verb on the button."""
        return _ACTION_LABELS[self]


class Role(StrEnum):
    """What a person may be in the work; a person of a unit works for that unit only."""

    PREPARER = "preparer"
    UNIT_HEAD = "unit_head"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return _ROLE_LABELS[self]


_STATE_LABELS = {
    State.TO_FILL: "未填报",
    State.FILLING: "填报中",
    State.INTERNAL_REVIEW: "内部审核",
    State.AWAITING_SIGNATURE: "待签发",
    State.SUBMITTED: "已提交",
    State.RETURNED: "已退回",
    State.FINALISED: "已定稿",
}
_ACTION_LABELS = {
    Action.SEND_FOR_INTERNAL_REVIEW: "送内部审核",
    Action.PASS_INTERNALLY: "审核通过，送负责人签发",
    Action.DECLINE_INTERNALLY: "审核不通过，退给填报人",
    Action.SEND_FOR_SIGNATURE: "送负责人签发",
    Action.TAKE_BACK: "取回修改",
    Action.SIGN: "签发并提交",
    Action.DECLINE: "退给填报人",
    Action.WITHDRAW: "撤回",
    Action.RETURN: "退回修改",
    Action.FINALISE: "审核通过并定稿",
}
_ROLE_LABELS = {
    Role.PREPARER: "填报人",
    Role.UNIT_HEAD: "单位负责人",
    Role.REVIEWER: "审核人",
    Role.ADMINISTRATOR: "管理员",
}

EDITABLE = frozenset({State.TO_FILL, State.FILLING, State.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One row of the table.

    `is_frozen_copy` keeps what is submitted; `needs_comment` asks for words; `needs_clean_checks` refuses while a
    finding blocks submission; `by_others_only` refuses who filled the filing (nobody signs or reviews what they
    filled); `by_accountant` leaves it to the one person who reviews inside the unit; `ends_work` locks the filing for
    good. `role` is whose step it usually is; `domain.rights` knows who may stand in.
    """

    action: Action
    sources: frozenset[State]
    target: State
    role: Role
    needs_comment: bool = False
    needs_clean_checks: bool = False
    by_others_only: bool = False
    by_accountant: bool = False
    before_opened: bool = False
    is_frozen_copy: bool = False
    ends_work: bool = False


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        action=Action.SEND_FOR_INTERNAL_REVIEW,
        sources=EDITABLE,
        target=State.INTERNAL_REVIEW,
        role=Role.PREPARER,
        needs_clean_checks=True,
    ),
    Transition(
        action=Action.PASS_INTERNALLY,
        sources=frozenset({State.INTERNAL_REVIEW}),
        target=State.AWAITING_SIGNATURE,
        role=Role.PREPARER,
        needs_clean_checks=True,
        by_accountant=True,
    ),
    Transition(
        action=Action.DECLINE_INTERNALLY,
        sources=frozenset({State.INTERNAL_REVIEW}),
        target=State.FILLING,
        role=Role.PREPARER,
        needs_comment=True,
        by_accountant=True,
    ),
    Transition(
        action=Action.SEND_FOR_SIGNATURE,
        sources=EDITABLE,
        target=State.AWAITING_SIGNATURE,
        role=Role.PREPARER,
        needs_clean_checks=True,
    ),
    Transition(
        action=Action.TAKE_BACK,
        sources=frozenset({State.INTERNAL_REVIEW, State.AWAITING_SIGNATURE}),
        target=State.FILLING,
        role=Role.PREPARER,
    ),
    Transition(
        action=Action.SIGN,
        sources=frozenset({State.AWAITING_SIGNATURE}),
        target=State.SUBMITTED,
        role=Role.UNIT_HEAD,
        needs_clean_checks=True,
        by_others_only=True,
        is_frozen_copy=True,
    ),
    Transition(
        action=Action.DECLINE,
        sources=frozenset({State.AWAITING_SIGNATURE}),
        target=State.FILLING,
        role=Role.UNIT_HEAD,
        needs_comment=True,
    ),
    Transition(
        action=Action.WITHDRAW,
        sources=frozenset({State.SUBMITTED}),
        target=State.FILLING,
        role=Role.UNIT_HEAD,
        needs_comment=True,
        before_opened=True,
    ),
    Transition(
        action=Action.RETURN,
        sources=frozenset({State.SUBMITTED}),
        target=State.RETURNED,
        role=Role.REVIEWER,
        needs_comment=True,
        by_others_only=True,
    ),
    Transition(
        action=Action.FINALISE,
        sources=frozenset({State.SUBMITTED}),
        target=State.FINALISED,
        role=Role.REVIEWER,
        by_others_only=True,
        ends_work=True,
    ),
)

BY_ACTION = {transition.action: transition for transition in TRANSITIONS}
