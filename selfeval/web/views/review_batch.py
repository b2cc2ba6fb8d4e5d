"""批量通过: what is of low risk and waits for this person, ticked and passed one by one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Action, Role
from selfeval.queries.queue import of_low_risk, waiting_for
from selfeval.queries.standing import standing_of
from selfeval.review.batch import Chosen, pass_batch, passing_action
from selfeval.web.presenters.lists import filing_row
from selfeval.web.presenters.text import score_text
from selfeval.web.views.access import actor_of

MOST = 100
_MOST_DIGITS = 18


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """The list with ticks; a POST asks first, then (`is_confirmed`) passes them and says what became of each."""
    user = actor_of(request)
    refusal = why_not_task(Task.REVIEW_IN_BATCH, Role(user.role))
    if refusal:
        raise PermissionDenied(refusal)
    chosen = _chosen(request.POST.getlist("chosen")) if request.method == "POST" else []
    context: dict[str, Any] = {"is_last": passing_action(Role(user.role)) is Action.FINALISE, "outcomes": None}
    if chosen and request.POST.get("is_confirmed"):
        outcomes = pass_batch(actor=user, chosen=chosen, now=timezone.now())
        context |= {"outcomes": outcomes, "done": sum(each.is_passed for each in outcomes)}
    return render(request, "review/batch.html", context | _listed(request, chosen))


def _listed(request: HttpRequest, chosen: list[Chosen]) -> dict[str, Any]:
    """What is of low risk now; the ticks as they were sent."""
    user, now = actor_of(request), timezone.now()
    waiting = of_low_risk(waiting_for(user=user))
    page = Paginator(waiting, MOST).get_page(request.GET.get("page"))
    role, ticked = Role(user.role), {each.filing_id for each in chosen}
    rows = [
        {
            "row": filing_row(each, role=role, now=now, standing=standing_of(user=user, filing=each)),
            "value": f"{each.pk}.{each.version}",
            "is_ticked": each.pk in ticked,
            "then": score_text(each.computed_total, each.cycle.framework.points_places),
        }
        for each in page
    ]
    asks = bool(ticked) and not request.POST.get("is_confirmed")
    return {
        "rows": [each for each in rows if each["is_ticked"]] if asks else rows,
        "count": page.paginator.count,
        "most": MOST,
        "asks": asks,
        "has_none": request.method == "POST" and not chosen,
    }


def _chosen(values: list[str]) -> list[Chosen]:
    """What was ticked, as `<filing>.<version>`; what cannot be read is nothing that was ticked."""
    found = []
    for value in values[:MOST]:
        filing_id, _, version = value.partition(".")
        if all(part.isascii() and part.isdigit() and len(part) <= _MOST_DIGITS for part in (filing_id, version)):
            found.append(Chosen(filing_id=int(filing_id), version=int(version)))
    return found
