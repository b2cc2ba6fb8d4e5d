"""Who may do what to a filing: the one rule behind pages, services and lists. What is not allowed here is refused.

The rule sees a person as a `Standing` towards one filing and the filing as a `Situation`; where the two come from is
the business of `selfeval.queries.standing`, and `selfeval.review.permissions.may` is where pages ask.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from selfeval.domain.cycle import Phase
from selfeval.domain.standing import Arrangement, Situation, Standing
from selfeval.domain.workflow import (
    BY_ACTION,
    EDITABLE,
    IN_REVIEW,
    LEVEL_OF,
    LEVEL_ROLES,
    Action,
    Level,
    Role,
    State,
    Transition,
)


class Right(StrEnum):
    """What people may do besides the actions of the workflow.

    Reviewers see, export and open what was submitted, which is frozen; `PREVIEW` is of the form as it stands; `WAIVE`
    lets one of its findings stand. `SEE_DIVISION` is of who fills what, `DIVIDE` decides it. `FILL_FOR_UNIT` begins
    and ends that the bureau fills it in for the unit (代填). `SEAL` brings the sealed scan (签章件) of what was
    submitted. `REVIEW_OPEN` is to judge what waits at one's level: to score, to pin remarks. `HAND_OVER` gives it to
    another reviewer, `EXTEND` moves the unit's deadline.
    """

    VIEW = "view"
    EDIT = "edit"
    REVIEW_OPEN = "review_open"
    EXPORT = "export"
    PREVIEW = "preview"
    WAIVE = "waive"
    SEE_DIVISION = "see_division"
    DIVIDE = "divide"
    FILL_FOR_UNIT = "fill_for_unit"
    SEAL = "seal"
    HAND_OVER = "hand_over"
    EXTEND = "extend"


UNIT_ROLES = frozenset({Role.PREPARER, Role.UNIT_HEAD})
# What is in one of these states is the same as its last submission.
FROZEN = IN_REVIEW | {State.RETURNED, State.FINALISED}
# Whoever judges; each at the level of their role.
_LEVEL_BY_ROLE = {role: level for level, role in LEVEL_ROLES.items()}
_WRITABLE = frozenset({Phase.FILING, Phase.LATE_FILING, Phase.OVER})
_NOT_BEGUN = frozenset({Phase.DRAFT, Phase.PUBLISHED})
# Who is to file is settled before the first day too.
_BEFORE_THE_FIRST_DAY = frozenset({Action.EXEMPT, Action.END_EXEMPTION})
_WRITING = frozenset(Right) - {Right.VIEW, Right.EXPORT, Right.PREVIEW, Right.SEE_DIVISION}


def is_allowed(action: Right | Action, standing: Standing, situation: Situation) -> bool:
    """Whether the person may do it now."""
    return not why_not(action, standing, situation)


def why_not(action: Right | Action, standing: Standing, situation: Situation) -> str:
    """The reason in Chinese why the person may not do it now; empty when they may."""
    never = why_never(action, standing)
    if never:
        return never
    if isinstance(action, Action):
        return _situation_refuses(BY_ACTION[action], standing, situation)
    return _right_refused_now(action, standing, situation)


def why_never(action: Right | Action, standing: Standing) -> str:
    """The reason why this person may not do it in any state; empty when there are states in which they may."""
    if isinstance(action, Action):
        return _step_refused(BY_ACTION[action], standing)
    return _NEVER[action](standing)


def why_not_in_charge(role: Role | None, *, is_of_unit: bool) -> str:
    """Why the person may not decide who does what in a unit (names the accountant, hands work over); empty if so.

    Administrators, and the unit's own head.
    """
    if role is Role.ADMINISTRATOR or (role is Role.UNIT_HEAD and is_of_unit):
        return ""
    if role is Role.PREPARER and is_of_unit:
        return "这一步由单位负责人或管理员办理。"
    return "没有这个单位，或无权查看。"


_INVISIBLE = "没有这份填报，或无权查看。"
_SIGNED = "这份自评表是您签发的，不能由您审核。"
_FILLED = "您填报过这份自评表，不能由您签发或审核。"
_IN_OTHER_HANDS = "这份自评表由另一位审核人办理。需要您办的，请管理员或对方移交给您。"
_OWN_UNIT = "您属于这个部门，不能审核本部门的填报。"
_ONCE_OF_UNIT = "这份自评表提交的时候您属于这个部门，不能由您审核。"
_BUREAU_FILLS = "财政部门正在代填这份自评表，本单位现在只能查看。要由本单位自己填，请管理员停止代填。"


def _unless(is_fine: bool, reason: str) -> str:
    return "" if is_fine else reason


def _sees(standing: Standing, situation: Situation) -> bool:
    """Lists say the same in SQL (`selfeval.queries.filings.visible_filings`); a test holds the two together."""
    match standing.role:
        case Role.PREPARER | Role.UNIT_HEAD:
            return standing.is_of_unit
        case Role.REVIEWER | Role.AUDITOR:
            return _was_submitted(situation)
        case Role.SUPERVISOR:
            return (standing.is_in_charge or standing.is_above) and _was_submitted(situation)
        case Role.OFFICE_REVIEWER:
            return standing.is_in_charge and _was_submitted(situation)
        case Role.THIRD_PARTY:
            return standing.is_sampler
        case Role.ADMINISTRATOR:
            return True
    return False


def _was_submitted(situation: Situation) -> bool:
    return situation.state in FROZEN or situation.round > 1


def _sees_draft(standing: Standing, situation: Situation) -> bool:
    may_see_drafts = standing.role in UNIT_ROLES or standing.role is Role.ADMINISTRATOR
    return _sees(standing, situation) and (may_see_drafts or situation.state in FROZEN)


def _right_refused_now(right: Right, standing: Standing, situation: Situation) -> str:
    """For who may do it in some states: why not in this one."""
    label = situation.state.label
    if right in _WRITING and (refusal := phase_refuses(situation.phase)):
        return refusal
    match right:
        case Right.VIEW | Right.EXPORT:
            return _unless(_sees(standing, situation), _INVISIBLE)
        case Right.PREVIEW:
            return _unless(_sees_draft(standing, situation), "未提交的内容只有本单位和管理员能看。")
        case Right.SEE_DIVISION:
            return ""
        case Right.EDIT | Right.DIVIDE | Right.FILL_FOR_UNIT:
            words = {Right.EDIT: "修改", Right.DIVIDE: "分工", Right.FILL_FOR_UNIT: "开始或停止代填"}[right]
            return _unless(situation.state in EDITABLE, f"“{label}”的填报不能{words}。")
        case Right.REVIEW_OPEN | Right.HAND_OVER:
            return _not_at_level(standing, situation) if right is Right.REVIEW_OPEN else _not_in_review(situation)
        case Right.EXTEND:
            is_with_unit = situation.state not in FROZEN - {State.RETURNED} and situation.state is not State.EXEMPT
            return _unless(is_with_unit, f"“{label}”的填报不用延期。")
        case Right.SEAL:
            return _unless(situation.state in IN_REVIEW, f"“{label}”的填报不能上传签章件，签发提交后、定稿前才能传。")
    if situation.state in (State.FINALISED, State.EXEMPT):
        return f"“{label}”的填报不能再豁免。"
    return _unless(_sees(standing, situation), _INVISIBLE)


def _step_refused(row: Transition, standing: Standing) -> str:
    if row.role is Role.ADMINISTRATOR:
        # Who filled or signed for the unit does not open it again for themselves.
        is_judgement = row.is_unlock_asked is not None
        return _administrator_refused(standing) or (_outsider_refused(standing) if is_judgement else "")
    if row.action is Action.FINALISE:
        return _level_refused(Level.FINAL, standing)
    if row.action is Action.PASS and standing.role is Role.REVIEWER:
        return "绩效科是最后一级，请审核通过并定稿，或退回修改。"
    if row.action in (Action.PASS, Action.RETURN):
        return _judging_refused(row.role, standing)
    if row.role is Role.UNIT_HEAD:
        return _signer_refused(standing, by_others_only=row.by_others_only)
    if row.by_accountant:
        refusal = _of_unit_refused(Role.PREPARER, standing)
        is_theirs = standing.is_accountant and not standing.arrangement.is_filled_by_bureau
        return refusal or _unless(is_theirs, "内部审核由本单位指定的内部审核人办理。")
    return _filler_refused(standing) or _way_refused(row.action, standing.arrangement)


def _way_refused(action: Action, arrangement: Arrangement) -> str:
    """Where the unit has an accountant the form goes past them; what the bureau filled goes to who signs."""
    is_reviewed_inside = arrangement.has_accountant and not arrangement.is_filled_by_bureau
    if action is Action.SEND_FOR_SIGNATURE and is_reviewed_inside:
        return "本单位设了内部审核人，请先送内部审核，审核通过后再送负责人签发。"
    if action is Action.SEND_FOR_INTERNAL_REVIEW and not is_reviewed_inside:
        return "没有内部审核这一步，请直接送负责人签发。"
    return ""


def _of_unit_refused(role: Role, standing: Standing) -> str:
    if standing.role is None:
        return _INVISIBLE
    if standing.role is not role:
        return f"这一步由{role.label}办理，您是{standing.role.label}。"
    return _unless(standing.is_of_unit, _INVISIBLE)


def _filler_refused(standing: Standing) -> str:
    """Who fills: the unit's preparers, its head too where one person may do both; an administrator for the unit."""
    if standing.arrangement.is_filled_by_bureau:
        if standing.role in UNIT_ROLES:
            return _BUREAU_FILLS if standing.is_of_unit else _INVISIBLE
        return _filling_for_unit_refused(standing)
    is_head_who_fills = standing.role is Role.UNIT_HEAD and standing.arrangement.filler_may_sign
    return _of_unit_refused(Role.UNIT_HEAD if is_head_who_fills else Role.PREPARER, standing)


def _signer_refused(standing: Standing, *, by_others_only: bool) -> str:
    """Who signs: the unit's head; for a unit that cannot, an administrator, and never the one who filled it in."""
    arrangement = standing.arrangement
    for_unit = arrangement.is_filled_by_bureau and not arrangement.has_signer
    if for_unit and standing.role is Role.ADMINISTRATOR:
        if standing.is_of_unit:
            return "您属于这个部门，不能以财政部门的名义代为签发。"
        return _unless(not (by_others_only and standing.has_filled), _FILLED)
    may_be_filler = arrangement.filler_may_sign or not by_others_only
    refusal = _of_unit_refused(Role.UNIT_HEAD, standing)
    return refusal or _unless(may_be_filler or not standing.has_filled, _FILLED)


def _judging_refused(usual: Role, standing: Standing) -> str:
    """Who judges does so at the level of their role; others are told whose step it usually is."""
    level = _LEVEL_BY_ROLE.get(standing.role) if standing.role else None
    if level is not None:
        return _level_refused(level, standing)
    if standing.role is None:
        return _INVISIBLE
    return f"这一步由{usual.label}办理，您是{standing.role.label}。"


def _level_refused(level: Level, standing: Standing) -> str:
    role = LEVEL_ROLES[level]
    if standing.role is None:
        return _INVISIBLE
    if standing.role is not role:
        return f"这一步由{role.label}办理，您是{standing.role.label}。"
    refusal = _outsider_refused(standing)
    if refusal or standing.is_in_charge:
        return refusal
    return _IN_OTHER_HANDS if role is Role.REVIEWER else _INVISIBLE


def _outsider_refused(standing: Standing) -> str:
    """Who judges is not of the unit, nor was when it was submitted, and neither filled nor signed it."""
    if standing.is_of_unit:
        return _OWN_UNIT
    if standing.has_filled or standing.has_signed:
        return _FILLED if standing.has_filled else _SIGNED
    return _unless(not standing.was_of_unit, _ONCE_OF_UNIT)


def _administrator_refused(standing: Standing) -> str:
    if standing.role is None:
        return _INVISIBLE
    if standing.role is not Role.ADMINISTRATOR:
        return f"这一步由{Role.ADMINISTRATOR.label}办理，您是{standing.role.label}。"
    return _unless(not standing.is_of_unit, "您属于这个部门，请由另一位管理员办理。")


def _not_in_review(situation: Situation) -> str:
    return _unless(situation.state in IN_REVIEW, f"“{situation.state.label}”的填报不在审核中。")


def _not_at_level(standing: Standing, situation: Situation) -> str:
    """Whether it waits at the person's level."""
    refusal = _not_in_review(situation)
    level = LEVEL_OF.get(situation.state)
    if refusal or level is None or standing.role is LEVEL_ROLES[level]:
        return refusal
    return f"这份自评表正在{level.label}，还没有到您这一级，或已经过了。"


def phase_refuses(phase: Phase) -> str:
    """Why nothing of a filing can be written in this phase of its cycle."""
    if phase in _WRITABLE:
        return ""
    if phase in _NOT_BEGUN:
        return "这个自评批次还没有开始填报。"
    return f"这个自评批次{phase.label}，不能再修改；已保存的内容都还在。"


def _filling_for_unit_refused(standing: Standing) -> str:
    if standing.role is None:
        return _INVISIBLE
    if standing.role is not Role.ADMINISTRATOR:
        return f"代填由{Role.ADMINISTRATOR.label}办理，您是{standing.role.label}。"
    return _unless(not standing.is_of_unit, "您属于这个部门，不能以财政部门的名义代填。")


def _sealing_refused(standing: Standing) -> str:
    """The unit's people; an administrator where the bureau fills it in and the unit has nobody to sign."""
    arrangement = standing.arrangement
    if standing.role is Role.ADMINISTRATOR and arrangement.is_filled_by_bureau and not arrangement.has_signer:
        return ""
    if standing.role in UNIT_ROLES:
        return _unless(standing.is_of_unit, _INVISIBLE)
    return "签章件由本单位的人上传。" if standing.role is not None else _INVISIBLE


def _division_hidden(standing: Standing) -> str:
    if standing.role is Role.ADMINISTRATOR or (standing.role in UNIT_ROLES and standing.is_of_unit):
        return ""
    return "分工只有本单位和管理员能看。" if standing.role is Role.REVIEWER else _INVISIBLE


def _dividing_refused(standing: Standing) -> str:
    if standing.role in UNIT_ROLES and standing.is_of_unit:
        return _BUREAU_FILLS if standing.arrangement.is_filled_by_bureau else ""
    return _division_hidden(standing) or "分工由本单位的填报人和负责人安排。"


def _invisible(standing: Standing) -> str:
    return _unless(standing.role is not None, _INVISIBLE)


def _bureau_refused(standing: Standing) -> str:
    """An administrator, or the reviewer in charge at the last level."""
    if standing.role is Role.ADMINISTRATOR:
        return _outsider_refused(standing)
    return _level_refused(Level.FINAL, standing)


_NEVER: Final[Mapping[Right, Callable[[Standing], str]]] = MappingProxyType(
    {
        Right.VIEW: _invisible,
        Right.EXPORT: _invisible,
        Right.PREVIEW: _invisible,
        Right.EDIT: _filler_refused,
        Right.REVIEW_OPEN: lambda standing: _judging_refused(Role.REVIEWER, standing),
        Right.WAIVE: _bureau_refused,
        Right.HAND_OVER: _bureau_refused,
        Right.EXTEND: _administrator_refused,
        Right.SEE_DIVISION: _division_hidden,
        Right.DIVIDE: _dividing_refused,
        Right.FILL_FOR_UNIT: _filling_for_unit_refused,
        Right.SEAL: _sealing_refused,
    }
)


def _situation_refuses(row: Transition, standing: Standing, situation: Situation) -> str:
    if situation.state not in row.sources:
        return f"“{situation.state.label}”的填报不能{row.action.label}。"
    if row.before_opened and situation.is_opened:
        return f"审核人已经打开，不能再{row.action.label}。"
    is_early = row.action in _BEFORE_THE_FIRST_DAY and situation.phase in _NOT_BEGUN
    if not is_early and (refusal := phase_refuses(situation.phase)):
        return refusal
    if row.while_submittable and not situation.is_submittable:
        return "补报期已过，不能再提交；确需补报，请财政局给本单位延期。填好的内容都已保存。"
    if row.is_unlock_asked is not None and row.is_unlock_asked is not situation.is_unlock_asked:
        return "单位没有申请解锁。" if row.is_unlock_asked else "已经申请过解锁，请等财政局答复。"
    if row.action in (Action.PASS, Action.RETURN):
        return _not_at_level(standing, situation)
    return ""
