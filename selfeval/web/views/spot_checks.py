"""抽查复核: the draws, a new one, what was drawn and who checks it; the population and the working paper as files."""

import shlex
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selfeval.domain.differences import bounds_of
from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.sampling import Method
from selfeval.domain.workflow import Role
from selfeval.exports.spot_check_paper import render_draw_paper
from selfeval.models import FilingCycle, SpotCheck, SpotCheckItem, User
from selfeval.queries.spot_check_papers import draw_paper_of
from selfeval.queries.spot_checks import (
    BUREAU,
    counts_of,
    drawable_cycles,
    redrawn,
    visible_items,
    visible_spot_checks,
)
from selfeval.services.errors import StaleVersion, Unfit
from selfeval.services.spot_check_draws import assign, draw_sample
from selfeval.web.forms.spot_checks import AssignForm, DrawForm
from selfeval.web.presenters.spot_checks import (
    bounds_words,
    class_counts,
    draw_row,
    item_rows,
    population_csv,
    population_of,
    shown_population,
)
from selfeval.web.throttle import demand_patience
from selfeval.web.views.access import actor_of, demand_task
from selfeval.web.views.files import made_file, workbook_file

INVALID: Final = 422
CONFLICT: Final = 409
_CSV: Final = "text/csv; charset=utf-8"


@require_safe
def spot_checks(request: HttpRequest) -> HttpResponse:
    """All draws, of one cycle where the address says so."""
    user, now = _of_bureau(request), timezone.now()
    checks = visible_spot_checks(user=user)
    cycles = list(FilingCycle.objects.filter(spot_checks__isnull=False).distinct().order_by("-fiscal_year", "code"))
    chosen = request.GET.get("cycle", "")
    if chosen:
        checks = checks.filter(cycle__code=chosen)
    context = {
        "rows": [draw_row(check, now) for check in checks],
        "cycles": cycles,
        "chosen": chosen,
        "may_draw": _may_draw(user),
        "can_draw": _may_draw(user) and drawable_cycles().exists(),
    }
    return render(request, "spot_checks/list.html", context)


@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """The first page of a third party: what was given to them, what waits for them first."""
    items = list(visible_items(user=actor_of(request)).order_by("-spot_check__drawn_at", "spot_check", "position"))
    rows = sorted(item_rows(items, counts_of(items=items)), key=lambda row: not row.choice)
    to_do_count = sum(bool(row.choice) for row in rows)
    context = {"rows": rows, "to_do_count": to_do_count, "now": timezone.now()}
    return render(request, "workspace/third_party.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def draw(request: HttpRequest) -> HttpResponse:
    """抽取样本; a POST draws."""
    user = demand_task(request, Task.DRAW_SAMPLE)
    form = DrawForm(request.POST or None, initial=_proposed(request))
    if request.method != "POST":
        return _draw_page(request, form)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            check = draw_sample(
                actor=user,
                cycle_id=typed["cycle"].pk,
                title=typed["title"],
                method=Method(typed["method"]),
                size=typed["size"],
                seed=typed["seed"],
                now=timezone.now(),
            )
        except Unfit as refusal:
            form.add_error({"size": "amount"}.get(refusal.box, refusal.box) or None, str(refusal))
        else:
            messages.success(request, f"已抽取 {check.size} 份，种子“{check.seed}”。接下来分派复核人。")
            return redirect("spot-check", check.public_id)
    return _draw_page(request, form, status=INVALID)


@require_safe
def spot_check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One draw: what was drawn, how, and how far each is."""
    return _page(request, _check(request, public_id))


@require_POST
def assign_items(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """分派: one or many at once; all or none."""
    user = demand_task(request, Task.DRAW_SAMPLE)
    check = _check(request, public_id)
    form = _assign_form(request, user, check)
    if not form.is_valid():
        return _page(request, check, form, status=INVALID)
    try:
        found = assign(actor=user, items=form.wanted, checker=form.cleaned_data["checker"], now=timezone.now())
    except Unfit as refusal:
        form.add_error("checker", str(refusal))
        return _page(request, check, form, status=INVALID)
    except StaleVersion as stale:
        return conflict(request, str(stale), request.path.removesuffix("assign/"))
    checker: User | None = form.cleaned_data["checker"]
    messages.success(
        request, f"已把 {len(found)} 份分派给{checker.full_name}。" if checker else f"已收回 {len(found)} 份。"
    )
    return redirect("spot-check", check.public_id)


@require_safe
def population(request: HttpRequest, public_id: UUID) -> FileResponse:
    """抽取范围 as CSV, with the lots and the order. Raises TooOften."""
    check = _check(request, public_id)
    demand_patience(request, actor_of(request))
    return made_file(population_csv(population_of(check)).encode(), f"{check.title} 抽取范围.csv", _CSV)


@require_safe
def draw_paper(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The working paper of the whole draw. Raises TooOften."""
    check, user = _check(request, public_id), actor_of(request)
    demand_patience(request, user)
    paper = draw_paper_of(check=check, user=user)
    return workbook_file(render_draw_paper(paper), f"{check.title} 抽查工作底稿.xlsx")


def conflict(request: HttpRequest, words: str, back: str) -> HttpResponse:
    """Somebody else was faster; nothing was done."""
    return render(request, "spot_checks/conflict.html", {"words": words, "back": back}, status=CONFLICT)


def _of_bureau(request: HttpRequest) -> User:
    """The person, if they see draws whole. A third party sees what was given to them, and no more."""
    user = actor_of(request)
    if user.role not in BUREAU:
        raise PermissionDenied("抽查由财政局组织。分派给您的，在工作台上。")
    return user


def _check(request: HttpRequest, public_id: UUID) -> SpotCheck:
    return get_object_or_404(visible_spot_checks(user=_of_bureau(request)), public_id=public_id)


def _may_draw(user: User) -> bool:
    return not why_not_task(Task.DRAW_SAMPLE, Role(user.role))


def _proposed(request: HttpRequest) -> dict[str, Any]:
    """What stands in the form at first: the cycle of the address, or the newest."""
    cycles = drawable_cycles()
    cycle = cycles.filter(code=request.GET.get("cycle", "")).first() or cycles.first()
    return {"cycle": cycle, "title": f"{cycle.fiscal_year}年度绩效自评抽查"} if cycle else {}


def _draw_page(request: HttpRequest, form: DrawForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "cycles": list(drawable_cycles())}
    return render(request, "spot_checks/draw.html", context, status=status)


def _items(user: User, check: SpotCheck) -> list[SpotCheckItem]:
    return list(visible_items(user=user).filter(spot_check=check).order_by("position"))


def _assign_form(request: HttpRequest, user: User, check: SpotCheck) -> AssignForm:
    choices = [f"{item.pk}:{item.version}" for item in _items(user, check)]
    return AssignForm(request.POST or None, choices=choices)


def _page(request: HttpRequest, check: SpotCheck, form: AssignForm | None = None, *, status: int = 200) -> HttpResponse:
    user = actor_of(request)
    items = _items(user, check)
    rows = item_rows(items, counts_of(items=items))
    units = population_of(check)
    again, then = redrawn(check=check)
    context = {
        "check": check,
        "row": draw_row(check, timezone.now()),
        "method": Method(check.method),
        "rows": rows,
        "classes": class_counts(rows),
        "bounds": bounds_words(bounds_of(check.cycle.difference_bounds)),
        "population": shown_population(units),
        "population_count": len(units),
        "is_same_again": tuple(each.code for each in again) == then,
        # As it is typed into a command line, whatever is in it.
        "quoted_seed": shlex.quote(check.seed),
        "form": form or (AssignForm(choices=()) if _may_draw(user) and any(row.choice for row in rows) else None),
        "chosen": set(request.POST.getlist("item")),
    }
    return render(request, "spot_checks/draw_page.html", context, status=status)
