"""Who may write frameworks: administrators. For everybody else 指标体系 is not there at all."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from selfeval.models import FrameworkDraft, FrameworkVersion, User
from selfeval.queries.framework_drafts import drafts, is_administrator, published_versions
from selfeval.web.views.access import actor_of

CONFLICT = 409


def administrator_of(request: HttpRequest) -> User:
    """The administrator signed in. Raises Http404 for anybody else."""
    user = actor_of(request)
    if not is_administrator(user):
        raise Http404
    return user


def draft_or_404(request: HttpRequest, pk: int) -> FrameworkDraft:
    """A draft, for administrators."""
    return get_object_or_404(drafts(user=administrator_of(request)), pk=pk)


def version_or_404(request: HttpRequest, slug: str, version: str) -> FrameworkVersion:
    """A published version, for administrators."""
    return get_object_or_404(published_versions(user=administrator_of(request)), slug=slug, version=version)


def revision_in(request: HttpRequest) -> int:
    """The revision the page was made from; 0, which no draft has, where it is not sent."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def conflict(request: HttpRequest, draft: FrameworkDraft, words: str) -> HttpResponse:
    """What was asked did not happen; nothing was written."""
    return render(request, "workshop/conflict.html", {"draft": draft, "words": words}, status=CONFLICT)
