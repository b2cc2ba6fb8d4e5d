"""Cycles as who runs them sees them: how far each is, what was decided, which units take part."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from selfeval.domain.cycle import Stage
from selfeval.domain.cycle_settings import Course, CycleSettings
from selfeval.domain.final_score import FinalScoreRule
from selfeval.domain.rights import FROZEN
from selfeval.domain.workflow import State
from selfeval.models import Department, Event, Filing, FilingCycle, FrameworkVersion, Submission
from selfeval.models.filings import STATES_WITH_UNIT


def settings_of(cycle: FilingCycle) -> CycleSettings:
    """What was decided about `cycle`. No query."""
    return CycleSettings(
        title=cycle.title,
        opens_at=cycle.opens_at,
        deadline=cycle.deadline,
        late_until=cycle.late_until,
        reminder_days=tuple(cycle.reminder_days),
        has_supervisor_review=cycle.has_supervisor_review,
        has_office_review=cycle.has_office_review,
        final_score_rule=FinalScoreRule(cycle.final_score_rule),
        low_risk_at_most=cycle.low_risk_at_most,
        difference_bounds=tuple(Decimal(each) for each in cycle.difference_bounds),
        check_settings=cycle.check_settings,
        allows_filler_to_sign=cycle.allows_filler_to_sign,
        requires_sealed_scan=cycle.requires_sealed_scan,
    )


def fingerprint_of(cycle: FilingCycle) -> str:
    """Of everything that is decided about `cycle`, its units too: what a page was made from. One query."""
    settings = settings_of(cycle)
    content = {each.name: getattr(settings, each.name) for each in fields(settings)}
    content["check_settings"] = dict(settings.check_settings)
    units = sorted(cycle.units.values_list("pk", flat=True))
    known = [cycle.pk, cycle.stage, cycle.code, cycle.fiscal_year, cycle.framework_id, content, units]
    return sha256(json.dumps(known, cls=DjangoJSONEncoder, sort_keys=True).encode()).hexdigest()


def course_of(cycle: FilingCycle, now: datetime) -> Course:
    """How far `cycle` is. Two queries."""
    filings = Filing.objects.filter(cycle=cycle)
    return Course(
        stage=Stage(cycle.stage),
        is_opened=now >= cycle.opens_at,
        is_submitted=Submission.objects.filter(filing__cycle=cycle).exists(),
        is_finalised=filings.filter(state=State.FINALISED.value).exists(),
    )


def last_event_of(cycle: FilingCycle) -> Event | None:
    """The newest write of `cycle` itself."""
    return events_of_cycle(cycle).first()


def events_of_cycle(cycle: FilingCycle) -> QuerySet[Event]:
    """The writes of `cycle` itself, newest first, with the actors."""
    found = Event.objects.filter(action__startswith="cycle.", data__code=cycle.code)
    return found.select_related("actor").order_by("-id")


def cycle_list() -> QuerySet[FilingCycle]:
    """All cycles, newest year first, with framework and counts: `planned` units, `issued` forms, `with_units` still
    there, `in_review`, `finalised`, `exempt`. One query.
    """
    same = FilingCycle.objects.filter(pk=OuterRef("pk")).order_by()
    counted = same.annotate(n=Count("units")).values("n")
    in_review = FROZEN - {State.RETURNED, State.FINALISED}
    return (
        FilingCycle.objects.select_related("framework", "based_on")
        .annotate(
            planned=Coalesce(Subquery(counted), 0, output_field=IntegerField()),
            issued=Count("filings"),
            with_units=Count("filings", filter=Q(filings__state__in=STATES_WITH_UNIT)),
            in_review=Count("filings", filter=Q(filings__state__in=in_review)),
            finalised=Count("filings", filter=Q(filings__state=State.FINALISED.value)),
            exempt=Count("filings", filter=Q(filings__state=State.EXEMPT.value)),
        )
        .order_by("-fiscal_year", "-opens_at", "code")
    )


def newest_cycle() -> FilingCycle | None:
    """The one that next year's is made from, unless another is chosen."""
    return FilingCycle.objects.select_related("framework").order_by("-fiscal_year", "-opens_at", "-pk").first()


def framework_choices() -> list[FrameworkVersion]:
    """Every published version, the newest of each framework first. One query."""
    return list(FrameworkVersion.objects.filter(is_published=True).order_by("slug", "-loaded_at", "-pk"))


def newer_versions(version: FrameworkVersion, choices: Iterable[FrameworkVersion]) -> list[FrameworkVersion]:
    """The versions of the same framework that came after `version`, newest first."""
    same = [each for each in choices if each.slug == version.slug and each.loaded_at > version.loaded_at]
    return sorted(same, key=lambda each: each.loaded_at, reverse=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLine:
    """A unit in the order of the tree, `depth` levels below the top."""

    department: Department
    depth: int


def unit_tree(departments: QuerySet[Department] | None = None) -> list[UnitLine]:
    """The units in the order of the tree, by code within each level. One query.

    A unit whose supervisor is not among them stands at the top; units whose supervisors run in a ring do too.
    """
    rows = list((departments or Department.objects.all()).select_related("supervisor", "business_office"))
    rows.sort(key=lambda each: each.code)
    known = {each.pk for each in rows}
    below: dict[int | None, list[Department]] = {}
    for each in rows:
        below.setdefault(each.supervisor_id if each.supervisor_id in known else None, []).append(each)
    found: list[UnitLine] = []
    _walk(below, None, 0, found)
    seen = {line.department.pk for line in found}
    found.extend(UnitLine(department=each, depth=0) for each in rows if each.pk not in seen)
    return found


def _walk(below: Mapping[int | None, Sequence[Department]], at: int | None, depth: int, found: list[UnitLine]) -> None:
    for each in below.get(at, ()):
        found.append(UnitLine(department=each, depth=depth))
        _walk(below, each.pk, depth + 1, found)


def units_of(cycle: FilingCycle) -> frozenset[int]:
    """The units `cycle` is meant for, and those that have a form of it. Two queries."""
    planned = set(cycle.units.values_list("pk", flat=True))
    return frozenset(planned | set(Filing.objects.filter(cycle=cycle).values_list("department_id", flat=True)))


def units_without_form(cycle: FilingCycle) -> QuerySet[Department]:
    """The units `cycle` is meant for and that have no form of it yet, by code."""
    issued = Filing.objects.filter(cycle=cycle, department=OuterRef("pk"))
    return cycle.units.filter(~Exists(issued)).order_by("code")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Which units a level of review does not reach: names by code."""

    no_supervisor: tuple[str, ...]
    no_office: tuple[str, ...]


def gaps_of(lines: Iterable[UnitLine], chosen: Collection[int]) -> Gaps:
    """The gaps among the `chosen` units. No query."""
    units = [line.department for line in lines if line.department.pk in chosen]
    return Gaps(
        no_supervisor=tuple(each.name for each in units if each.supervisor_id is None),
        no_office=tuple(each.name for each in units if each.business_office_id is None),
    )
