"""Filings on their way to the public, and what the public may see of them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from selfeval.domain.after_review import DisclosureState
from selfeval.domain.workflow import State
from selfeval.models import Disclosure, Filing, Submission, User
from selfeval.queries.filings import UnknownChoice, visible_filings

_PUBLIC = Q(state=DisclosureState.PUBLISHED.value)


def to_disclose(*, user: User, state: str = "", cycle: str = "", search: str = "") -> QuerySet[Filing]:
    """Finalised filings the person may see, with where they are on their way; `state` may be `none`, not begun.

    Raises UnknownChoice for `state`.
    """
    filings = (
        visible_filings(user=user)
        .filter(Q(state=State.FINALISED.value) | Q(disclosure__isnull=False))
        .select_related("disclosure__redacted_by", "disclosure__approved_by")
    )
    if state == "none":
        filings = filings.filter(disclosure__isnull=True)
    elif state:
        if state not in set(DisclosureState):
            raise UnknownChoice(name="状态", value=state)
        filings = filings.filter(disclosure__state=state)
    if cycle:
        filings = filings.filter(cycle__code=cycle)
    for word in search.split():
        filings = filings.filter(Q(department__name__icontains=word) | Q(department__code__icontains=word))
    return filings.order_by("-cycle__fiscal_year", "department__code")


def disclosure_counts(*, user: User, cycle: str = "") -> dict[str, int]:
    """How many of them are in each state, zeros included; `none` is not begun. One query."""
    filings = to_disclose(user=user, cycle=cycle).order_by()
    found = dict(filings.values_list("disclosure__state").annotate(Count("pk")))
    return {"none": found.get(None, 0), **{state.value: found.get(state.value, 0) for state in DisclosureState}}


def published(*, year: int | None = None, search: str = "") -> QuerySet[Disclosure]:
    """What is public, newest year first. For anybody."""
    rows = Disclosure.objects.filter(_PUBLIC).select_related("filing__department", "filing__cycle", "submission")
    if year is not None:
        rows = rows.filter(filing__cycle__fiscal_year=year)
    for word in search.split():
        rows = rows.filter(Q(filing__department__name__icontains=word) | Q(filing__department__code__icontains=word))
    return rows.order_by("-filing__cycle__fiscal_year", "filing__department__code", "filing__cycle__code")


def published_years() -> list[tuple[int, int]]:
    """The years of which something is public, newest first, and how many units. One query."""
    rows = Disclosure.objects.filter(_PUBLIC).order_by("-filing__cycle__fiscal_year")
    return list(rows.values_list("filing__cycle__fiscal_year").annotate(Count("pk")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a verification code says: the copy it is of, and whether that is the one that counts."""

    submission: Submission
    is_newest: bool

    @property
    def is_official(self) -> bool:
        """Whether it is the finalised version."""
        return self.is_newest and self.submission.filing.current_state is State.FINALISED


def verified(*, code: str) -> Verified | None:
    """The frozen copy with the verification code, as printed at the foot of the form; None where there is none."""
    copies = Submission.objects.filter(verification_code=code).select_related("filing__department", "filing__cycle")
    found = copies.order_by("pk").last()
    if found is None:
        return None
    newest = found.filing.submissions.order_by("round").values_list("pk", flat=True).last()
    return Verified(submission=found, is_newest=newest == found.pk)


def redactions_to_rows(redactions: Any) -> list[dict[str, Any]]:
    """Passages as they are kept."""
    return [{"place": each.place, "start": each.start, "length": each.length, "why": each.why} for each in redactions]
