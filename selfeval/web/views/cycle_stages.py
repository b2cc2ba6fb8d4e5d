"""Publishing a cycle, issuing its forms, closing, reopening, archiving: first what it means, then the act."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from selfeval.domain.cycle import NEXT_STAGES, Stage
from selfeval.domain.cycle_settings import STAGE_VERBS, STAGE_WORDS
from selfeval.models import FilingCycle
from selfeval.queries.cycle_units import kind_counts
from selfeval.queries.cycles import fingerprint_of, gaps_of, settings_of, unit_tree, units_of, units_without_form
from selfeval.services.cycle_words import setting_words
from selfeval.services.cycles import change_stage
from selfeval.services.errors import StaleVersion, Unfit
from selfeval.services.issuing import PORTION, issue_filings
from selfeval.web.presenters.cycle_units import state_counts_of
from selfeval.web.presenters.cycles import gap_notes
from selfeval.web.views.cycle_access import CONFLICT, conflict, cycle_or_404, runner_of, seen_in

_NAMED = 30


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, code: str) -> HttpResponse:
    """What will happen to how many units; then it does, and the forms are issued. A second click issues none twice."""
    found = cycle_or_404(request, code)
    if request.method != "POST":
        if Stage(found.stage) is not Stage.DRAFT:
            return redirect("cycle-issue", code)
        return _publish_page(request, found)
    user, now = runner_of(request), timezone.now()
    try:
        change_stage(actor=user, cycle_id=found.pk, seen=seen_in(request), to=Stage.PUBLISHED, now=now)
    except StaleVersion as stale:
        return conflict(request, str(stale), reverse("cycle", args=[code]))
    except Unfit as refusal:
        return _publish_page(request, found, str(refusal))
    return _issue_next(request, found)


def _publish_page(request: HttpRequest, found: FilingCycle, refusal: str = "") -> HttpResponse:
    settings, units = settings_of(found), units_of(found)
    lines = [line for line in unit_tree() if line.department.pk in units]
    names = [line.department.name for line in lines]
    levels = [
        words
        for words, applies in (
            ("主管部门审核", settings.has_supervisor_review),
            ("业务科室审核", settings.has_office_review),
            ("绩效科审核", True),
        )
        if applies
    ]
    context = {
        "cycle": found,
        "seen": fingerprint_of(found),
        "refusal": refusal,
        "unit_count": len(units),
        "names": names[:_NAMED],
        "more": max(len(names) - _NAMED, 0),
        "levels": " → ".join(levels),
        "gaps": gap_notes(gaps_of(lines, units)),
        "opens": setting_words(settings, "opens_at"),
        "deadline": setting_words(settings, "deadline"),
        "late": setting_words(settings, "late_until"),
        "reminders": setting_words(settings, "reminder_days"),
        "is_open_at_once": timezone.now() >= found.opens_at,
    }
    return render(request, "cycles/publish.html", context, status=CONFLICT if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest, code: str) -> HttpResponse:
    """How far issuing is; a POST issues the next portion."""
    found = cycle_or_404(request, code)
    if request.method != "POST":
        return _issue_page(request, found)
    return _issue_next(request, found)


def _issue_next(request: HttpRequest, found: FilingCycle) -> HttpResponse:
    try:
        issued = issue_filings(actor=runner_of(request), cycle_id=found.pk, now=timezone.now())
    except Unfit as refusal:
        return conflict(request, str(refusal), reverse("cycle", args=[found.code]))
    if issued.left:
        return redirect("cycle-issue", found.code)
    done = found.filings.count()
    messages.success(request, f"已下达，{done} 家单位都有了自评表。")
    return redirect("cycle-units", found.code)


def _issue_page(request: HttpRequest, found: FilingCycle) -> HttpResponse:
    left, done = units_without_form(found).count(), found.filings.count()
    context = {"cycle": found, "left": left, "done": done, "whole": left + done, "portion": PORTION}
    return render(request, "cycles/issue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: HttpRequest, code: str, to: str) -> HttpResponse:
    """Close, reopen, archive."""
    found = cycle_or_404(request, code)
    now_in = Stage(found.stage)
    if to not in set(Stage) or to == Stage.DRAFT:
        raise Http404
    wanted = Stage(to)
    if now_in is Stage.DRAFT and wanted is Stage.PUBLISHED:
        return redirect("cycle-publish", code)
    if request.method != "POST":
        if wanted not in NEXT_STAGES[now_in]:
            return redirect("cycle", code)
        return _stage_page(request, found, wanted)
    try:
        change_stage(actor=runner_of(request), cycle_id=found.pk, seen=seen_in(request), to=wanted, now=timezone.now())
    except (StaleVersion, Unfit) as refusal:
        return conflict(request, str(refusal), reverse("cycle", args=[code]))
    messages.success(request, f"批次现在是“{wanted.label}”。")
    return redirect("cycle", code)


def _stage_page(request: HttpRequest, found: FilingCycle, wanted: Stage) -> HttpResponse:
    step = (Stage(found.stage), wanted)
    context = {
        "cycle": found,
        "seen": fingerprint_of(found),
        "verb": STAGE_VERBS[step],
        "means": STAGE_WORDS[step],
        "counts": state_counts_of(kind_counts(cycle=found)),
        "is_for_good": not NEXT_STAGES[wanted],
    }
    return render(request, "cycles/stage.html", context)
