"""States and actions of a filing (填报) as one table, after the year of work described in docs/workflow.md.

Only `selfeval.review.transitions.perform` changes a state, and only along a row of `TRANSITIONS`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class State(StrEnum):
    """States of a filing. `SUBMITTED` waits for the last review, the performance office's (绩效科)."""

    TO_FILL = "to_fill"
    FILLING = "filling"
    INTERNAL_REVIEW = "internal_review"
    AWAITING_SIGNATURE = "awaiting_signature"
    SUPERVISOR_REVIEW = "supervisor_review"
    OFFICE_REVIEW = "office_review"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    FINALISED = "finalised"
    EXEMPT = "exempt"

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
    PASS = "pass"  # noqa: S105 - a verb
    RETURN = "return_for_revision"
    FINALISE = "finalise"
    EXEMPT = "exempt"
    END_EXEMPTION = "end_exemption"
    ASK_UNLOCK = "ask_unlock"
    REFUSE_UNLOCK = "refuse_unlock"
    UNLOCK = "unlock"

    @property
    def label(self) -> str:
        """The verb on the button."""
        return _ACTION_LABELS[self]


class Role(StrEnum):
    """What a person may be in the work; a person of a unit works for that unit only.

    `SUPERVISOR` reviews for a supervising department (主管部门), `OFFICE_REVIEWER` for an office of the bureau
    (业务科室), `REVIEWER` for the performance office (绩效科), whose `ADMINISTRATOR` runs the year. `THIRD_PARTY` sees
    the spot checks given to them only. The last three run the system and see none of the work (三员).
    """

    UNASSIGNED = "unassigned"
    PREPARER = "preparer"
    UNIT_HEAD = "unit_head"
    SUPERVISOR = "supervisor"
    OFFICE_REVIEWER = "office_reviewer"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"
    THIRD_PARTY = "third_party"
    AUDITOR = "auditor"
    SYSTEM_ADMINISTRATOR = "system_administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDIT_ADMINISTRATOR = "audit_administrator"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return _ROLE_LABELS[self]


class Level(StrEnum):
    """The levels of review, in their order; a cycle has the last one always."""

    SUPERVISOR = "supervisor"
    OFFICE = "office"
    FINAL = "final"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return _LEVEL_LABELS[self]


class Verdict(StrEnum):
    """What a level of review says of a submission."""

    PASSED = "passed"
    RETURNED = "returned"
    FINALISED = "finalised"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return _VERDICT_LABELS[self]


class ReturnReason(StrEnum):
    """Why a form goes back, for counting."""

    FIGURES = "figures"
    SCORES = "scores"
    EVIDENCE = "evidence"
    TEXTS = "texts"
    BASIS = "basis"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return _REASON_LABELS[self]


_STATE_LABELS = {
    State.TO_FILL: "未填报",
    State.FILLING: "填报中",
    State.INTERNAL_REVIEW: "内部审核",
    State.AWAITING_SIGNATURE: "待签发",
    State.SUPERVISOR_REVIEW: "主管部门审核",
    State.OFFICE_REVIEW: "业务科室审核",
    State.SUBMITTED: "已提交",
    State.RETURNED: "已退回",
    State.FINALISED: "已定稿",
    State.EXEMPT: "免评",
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
    Action.PASS: "审核通过，报下一级",
    Action.RETURN: "退回修改",
    Action.FINALISE: "审核通过并定稿",
    Action.EXEMPT: "免评",
    Action.END_EXEMPTION: "取消免评",
    Action.ASK_UNLOCK: "申请解锁",
    Action.REFUSE_UNLOCK: "不同意解锁",
    Action.UNLOCK: "解锁",
}
_ROLE_LABELS = {
    Role.UNASSIGNED: "未授权",
    Role.PREPARER: "填报人",
    Role.UNIT_HEAD: "单位负责人",
    Role.SUPERVISOR: "主管部门审核人",
    Role.OFFICE_REVIEWER: "业务科室审核人",
    Role.REVIEWER: "审核人",
    Role.ADMINISTRATOR: "管理员",
    Role.THIRD_PARTY: "第三方评价人员",
    Role.AUDITOR: "审计员",
    Role.SYSTEM_ADMINISTRATOR: "系统管理员",
    Role.SECURITY_ADMINISTRATOR: "安全管理员",
    Role.AUDIT_ADMINISTRATOR: "审计管理员",
}
_LEVEL_LABELS = {
    Level.SUPERVISOR: "主管部门审核",
    Level.OFFICE: "业务科室审核",
    Level.FINAL: "绩效科审核",
}
_VERDICT_LABELS = {
    Verdict.PASSED: "审核通过，报下一级",
    Verdict.RETURNED: "退回修改",
    Verdict.FINALISED: "审核通过并定稿",
}
_REASON_LABELS = {
    ReturnReason.FIGURES: "数据有误",
    ReturnReason.SCORES: "得分依据不足",
    ReturnReason.EVIDENCE: "佐证材料不全",
    ReturnReason.TEXTS: "文字说明不清",
    ReturnReason.BASIS: "口径或依据不符",
    ReturnReason.OTHER: "其他",
}

EDITABLE = frozenset({State.TO_FILL, State.FILLING, State.RETURNED})
# 三员: who runs the system, who grants rights and who reads the record are three people, and none of them files.
SEPARATE_ROLES: Final = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR})
LEVEL_STATES: Final[Mapping[Level, State]] = MappingProxyType(
    {
        Level.SUPERVISOR: State.SUPERVISOR_REVIEW,
        Level.OFFICE: State.OFFICE_REVIEW,
        Level.FINAL: State.SUBMITTED,
    }
)
LEVEL_ROLES: Final[Mapping[Level, Role]] = MappingProxyType(
    {Level.SUPERVISOR: Role.SUPERVISOR, Level.OFFICE: Role.OFFICE_REVIEWER, Level.FINAL: Role.REVIEWER}
)
LEVEL_OF: Final[Mapping[State, Level]] = MappingProxyType({state: level for level, state in LEVEL_STATES.items()})
IN_REVIEW: Final = frozenset(LEVEL_OF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One row of the table.

    `is_frozen_copy` keeps what is submitted; `needs_comment` asks for words; `needs_clean_checks` refuses while a
    finding blocks submission; `by_others_only` refuses who filled the filing (nobody signs or reviews what they
    filled); `by_accountant` leaves it to the one person who reviews inside the unit; `ends_work` locks the filing;
    `goes_to_next_level`: the target is the last of the levels it may lead to (`target_of`); `while_submittable`: only
    as long as forms are taken; `is_unlock_asked`: whether the unit must have asked for it. `role` is whose step it
    usually is (at a level of review, the level's); `domain.rights` knows who may stand in.
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
    goes_to_next_level: bool = False
    while_submittable: bool = False
    is_unlock_asked: bool | None = None


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
        goes_to_next_level=True,
        while_submittable=True,
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
        sources=IN_REVIEW,
        target=State.FILLING,
        role=Role.UNIT_HEAD,
        needs_comment=True,
        before_opened=True,
    ),
    Transition(
        action=Action.PASS,
        sources=IN_REVIEW - {State.SUBMITTED},
        target=State.SUBMITTED,
        role=Role.SUPERVISOR,
        by_others_only=True,
        goes_to_next_level=True,
    ),
    Transition(
        action=Action.RETURN,
        sources=IN_REVIEW,
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
    Transition(
        action=Action.EXEMPT,
        sources=frozenset({State.TO_FILL}),
        target=State.EXEMPT,
        role=Role.ADMINISTRATOR,
        needs_comment=True,
    ),
    Transition(
        action=Action.END_EXEMPTION,
        sources=frozenset({State.EXEMPT}),
        target=State.TO_FILL,
        role=Role.ADMINISTRATOR,
        needs_comment=True,
    ),
    Transition(
        action=Action.ASK_UNLOCK,
        sources=frozenset({State.FINALISED}),
        target=State.FINALISED,
        role=Role.UNIT_HEAD,
        needs_comment=True,
        is_unlock_asked=False,
    ),
    Transition(
        action=Action.REFUSE_UNLOCK,
        sources=frozenset({State.FINALISED}),
        target=State.FINALISED,
        role=Role.ADMINISTRATOR,
        needs_comment=True,
        is_unlock_asked=True,
    ),
    Transition(
        action=Action.UNLOCK,
        sources=frozenset({State.FINALISED}),
        target=State.FILLING,
        role=Role.ADMINISTRATOR,
        needs_comment=True,
        is_unlock_asked=True,
    ),
)

BY_ACTION = {transition.action: transition for transition in TRANSITIONS}


def target_of(row: Transition, source: State, levels: Sequence[Level]) -> State:
    """Where `row` leads from `source` for a filing that goes through `levels` of review, in their order."""
    if not row.goes_to_next_level:
        return row.target
    order = list(Level)
    begun = order.index(LEVEL_OF[source]) + 1 if source in LEVEL_OF else 0
    ahead = [level for level in order[begun:] if level in levels]
    return LEVEL_STATES[ahead[0]] if ahead else row.target
