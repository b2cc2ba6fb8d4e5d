"""The reviewer's own scores and remarks, saved together."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from selfeval.domain.rights import Right
from selfeval.models import Submission
from selfeval.queries.filings import last_submission
from selfeval.queries.reviews import review_of
from selfeval.queries.snapshots import submission_assessment
from selfeval.services.errors import StaleVersion
from selfeval.services.review_scores import save_review_scores
from selfeval.web.forms.review_scores import ReviewScoresForm
from selfeval.web.views.access import actor_of, demand, filing_or_404
from selfeval.web.views.review_page import Refilled, level_shown, review_page
from selfeval.web.views.steps import conflict

_INVALID = 422


@require_POST
def save(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """保存逐项复核."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.REVIEW_OPEN, filing)
    submission = last_submission(filing=filing)
    if submission is None:
        raise Http404
    level = level_shown(actor_of(request), filing)
    review = review_of(submission=submission, assessment=submission_assessment(submission=submission), level=level)
    form = ReviewScoresForm(request.POST, review=review)
    if not form.is_valid():
        return review_page(request, filing, Refilled(scores=form), status=_INVALID)
    try:
        saved = save_review_scores(
            actor=actor_of(request),
            submission_id=form.cleaned_data["submission"],
            entries=form.entries(),
            now=timezone.now(),
        )
    except StaleVersion as stale:
        return conflict(request, filing, str(stale))
    except Submission.DoesNotExist as missing:
        raise Http404 from missing
    left = len(saved.blank)
    messages.success(request, f"复核得分已保存{f'，还有 {left} 项没有给分' if saved.is_begun and left else ''}。")
    return redirect(f"{reverse('filing-review', args=[filing.public_id])}#review-scores")
