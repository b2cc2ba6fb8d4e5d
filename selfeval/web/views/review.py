"""The reviewers' steps on the frozen form: open it, return it, pass it on, finalise it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from selfeval.domain.rights import Right
from selfeval.domain.workflow import BY_ACTION, LEVEL_OF, LEVEL_ROLES, Action, Role, target_of
from selfeval.models import Filing
from selfeval.queries.filings import last_submission
from selfeval.queries.reviews import review_findings_of
from selfeval.queries.snapshots import submission_assessment
from selfeval.review.preconditions import Refused, refusals
from selfeval.review.transitions import mark_opened
from selfeval.services.errors import StaleVersion
from selfeval.web.forms.steps import FinaliseForm, PassForm, ReturnForm, StepForm
from selfeval.web.presenters.text import score_text
from selfeval.web.presenters.three_scores import three_scores
from selfeval.web.views.access import actor_of, allowed, demand, filing_or_404
from selfeval.web.views.review_page import Refilled, review_page
from selfeval.web.views.steps import conflict, take_step

_INVALID = 422
# Who judges at some level, and who reads what was judged.
_READERS = frozenset({*LEVEL_ROLES.values(), Role.ADMINISTRATOR, Role.AUDITOR})


@require_http_methods(["GET", "HEAD"])
def review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The newest submission. Opening it is noted: from then on the unit cannot withdraw it."""
    filing = filing_or_404(request, public_id)
    if actor_of(request).role not in _READERS:
        raise PermissionDenied("审核由主管部门和财政局办理。")
    if allowed(request, Right.REVIEW_OPEN, filing) and filing.opened_by_reviewer_at is None:
        filing = mark_opened(actor=actor_of(request), filing_id=filing.pk, now=timezone.now())
    return review_page(request, filing)


@require_POST
def send_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """退回修改."""
    filing = filing_or_404(request, public_id)
    form = ReturnForm(request.POST, auto_id="return-%s")
    if not form.is_valid():
        demand(request, Action.RETURN, filing)
        return review_page(request, filing, Refilled(returning=form), status=_INVALID)
    refused = _refused_step(request, filing, Action.RETURN, form, Refilled(returning=form), **form.ruling)
    if refused is not None:
        return refused
    messages.success(request, f"已把{filing.department.name}的自评表退回修改。")
    return redirect("workspace")


@require_POST
def pass_on(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """审核通过，报下一级, in two steps: first what will happen, then the act."""
    filing = filing_or_404(request, public_id)
    form = PassForm(request.POST, auto_id="pass-%s")
    if not form.is_valid():
        demand(request, Action.PASS, filing)
        return review_page(request, filing, Refilled(passing=form), status=_INVALID)
    if not form.cleaned_data["is_confirmed"]:
        demand(request, Action.PASS, filing)
        return _confirm_pass(request, filing, form)
    refused = _refused_step(request, filing, Action.PASS, form, Refilled(passing=form))
    if refused is not None:
        return refused
    filing.refresh_from_db(fields=["state"])
    level = LEVEL_OF.get(filing.current_state)
    messages.success(request, f"{filing.department.name}的自评表已通过{f'，报{level.label}' if level else ''}。")
    return redirect("workspace")


@require_POST
def finalise(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """审核通过并定稿, in two steps: first what will happen, then the act."""
    filing = filing_or_404(request, public_id)
    form = FinaliseForm(request.POST, auto_id="finalise-%s")
    if not form.is_valid():
        demand(request, Action.FINALISE, filing)
        return review_page(request, filing, Refilled(finalising=form), status=_INVALID)
    if not form.cleaned_data["is_confirmed"]:
        demand(request, Action.FINALISE, filing)
        return _confirm(request, filing, form)
    total = form.cleaned_data["confirmed_total"]
    refused = _refused_step(request, filing, Action.FINALISE, form, Refilled(finalising=form), confirmed_total=total)
    if refused is not None:
        return refused
    messages.success(request, f"{filing.department.name}的自评表已定稿。")
    return redirect("workspace")


def _refused_step(
    request: HttpRequest, filing: Filing, action: Action, form: StepForm, refilled: Refilled, **ruling: Any
) -> HttpResponse | None:
    """Take the step; the page that says why it was not taken, or None."""
    try:
        take_step(request, filing, action, form, now=timezone.now(), **ruling)
    except StaleVersion as stale:
        return conflict(request, filing, str(stale))
    except Refused as refusal:
        form.show(refusal.refusals)
        return review_page(request, filing, refilled, status=_INVALID)
    return None


def _confirm_pass(request: HttpRequest, filing: Filing, form: PassForm) -> HttpResponse:
    """Which level it goes to, and what remarks the unit will not be told."""
    state = filing.current_state
    level, pins = LEVEL_OF[state], last_submission(filing=filing)
    context = {
        "filing": filing,
        "form": form,
        "level": level,
        "target": LEVEL_OF[target_of(BY_ACTION[Action.PASS], state, filing.cycle.levels_for(filing.department))],
        "pin_count": pins.pins.filter(level=level.value, sent_at=None).count() if pins else 0,
    }
    return render(request, "review/confirm_pass.html", context)


def _confirm(request: HttpRequest, filing: Filing, form: FinaliseForm) -> HttpResponse:
    """What will happen. What would be refused then is refused here already."""
    total, comment = form.cleaned_data["confirmed_total"], form.cleaned_data["comment"]
    submission = last_submission(filing=filing)
    if submission is None:
        raise Http404
    submission.filing = filing
    assessment = submission_assessment(submission=submission)
    found = refusals(
        action=Action.FINALISE,
        assessment=assessment,
        last_submission=submission,
        review=review_findings_of(submission=submission, assessment=assessment),
        comment=comment,
        confirmed_total=total,
    )
    if found:
        form.show(found)
        return review_page(request, filing, Refilled(finalising=form), status=_INVALID)
    places = filing.cycle.framework.points_places
    context = {
        "filing": filing,
        "confirmed_total": score_text(total, places),
        "self_total": score_text(filing.self_total, places),
        "three": three_scores(filing),
        "is_different": total != filing.self_total,
        "form": form,
    }
    return render(request, "review/confirm.html", context)
