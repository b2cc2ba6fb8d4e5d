"""What has to be put right, and what results were used for, scoped to who asks."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from selfeval.domain.after_review import RectificationState
from selfeval.models import Filing, RectificationItem, ResultUse, User
from selfeval.queries.filings import UnknownChoice, visible_filings

OPEN = tuple(state.value for state in RectificationState if state is not RectificationState.CLOSED)


def visible_items(*, user: User) -> QuerySet[RectificationItem]:
    """The items of filings the person may see, with filing, unit and cycle at hand."""
    seen = visible_filings(user=user).order_by().values("pk")
    return RectificationItem.objects.filter(filing__in=seen).select_related(
        "filing__department", "filing__cycle__framework", "issued_by"
    )


def list_items(
    *, user: User, state: str = "", cycle: str = "", search: str = "", is_overdue: bool = False, today: date
) -> QuerySet[RectificationItem]:
    """Visible items, those due first first. Raises UnknownChoice for `state`."""
    items = visible_items(user=user)
    if state:
        if state not in set(RectificationState):
            raise UnknownChoice(name="状态", value=state)
        items = items.filter(state=state)
    if cycle:
        items = items.filter(filing__cycle__code=cycle)
    for word in search.split():
        items = items.filter(
            Q(filing__department__name__icontains=word)
            | Q(filing__department__code__icontains=word)
            | Q(words__icontains=word)
        )
    if is_overdue:
        items = items.filter(state__in=OPEN, due_on__lt=today)
    return items.order_by("due_on", "pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCounts:
    """How many items stand in each state, zeros included, and how many are open after their day."""

    by_state: dict[RectificationState, int]
    overdue: int


def item_counts(*, user: User, cycle: str = "", today: date) -> ItemCounts:
    """Counts over the visible items. One query."""
    items = visible_items(user=user).order_by()
    if cycle:
        items = items.filter(filing__cycle__code=cycle)
    rows = items.values_list("state").annotate(Count("pk"), Count("pk", filter=Q(state__in=OPEN, due_on__lt=today)))
    found = {state: (count, overdue) for state, count, overdue in rows}
    return ItemCounts(
        by_state={state: found.get(state.value, (0, 0))[0] for state in RectificationState},
        overdue=sum(overdue for _, overdue in found.values()),
    )


def items_of(*, filing: Filing) -> QuerySet[RectificationItem]:
    """The items of one filing with what was said at each step, and the files brought. Four queries."""
    return filing.rectifications.select_related("issued_by").prefetch_related("steps__by", "files__uploaded_by")


def visible_uses(*, user: User, cycle: str = "") -> QuerySet[ResultUse]:
    """The ledger over filings the person may see, newest decision first."""
    uses = ResultUse.objects.filter(filing__in=visible_filings(user=user).order_by().values("pk"))
    if cycle:
        uses = uses.filter(filing__cycle__code=cycle)
    return uses.select_related("filing__department", "filing__cycle", "by", "cancels", "cancelled_by")
