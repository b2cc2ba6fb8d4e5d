"""The units of a cycle: found, added, extended many at once; one of them exempted, extended, taken in again."""

from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selfeval.domain.cycle import Stage
from selfeval.domain.rights import Right
from selfeval.domain.workflow import Action
from selfeval.models import Department, Filing, FilingCycle
from selfeval.queries.cycle_units import cycle_units, forms_of, kind_counts
from selfeval.queries.cycles import unit_tree, units_of
from selfeval.queries.filings import UnknownChoice, events_of, visible_filings
from selfeval.review.permissions import why_refused
from selfeval.review.preconditions import Refused
from selfeval.review.transitions import perform
from selfeval.services.errors import StaleVersion, Unfit
from selfeval.services.extending import extend_filings
from selfeval.services.issuing import add_units
from selfeval.web.forms.cycles import ExtendForm, ReasonForm
from selfeval.web.presenters.cycle_units import kind_links, unit_rows
from selfeval.web.presenters.cycles import phase_badge
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.history import happenings_of
from selfeval.web.presenters.lists import address, pager_of
from selfeval.web.views.cycle_access import INVALID, conflict, cycle_or_404, runner_of
from selfeval.web.views.unit_choice import unit_choice

PAGE_SIZE: Final = 100
_PARTS: Final = ("kind", "q", "page")
_STEPS: Final = {"exempt": Action.EXEMPT, "end": Action.END_EXEMPTION}
_DONE: Final = {"exempt": "已免评，单位看得到事由。", "end": "已取消免评，单位可以填报了。"}


@require_safe
def units(request: HttpRequest, code: str) -> HttpResponse:
    """The units with state, deadline, supervisor and office; the filter is in the address."""
    found, user, now = cycle_or_404(request, code), runner_of(request), timezone.now()
    query = {part: request.GET.get(part, "").strip()[:100] for part in _PARTS}
    try:
        rows = cycle_units(cycle=found, kind=query["kind"], search=query["q"])
    except UnknownChoice as unknown:
        raise BadRequest(str(unknown)) from unknown
    page: Any = Paginator(rows, PAGE_SIZE).get_page(query["page"])
    departments = list(page)
    counts = kind_counts(cycle=found)
    context = {
        "cycle": found,
        "phase": phase_badge(found, now),
        "rows": unit_rows(found, departments, forms_of(user=user, cycle=found, departments=departments), now),
        "kinds": kind_links(counts, query),
        "pager": pager_of(page, query),
        "query": query,
        "has_filter": bool(query["kind"] or query["q"]),
        "all_url": address({}),
        "unissued": counts["unissued"] if Stage(found.stage) is Stage.PUBLISHED else 0,
        "is_open": Stage(found.stage) is Stage.PUBLISHED,
    }
    return render(request, "cycles/units.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """More units in a cycle that is published already; their forms are issued next."""
    found = cycle_or_404(request, code)
    known = units_of(found)
    lines = [line for line in unit_tree() if line.department.pk not in known]
    choice = unit_choice(request, lines, kept=frozenset())
    # What was added by somebody else meanwhile is no fault here.
    if request.method == "POST" and (choice.form is None or choice.is_valid):
        try:
            number = add_units(actor=runner_of(request), cycle_id=found.pk, units=choice.chosen, now=timezone.now())
        except Unfit as refusal:
            return conflict(request, str(refusal), reverse("cycle", args=[code]))
        if number:
            messages.success(request, f"已增加 {number} 家，还没有下达。")
            return redirect("cycle-issue", code)
        messages.info(request, "没有勾选单位，什么也没有改。")
    status = INVALID if choice.form is not None and choice.form.errors else 200
    return render(request, "cycles/add_units.html", {"cycle": found, **choice.context()}, status=status)


@require_POST
def extend(request: HttpRequest, code: str) -> HttpResponse:
    """Longer for the units that are ticked: first the list with time and reason, then the act."""
    found, user = cycle_or_404(request, code), runner_of(request)
    versions = _versions(request.POST.getlist("filing"))
    filings = list(visible_filings(user=user).filter(cycle=found, pk__in=versions).order_by("department__code"))
    if not filings or len(filings) != len(versions):
        messages.warning(request, "没有勾选要延期的单位。")
        return redirect("cycle-units", code)
    fixed = [f"{each.department.name}：{words}" for each in filings if (words := _why_not_extended(request, each))]
    form = ExtendForm(request.POST if "due_at" in request.POST else None)
    status = 200
    if form.is_bound and not fixed:
        answer = _extend(request, found, versions, form)
        if answer is not None:
            return answer
        status = INVALID
    context = {
        "cycle": found,
        "filings": [(each, f"{each.pk}:{versions[each.pk]}", docbar_of(each, timezone.now())) for each in filings],
        "fixed": fixed,
        "form": form,
    }
    return render(request, "cycles/extend.html", context, status=status)


def _extend(
    request: HttpRequest, found: FilingCycle, versions: dict[int, int], form: ExtendForm
) -> HttpResponse | None:
    """Where it leads; None where the form does not do."""
    if not form.is_valid():
        return None
    try:
        done = extend_filings(
            actor=runner_of(request),
            versions=versions,
            due_at=form.cleaned_data["due_at"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
    except StaleVersion as stale:
        return conflict(request, str(stale), reverse("cycle-units", args=[found.code]))
    except Unfit as refusal:
        form.add_error(refusal.box or None, str(refusal))
        return None
    messages.success(request, f"已给 {len(done)} 家延期。")
    return redirect("cycle-units", found.code)


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One unit of a cycle; a POST exempts, ends the exemption or extends, as `do` says."""
    found = cycle_or_404(request, code)
    department = get_object_or_404(Department.objects.select_related("supervisor", "business_office"), pk=pk)
    if department.pk not in units_of(found):
        raise Http404
    filing = visible_filings(user=runner_of(request)).filter(cycle=found, department=department).first()
    if request.method != "POST":
        return _unit_page(request, found, department, filing)
    if filing is None:
        return conflict(request, "这个单位还没有下达。", reverse("cycle-units", args=[code]))
    do = request.POST.get("do", "")
    if do == "extend":
        return _extend_one(request, found, filing)
    if do not in _STEPS:
        raise BadRequest("没有这种操作。")
    return _step(request, found, filing, do)


def _step(request: HttpRequest, found: FilingCycle, filing: Filing, do: str) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id=f"{do}-%s")
    here = reverse("cycle-unit", args=[found.code, filing.department_id])
    if form.is_valid():
        try:
            perform(
                actor=runner_of(request),
                action=_STEPS[do],
                filing_id=filing.pk,
                expected_version=form.cleaned_data["version"],
                comment=form.cleaned_data["comment"],
                request_id=form.cleaned_data["request_id"],
                now=timezone.now(),
            )
        except StaleVersion as stale:
            return conflict(request, str(stale), here)
        except Refused as refusal:
            for each in refusal.refusals:
                form.add_error(each.box if each.box in form.fields else None, each.message)
        else:
            messages.success(request, _DONE[do])
            return redirect(here)
    return _unit_page(request, found, filing.department, filing, reason_form=form, status=INVALID)


def _extend_one(request: HttpRequest, found: FilingCycle, filing: Filing) -> HttpResponse:
    versions = _versions([f"{filing.pk}:{request.POST.get('version', '')}"])
    form = ExtendForm(request.POST, auto_id="extend-%s")
    if versions:
        answer = _extend(request, found, versions, form)
        if answer is not None:
            return answer
    return _unit_page(request, found, filing.department, filing, extend_form=form, status=INVALID)


def _unit_page(
    request: HttpRequest,
    found: FilingCycle,
    department: Department,
    filing: Filing | None,
    *,
    reason_form: ReasonForm | None = None,
    extend_form: ExtendForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    context: dict[str, Any] = {"cycle": found, "department": department, "filing": filing}
    if filing is not None:
        version = {"version": filing.version}
        context |= {
            "docbar": docbar_of(filing, now),
            "happenings": happenings_of(events_of(filing=filing), now),
            "why_no_exemption": _why_not(request, filing, Action.EXEMPT),
            "why_no_end": _why_not(request, filing, Action.END_EXEMPTION),
            "why_no_extension": _why_not_extended(request, filing),
            "exempt_form": reason_form or ReasonForm(initial=version, auto_id="exempt-%s"),
            "end_form": reason_form or ReasonForm(initial=version, auto_id="end-%s"),
            "extend_form": extend_form or ExtendForm(initial=_longer(filing, now), auto_id="extend-%s"),
        }
    return render(request, "cycles/unit.html", context, status=status)


def _longer(filing: Filing, now: datetime) -> dict[str, Any]:
    return {"due_at": filing.due_at or (filing.deadline if filing.deadline > now else None)}


def _why_not(request: HttpRequest, filing: Filing, action: Right | Action) -> str:
    return why_refused(user=runner_of(request), action=action, filing=filing)


def _why_not_extended(request: HttpRequest, filing: Filing) -> str:
    return _why_not(request, filing, Right.EXTEND)


def _versions(texts: list[str]) -> dict[int, int]:
    """`12:3`: the filing 12 as seen at its version 3."""
    found = {}
    for text in texts:
        pk, _, version = text.partition(":")
        if all(part.isascii() and part.isdecimal() and len(part) < 10 for part in (pk, version)):
            found[int(pk)] = int(version)
    return found
