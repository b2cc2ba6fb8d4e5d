"""What people are there for who see no filings: the three who run the system, and who has no role yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """What somebody of a role does, and where the role ends."""

    role: str
    tasks: tuple[str, ...]
    limits: str


_LIMITS: Final[Mapping[Role, str]] = MappingProxyType(
    {
        Role.SYSTEM_ADMINISTRATOR: "看不到自评表和操作记录。新开的账号没有角色，由安全管理员授予以后才能用。",
        Role.SECURITY_ADMINISTRATOR: "看不到自评表和操作记录，不能开设账号：账号由系统管理员开设。",
        Role.AUDIT_ADMINISTRATOR: "只能查阅和导出，什么也不能改；查阅本身也有记录。",
        Role.UNASSIGNED: "您的账号还没有角色，请安全管理员授予角色。",
    }
)


def duties_of(role: Role) -> Duties:
    """Tasks and limits of a role that sees no filings."""
    tasks = tuple(task.label for task in Task if not why_not_task(task, role))
    return Duties(role=role.label, tasks=tasks, limits=_LIMITS[role])
