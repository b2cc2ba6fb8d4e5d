"""Two frameworks line by line, published or drafts."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selfeval.domain.framework_comparison import compare as compared
from selfeval.queries.framework_drafts import DRAFT_PREFIX, drafts, framework_named, published_versions
from selfeval.web.presenters.workshop.comparison import comparison_view
from selfeval.web.views.workshop_access import administrator_of


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """The differences from `old` to `new`, both named in the address; only the choice of two while one is missing."""
    user = administrator_of(request)
    names = {side: request.GET.get(side, "").strip()[:200] for side in ("old", "new")}
    choices = [(f"{DRAFT_PREFIX}{each.pk}", f"草稿 {each} {each.written('title')}") for each in drafts(user=user)]
    choices += [(str(each), f"{each} {each.title}") for each in published_versions(user=user)]
    found = {side: framework_named(user=user, name=name) for side, name in names.items() if name}
    if any(each is None for each in found.values()):
        raise Http404
    context: dict[str, object] = {"names": names, "choices": choices}
    old, new = found.get("old"), found.get("new")
    if old and new:
        context |= {"old": old[0], "new": new[0], "view": comparison_view(compared(old[1], new[1]), old[1], new[1])}
    return render(request, "workshop/compare.html", context)
