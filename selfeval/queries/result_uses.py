"""What results were used for (结果应用), scoped to who asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import Q, QuerySet

from selfeval.domain.cycle import Stage
from selfeval.domain.workflow import Role, State
from selfeval.models import Filing, FilingCycle, ResultUse, User
from selfeval.queries.filings import UnknownChoice, visible_filings
from selfeval.queries.standing import accounts_of

# The ledger is the bureau's own.
READERS: Final = frozenset({Role.ADMINISTRATOR, Role.REVIEWER, Role.AUDITOR})


def visible_uses(*, user: User) -> QuerySet[ResultUse]:
    """The ledger over filings the person may see, newest decision first; nothing for who is not of the bureau."""
    if Role(user.role) not in READERS:
        return ResultUse.objects.none()
    uses = ResultUse.objects.filter(filing__in=visible_filings(user=user).order_by().values("pk"))
    return uses.select_related("filing__department", "filing__cycle", "by", "cancels", "cancelled_by")


def list_uses(*, user: User, cycle: str = "", kind: str = "", search: str = "") -> QuerySet[ResultUse]:
    """Visible entries of a cycle, a kind, with words of unit or entry. Raises UnknownChoice for `kind`."""
    uses = visible_uses(user=user)
    if cycle:
        uses = uses.filter(filing__cycle__code=cycle)
    if kind:
        if kind not in ResultUse.Kind.values:
            raise UnknownChoice(name="应用方式", value=kind)
        uses = uses.filter(kind=kind)
    for word in search.split():
        uses = uses.filter(
            Q(filing__department__name__icontains=word)
            | Q(filing__department__code__icontains=word)
            | Q(words__icontains=word)
            | Q(document_number__icontains=word)
        )
    return uses.order_by("-decided_on", "-pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class KindSum:
    """Of one kind: entries that stand, units they are about, and their money in yuan, None where none names any."""

    kind: ResultUse.Kind
    count: int
    units: int
    amount: Decimal | None


def sums_by_kind(*, uses: QuerySet[ResultUse]) -> tuple[KindSum, ...]:
    """What stands of `uses`, by kind: neither what was cancelled nor what cancels. One query, all kinds.

    Money is text on SQLite, so that it is summed here.
    """
    standing = uses.order_by().filter(cancels__isnull=True, cancelled_by__isnull=True)
    found: dict[str, list[tuple[int, Decimal | None]]] = {}
    for kind, department, amount in standing.values_list("kind", "filing__department", "amount"):
        found.setdefault(kind, []).append((department, amount))
    return tuple(_sum(kind, found.get(kind.value, [])) for kind in ResultUse.Kind)


def _sum(kind: ResultUse.Kind, rows: Iterable[tuple[int, Decimal | None]]) -> KindSum:
    rows = list(rows)
    amounts = [amount for _, amount in rows if amount is not None]
    return KindSum(
        kind=kind,
        count=len(rows),
        units=len({department for department, _ in rows}),
        amount=sum(amounts, Decimal(0)) if amounts else None,
    )


def ledger_cycles(*, user: User) -> Mapping[str, str]:
    """Code and title of the cycles with something finalised the person may see, newest first. One query."""
    finalised = visible_filings(user=user).filter(state=State.FINALISED.value).order_by().values("cycle")
    cycles = FilingCycle.objects.filter(pk__in=finalised).order_by("-fiscal_year", "code")
    return dict(cycles.values_list("code", "title"))


def usable_filings(*, user: User, cycle: str) -> QuerySet[Filing]:
    """The finalised filings of a cycle an entry may be about, by code of the unit; not of the person's own unit.

    None of a year that was archived.
    """
    own = [account.department_id for account in accounts_of(user) if account.department_id is not None]
    filings = visible_filings(user=user).filter(state=State.FINALISED.value, cycle__code=cycle)
    filings = filings.exclude(department__in=own).exclude(cycle__stage=Stage.ARCHIVED.value)
    return filings.order_by("department__code")
