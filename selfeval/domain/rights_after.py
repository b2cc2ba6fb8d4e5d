"""Who may take which step after a review, and what administrators do that is not about one filing. Default deny."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from selfeval.domain.after_review import AfterState, Step
from selfeval.domain.standing import Standing
from selfeval.domain.workflow import Role


class Task(StrEnum):
    """Work that is not about one filing."""

    RUN_CYCLE = "run_cycle"
    SEE_BOARD = "see_board"
    SEE_SUBORDINATES = "see_subordinates"
    SEE_ANNUAL = "see_annual"
    DRAW_SAMPLE = "draw_sample"
    KEEP_LEDGER = "keep_ledger"
    DISCLOSE = "disclose"
    REVIEW_IN_BATCH = "review_in_batch"
    KEEP_PHRASES = "keep_phrases"
    KEEP_COMMON_PHRASES = "keep_common_phrases"
    READ_RECORD = "read_record"
    MAKE_ACCOUNTS = "make_accounts"
    GRANT_ROLES = "grant_roles"
    EXPORT_IN_BATCH = "export_in_batch"
    ARCHIVE = "archive"

    @property
    def label(self) -> str:
        """The words shown to people."""
        return _LABELS[self]


_LABELS: Final = {
    Task.RUN_CYCLE: "管理自评批次",
    Task.SEE_BOARD: "查看进度",
    Task.SEE_SUBORDINATES: "查看所属单位",
    Task.SEE_ANNUAL: "查看年度报告",
    Task.DRAW_SAMPLE: "抽取复核样本",
    Task.KEEP_LEDGER: "登记结果应用",
    Task.DISCLOSE: "办理公开",
    Task.REVIEW_IN_BATCH: "批量通过",
    Task.KEEP_PHRASES: "维护自己的审核常用语",
    Task.KEEP_COMMON_PHRASES: "维护财政局的审核常用语",
    Task.READ_RECORD: "查阅操作记录",
    Task.MAKE_ACCOUNTS: "开设和停用账号",
    Task.GRANT_ROLES: "授予角色",
    Task.EXPORT_IN_BATCH: "批量导出",
    Task.ARCHIVE: "导出归档包",
}
_ROLES: Final[Mapping[Task, frozenset[Role]]] = MappingProxyType(
    {
        Task.RUN_CYCLE: frozenset({Role.ADMINISTRATOR}),
        Task.SEE_BOARD: frozenset({Role.ADMINISTRATOR, Role.REVIEWER, Role.AUDITOR}),
        Task.SEE_SUBORDINATES: frozenset({Role.SUPERVISOR}),
        Task.SEE_ANNUAL: frozenset(
            {Role.ADMINISTRATOR, Role.REVIEWER, Role.OFFICE_REVIEWER, Role.SUPERVISOR, Role.AUDITOR}
        ),
        Task.DRAW_SAMPLE: frozenset({Role.ADMINISTRATOR}),
        Task.KEEP_LEDGER: frozenset({Role.ADMINISTRATOR}),
        Task.DISCLOSE: frozenset({Role.ADMINISTRATOR}),
        Task.REVIEW_IN_BATCH: frozenset({Role.REVIEWER, Role.OFFICE_REVIEWER, Role.SUPERVISOR}),
        Task.KEEP_PHRASES: frozenset({Role.REVIEWER, Role.OFFICE_REVIEWER, Role.SUPERVISOR}),
        Task.KEEP_COMMON_PHRASES: frozenset({Role.ADMINISTRATOR}),
        Task.READ_RECORD: frozenset({Role.AUDITOR, Role.AUDIT_ADMINISTRATOR}),
        Task.MAKE_ACCOUNTS: frozenset({Role.SYSTEM_ADMINISTRATOR}),
        Task.GRANT_ROLES: frozenset({Role.SECURITY_ADMINISTRATOR}),
        Task.EXPORT_IN_BATCH: frozenset(
            {
                Role.PREPARER,
                Role.UNIT_HEAD,
                Role.SUPERVISOR,
                Role.OFFICE_REVIEWER,
                Role.REVIEWER,
                Role.ADMINISTRATOR,
                Role.AUDITOR,
            }
        ),
        Task.ARCHIVE: frozenset({Role.ADMINISTRATOR, Role.AUDITOR}),
    }
)


def why_not_task(task: Task, role: Role | None) -> str:
    """The reason in Chinese why somebody of `role` may not do it; empty when they may."""
    roles = _ROLES[task]
    if role in roles:
        return ""
    if role is None:
        return "请先登录。"
    names = "、".join(each.label for each in Role if each in roles)
    return f"“{task.label}”由{names}办理，您是{role.label}。"


def why_not_step(step: Step, standing: Standing, state: AfterState | None, *, did_the_last: bool = False) -> str:
    """The reason why the person may not take `step` on what stands in `state`, None before it begins; else empty.

    `did_the_last`: the same person took the step before, which some steps leave to another.
    """
    refusal = _person_refused(step, standing)
    if refusal:
        return refusal
    if standing.is_archived and not step.even_archived:
        return f"这一年度已归档，只能查看，不能{step.label}。"
    if state is not None and state not in step.sources:
        return f"“{state.label}”的不能{step.label}。"
    if state is None and step.sources:
        return f"还没有开始，不能{step.label}。"
    return "上一步是您办的，这一步请由另一个人办理。" if step.by_another and did_the_last else ""


def _person_refused(step: Step, standing: Standing) -> str:
    if standing.role is None:
        return "没有这份填报，或无权查看。"
    if standing.role not in step.roles:
        names = "、".join(each.label for each in Role if each in step.roles)
        return f"这一步由{names}办理，您是{standing.role.label}。"
    if step.of_unit:
        return "" if standing.is_of_unit else "没有这份填报，或无权查看。"
    if standing.is_of_unit or standing.was_of_unit:
        return "您属于这个部门，不能办理本部门的。"
    if standing.has_filled or standing.has_signed:
        return "您填报或签发过这份自评表，不能再由您办理。"
    if standing.role is Role.THIRD_PARTY and not standing.is_sampler:
        return "没有这份填报，或无权查看。"
    return ""
