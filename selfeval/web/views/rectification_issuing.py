"""整改 of one filing: what was issued, what it gives reason to issue, and the results' use."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from selfeval.domain.after_review import STEPS
from selfeval.domain.cycle import Stage
from selfeval.domain.rights import FROZEN
from selfeval.domain.rights_after import Task, why_not_step, why_not_task
from selfeval.domain.workflow import Role, State
from selfeval.models import Filing
from selfeval.queries.rectification import visible_items
from selfeval.queries.rectification_sources import proposals_for
from selfeval.queries.result_uses import READERS, visible_uses
from selfeval.queries.standing import standing_of
from selfeval.services.errors import AlreadyThere, Unfit
from selfeval.services.rectification import issue
from selfeval.web.forms.rectification import IssueForm
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.rectification import item_row
from selfeval.web.presenters.result_uses import use_row
from selfeval.web.views.access import actor_of, demand_step, filing_or_404

_INVALID = 422
_CONFLICT = 409


@require_http_methods(["GET", "HEAD", "POST"])
def filing_rectification(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was issued to the unit for this filing; a POST issues what is ticked."""
    filing = filing_or_404(request, public_id)
    if actor_of(request).role == Role.THIRD_PARTY:
        raise PermissionDenied("整改由财政局和各单位办理。")
    if request.method != "POST":
        return _page(request, filing, None)
    demand_step(request, "rectify_issue", filing, None)
    form = IssueForm(request.POST, proposals=proposals_for(filing=filing))
    if not form.is_valid():
        return _page(request, filing, form, status=_INVALID)
    now = timezone.now()
    try:
        items = issue(
            actor=actor_of(request),
            filing_id=filing.pk,
            wanted=form.wanted(),
            now=now,
            today=timezone.localdate(now),
        )
    except AlreadyThere as clash:
        form.add_error(None, str(clash))
        return _page(request, filing, form, status=_CONFLICT)
    except Unfit as refused:
        form.show(refused.box, str(refused))
        return _page(request, filing, form, status=_INVALID)
    messages.success(request, f"已下达 {len(items)} 项整改，单位会收到通知。")
    return redirect("filing-rectification", filing.public_id)


def _why_not(request: HttpRequest, filing: Filing) -> str:
    standing = standing_of(user=actor_of(request), filing=filing)
    return why_not_step(STEPS["rectify_issue"], standing, None)


def _page(request: HttpRequest, filing: Filing, form: IssueForm | None, *, status: int = 200) -> HttpResponse:
    user, now = actor_of(request), timezone.now()
    is_frozen = filing.current_state in FROZEN
    may_issue = is_frozen and not _why_not(request, filing)
    items = visible_items(user=user).filter(filing=filing).order_by("due_on", "pk")
    reads_ledger = Role(user.role) in READERS
    context = {
        "filing": filing,
        "docbar": docbar_of(filing, now),
        "rows": [item_row(each, today=timezone.localdate(now), now=now) for each in items],
        "may_issue": may_issue,
        "is_frozen": is_frozen,
        "form": form or (IssueForm(proposals=proposals_for(filing=filing)) if may_issue else None),
        "reads_ledger": reads_ledger,
        "uses": [use_row(each, now) for each in visible_uses(user=user).filter(filing=filing)] if reads_ledger else [],
        "may_enter": filing.current_state is State.FINALISED
        and Stage(filing.cycle.stage) is not Stage.ARCHIVED
        and not why_not_task(Task.KEEP_LEDGER, Role(user.role))
        and not standing_of(user=user, filing=filing).is_of_unit,
    }
    return render(request, "rectification/filing.html", context, status=status)
