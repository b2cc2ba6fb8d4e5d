"""What a person was told."""

from django.db.models import BooleanField, Case, QuerySet, Value, When

from selfeval.domain.workflow import SEPARATE_ROLES, Role
from selfeval.models import Notice, User

# They have no part in the work, so nobody tells them of it.
_UNTOLD = frozenset({*SEPARATE_ROLES, Role.UNASSIGNED})


def notices_of(*, user: User, only_unread: bool = False) -> QuerySet[Notice]:
    """The notices of `user`, unread ones first, newest first."""
    found = user.notices.filter(read_at__isnull=True) if only_unread else user.notices.all()
    is_read = Case(When(read_at__isnull=True, then=Value(False)), default=Value(True), output_field=BooleanField())
    return found.annotate(is_read=is_read).order_by("is_read", "-at", "-pk")


def is_told(user: User) -> bool:
    """Whether somebody of this role is told anything."""
    return user.role not in _UNTOLD


def unread_count(*, user: User) -> int:
    """How many notices `user` has not read. One query, none for who is told nothing."""
    return user.notices.filter(read_at__isnull=True).count() if is_told(user) else 0
