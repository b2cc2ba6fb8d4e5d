"""Reminding very many units (催报) behind the page: a portion at a time, told to whoever asked when it is over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from selfeval.domain.workflow import Role
from selfeval.models import Notice, User
from selfeval.services.notices import Told, tell
from selfeval.services.reminding import Plan, portions, remind

# As many names are told before the rest is a number.
_NAMES: Final = 60
_NOT_ALL: Final = "没有催完的，在列表里再点一次催报；今天催过的不会再催。"


@dataclass(slots=True, kw_only=True)
class Course:
    """How far it is: units and people reminded, units that were so today already, and those nobody can be told of."""

    units: int = 0
    people: int = 0
    reminded: int = 0
    silent: list[str] = field(default_factory=list)

    def add(self, plan: Plan) -> None:
        """Count what was done in a portion."""
        self.units += len(plan.filings)
        self.people += plan.people
        self.reminded += len(plan.reminded)
        self.silent += [each.department.name for each in plan.silent]


def remind_many(*, actor: User, keys: Sequence[int], course: Course, is_stopping: Callable[[], bool]) -> Sequence[int]:
    """Remind the units of the filings `keys` and count it in `course`; the keys left when this process has to end.

    Raises NotAllowed where the person may not remind them, or may not any more.
    """
    left = list(keys)
    for some in portions(keys):
        if is_stopping():
            return left
        course.add(remind(actor=actor, keys=some, now=timezone.now()))
        left = left[len(some) :]
    return left


def tell_how_it_went(*, actor: User, course: Course, number: str, fault: str = "") -> None:
    """Tell whoever asked, once for each `number`; `fault` says in Chinese why it is not done."""
    parts = [f"通知了 {course.people:,} 人。"] if course.units else []
    if course.reminded:
        parts.append(f"{course.reminded:,} 家今天已经催过，没有再催。")
    if course.silent:
        parts.append(f"没有可用账号、请电话联系：{_names(course.silent)}。")
    if fault:
        parts.append(f"{fault.rstrip('。')}。{_NOT_ALL}")
    what = "催报没有做完，已催报" if fault else "催报做完了，共催报"
    page = "subordinates" if actor.role == Role.SUPERVISOR else "board"
    told = Told(
        kind=Notice.Kind.REMINDER,
        key=f"reminded:{number}",
        title=f"{what} {course.units:,} 家",
        words="".join(parts),
        address=reverse(page),
    )
    with transaction.atomic():
        tell([actor], told, now=timezone.now())


def _names(names: Sequence[str]) -> str:
    shown = "、".join(names[:_NAMES])
    return f"{shown} 等 {len(names):,} 家" if len(names) > _NAMES else shown
