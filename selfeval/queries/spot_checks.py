"""Spot checks: what may be drawn, what was, and how far each is; scoped to who asks."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from selfeval.domain.after_review import CheckState
from selfeval.domain.assessment import Assessment
from selfeval.domain.checks.review_checks import review_findings
from selfeval.domain.findings import Finding
from selfeval.domain.review import OtherRemark, Review, ReviewEntry
from selfeval.domain.sampling import Candidate, Method, candidates_from_rows, draw
from selfeval.domain.workflow import Role, State
from selfeval.models import (
    FigureValue,
    Filing,
    FilingCycle,
    IndicatorScore,
    SpotCheck,
    SpotCheckItem,
    SpotCheckScore,
    User,
)
from selfeval.queries.box_values import trimmed, trimmed_or_none
from selfeval.queries.filings import visible_filings
from selfeval.queries.snapshots import cycle_settings
from selfeval.queries.standing import accounts_of

# What a unit's money is taken to be where samples are drawn by money; the first of these that is filled.
_MONEY = ("full_year_budget", "original_budget", "actual_expenditure")
# The bureau's people, who see every draw with what it was drawn from.
BUREAU = frozenset({Role.ADMINISTRATOR, Role.REVIEWER, Role.AUDITOR})
CHECKERS = (Role.REVIEWER, Role.THIRD_PARTY)
_UNIT = frozenset({Role.PREPARER, Role.UNIT_HEAD})
_BEFORE_ASKED = (CheckState.DRAWN.value, CheckState.REVIEWING.value)


def candidates(*, cycle: FilingCycle) -> tuple[Candidate, ...]:
    """Every finalised filing of the cycle as one that may be drawn, by code of the unit; money in yuan. One query."""
    drawn = SpotCheckItem.objects.filter(filing__department=OuterRef("department")).order_by()
    last = drawn.values("filing__department").annotate(year=Max("filing__cycle__fiscal_year")).values("year")
    money = {
        code: Subquery(FigureValue.objects.filter(filing=OuterRef("pk"), code=code).values("number")[:1])
        for code in _MONEY
    }
    rows = Filing.objects.filter(cycle=cycle, state=State.FINALISED.value).annotate(
        last_checked=Subquery(last), **{f"money_{code}": each for code, each in money.items()}
    )
    return tuple(
        Candidate(
            code=row["department__code"],
            name=row["department__name"],
            risk=row["risk"],
            money=trimmed(
                next((row[f"money_{code}"] for code in _MONEY if row[f"money_{code}"] is not None), Decimal(0))
            ),
            last_checked=row["last_checked"],
        )
        for row in rows.order_by("department__code").values(
            "department__code", "department__name", "risk", "last_checked", *(f"money_{code}" for code in _MONEY)
        )
    )


def drawable_cycles() -> QuerySet[FilingCycle]:
    """Cycles with something finalised, newest first; `finalised` counts it."""
    count = Count("filings", filter=Q(filings__state=State.FINALISED.value))
    return FilingCycle.objects.annotate(finalised=count).filter(finalised__gt=0).order_by("-fiscal_year", "code")


def visible_spot_checks(*, user: User) -> QuerySet[SpotCheck]:
    """All draws for the bureau's people, nothing for others. Each with its counts."""
    checks = SpotCheck.objects.select_related("cycle", "drawn_by")
    if user.role not in BUREAU:
        return checks.none()
    return checks.annotate(
        item_count=Count("items"), settled_count=Count("items", filter=Q(items__state=CheckState.SETTLED.value))
    )


def visible_items(*, user: User) -> QuerySet[SpotCheckItem]:
    """What was drawn of the filings the person may see: all for the bureau's people, a third party's own only, and a
    unit's once it is asked; nothing for others."""
    items = SpotCheckItem.objects.filter(filing__in=visible_filings(user=user).order_by().values("pk"))
    if user.role == Role.THIRD_PARTY:
        items = items.filter(checker__in=accounts_of(user))
    elif user.role in _UNIT:
        items = items.exclude(state__in=_BEFORE_ASKED)
    elif user.role not in BUREAU:
        return SpotCheckItem.objects.none()
    # The document of a frozen copy is large and lists do not read it: whoever needs it asks for it.
    return items.select_related(
        "spot_check__cycle", "filing__department", "filing__cycle__framework", "submission__framework", "checker"
    ).defer("submission__document")


def items_to_answer(*, user: User) -> QuerySet[SpotCheckItem]:
    """What the person's unit was asked about and has not answered."""
    items = visible_items(user=user) if user.role in _UNIT else SpotCheckItem.objects.none()
    return items.filter(state=CheckState.OPINION_ASKED.value).order_by("asked_at", "pk")


def is_settled_by_check(*, filing: Filing) -> bool:
    """Whether a spot check has settled what counts of the filing as it stands. One query."""
    settled = SpotCheckItem.objects.filter(filing=filing.pk, state=CheckState.SETTLED.value)
    return settled.filter(submission__round=filing.round).exists()


def possible_checkers() -> QuerySet[User]:
    """Who may be given something to check."""
    return User.objects.filter(is_active=True, role__in=[role.value for role in CHECKERS]).order_by("role", "username")


def check_review(*, item: SpotCheckItem, assessment: Assessment) -> Review:
    """The checker's scores and remarks beside the sheet of the frozen copy, and what the same checker said of the same
    indicators of others in this draw: a third party learns of no other. Three queries at most."""
    rows = item.scores.all()
    entries = {row.code: ReviewEntry(score=trimmed_or_none(row.score), remark=row.remark) for row in rows}
    said = [code for code, entry in entries.items() if entry.remark.strip()]
    others = tuple(_others(item, said)) if said and item.checker_id is not None else ()
    return Review(framework=assessment.framework, sheet=assessment.sheet, entries=entries, others=others)


def check_findings(*, item: SpotCheckItem, review: Review) -> tuple[Finding, ...]:
    """What the checks of a reviewer's own work say of the checker's, by the settings of the cycle."""
    return review_findings(review, cycle_settings(cycle=item.filing.cycle))


def counts_of(*, items: Iterable[SpotCheckItem]) -> Mapping[int, int]:
    """How many indicators have a score, by the item's key. One query."""
    rows = SpotCheckScore.objects.filter(item__in=[item.pk for item in items], score__isnull=False).order_by()
    return dict(rows.values_list("item").annotate(Count("pk")))


def redrawn(*, check: SpotCheck) -> tuple[tuple[Candidate, ...], tuple[str, ...]]:
    """The sample drawn again from what was kept, and the codes of the units that were drawn then. One query."""
    population = candidates_from_rows(check.population)
    again = draw(population, method=Method(check.method), seed=check.seed, size=check.size)
    return again, tuple(check.items.order_by("position").values_list("filing__department__code", flat=True))


def _others(item: SpotCheckItem, codes: list[str]) -> Iterable[OtherRemark]:
    rows = SpotCheckScore.objects.filter(
        item__spot_check=item.spot_check_id, item__checker=item.checker_id, code__in=codes, score__isnull=False
    )
    found = list(rows.exclude(item=item.pk).exclude(remark="").select_related("item__filing__department"))
    scores = IndicatorScore.objects.filter(
        filing__in={row.item.filing_id for row in found}, code__in=codes, points__isnull=False
    )
    points = {(filing, code): trimmed(each) for filing, code, each in scores.values_list("filing", "code", "points")}
    for row in found:
        most = points.get((row.item.filing_id, row.code))
        if most is not None:
            yield OtherRemark(
                code=row.code,
                department=row.item.filing.department.name,
                remark=row.remark,
                cut=most - (trimmed_or_none(row.score) or Decimal(0)),
                points=most,
            )
