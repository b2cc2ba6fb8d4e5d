"""The first page after signing in: what is this person's turn, and the list of filings they may see."""

from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from selfeval.domain.workflow import Role, State
from selfeval.models import Filing, User
from selfeval.queries.filings import (
    UnknownChoice,
    list_filings,
    overdue_filings,
    section_stamps,
    state_counts,
    visible_filings,
)
from selfeval.queries.snapshots import assessment_of
from selfeval.web.presenters.lists import address, counters, filing_row, pager_of
from selfeval.web.presenters.progress import progress_of
from selfeval.web.views.access import actor_of

PAGE_SIZE = 20
OVERDUE, ALL = "overdue", "all"
_TEMPLATES = {
    Role.PREPARER: "workspace/preparer.html",
    Role.UNIT_HEAD: "workspace/head.html",
    Role.REVIEWER: "workspace/reviewer.html",
    Role.ADMINISTRATOR: "workspace/administrator.html",
}
# What a role comes for stands first; the whole list is one click away.
_DEFAULT_STATE = {Role.UNIT_HEAD: State.AWAITING_SIGNATURE.value, Role.REVIEWER: State.SUBMITTED.value}
_DEFAULT_ORDER = {Role.REVIEWER: "risk"}
_PARTS = ("state", "q", "cycle", "order", "page")


@require_safe
def workspace(request: HttpRequest) -> HttpResponse:
    """The list of the person's role."""
    user = actor_of(request)
    role = Role(user.role)
    query = {part: request.GET.get(part, "").strip() for part in _PARTS}
    state = query["state"] or _DEFAULT_STATE.get(role, ALL)
    filings = _filtered(user, state, query, query["order"] or _DEFAULT_ORDER.get(role, ""))
    page = Paginator(filings, PAGE_SIZE).get_page(query["page"])
    now = timezone.now()
    counts = state_counts(user=user, cycle=query["cycle"])
    overdue = overdue_filings(user=user, now=now)
    if query["cycle"]:
        overdue = overdue.filter(cycle__code=query["cycle"])
    rows = [filing_row(filing, role=role, now=now) for filing in page]
    context: dict[str, Any] = {
        "role": role,
        "rows": rows,
        "to_do_count": sum(row.is_to_do for row in rows),
        "pager": pager_of(page, query),
        "query": query,
        "state": state,
        "counters": counters(counts, chosen=state, query=query, overdue=overdue.count()),
        "total": sum(counts.values()),
        "all_url": address({}, state=ALL),
        "has_filter": bool(query["q"] or query["cycle"]) or state != ALL,
        "cycles": _cycles(user),
        "now": now,
    }
    if role is Role.PREPARER:
        context["progress"] = _progress(user)
    return render(request, _TEMPLATES[role], context)


def _filtered(user: User, state: str, query: dict[str, str], order: str) -> QuerySet[Filing]:
    try:
        filings = list_filings(
            user=user,
            state="" if state in (OVERDUE, ALL) else state,
            search=query["q"][:100],
            cycle=query["cycle"],
            order=order,
        )
    except UnknownChoice as unknown:
        raise BadRequest(str(unknown)) from unknown
    if state == OVERDUE:
        filings = filings.filter(pk__in=overdue_filings(user=user, now=timezone.now()).order_by().values("pk"))
    return filings


def _cycles(user: User) -> list[tuple[str, str]]:
    """Code and title of the cycles the person has filings of, newest first."""
    found = visible_filings(user=user).order_by("-cycle__fiscal_year", "cycle__code")
    return list(found.values_list("cycle__code", "cycle__title").distinct())


def _progress(user: User) -> Any:
    """How far the newest filing of the unit is, page by page; None where there is none."""
    filing = visible_filings(user=user).order_by("-cycle__fiscal_year", "-pk").first()
    if filing is None:
        return None
    now = timezone.now()
    assessment = assessment_of(filing=filing, now=now, texts=False)
    return progress_of(filing, assessment, stamps=section_stamps(filing=filing), now=now)
