"""The library of phrases: a reviewer's own, and the bureau's which administrators keep."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role
from selfeval.models import ReviewPhrase
from selfeval.queries.pins import phrases_for
from selfeval.services.errors import AlreadyThere, Unfit
from selfeval.services.phrases import MOST_PHRASES, add_phrase, remove_phrase
from selfeval.web.forms.review_pins import PhraseForm
from selfeval.web.views.access import actor_of

_INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
def phrases(request: HttpRequest) -> HttpResponse:
    """The list; a POST adds one."""
    user = actor_of(request)
    is_common = user.role == Role.ADMINISTRATOR
    refusal = why_not_task(Task.KEEP_COMMON_PHRASES if is_common else Task.KEEP_PHRASES, Role(user.role))
    if refusal:
        raise PermissionDenied(refusal)
    form = PhraseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            add_phrase(actor=user, words=form.cleaned_data["words"], now=timezone.now())
        except (AlreadyThere, Unfit) as refused:
            form.add_error("words", str(refused))
        else:
            messages.success(request, "常用语已加上。")
            return redirect("phrases")
    found = phrases_for(user=user)
    context = {
        "form": form,
        "is_common": is_common,
        "own": [each for each in found if (each.owner_id is None) is is_common],
        "common": [] if is_common else [each for each in found if each.owner_id is None],
        "most": MOST_PHRASES,
    }
    return render(request, "review/phrases.html", context, status=_INVALID if form.errors else 200)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one out."""
    try:
        remove_phrase(actor=actor_of(request), phrase_id=pk, now=timezone.now())
    except ReviewPhrase.DoesNotExist as missing:
        raise Http404 from missing
    messages.success(request, "常用语已删去。")
    return redirect("phrases")
