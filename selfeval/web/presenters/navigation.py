"""The words at the top of every page: where people of a role go. Pages ask for rights themselves."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import SEPARATE_ROLES, Role
from selfeval.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class TopLink:
    """A word, its address, and whether the page that is open belongs to it; `is_more` stands under 更多."""

    words: str
    url: str
    is_current: bool
    is_more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """`name` of the route it leads to; pages whose route begins with one of `pages` belong to it.

    One that is not often gone to stands under 更多 for who has more places than fit side by side.
    """

    words: str
    name: str
    pages: tuple[str, ...]
    is_for: Callable[[User], bool]
    is_often: bool = True


def _roles(*roles: Role) -> Callable[[User], bool]:
    return lambda user: user.role in roles


def _task(task: Task) -> Callable[[User], bool]:
    return lambda user: not why_not_task(task, Role(user.role))


def _files_or_judges(user: User) -> bool:
    return user.role not in {*SEPARATE_ROLES, Role.UNASSIGNED, Role.THIRD_PARTY, Role.AUDITOR}


def _runs_accounts(user: User) -> bool:
    return any(not why_not_task(task, Role(user.role)) for task in (Task.MAKE_ACCOUNTS, Task.GRANT_ROLES))


# As many words as a screen of 1366 has room for beside the name of the person.
_MOST_SIDE_BY_SIDE: Final = 7

_PLACES: Final = (
    _Place(words="工作台", name="workspace", pages=("workspace",), is_for=lambda _: True),
    _Place(words="自评进度", name="board", pages=("board",), is_for=_task(Task.SEE_BOARD)),
    _Place(
        words="所属单位",
        name="subordinates",
        pages=("subordinates", "roll-up"),
        is_for=_task(Task.SEE_SUBORDINATES),
    ),
    _Place(words="年度报告", name="annual", pages=("annual",), is_for=_task(Task.SEE_ANNUAL), is_often=False),
    _Place(
        words="核查结果",
        name="findings",
        pages=("findings",),
        is_for=_roles(Role.ADMINISTRATOR, Role.REVIEWER),
        is_often=False,
    ),
    _Place(
        words="抽查复核",
        name="spot-checks",
        pages=("spot-check",),
        is_for=_roles(Role.ADMINISTRATOR, Role.REVIEWER, Role.AUDITOR),
    ),
    _Place(
        words="整改",
        name="rectification",
        pages=("rectification", "filing-rectification"),
        is_for=lambda user: user.role not in {*SEPARATE_ROLES, Role.UNASSIGNED, Role.THIRD_PARTY},
    ),
    _Place(
        words="结果应用",
        name="result-uses",
        pages=("result-use",),
        is_for=_roles(Role.ADMINISTRATOR, Role.REVIEWER, Role.AUDITOR),
        is_often=False,
    ),
    _Place(
        words="核对旧表",
        name="check-form",
        pages=("check-form", "old-form"),
        is_for=_files_or_judges,
        is_often=False,
    ),
    _Place(words="指标体系", name="workshop", pages=("workshop",), is_for=_roles(Role.ADMINISTRATOR)),
    _Place(words="批量导出", name="batches", pages=("batch",), is_for=_task(Task.EXPORT_IN_BATCH), is_often=False),
    _Place(words="账号与角色", name="accounts", pages=("account",), is_for=_runs_accounts),
    _Place(words="操作记录", name="record", pages=("record",), is_for=_task(Task.READ_RECORD)),
    _Place(
        words="审核常用语", name="phrases", pages=("phrase",), is_for=_task(Task.KEEP_COMMON_PHRASES), is_often=False
    ),
    _Place(words="自评批次", name="cycles", pages=("cycle", "unit", "office"), is_for=_task(Task.RUN_CYCLE)),
    _Place(words="公开", name="disclosures", pages=("disclosure",), is_for=_task(Task.DISCLOSE)),
    _Place(words="批量导入", name="lists", pages=("list",), is_for=_roles(Role.ADMINISTRATOR), is_often=False),
)


def top_links(user: User, page: str) -> Iterator[TopLink]:
    """The links for `user`; `page` is the name of the route that is open."""
    places = [place for place in _PLACES if place.is_for(user)]
    for place in places:
        yield TopLink(
            words=place.words,
            url=reverse(place.name),
            is_current=page.startswith(place.pages),
            is_more=len(places) > _MOST_SIDE_BY_SIDE and not place.is_often,
        )
    if user.role == Role.UNIT_HEAD and user.department_id is not None:
        url = reverse("unit-people", args=[user.department_id])
        yield TopLink(words="本单位人员", url=url, is_current=page == "unit-people")
