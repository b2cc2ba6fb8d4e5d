"""自评批次: the list, a new one from last year's, and what is decided about one."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from selfeval.domain.cycle import Stage
from selfeval.domain.cycle_settings import Course, CycleSettings
from selfeval.models import FilingCycle
from selfeval.queries.cycles import (
    course_of,
    cycle_list,
    events_of_cycle,
    fingerprint_of,
    framework_choices,
    gaps_of,
    newer_versions,
    newest_cycle,
    settings_of,
    unit_tree,
    units_of,
    units_without_form,
)
from selfeval.services.cycles import UnfitCycle, change_cycle, prepare_cycle
from selfeval.services.errors import AlreadyThere, StaleVersion, Unfit
from selfeval.web.forms.cycles import DraftForm, NewCycleForm, SettingsForm
from selfeval.web.presenters.cycles import (
    cycle_happenings,
    cycle_row,
    gap_notes,
    phase_badge,
    sections_of,
    stage_steps,
)
from selfeval.web.views.cycle_access import INVALID, conflict, cycle_or_404, runner_of, seen_in
from selfeval.web.views.unit_choice import UnitChoice, unit_choice

_TOLD = 12
_DRAFT = Course(stage=Stage.DRAFT)


@require_safe
def cycles(request: HttpRequest) -> HttpResponse:
    """All years with their counts."""
    runner_of(request)
    now = timezone.now()
    rows = [cycle_row(cycle, now) for cycle in cycle_list()]
    return render(request, "cycles/list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Next year's from the year before: everything is filled in already. A POST keeps it as a draft."""
    user = runner_of(request)
    based_on = _based_on(request)
    form, units = _new_form(request, based_on), _new_units(request, based_on)
    if request.method != "POST":
        return _new_page(request, form, units, based_on)
    if form.is_valid() and units.is_valid:
        try:
            cycle = prepare_cycle(
                actor=user,
                code=form.cleaned_data["code"],
                fiscal_year=form.cleaned_data["fiscal_year"],
                framework=form.cleaned_data["framework"],
                settings=form.wanted(),
                units=units.chosen,
                based_on=based_on,
                now=timezone.now(),
            )
        except UnfitCycle as refusal:
            form.show(refusal.faults)
        except AlreadyThere as refusal:
            form.add_error("code", str(refusal))
        except Unfit as refusal:
            form.add_error(refusal.box or None, str(refusal))
        else:
            messages.success(request, "已存为草稿，各单位还看不到。看一遍，再点“发布”。")
            return redirect("cycle", cycle.code)
    return _new_page(request, form, units, based_on, status=INVALID)


@require_http_methods(["GET", "HEAD", "POST"])
def cycle(request: HttpRequest, code: str) -> HttpResponse:
    """What was decided about a cycle, and what may still be changed."""
    found = cycle_or_404(request, code)
    now = timezone.now()
    form, units = _settings_form(request, found, now), _units(request, found)
    if request.method != "POST":
        return _page(request, found, form, units, now)
    if form.is_valid() and units.is_valid:
        try:
            changes = _store(request, found, form, units, now)
        except StaleVersion as stale:
            return conflict(request, str(stale), request.path)
        except UnfitCycle as refusal:
            form.show(refusal.faults)
        except Unfit as refusal:
            form.add_error(refusal.box or None, str(refusal))
        else:
            messages.success(request, f"已保存，改了 {len(changes)} 项。" if changes else "没有变化。")
            return redirect("cycle", code)
    return _page(request, found, form, units, now, status=INVALID)


def _units(request: HttpRequest, found: FilingCycle) -> UnitChoice:
    """The units of a cycle; while it is a draft as they were sent."""
    last_year = units_of(found.based_on) if found.based_on else None
    lines, kept = unit_tree(), units_of(found)
    if Stage(found.stage) is not Stage.DRAFT:
        return UnitChoice(lines=lines, keys=kept, last_year=last_year)
    return unit_choice(request, lines, kept=kept, kept_words="已存的那些", last_year=last_year)


def _new_units(request: HttpRequest, based_on: FilingCycle | None) -> UnitChoice:
    last_year = units_of(based_on) if based_on else None
    return unit_choice(
        request, unit_tree(), kept=last_year or frozenset(), kept_words="照上一年的", last_year=last_year
    )


def _store(
    request: HttpRequest, found: FilingCycle, form: SettingsForm, units: UnitChoice, now: datetime
) -> list[dict[str, str]]:
    more = {}
    if isinstance(form, DraftForm):
        more = {"framework": form.cleaned_data["framework"], "units": units.chosen}
    return change_cycle(
        actor=runner_of(request), cycle_id=found.pk, seen=seen_in(request), settings=form.wanted(), now=now, **more
    )


def _settings_form(request: HttpRequest, found: FilingCycle, now: datetime) -> SettingsForm:
    data = request.POST if request.method == "POST" else None
    settings, course = settings_of(found), course_of(found, now)
    if course.stage is not Stage.DRAFT:
        return SettingsForm(data, settings=settings, course=course)
    initial = {"framework": found.framework_id}
    return DraftForm(data, settings=settings, course=course, initial=initial)


def _page(
    request: HttpRequest,
    found: FilingCycle,
    form: SettingsForm,
    units: UnitChoice,
    now: datetime,
    *,
    status: int = 200,
) -> HttpResponse:
    stage = Stage(found.stage)
    notes = {"framework": _newer(found.framework_id), "levels": gap_notes(gaps_of(units.lines, units.keys))}
    events = list(events_of_cycle(found)[:_TOLD])
    context = {
        "cycle": found,
        "form": form,
        "sections": sections_of(form, notes=notes),
        **(units.context() if stage is Stage.DRAFT else {"ticks": ()}),
        "seen": seen_in(request) or fingerprint_of(found),
        "phase": phase_badge(found, now),
        "steps": stage_steps(found),
        "unit_count": len(units_of(found)),
        "unissued": units_without_form(found).count() if stage is Stage.PUBLISHED else 0,
        "is_draft": stage is Stage.DRAFT,
        "is_open": stage in (Stage.DRAFT, Stage.PUBLISHED),
        "happenings": cycle_happenings(events, now),
    }
    return render(request, "cycles/cycle.html", context, status=status)


def _based_on(request: HttpRequest) -> FilingCycle | None:
    code = request.GET.get("from", "").strip()[:50]
    if code:
        return get_object_or_404(FilingCycle.objects.select_related("framework"), code=code)
    return newest_cycle()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Start:
    """What a new cycle begins with."""

    year: int
    settings: CycleSettings


def _new_form(request: HttpRequest, based_on: FilingCycle | None) -> NewCycleForm:
    start = _next_year(based_on) if based_on else _first_year(timezone.localtime())
    initial: dict[str, Any] = {"fiscal_year": start.year, "code": str(start.year)}
    if based_on is not None:
        initial |= {"framework": based_on.framework_id}
    data = request.POST if request.method == "POST" else None
    return NewCycleForm(data, settings=start.settings, course=_DRAFT, initial=initial)


def _new_page(
    request: HttpRequest, form: NewCycleForm, units: UnitChoice, based_on: FilingCycle | None, *, status: int = 200
) -> HttpResponse:
    notes = {
        "framework": _newer(based_on.framework_id) if based_on else (),
        "levels": gap_notes(gaps_of(units.lines, units.keys)),
    }
    context = {
        "form": form,
        "sections": sections_of(form, notes=notes),
        **units.context(),
        "based_on": based_on,
        "others": FilingCycle.objects.exclude(pk=based_on.pk).order_by("-fiscal_year", "code") if based_on else (),
    }
    return render(request, "cycles/new.html", context, status=status)


def _newer(framework_id: int) -> tuple[str, ...]:
    """That there are newer versions of the framework, in words."""
    choices = framework_choices()
    used = next((each for each in choices if each.pk == framework_id), None)
    newer = newer_versions(used, choices) if used else []
    if used is None or not newer:
        return ()
    return (f"现在用的是 {used.slug} 第 {used.version} 版，已有更新的第 {newer[0].version} 版，可以改选。",)


def _next_year(based_on: FilingCycle) -> _Start:
    """Everything as it was, a year later."""
    old, year = settings_of(based_on), based_on.fiscal_year + 1
    settings = replace(
        old,
        title=old.title.replace(str(based_on.fiscal_year), str(year)),
        opens_at=_a_year_later(old.opens_at),
        deadline=_a_year_later(old.deadline),
        late_until=_a_year_later(old.late_until) if old.late_until else None,
    )
    return _Start(year=year, settings=settings)


def _a_year_later(moment: datetime) -> datetime:
    """The same day and minute of the next year; the last of February stays the last."""
    local = timezone.localtime(moment).replace(second=0, microsecond=0, tzinfo=None)
    day = min(local.day, 28) if local.month == 2 else local.day
    return timezone.make_aware(local.replace(year=local.year + 1, day=day))


def _first_year(now: datetime) -> _Start:
    """Without a year before: last year's expenditure, from tomorrow morning for thirty days."""
    opens = timezone.make_aware(datetime.combine(now.date() + timedelta(days=1), time(9)))
    last: date = now.date() + timedelta(days=31)
    deadline = timezone.make_aware(datetime.combine(last, time(18)))
    year = now.year - 1
    title = f"{year}年度部门整体支出绩效自评"
    return _Start(year=year, settings=CycleSettings(title=title, opens_at=opens, deadline=deadline))
