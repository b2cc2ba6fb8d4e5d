"""Filings, their history and their submissions, scoped to who asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, OrderBy, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from selfeval.domain.rights import FROZEN
from selfeval.domain.workflow import Role, State
from selfeval.models import Event, Filing, ReviewRecord, Submission, User
from selfeval.models.filings import STATES_WITH_UNIT
from selfeval.queries.departments import subordinate_ids
from selfeval.queries.standing import sampled_by, with_standing

ORDERS: Mapping[str, tuple[str | OrderBy, ...]] = MappingProxyType(
    {
        "": ("-cycle__fiscal_year", "cycle__code", "department__code"),
        "department": ("department__code", "-cycle__fiscal_year"),
        "-department": ("-department__code", "-cycle__fiscal_year"),
        "deadline": (Coalesce("due_at", "cycle__deadline").asc(), "department__code"),
        "-deadline": (Coalesce("due_at", "cycle__deadline").desc(), "department__code"),
        "score": (F("self_total").asc(nulls_last=True), "department__code"),
        "-score": (F("self_total").desc(nulls_last=True), "department__code"),
        # What most needs a reviewer's eye first by `domain.risk`, then the lower score.
        "risk": ("-risk", "-warning_count", F("self_total").asc(nulls_last=True), "department__code"),
        "updated": ("updated_at", "pk"),
        "-updated": ("-updated_at", "-pk"),
    }
)

_WAS_SUBMITTED = Q(state__in=FROZEN) | Q(round__gt=1)


class UnknownChoice(ValueError):
    """A filter or an order that does not exist."""

    def __init__(self, *, name: str, value: str) -> None:
        super().__init__(f"{name}没有“{value}”这一项。")


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionStamp:
    """Who saved a page last; version 0 was never saved."""

    version: int
    saved_at: datetime | None
    saved_by_id: int | None
    saved_by_name: str


def visible_filings(*, user: User | AnonymousUser) -> QuerySet[Filing]:
    """The filings `user` may see, with cycle, framework, department and standing at hand; none for anybody unknown.

    The same rule as `domain.rights` holds for one filing, said in SQL.
    """
    if not isinstance(user, User) or not user.is_active:
        return Filing.objects.none()
    filings = with_standing(Filing.objects.all(), user=user)
    match user.role:
        case Role.PREPARER | Role.UNIT_HEAD:
            return filings.filter(department__people=user)
        case Role.REVIEWER | Role.AUDITOR:
            return filings.filter(_WAS_SUBMITTED)
        case Role.SUPERVISOR:
            return filings.filter(_WAS_SUBMITTED, department__in=subordinate_ids(user))
        case Role.OFFICE_REVIEWER if user.business_office_id is not None:
            return filings.filter(_WAS_SUBMITTED, department__business_office=user.business_office_id)
        case Role.THIRD_PARTY:
            return filings.filter(sampled_by(user))
        case Role.ADMINISTRATOR:
            return filings
    return filings.none()


def list_filings(
    *, user: User | AnonymousUser, state: str = "", search: str = "", cycle: str = "", order: str = ""
) -> QuerySet[Filing]:
    """Visible filings by state, cycle code and words of the department. Raises UnknownChoice for `state`, `order`."""
    filings = visible_filings(user=user)
    if state:
        if state not in set(State):
            raise UnknownChoice(name="状态", value=state)
        filings = filings.filter(state=state)
    if cycle:
        filings = filings.filter(cycle__code=cycle)
    for word in search.split():
        filings = filings.filter(
            Q(department__name__icontains=word) | Q(department__code__icontains=word) | Q(cycle__title__icontains=word)
        )
    if order not in ORDERS:
        raise UnknownChoice(name="排序", value=order)
    return filings.order_by(*ORDERS[order])


def state_counts(*, user: User | AnonymousUser, cycle: str = "") -> dict[State, int]:
    """How many visible filings stand in each state, zeros included. One query."""
    filings = visible_filings(user=user).order_by()
    if cycle:
        filings = filings.filter(cycle__code=cycle)
    counted = dict(filings.values_list("state").annotate(Count("pk")))
    return {state: counted.get(state.value, 0) for state in State}


def overdue_filings(*, user: User | AnonymousUser, now: datetime) -> QuerySet[Filing]:
    """Visible filings that are still with the unit after the deadline."""
    with_unit = visible_filings(user=user).filter(state__in=STATES_WITH_UNIT)
    return with_unit.filter(Q(due_at__isnull=True, cycle__deadline__lt=now) | Q(due_at__lt=now))


def submissions_of(*, filing: Filing) -> QuerySet[Submission]:
    """The frozen copies of `filing`, first to last, each with its verdict where there is one."""
    verdicts = Prefetch("reviews", queryset=ReviewRecord.objects.select_related("reviewer"))
    return filing.submissions.select_related("framework", "submitted_by").prefetch_related(verdicts).order_by("round")


def last_submission(*, filing: Filing) -> Submission | None:
    """The newest frozen copy of `filing`."""
    return submissions_of(filing=filing).last()


def events_of(*, filing: Filing) -> QuerySet[Event]:
    """The history of `filing`, first to last, with the actors; who read it and who was refused is not part of it."""
    told = filing.events.filter(is_refused=False).exclude(action__startswith="access.")
    return told.select_related("actor").order_by("id")


def section_stamps(*, filing: Filing) -> dict[str, SectionStamp]:
    """Version and last saving of each page of `filing`, by section code. One query."""
    return {
        section.code: SectionStamp(
            version=section.version,
            saved_at=section.saved_at,
            saved_by_id=section.saved_by_id,
            saved_by_name=section.saved_by.full_name if section.saved_by else "",
        )
        for section in filing.sections.select_related("saved_by")
    }


def values_before(*, filing: Filing, seen: Mapping[str, int]) -> dict[str, Any]:
    """What each box held at the version it was seen at, for boxes written since; as events tell it again. One query."""
    newer = filing.events.filter(version__gt=min(seen.values())).order_by("id").values_list("version", "data")
    found: dict[str, Any] = {}
    for version, data in newer:
        for change in data.get("changes", ()):
            box = change["box"]
            if box in seen and box not in found and version is not None and version > seen[box]:
                found[box] = change.get("old_sha256", change["old"])
    return found
