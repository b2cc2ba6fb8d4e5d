"""The page of docs/ about the year's work, printed from the tables that the work goes by."""

from collections.abc import Iterable
from typing import Final

from selfeval.domain.after_review import STEPS, CheckState, DisclosureState, RectificationState, Step
from selfeval.domain.cycle import NEXT_STAGES, Phase, Stage
from selfeval.domain.rights import is_allowed, phase_refuses
from selfeval.domain.standing import Situation, Standing
from selfeval.domain.workflow import (
    EDITABLE,
    LEVEL_ROLES,
    LEVEL_STATES,
    TRANSITIONS,
    Action,
    Level,
    ReturnReason,
    Role,
    State,
    Transition,
)

_ARRANGEMENTS: Final = (
    "## 各单位的情形",
    "",
    "- 单位设了内部审核人的，先送内部审核，通过以后才到负责人；没有设的直接送负责人签发。内部审核人可以是填报过的人。",
    "- 自评批次允许“填报人可以签发”的，单位负责人也可以填，填了仍可以签，表上注明。审核人从来不能审自己填过、签过的。",
    "- 财政部门代填的，由管理员填和送签，本单位只能看，签发仍由单位负责人。",
    "- 代填的单位没有能签发的负责人时，由没有填过、也不属于这个单位的另一位管理员代签。",
    "- 审核人不代签：审核总是另一个人的事。",
    "- 审核人不审本部门的：现在属于、提交的时候属于，或者同一个人（工号相同）的另一个账号属于，都算。",
    "- 财政局自己的自评表由管理员移交给指名的审核人，没有移交以前没有人能审。",
    "- 人员离岗的，单位负责人或管理员把他的分工和内部审核移交给本单位另一位填报人；他填过的仍记在他名下。",
    "",
)
_VERSIONS: Final = "每次办理都记一条不可更改的事件，并带版本号：页面上的版本不是最新的，办理不成。"
_WHO_HAS_A_LEVEL: Final = {
    Level.SUPERVISOR: "批次设了这一级，单位有主管部门的；主管部门自己没有上级，就不经过",
    Level.OFFICE: "批次设了这一级，单位有对口业务科室的；财政局自己的不经过",
    Level.FINAL: "每一份都经过",
}
_CLOCK: Final = {
    Phase.DRAFT: "管理员还没有发布",
    Phase.PUBLISHED: "已发布，没到开始时间",
    Phase.FILING: "从开始时间到截止时间（含截止那一刻）",
    Phase.LATE_FILING: "截止以后到补报期止；没有设补报期止的，一直到批次结束",
    Phase.OVER: "补报期止以后，批次结束以前",
    Phase.CLOSED: "管理员已结束批次",
    Phase.ARCHIVED: "管理员已归档",
}
_DEADLINES: Final = (
    "",
    "时间一律以服务器为准。给一个单位延期的，到它自己的期限为止照样可以提交；退回时写了报回期限的，那就是它自己的期限。",
    "补报期过了只是不能提交：填好的内容都在，还可以接着填、接着存。",
    "",
)


def workflow_page() -> str:
    """States, actions, levels of review, deadlines, the steps after a review; without the mark of what printed it."""
    lines = ["# 填报的办理流程", "", "## 状态", "", "| 状态 | 编码 | 可以修改 |", "|---|---|---|"]
    lines += [f"| {state.label} | `{state.value}` | {_yes(state in EDITABLE)} |" for state in State]
    lines += ["", "逾期不是状态，是一个标记。", ""]
    lines += ["## 动作", "", "| 动作 | 由谁 | 从 | 到 | 条件 |", "|---|---|---|---|---|"]
    lines += [_row(transition) for transition in TRANSITIONS]
    lines += ["", f"退回要选原因：{_listed(reason.label for reason in ReturnReason)}。", "", _VERSIONS, ""]
    lines += [*_levels(), *_ARRANGEMENTS, *_deadlines(), *_after_review()]
    return "\n".join(lines)


def _row(row: Transition) -> str:
    conditions = {
        "核查没有未处理的问题": row.needs_clean_checks,
        "必须写意见": row.needs_comment,
        "由本单位指定的内部审核人办": row.by_accountant,
        "不能由填报过的人办": row.by_others_only,
        "审核人打开之前": row.before_opened,
        "还在收表的时候": row.while_submittable,
        "单位还没有申请": row.is_unlock_asked is False,
        "单位申请过": bool(row.is_unlock_asked),
        "存下冻结件": row.is_frozen_copy,
        "锁定": row.ends_work,
    }
    sources = _listed(state.label for state in State if state in row.sources)
    target = "下一级审核" if row.goes_to_next_level else row.target.label
    told = "；".join(words for words, holds in conditions.items() if holds)
    return f"| {row.action.label} | {_whose(row)} | {sources} | {target} | {told} |"


def _whose(row: Transition) -> str:
    """The role whose step it is; of what several levels do, the roles of those levels."""
    judges = [
        LEVEL_ROLES[level].label
        for level, state in LEVEL_STATES.items()
        if is_allowed(row.action, Standing(role=LEVEL_ROLES[level], is_in_charge=True), Situation(state=state))
    ]
    return _listed(judges) or row.role.label


def _levels() -> list[str]:
    lines = ["## 审核分几级", "", "| 级 | 状态 | 由谁 | 哪些单位经过 |", "|---|---|---|---|"]
    lines += [
        f"| {level.label} | {LEVEL_STATES[level].label} | {LEVEL_ROLES[level].label} | {_WHO_HAS_A_LEVEL[level]} |"
        for level in Level
    ]
    return [*lines, ""]


def _deadlines() -> list[str]:
    lines = ["## 时间", "", "| 批次 | 什么时候 | 可以填写 | 可以提交 |", "|---|---|---|---|"]
    lines += [
        f"| {phase.label} | {_CLOCK[phase]} | {_yes(not phase_refuses(phase))} | {_taken(phase)} |" for phase in Phase
    ]
    moves = [
        f"{stage.label} → {_listed(each.label for each in Stage if each in ahead)}"
        for stage, ahead in NEXT_STAGES.items()
        if ahead
    ]
    return [*lines, *_DEADLINES, f"管理员可以改批次的阶段：{'；'.join(moves)}。", ""]


def _taken(phase: Phase) -> str:
    """Whether a signature is taken in this phase, by the rule itself."""
    head = Standing(role=Role.UNIT_HEAD, is_of_unit=True)

    def takes(*, is_extended: bool) -> bool:
        situation = Situation(state=State.AWAITING_SIGNATURE, phase=phase, is_extended=is_extended)
        return is_allowed(Action.SIGN, head, situation)

    if takes(is_extended=False):
        return "是"
    return "延期的单位" if takes(is_extended=True) else ""


def _after_review() -> list[str]:
    lines: list[str] = []
    for title, states in (("抽查复核", CheckState), ("整改", RectificationState), ("公开", DisclosureState)):
        lines += [f"## {title}", "", "| 步骤 | 由谁 | 从 | 到 | 条件 |", "|---|---|---|---|---|"]
        lines += [_step(step) for step in STEPS.values() if isinstance(step.target, states)]
        lines += [""]
    return lines


def _step(step: Step) -> str:
    conditions = {
        "本单位的人": step.of_unit,
        "本单位的、填报或签发过的人不能办": not step.of_unit,
        "必须写意见": step.needs_comment,
        "由另一个人办": step.by_another,
    }
    kind = type(step.target)
    sources = _listed(state.label for state in kind if state in step.sources)
    roles = _listed(role.label for role in Role if role in step.roles)
    told = "；".join(words for words, holds in conditions.items() if holds)
    return f"| {step.label} | {roles} | {sources} | {step.target.label} | {told} |"


def _yes(holds: bool) -> str:
    return "是" if holds else ""


def _listed(words: Iterable[str]) -> str:
    return "、".join(words)
