"""Who fills what of which filing, and who there is to fill it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from selfeval.domain.rights import UNIT_ROLES
from selfeval.domain.workflow import EDITABLE, Role
from selfeval.models import Assignment, BoxStamp, Department, Filing, User


def assignments_of(*, filing: Filing) -> QuerySet[Assignment]:
    """The division of `filing`, with the people."""
    return filing.assignments.select_related("person", "assigned_by")


def assignments_to(*, user: User) -> QuerySet[Assignment]:
    """What `user` has to fill now, with the filings: open ones of the unit they are of."""
    mine = Assignment.objects.filter(
        person=user, filing__department=user.department_id, filing__state__in=EDITABLE, filing__bureau_filling_reason=""
    )
    return mine.select_related("person", "filing__cycle__framework", "filing__department").order_by("filing_id", "id")


def stamps_since(*, filing: Filing, since: datetime) -> list[BoxStamp]:
    """The boxes of `filing` written after `since`."""
    return list(filing.box_stamps.filter(saved_at__gt=since))


def people_of(*, department: Department) -> QuerySet[User]:
    """The people of a unit who work on its forms, those with an account in use first."""
    roles = [role.value for role in UNIT_ROLES]
    return department.people.filter(role__in=roles).order_by("-is_active", "role", "username")


def preparers_of(*, department: Department) -> QuerySet[User]:
    """Those who may take over a clerk's work or review inside the unit."""
    return department.people.filter(role=Role.PREPARER.value, is_active=True).order_by("username")


def fillers_of(*, filing: Filing) -> QuerySet[User]:
    """Those a part of `filing` can be given to: who may fill it in."""
    roles = [Role.PREPARER.value]
    if filing.cycle.allows_filler_to_sign:
        roles.append(Role.UNIT_HEAD.value)
    return filing.department.people.filter(role__in=roles, is_active=True).order_by("role", "username")


def open_assignments(*, people: Iterable[User]) -> QuerySet[Assignment]:
    """What the `people` still have in filings that are not finalised."""
    return (
        Assignment.objects.filter(person__in=list(people))
        .exclude(filing__state="finalised")
        .select_related("filing__cycle__framework", "filing__department", "person")
    )
