"""Who is told of rectification: the unit of what it has to do, who issued it of what came back; in the transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.db.models import Q, QuerySet
from django.urls import reverse

from selfeval.domain.after_review import STEPS, Step
from selfeval.domain.workflow import Role
from selfeval.models import Filing, Notice, RectificationItem, User
from selfeval.services.notices import Told, tell
from selfeval.services.words import day_words

_MOST_WORDS: Final = 500
_UNIT: Final = (Role.PREPARER.value, Role.UNIT_HEAD.value)
_TO_UNIT: Final[Mapping[str, str]] = MappingProxyType(
    {"rectify_send_back": "整改退回，请再改", "rectify_close": "整改已销号"}
)


def tell_issued(filing: Filing, items: Sequence[RectificationItem], *, now: datetime) -> None:
    """Tell the unit, once for all that was issued together."""
    first = items[0]
    several = f"（{len(items)}项）" if len(items) > 1 else ""
    address = reverse("rectification-item", args=[first.public_id])
    told = Told(
        kind=Notice.Kind.RECTIFICATION,
        key=f"rectification:{first.pk}:issued",
        title=f"请整改{several}：{filing.cycle.title}",
        words=f"{day_words(first.due_on)}前反馈。{first.words}"[:_MOST_WORDS],
        address=reverse("rectification") if several else address,
    )
    tell(_of_unit(filing), told, filing=filing, now=now)


def tell_of_step(item: RectificationItem, step: Step, words: str, *, now: datetime) -> None:
    """Tell the unit that it was sent back or closed, the bureau that it was reported; of a beginning nobody."""
    filing = item.filing
    if step.code == "rectify_report":
        _tell(item, _who_judges(item), f"等您核对整改：{filing.department.name} {filing.cycle.title}", words, now)
    elif step.code in _TO_UNIT:
        _tell(item, _of_unit(filing), f"{_TO_UNIT[step.code]}：{filing.cycle.title}", words or item.words, now)


def _tell(item: RectificationItem, people: QuerySet[User], title: str, words: str, now: datetime) -> None:
    told = Told(
        kind=Notice.Kind.RECTIFICATION,
        key=f"rectification:{item.pk}:{item.version}",
        title=title,
        words=words[:_MOST_WORDS],
        address=reverse("rectification-item", args=[item.public_id]),
    )
    tell(people, told, filing=item.filing, now=now)


def _who_judges(item: RectificationItem) -> QuerySet[User]:
    """Who issued it; where they may not close it themselves, those who may are told too."""
    wanted = Q(pk=item.issued_by_id)
    closers = STEPS["rectify_close"].roles
    if item.issued_by.role not in closers or not item.issued_by.is_active:
        wanted |= Q(role__in=[role.value for role in closers])
    # Nobody judges their own unit; null is no unit.
    others = Q(department__isnull=True) | ~Q(department=item.filing.department_id)
    return User.objects.filter(wanted & others, is_active=True)


def _of_unit(filing: Filing) -> QuerySet[User]:
    return User.objects.filter(is_active=True, department=filing.department_id, role__in=_UNIT)
