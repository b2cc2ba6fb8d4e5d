"""The tree of units."""

from selfeval.models import Department, User


def subordinate_ids(user: User) -> frozenset[int]:
    """The units below the person's own, at any depth; none for who has no unit. One query a level, once."""
    if user.department_id is None:
        return frozenset()
    known: frozenset[int] | None = getattr(user, "_subordinate_ids", None)
    if known is None:
        known = below(user.department_id)
        user._subordinate_ids = known  # type: ignore[attr-defined]  # as long as this value of the account is held
    return known


def below(department_id: int) -> frozenset[int]:
    """The units below one, at any depth. One query a level."""
    found: set[int] = set()
    level = {department_id}
    while level:
        children = Department.objects.filter(supervisor__in=level).values_list("pk", flat=True)
        level = set(children) - found - {department_id}
        found |= level
    return frozenset(found)
