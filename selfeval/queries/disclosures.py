"""Filings on their way to the public, and what the public may see of them."""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from selfeval.domain.after_review import DisclosureState
from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import filing_from_document
from selfeval.domain.verification import hashes_of
from selfeval.domain.workflow import IN_REVIEW, State
from selfeval.models import Disclosure, Filing, FrameworkVersion, Submission, User
from selfeval.queries.filings import UnknownChoice, last_submission, visible_filings
from selfeval.queries.framework_snapshots import framework_snapshot

_PUBLIC = Q(state=DisclosureState.PUBLISHED.value)


def to_disclose(*, user: User, state: str = "", cycle: str = "", search: str = "") -> QuerySet[Filing]:
    """Finalised filings the person may see, with where they are on their way; `state` may be `none`, not begun.

    Raises UnknownChoice for `state`.
    """
    filings = (
        visible_filings(user=user)
        .filter(Q(state=State.FINALISED.value) | Q(disclosure__isnull=False))
        .select_related("disclosure__redacted_by", "disclosure__approved_by")
        # The lists are of many; their texts are long.
        .defer("disclosure__document", "disclosure__result", "disclosure__redactions")
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
    """What is public without its text, newest year first; `copy_round` is of its frozen copy. For anybody."""
    rows = Disclosure.objects.filter(_PUBLIC).select_related("filing__department", "filing__cycle")
    rows = rows.annotate(copy_round=F("submission__round"))
    if year is not None:
        rows = rows.filter(filing__cycle__fiscal_year=year)
    for word in search.split():
        rows = rows.filter(Q(filing__department__name__icontains=word) | Q(filing__department__code__icontains=word))
    rows = rows.defer("document", "result", "redactions")
    return rows.order_by("-filing__cycle__fiscal_year", "filing__department__code", "filing__cycle__code")


def published_years() -> list[tuple[int, int]]:
    """The years of which something is public, newest first, and how many forms. One query."""
    rows = Disclosure.objects.filter(_PUBLIC).order_by("-filing__cycle__fiscal_year")
    return list(rows.values_list("filing__cycle__fiscal_year").annotate(Count("pk")))


def published_form(*, year: int, department: str, cycle: str) -> Disclosure | None:
    """What is public of one unit in one cycle; None where nothing is. For anybody."""
    rows = Disclosure.objects.filter(_PUBLIC, filing__cycle__fiscal_year=year, filing__cycle__code=cycle)
    rows = rows.select_related("filing__department", "filing__cycle", "submission__framework")
    return rows.filter(filing__department__code=department).first()


def public_assessment(*, version: FrameworkVersion, document: str) -> Assessment:
    """A public copy, canonical JSON, scored again. Nothing of the filing itself is read."""
    framework = framework_snapshot(version=version)
    return assess(framework, filing_from_document(framework, json.loads(document)), texts=False)


class Standing(StrEnum):
    """What a frozen copy or a public copy is worth today."""

    OFFICIAL = "official"
    IN_REVIEW = "in_review"
    REOPENED = "reopened"
    SUPERSEDED = "superseded"
    PUBLIC = "public"
    PUBLIC_OLD = "public_old"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What a verification code says: the copy it is of, and what that is worth.

    `disclosure` where the code is that of a public copy, which has a hash of its own.
    """

    standing: Standing
    submission: Submission
    disclosure: Disclosure | None = None

    @property
    def sha256(self) -> str:
        """Of the copy the code was printed on."""
        return self.submission.sha256 if self.disclosure is None else self.disclosure.sha256


def verified(*, code: str) -> Verified | None:
    """What is known of a verification code, as printed at the foot of the form; None where nothing is."""
    copies = Submission.objects.filter(verification_code=code).select_related("filing__department", "filing__cycle")
    found = copies.order_by("pk").last()
    if found is not None:
        return Verified(standing=_standing(found), submission=found)
    least, greatest = hashes_of(code)
    public = Disclosure.objects.filter(sha256__gte=least, sha256__lte=greatest).defer("document", "result")
    row = public.select_related("submission__filing__department", "submission__filing__cycle").first()
    if row is None:
        return None
    return Verified(standing=_public_standing(row), submission=row.submission, disclosure=row)


def _standing(copy: Submission) -> Standing:
    filing, newest = copy.filing, last_submission(filing=copy.filing)
    if newest is not None and newest.pk != copy.pk:
        return Standing.SUPERSEDED
    if filing.current_state is State.FINALISED:
        return Standing.OFFICIAL
    return Standing.IN_REVIEW if filing.current_state in IN_REVIEW else Standing.REOPENED


def _public_standing(row: Disclosure) -> Standing:
    if row.current_state is not DisclosureState.PUBLISHED:
        return Standing.WITHDRAWN
    return Standing.PUBLIC if _standing(row.submission) is Standing.OFFICIAL else Standing.PUBLIC_OLD


def redactions_to_rows(redactions: Any) -> list[dict[str, Any]]:
    """Passages as they are kept."""
    return [{"place": each.place, "start": each.start, "length": each.length, "why": each.why} for each in redactions]
