"""Accounts, for who makes them and who grants roles."""

from django.db.models import Q, QuerySet

from selfeval.domain.workflow import SEPARATE_ROLES, Role
from selfeval.models import Department, User

_APART = [role.value for role in SEPARATE_ROLES]


def duties_are_separate() -> bool:
    """Whether the system has its own administrators (三员): from the first one on, roles are granted by them only."""
    return User.objects.filter(role__in=_APART, is_active=True).exists()


def accounts(*, search: str = "", role: str = "") -> QuerySet[User]:
    """All accounts in the order of their names; `search` is part of account, name, person's number or unit."""
    found = User.objects.select_related("department", "business_office").order_by("username")
    if role:
        found = found.filter(role=role)
    if search:
        parts = ("username", "full_name", "person_number", "department__name")
        asked = Q()
        for part in parts:
            asked |= Q(**{f"{part}__icontains": search})
        found = found.filter(asked)
    return found


def other_accounts_of(*, person: User) -> QuerySet[User]:
    """Accounts in use of the same person (工号) that have a role."""
    if not person.person_number:
        return User.objects.none()
    same = User.objects.filter(person_number=person.person_number, is_active=True).exclude(pk=person.pk)
    return same.exclude(role=Role.UNASSIGNED.value)


def reviews_inside(*, person: User) -> Department | None:
    """The unit whose forms the person reviews before its head does."""
    return Department.objects.filter(accountant=person).first()
