"""Who is filling a filing at the moment."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from selfeval.domain.rights import Right
from selfeval.domain.sections import sections_of
from selfeval.models import Filing
from selfeval.queries.presence import others_here
from selfeval.queries.snapshots import framework_snapshot
from selfeval.services.presence import note_presence
from selfeval.web.presenters.presence import HereView, here_views
from selfeval.web.views.access import actor_of, demand, filing_or_404, wants_json


@require_POST
def who_is_here(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Notes that the person has the page `section` open, and tells who else fills the filing now."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.EDIT, filing)
    code = request.POST.get("section", "")
    if all(each.code != code for each in sections_of(framework_snapshot(version=filing.cycle.framework))):
        raise Http404
    note_presence(actor=actor_of(request), filing=filing, section=code, now=timezone.now())
    here = here_now(request, filing, code)
    if wants_json(request):
        told = [{"name": each.name, "section": each.section, "words": each.words} for each in here]
        return JsonResponse({"here": told})
    return render(request, "filing/_here.html", {"here": here, "oob": True})


def here_now(request: HttpRequest, filing: Filing, current: str) -> tuple[HereView, ...]:
    """The others who fill `filing`, told to somebody on the page `current`. One query."""
    sections = sections_of(framework_snapshot(version=filing.cycle.framework))
    here = others_here(filing=filing, person=actor_of(request), now=timezone.now())
    return here_views(here, sections, current=current)
