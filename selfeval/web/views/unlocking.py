"""申请解锁: the unit's head asks with a reason, an administrator grants or refuses. The old version stays."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from selfeval.domain.workflow import Action
from selfeval.models import Filing
from selfeval.queries.filings import last_submission
from selfeval.review.permissions import why_refused
from selfeval.review.preconditions import Refused
from selfeval.services.errors import StaleVersion
from selfeval.web.forms.steps import CommentForm
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.three_scores import three_scores
from selfeval.web.views.access import actor_of, allowed, filing_or_404
from selfeval.web.views.steps import conflict, take_step

_INVALID = 422
_STEPS = {"ask": Action.ASK_UNLOCK, "grant": Action.UNLOCK, "refuse": Action.REFUSE_UNLOCK}
_DONE = {
    Action.ASK_UNLOCK: "已申请解锁，等财政局答复。",
    Action.UNLOCK: "已解锁，单位可以修改并重新报送；原来定稿的那一版仍然保留。",
    Action.REFUSE_UNLOCK: "已答复不同意解锁，自评表仍为定稿。",
}


@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What may be done now: ask, or decide; a POST does it (`step`: ask, grant, refuse)."""
    filing = filing_or_404(request, public_id)
    steps = {word: action for word, action in _STEPS.items() if allowed(request, action, filing)}
    if request.method != "POST":
        if not steps:
            raise PermissionDenied(_why_none(request, filing))
        return _page(request, filing, CommentForm(initial={"version": filing.version}), steps)
    action = _STEPS.get(request.POST.get("step", ""), Action.ASK_UNLOCK)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, filing, form, steps, status=_INVALID)
    try:
        take_step(request, filing, action, form, now=timezone.now())
    except StaleVersion as stale:
        return conflict(request, filing, str(stale))
    except Refused as refusal:
        form.show(refusal.refusals)
        return _page(request, filing, form, steps, status=_INVALID)
    messages.success(request, _DONE[action])
    return redirect("workspace")


def _why_none(request: HttpRequest, filing: Filing) -> str:
    """The reason of the step that is nearest to what the person may do at all."""
    action = Action.UNLOCK if filing.unlock_reason else Action.ASK_UNLOCK
    return why_refused(user=actor_of(request), action=action, filing=filing)


def _page(
    request: HttpRequest, filing: Filing, form: CommentForm, steps: dict[str, Action], *, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    form.fields["comment"].label = "申请理由" if "ask" in steps else "答复意见"
    context = {
        "filing": filing,
        "docbar": docbar_of(filing, now),
        "submission": last_submission(filing=filing),
        "three": three_scores(filing),
        "form": form,
        "may_ask": "ask" in steps,
        "may_decide": "grant" in steps,
    }
    return render(request, "review/unlock.html", context, status=status)
