"""The reviewer's page: the frozen form, what the checks found, return or approve."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from selfeval.domain.assessment import Assessment
from selfeval.domain.finding_comparison import FindingComparison, compared_findings
from selfeval.domain.findings import with_waivers
from selfeval.domain.rights import Right
from selfeval.domain.workflow import Action, Role, State
from selfeval.exports.preview import render_preview
from selfeval.models import Filing, Submission, User
from selfeval.queries.filings import events_of, last_submission, list_filings, submissions_of
from selfeval.queries.finding_rows import frozen_findings, waivers_in_force
from selfeval.queries.prior import prior_of
from selfeval.queries.reviews import review_findings_of, review_of
from selfeval.queries.snapshots import cycle_settings, submission_assessment
from selfeval.review.preconditions import Refused, refusals
from selfeval.review.transitions import mark_opened
from selfeval.services.errors import StaleVersion
from selfeval.web.forms.review_scores import ReviewScoresForm
from selfeval.web.forms.steps import FinaliseForm, ReturnForm, StepForm
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.evidence import Shelf
from selfeval.web.presenters.history import happenings_of, rounds_of
from selfeval.web.presenters.lists import filing_row
from selfeval.web.presenters.problems import problem_of
from selfeval.web.presenters.review_scores import review_sheet
from selfeval.web.presenters.sign import summary_of
from selfeval.web.presenters.text import score_text
from selfeval.web.views.access import actor_of, allowed, demand, filing_or_404
from selfeval.web.views.documents import frozen_form
from selfeval.web.views.evidence import frozen_context
from selfeval.web.views.sealed_scans import scan_state_of
from selfeval.web.views.steps import conflict, take_step

_BESIDE = 12
_INVALID = 422


@require_http_methods(["GET", "HEAD"])
def review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The newest submission. Opening it is noted: from then on the unit cannot withdraw it."""
    filing = filing_or_404(request, public_id)
    _bureau_only(request)
    if allowed(request, Right.REVIEW_OPEN, filing) and filing.opened_by_reviewer_at is None:
        filing = mark_opened(actor=actor_of(request), filing_id=filing.pk, now=timezone.now())
    return review_page(request, filing)


@require_POST
def send_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """退回修改."""
    filing = filing_or_404(request, public_id)
    demand(request, Action.RETURN, filing)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return review_page(request, filing, return_form=form, status=_INVALID)
    refused = _refused_step(request, filing, Action.RETURN, form)
    if refused is not None:
        return refused
    messages.success(request, f"已把{filing.department.name}的自评表退回修改。")
    return redirect("workspace")


@require_POST
def finalise(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """审核通过并定稿, in two steps: first what will happen, then the act."""
    filing = filing_or_404(request, public_id)
    demand(request, Action.FINALISE, filing)
    form = FinaliseForm(request.POST)
    if not form.is_valid():
        return review_page(request, filing, finalise_form=form, status=_INVALID)
    if not form.cleaned_data["is_confirmed"]:
        return _confirm(request, filing, form)
    refused = _refused_step(request, filing, Action.FINALISE, form)
    if refused is not None:
        return refused
    messages.success(request, f"{filing.department.name}的自评表已定稿。")
    return redirect("workspace")


def _refused_step(request: HttpRequest, filing: Filing, action: Action, form: StepForm) -> HttpResponse | None:
    """Take the step; the page that says why it was not taken, or None."""
    total = form.cleaned_data.get("confirmed_total")
    try:
        take_step(request, filing, action, form, confirmed_total=total, now=timezone.now())
    except StaleVersion as stale:
        return conflict(request, filing, str(stale))
    except Refused as refusal:
        form.show(refusal.refusals)
        if action is Action.RETURN:
            return review_page(request, filing, return_form=form, status=_INVALID)
        return review_page(request, filing, finalise_form=form, status=_INVALID)
    return None


def _bureau_only(request: HttpRequest) -> None:
    if actor_of(request).role not in (Role.REVIEWER, Role.ADMINISTRATOR):
        raise PermissionDenied("审核由财政局办理。")


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
        return review_page(request, filing, finalise_form=form, status=_INVALID)
    places = filing.cycle.framework.points_places
    context = {
        "filing": filing,
        "confirmed_total": score_text(total, places),
        "self_total": score_text(filing.self_total, places),
        "is_different": total != filing.self_total,
        "form": form,
    }
    return render(request, "review/confirm.html", context)


def review_page(
    request: HttpRequest,
    filing: Filing,
    *,
    return_form: StepForm | None = None,
    finalise_form: StepForm | None = None,
    scores_form: ReviewScoresForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page as it stands, with a form that was refused in place of its own."""
    submission = last_submission(filing=filing)
    if submission is None:
        raise Http404
    shown = frozen_form(filing, submission)
    now = timezone.now()
    addresses = Addresses(public_id=filing.public_id, framework=shown.assessment.framework)
    assessment = _with_present_waivers(shown.assessment, filing, now)
    submission.filing = filing
    own_work = review_of(submission=submission, assessment=assessment, with_others=True)
    scores_form = scores_form or ReviewScoresForm(initial={"submission": submission.pk}, review=own_work)
    total = assessment.sheet.total.self_score if own_work.total is None else own_work.total
    submissions = list(submissions_of(filing=filing))
    changed = _changed(assessment, submissions)
    context: dict[str, Any] = {
        "scan": scan_state_of(filing, submission),
        "filing": filing,
        "docbar": docbar_of(filing, now),
        "submission": submission,
        "preview": render_preview(shown.document),
        "summary": summary_of(assessment, addresses, prior_of(filing=filing)),
        "gone": [problem_of(each, assessment, addresses) for each in changed.gone] if changed else [],
        "new_keys": {each.key for each in changed.new} if changed else set(),
        "changed": changed,
        "may_waive": allowed(request, Right.WAIVE, filing),
        "may_return": allowed(request, Action.RETURN, filing),
        "may_finalise": allowed(request, Action.FINALISE, filing),
        "may_score": allowed(request, Right.REVIEW_OPEN, filing),
        "scores_form": scores_form,
        "sheet": review_sheet(scores_form, cycle_settings(cycle=filing.cycle)),
        "return_form": return_form or ReturnForm(initial={"version": filing.version}, auto_id="return-%s"),
        "finalise_form": finalise_form
        or FinaliseForm(initial={"version": filing.version, "confirmed_total": total}, auto_id="finalise-%s"),
        "happenings": happenings_of(events_of(filing=filing), now),
        "rounds": rounds_of(filing, submissions, now),
        "queue": _queue(actor_of(request)),
        **frozen_context(submission, Shelf(filing.public_id, assessment.framework, now)),
    }
    return render(request, "review/review.html", context, status=status)


def _with_present_waivers(assessment: Assessment, filing: Filing, now: datetime) -> Assessment:
    """The frozen findings with the waivers as they are now: one given or taken back since shows at once."""
    bare = (replace(each, waiver=None) for each in assessment.findings)
    return replace(assessment, findings=with_waivers(bare, waivers_in_force(filing=filing, now=now)))


def _changed(assessment: Assessment, submissions: list[Submission]) -> FindingComparison | None:
    """What became of the findings of the round before; None in the first round."""
    if len(submissions) < 2 or submissions[-2].check_settings is None:
        return None
    return compared_findings(frozen_findings(submission=submissions[-2]), assessment.findings)


def _queue(user: User) -> list[Any]:
    """The head of the queue by risk."""
    waiting = list_filings(user=user, state=State.SUBMITTED.value, order="risk")[:_BESIDE]
    now = timezone.now()
    return [(each.public_id, filing_row(each, role=Role.REVIEWER, now=now)) for each in waiting]
