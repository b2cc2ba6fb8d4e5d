"""What waits for a reviewer, at the level of their role."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db.models import F, Q, QuerySet

from selfeval.domain.workflow import LEVEL_ROLES, LEVEL_STATES, Level, Role
from selfeval.models import Filing, User
from selfeval.queries.filings import ORDERS, visible_filings

LEVEL_BY_ROLE: Final[Mapping[Role, Level]] = MappingProxyType({role: level for level, role in LEVEL_ROLES.items()})


def level_of(user: User) -> Level | None:
    """The level of review the person judges at; None for who judges nothing."""
    return LEVEL_BY_ROLE.get(Role(user.role))


def waiting_for(*, user: User) -> QuerySet[Filing]:
    """What waits for this very person, the riskiest first: what is in other hands is not among it."""
    level = level_of(user)
    if level is None:
        return Filing.objects.none()
    filings = visible_filings(user=user).filter(_in_charge(level, user), state=LEVEL_STATES[level].value)
    return filings.order_by(*ORDERS["risk"])


def of_low_risk(filings: QuerySet[Filing]) -> QuerySet[Filing]:
    """Those that may be passed in a batch by the bound of their cycle."""
    return filings.filter(risk__lte=F("cycle__low_risk_at_most"))


def _in_charge(level: Level, user: User) -> Q:
    """The same rule as `queries.standing` holds for one filing, in SQL."""
    match level:
        case Level.SUPERVISOR:
            return Q(department__supervisor=user.department_id)
        case Level.OFFICE:
            return Q(department__business_office=user.business_office_id)
    of_units = Q(department__is_finance_bureau=False) & (Q(reviewer=None) | Q(reviewer=user))
    # The bureau's own form is for whom it was given to, of another unit.
    return of_units if user.department_id is None else of_units | Q(reviewer=user)
