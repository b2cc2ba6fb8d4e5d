"""People and filings as the rule of rights sees them."""

from django.contrib.auth.models import AnonymousUser

from selfeval.domain.rights import Situation, Standing
from selfeval.domain.workflow import Role, State
from selfeval.models import Filing, User

NOBODY = Standing(role=None)


def standing_of(*, user: User | AnonymousUser, filing: Filing) -> Standing:
    """What `user` is to `filing`. One query, or none where `fillers` was prefetched."""
    if not isinstance(user, User) or not user.is_active:
        return NOBODY
    return Standing(
        role=Role(user.role),
        is_of_unit=user.department_id is not None and user.department_id == filing.department_id,
        has_filled=any(filler.pk == user.pk for filler in filing.fillers.all()),
    )


def situation_of(filing: Filing) -> Situation:
    """Where `filing` stands."""
    return Situation(state=State(filing.state), round=filing.round, is_opened=filing.opened_by_reviewer_at is not None)
