"""Who runs a cycle, which cycle it is, and the answer to who acts on an old page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from selfeval.domain.rights_after import Task
from selfeval.models import FilingCycle, User
from selfeval.web.views.access import demand_task

INVALID, CONFLICT = 422, 409
_LONGEST = 64


def runner_of(request: HttpRequest) -> User:
    """The person signed in, who runs cycles. Raises PermissionDenied for everybody else."""
    return demand_task(request, Task.RUN_CYCLE)


def cycle_or_404(request: HttpRequest, code: str) -> FilingCycle:
    """A cycle, for who runs cycles."""
    runner_of(request)
    return get_object_or_404(FilingCycle.objects.select_related("framework", "based_on__framework"), code=code)


def seen_in(request: HttpRequest) -> str:
    """What the page was made from; empty, which fits nothing, where it is not sent."""
    return request.POST.get("seen", "")[:_LONGEST]


def conflict(request: HttpRequest, words: str, back: str) -> HttpResponse:
    """Somebody else was faster; nothing was done. `back` leads to what is there now."""
    context = {"words": words, "back": back, "list_url": reverse("cycles")}
    return render(request, "cycles/conflict.html", context, status=CONFLICT)
