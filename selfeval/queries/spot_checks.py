"""Spot checks: what may be drawn, what was, and how far each is; scoped to who asks."""

from decimal import Decimal

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from selfeval.domain.after_review import CheckState
from selfeval.domain.assessment import Assessment
from selfeval.domain.checks.review_checks import review_findings
from selfeval.domain.findings import Finding
from selfeval.domain.review import Review, ReviewEntry
from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.sampling import Candidate
from selfeval.domain.workflow import Role, State
from selfeval.models import FigureValue, Filing, FilingCycle, SpotCheck, SpotCheckItem, User
from selfeval.queries.box_values import trimmed_or_none
from selfeval.queries.filings import visible_filings
from selfeval.queries.snapshots import cycle_settings
from selfeval.queries.standing import accounts_of

# What a unit's money is taken to be where samples are drawn by money; the first of these that is filled.
_MONEY = ("full_year_budget", "original_budget", "actual_expenditure")


def candidates(*, cycle: FilingCycle) -> tuple[Candidate, ...]:
    """Every finalised filing of the cycle as one that may be drawn, by code of the unit. One query."""
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
            money=next((row[f"money_{code}"] for code in _MONEY if row[f"money_{code}"] is not None), Decimal(0)),
            last_checked=row["last_checked"],
        )
        for row in rows.order_by("department__code").values(
            "department__code", "department__name", "risk", "last_checked", *(f"money_{code}" for code in _MONEY)
        )
    )


def visible_spot_checks(*, user: User) -> QuerySet[SpotCheck]:
    """All draws for who draws; for others those they check something of. Each with its counts."""
    checks = SpotCheck.objects.select_related("cycle", "drawn_by")
    if why_not_task(Task.DRAW_SAMPLE, Role(user.role)) and user.role not in (Role.REVIEWER, Role.AUDITOR):
        mine = SpotCheckItem.objects.filter(checker__in=accounts_of(user)).values("spot_check")
        checks = checks.filter(pk__in=mine)
    return checks.annotate(
        item_count=Count("items"), settled_count=Count("items", filter=Q(items__state=CheckState.SETTLED.value))
    )


def visible_items(*, user: User) -> QuerySet[SpotCheckItem]:
    """What was drawn of the filings the person may see; a third party's own only, a unit's once it is asked."""
    items = SpotCheckItem.objects.filter(filing__in=visible_filings(user=user).order_by().values("pk"))
    match user.role:
        case Role.THIRD_PARTY:
            items = items.filter(checker__in=accounts_of(user))
        case Role.PREPARER | Role.UNIT_HEAD:
            items = items.exclude(state__in=(CheckState.DRAWN.value, CheckState.REVIEWING.value))
    return items.select_related(
        "spot_check", "filing__department", "filing__cycle__framework", "submission__framework", "checker"
    )


def check_review(*, item: SpotCheckItem, assessment: Assessment) -> Review:
    """The checker's scores and remarks beside the sheet of the frozen copy. One query."""
    rows = item.scores.all()
    entries = {row.code: ReviewEntry(score=trimmed_or_none(row.score), remark=row.remark) for row in rows}
    return Review(framework=assessment.framework, sheet=assessment.sheet, entries=entries)


def check_findings(*, item: SpotCheckItem, review: Review) -> tuple[Finding, ...]:
    """What the checks of a reviewer's own work say of the checker's, by the settings of the cycle."""
    return review_findings(review, cycle_settings(cycle=item.filing.cycle))
