"""指标体系: the list, a published version, a draft, and either as a file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from selfeval.domain.files.framework_printing import framework_to_yaml
from selfeval.queries.framework_documents import document_of
from selfeval.queries.framework_drafts import DRAFT_PREFIX, draft_events, drafts, makers_of, published_versions
from selfeval.web.presenters.lists import address
from selfeval.web.presenters.workshop.browse import framework_view
from selfeval.web.presenters.workshop.events import event_lines
from selfeval.web.presenters.workshop.faults import counted, fault_views, faults_of_draft, part_address
from selfeval.web.presenters.workshop.listing import FrameworkRow, draft_row, version_row
from selfeval.web.views.workshop_access import administrator_of, draft_or_404, version_or_404

PAGE_SIZE = 30
ALL, PUBLISHED, DRAFTS = "all", "published", "drafts"


@require_safe
def workshop(request: HttpRequest) -> HttpResponse:
    """Drafts first, then what is published; found by name or code, all in the address."""
    administrator_of(request)
    query = {part: request.GET.get(part, "").strip()[:100] for part in ("state", "q", "page")}
    state = query["state"] if query["state"] in (PUBLISHED, DRAFTS) else ALL
    rows = _rows(request, state, query["q"])
    page = Paginator(rows, PAGE_SIZE).get_page(query["page"])
    context = {
        "rows": list(page),
        "count": len(rows),
        "query": query,
        "state": state,
        "states": [(value, words, address(query, state=value)) for value, words in _STATES],
        "has_filter": bool(query["q"]) or state != ALL,
        "previous": address(query, page=str(page.previous_page_number())) if page.has_previous() else "",
        "following": address(query, page=str(page.next_page_number())) if page.has_next() else "",
    }
    return render(request, "workshop/list.html", context)


_STATES = ((ALL, "全部"), (PUBLISHED, "已发布"), (DRAFTS, "草稿"))


def _rows(request: HttpRequest, state: str, search: str) -> list[FrameworkRow]:
    now, user = timezone.now(), administrator_of(request)
    found: list[FrameworkRow] = []
    if state != PUBLISHED:
        found.extend(draft_row(draft, now=now) for draft in drafts(user=user, search=search))
    if state != DRAFTS:
        versions = list(published_versions(user=user, search=search))
        makers = makers_of(versions)
        found.extend(version_row(each, who=makers.get(str(each), ""), now=now) for each in versions)
    return found


@require_safe
def version_page(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """A published version to read."""
    found = version_or_404(request, slug, version)
    row = version_row(found, who=makers_of([found]).get(str(found), ""), now=timezone.now())
    context: dict[str, Any] = {"view": framework_view(document_of(found)), "row": row, "version": found}
    return render(request, "workshop/framework.html", context)


@require_safe
def draft_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft to read, with the way into each part and all faults."""
    draft = draft_or_404(request, pk)
    faults = faults_of_draft(draft.document)
    now = timezone.now()
    context: dict[str, Any] = {
        "view": framework_view(
            draft.document, address=lambda place: part_address(draft, place), faults=counted(faults)
        ),
        "row": draft_row(draft, now=now),
        "draft": draft,
        "faults": fault_views(draft, faults),
        "head_url": part_address(draft, ""),
        "events": event_lines(list(draft_events(draft=draft).reverse()[:20]), now=now),
        "based_on": str(draft.based_on) if draft.based_on else "",
    }
    return render(request, "workshop/framework.html", context)


@require_safe
def version_yaml(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """A published version as a framework file."""
    found = version_or_404(request, slug, version)
    return _file(document_of(found), f"{found.slug}-{found.version}")


@require_safe
def draft_yaml(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft as a framework file."""
    draft = draft_or_404(request, pk)
    return _file(draft.document, f"{DRAFT_PREFIX}{draft.pk}-{draft.revision}")


def _file(document: dict[str, Any], name: str) -> HttpResponse:
    response = HttpResponse(framework_to_yaml(document), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
