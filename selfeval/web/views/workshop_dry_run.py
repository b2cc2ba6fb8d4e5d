"""试算: the filings of an older version scored under a draft, before anybody has to live with it."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selfeval.domain.files import FileFaults, framework_from_document
from selfeval.domain.framework import Framework
from selfeval.models import FrameworkDraft, FrameworkVersion, User
from selfeval.queries.dry_runs import dry_runs, versions_with_filings
from selfeval.web.presenters.lists import address
from selfeval.web.presenters.workshop.dry_run import CHANGED, SHOWN, dry_run_view
from selfeval.web.presenters.workshop.faults import fault_views
from selfeval.web.views.workshop_access import administrator_of, draft_or_404

# What one page scores; ten thousandths of a second each, so that an answer never takes longer than people wait.
A_PAGE: Final = 200


@require_safe
def dry_run(request: HttpRequest, pk: int) -> HttpResponse:
    """The choice of an older version; with `against` in the address, what the draft changes for its filings."""
    user, draft = administrator_of(request), draft_or_404(request, pk)
    versions = list(versions_with_filings(user=user))
    name = request.GET.get("against", "").strip()[:200]
    chosen = next((version for version in versions if str(version) == name), None)
    if name and chosen is None:
        raise Http404
    context: dict[str, Any] = {
        "draft": draft,
        "versions": versions,
        "against": name or _likely(draft, versions),
        "chosen": chosen,
    }
    try:
        framework = framework_from_document(draft.document)
    except FileFaults as refused:
        context["faults"] = fault_views(draft, refused.faults)
    else:
        if chosen is not None:
            context |= _run(request, user, chosen, framework)
    return render(request, "workshop/dry_run.html", context)


def _likely(draft: FrameworkDraft, versions: list[FrameworkVersion]) -> str:
    """The version the draft was copied from where it has filings, else the first that has."""
    names = [str(version) for version in versions]
    based_on = str(draft.based_on) if draft.based_on else ""
    return based_on if based_on in names else next(iter(names), "")


def _run(request: HttpRequest, user: User, version: FrameworkVersion, draft: Framework) -> dict[str, Any]:
    """One page of filings, and the ways to the others."""
    count: int = version.filing_count  # type: ignore[attr-defined]
    pages = -(-count // A_PAGE)
    number = _page_number(request.GET.get("page", ""), pages)
    shown = request.GET.get("show", "")
    shown = shown if shown in SHOWN else CHANGED
    first = (number - 1) * A_PAGE
    query = {"against": str(version), "show": shown, "page": str(number)}
    runs = dry_runs(user=user, version=version, draft=draft, first=first, most=A_PAGE)
    view = dry_run_view(runs, draft=draft, shown=shown)
    return {
        "view": view,
        "shown": shown,
        "choices": [(value, words, address(query, show=value)) for value, words in SHOWN.items()],
        "count": count,
        "first": first + 1,
        "last": min(first + A_PAGE, count),
        "is_whole": pages <= 1,
        "previous": address(query, page=str(number - 1)) if number > 1 else "",
        "following": address(query, page=str(number + 1)) if number < pages else "",
    }


def _page_number(text: str, pages: int) -> int:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
    return min(max(number, 1), max(pages, 1))
