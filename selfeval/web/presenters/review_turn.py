"""Who comes before and after a form in a reviewer's queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from selfeval.models import Filing


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """`count` wait; `before` and `after` are the ids of the neighbours, None at the ends."""

    count: int
    before: UUID | None
    after: UUID | None


def turn_of(filing: Filing, waiting: Sequence[UUID]) -> Turn:
    """The place of `filing` among those `waiting`; after one that no longer waits comes the first of them."""
    if filing.public_id not in waiting:
        return Turn(count=len(waiting), before=None, after=waiting[0] if waiting else None)
    at = waiting.index(filing.public_id)
    return Turn(
        count=len(waiting),
        before=waiting[at - 1] if at else None,
        after=waiting[at + 1] if at + 1 < len(waiting) else None,
    )
