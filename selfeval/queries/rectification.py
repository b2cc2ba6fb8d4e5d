"""What has to be put right, scoped to who asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from selfeval.domain.after_review import STEPS, RectificationState
from selfeval.domain.rights import UNIT_ROLES
from selfeval.domain.workflow import Role
from selfeval.models import Filing, FilingCycle, RectificationItem, User
from selfeval.queries.filings import UnknownChoice, visible_filings

# What the unit has to do something about.
WITH_UNIT = tuple(state.value for state in STEPS["rectify_report"].sources)
OPEN = tuple(state.value for state in RectificationState if state is not RectificationState.CLOSED)


def visible_items(*, user: User) -> QuerySet[RectificationItem]:
    """The items of filings the person may see, with filing, unit and cycle at hand.

    A third party, who judges by itself, learns of none.
    """
    if user.role == Role.THIRD_PARTY:
        return RectificationItem.objects.none()
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


def item_cycles(*, user: User) -> Mapping[str, str]:
    """Code and title of the cycles the person sees items of, newest first. One query."""
    with_items = visible_items(user=user).order_by().values("filing__cycle")
    cycles = FilingCycle.objects.filter(pk__in=with_items).order_by("-fiscal_year", "code")
    return dict(cycles.values_list("code", "title"))


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
    late = Count("pk", filter=Q(state__in=OPEN, due_on__lt=today))
    rows = items.values_list("state").annotate(count=Count("pk"), late=late)
    found = {state: (count, overdue) for state, count, overdue in rows}
    return ItemCounts(
        by_state={state: found.get(state.value, (0, 0))[0] for state in RectificationState},
        overdue=sum(overdue for _, overdue in found.values()),
    )


def items_to_rectify(*, user: User) -> QuerySet[RectificationItem]:
    """What the person's unit still has to do, those due first first; nothing for others."""
    if Role(user.role) not in UNIT_ROLES:
        return RectificationItem.objects.none()
    items = RectificationItem.objects.filter(filing__department__people=user, state__in=WITH_UNIT)
    return items.select_related("filing__department", "filing__cycle", "issued_by").order_by("due_on", "pk")


def items_of(*, filing: Filing) -> QuerySet[RectificationItem]:
    """The items of one filing with what was said at each step, and the files brought. Four queries."""
    return filing.rectifications.select_related("issued_by").prefetch_related("steps__by", "files__uploaded_by")
