"""Who may do what to a filing: the one rule behind pages, services and lists. What is not allowed here is refused.

The rule sees a person as a `Standing` towards one filing and the filing as a `Situation`; where the two come from is
the business of `selfeval.queries.standing`, and `selfeval.review.permissions.may` is where pages ask.
"""

from dataclasses import dataclass
from enum import StrEnum

from selfeval.domain.workflow import BY_ACTION, EDITABLE, Action, Role, State, Transition


class Right(StrEnum):
    """What people may do besides the actions of the workflow.

    Reviewers see, export and open what was submitted, which is frozen; `PREVIEW` is of the form as it stands;
    `WAIVE` lets one of its findings stand.
    """

    VIEW = "view"
    EDIT = "edit"
    REVIEW_OPEN = "review_open"
    EXPORT = "export"
    PREVIEW = "preview"
    WAIVE = "waive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A person towards one filing. `role` None is nobody: not signed in, or the account is disabled."""

    role: Role | None
    is_of_unit: bool = False
    has_filled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A filing as rights see it; `round` above 1 means that it was submitted before."""

    state: State
    round: int = 1
    is_opened: bool = False


UNIT_ROLES = frozenset({Role.PREPARER, Role.UNIT_HEAD})
# What is in one of these states is the same as its last submission.
FROZEN = frozenset({State.SUBMITTED, State.RETURNED, State.FINALISED})


def is_allowed(action: Right | Action, standing: Standing, situation: Situation) -> bool:
    """Whether the person may do it now."""
    return not why_not(action, standing, situation)


def why_not(action: Right | Action, standing: Standing, situation: Situation) -> str:
    """The reason in Chinese why the person may not do it now; empty when they may."""
    match action:
        case Right.VIEW | Right.EXPORT:
            return "" if _sees(standing, situation) else _INVISIBLE
        case Right.PREVIEW:
            return "" if _sees_draft(standing, situation) else "未提交的内容只有本单位和管理员能看。"
        case Right.EDIT:
            return why_never(action, standing) or _unless(
                situation.state in EDITABLE, f"“{situation.state.label}”的填报不能修改。"
            )
        case Right.REVIEW_OPEN:
            return why_never(action, standing) or _unless(
                situation.state is State.SUBMITTED, f"“{situation.state.label}”的填报不在审核中。"
            )
        case Right.WAIVE:
            return why_never(action, standing) or _waiving_refused(standing, situation)
    return why_never(action, standing) or _situation_refuses(BY_ACTION[action], situation)


def why_never(action: Right | Action, standing: Standing) -> str:
    """The reason why this person may not do it in any state; empty when there are states in which they may."""
    match action:
        case Right.EDIT:
            return _person_refused(Role.PREPARER, standing, by_others_only=False)
        case Right.REVIEW_OPEN:
            return _person_refused(Role.REVIEWER, standing, by_others_only=True)
        case Right.WAIVE:
            role = standing.role if standing.role is Role.ADMINISTRATOR else Role.REVIEWER
            return _person_refused(role, standing, by_others_only=True)
        case Right.VIEW | Right.EXPORT | Right.PREVIEW:
            return _unless(standing.role is not None, _INVISIBLE)
    row = BY_ACTION[action]
    return _person_refused(row.role, standing, by_others_only=row.by_others_only)


_INVISIBLE = "没有这份填报，或无权查看。"


def _unless(is_fine: bool, reason: str) -> str:
    return "" if is_fine else reason


def _sees(standing: Standing, situation: Situation) -> bool:
    """Lists say the same in SQL (`selfeval.queries.filings.visible_filings`); a test holds the two together."""
    match standing.role:
        case Role.PREPARER | Role.UNIT_HEAD:
            return standing.is_of_unit
        case Role.REVIEWER:
            return situation.state in FROZEN or situation.round > 1
        case Role.ADMINISTRATOR:
            return True
    return False


def _sees_draft(standing: Standing, situation: Situation) -> bool:
    return _sees(standing, situation) and (standing.role is not Role.REVIEWER or situation.state in FROZEN)


def _person_refused(role: Role, standing: Standing, *, by_others_only: bool) -> str:
    if standing.role is None:
        return _INVISIBLE
    if standing.role is not role:
        return f"这一步由{role.label}办理，您是{standing.role.label}。"
    if role in UNIT_ROLES and not standing.is_of_unit:
        return _INVISIBLE
    if role not in UNIT_ROLES and standing.is_of_unit:
        return "您属于这个部门，不能审核本部门的填报。"
    if by_others_only and standing.has_filled:
        return "您填报过这份自评表，不能由您签发或审核。"
    return ""


def _waiving_refused(standing: Standing, situation: Situation) -> str:
    if situation.state is State.FINALISED:
        return f"“{situation.state.label}”的填报不能再豁免。"
    return _unless(_sees(standing, situation), _INVISIBLE)


def _situation_refuses(row: Transition, situation: Situation) -> str:
    if situation.state not in row.sources:
        return f"“{situation.state.label}”的填报不能{row.action.label}。"
    if row.before_opened and situation.is_opened:
        return f"审核人已经打开，不能再{row.action.label}。"
    return ""
