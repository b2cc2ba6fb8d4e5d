"""The first page after signing in: what is this person's turn, and the list of filings they may see."""

from datetime import datetime
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from selfeval.domain.assessment import Assessment
from selfeval.domain.rights import UNIT_ROLES
from selfeval.domain.workflow import EDITABLE, LEVEL_ROLES, LEVEL_STATES, SEPARATE_ROLES, Role, State
from selfeval.models import Filing, User
from selfeval.queries.division import assignments_to, stamps_since
from selfeval.queries.export_batches import LOW
from selfeval.queries.filings import (
    UnknownChoice,
    list_filings,
    overdue_filings,
    section_stamps,
    state_counts,
    visible_filings,
)
from selfeval.queries.queue import of_low_risk, waiting_for
from selfeval.queries.rectification import items_to_rectify
from selfeval.queries.snapshots import assessment_of
from selfeval.queries.spot_checks import items_to_answer
from selfeval.queries.standing import standing_of
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.division import PartView, first_done, parts_of
from selfeval.web.presenters.duties import duties_of
from selfeval.web.presenters.lists import FilingRow, address, batch_address, counters, filing_row, pager_of
from selfeval.web.presenters.progress import progress_of
from selfeval.web.presenters.rectification import item_row
from selfeval.web.views.access import actor_of
from selfeval.web.views.spot_checks import sample

PAGE_SIZE = 20
MOST_TO_RECTIFY = 5
OVERDUE, ALL = "overdue", "all"
_TEMPLATES = {
    Role.PREPARER: "workspace/preparer.html",
    Role.UNIT_HEAD: "workspace/head.html",
    Role.REVIEWER: "workspace/reviewer.html",
    Role.ADMINISTRATOR: "workspace/administrator.html",
}
_WITHOUT_FILINGS = SEPARATE_ROLES | {Role.UNASSIGNED}
# Everybody else reads lists as reviewers do.
_READING = "workspace/reviewer.html"
# What a role comes for stands first; the whole list is one click away.
_DEFAULT_STATE = {
    Role.UNIT_HEAD: State.AWAITING_SIGNATURE.value,
    **{LEVEL_ROLES[level]: state.value for level, state in LEVEL_STATES.items()},
}
_DEFAULT_ORDER = dict.fromkeys(LEVEL_ROLES.values(), "risk")
_PARTS = ("state", "q", "cycle", "order", "risk", "page")


@require_safe
def workspace(request: HttpRequest) -> HttpResponse:
    """The list of the person's role; for who sees no filings, what they are there for."""
    user = actor_of(request)
    role = Role(user.role)
    if role in _WITHOUT_FILINGS:
        return render(request, "workspace/duties.html", {"duties": duties_of(role), "now": timezone.now()})
    if role is Role.THIRD_PARTY:
        return sample(request)
    query = {part: request.GET.get(part, "").strip() for part in _PARTS}
    state = query["state"] or _DEFAULT_STATE.get(role, ALL)
    filings = _filtered(user, state, query, query["order"] or _DEFAULT_ORDER.get(role, ""))
    page = Paginator(filings, PAGE_SIZE).get_page(query["page"])
    now = timezone.now()
    counts = state_counts(user=user, cycle=query["cycle"])
    overdue = overdue_filings(user=user, now=now)
    if query["cycle"]:
        overdue = overdue.filter(cycle__code=query["cycle"])
    rows = [filing_row(filing, role=role, now=now, standing=standing_of(user=user, filing=filing)) for filing in page]
    context: dict[str, Any] = {
        "role": role,
        "rows": rows,
        "to_do_count": sum(row.is_to_do for row in rows),
        "pager": pager_of(page, query),
        "query": query,
        "state": state,
        "is_default_state": state == _DEFAULT_STATE.get(role),
        "counters": counters(counts, chosen=state, query=query, overdue=overdue.count()),
        "total": sum(counts.values()),
        "low": _low_risk(user, query) if role in _DEFAULT_ORDER else None,
        "all_url": address({}, state=ALL),
        "batch_url": batch_address({**query, "state": "" if state == ALL else state}, role=role),
        "has_filter": bool(query["q"] or query["cycle"]) or state != ALL,
        "cycles": _cycles(user),
        "now": now,
    }
    if role in (Role.PREPARER, Role.UNIT_HEAD):
        context["to_answer"] = list(items_to_answer(user=user))
    if role in UNIT_ROLES:
        context |= _to_rectify(user, now)
    if role is Role.PREPARER:
        context |= _of_preparer(user)
    if role is Role.UNIT_HEAD and not query["state"]:
        context["fillable"] = _fillable(user, now)
    return render(request, _TEMPLATES.get(role, _READING), context)


def _to_rectify(user: User, now: datetime) -> dict[str, Any]:
    """What the unit has to put right, the first that are due. One query."""
    items = list(items_to_rectify(user=user))
    rows = [item_row(each, today=timezone.localdate(now), now=now) for each in items[:MOST_TO_RECTIFY]]
    return {"to_rectify": rows, "to_rectify_count": len(items)}


def _fillable(user: User, now: datetime) -> list[FilingRow]:
    """What a head may fill, where the cycle lets one person fill and sign: not their turn, but found without asking."""
    filings = visible_filings(user=user).filter(
        state__in=[state.value for state in EDITABLE], cycle__allows_filler_to_sign=True, bureau_filling_reason=""
    )
    standings = [(filing, standing_of(user=user, filing=filing)) for filing in filings.order_by("-cycle__fiscal_year")]
    return [filing_row(filing, role=Role.UNIT_HEAD, now=now, standing=standing) for filing, standing in standings]


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
    if query["risk"] == LOW:
        filings = of_low_risk(filings)
    if state == OVERDUE:
        filings = filings.filter(pk__in=overdue_filings(user=user, now=timezone.now()).order_by().values("pk"))
    return filings


def _low_risk(user: User, query: dict[str, str]) -> dict[str, Any]:
    """How much of what waits for this person is of low risk, and the address that shows only it."""
    is_on = query["risk"] == LOW
    count = of_low_risk(waiting_for(user=user)).count()
    return {"count": count, "is_on": is_on, "url": address(query, risk="" if is_on else LOW)}


def _cycles(user: User) -> list[tuple[str, str]]:
    """Code and title of the cycles the person has filings of, newest first."""
    found = visible_filings(user=user).order_by("-cycle__fiscal_year", "cycle__code")
    return list(found.values_list("cycle__code", "cycle__title").distinct())


def _of_preparer(user: User) -> dict[str, Any]:
    """How far the newest filing of the unit is, page by page, and the parts that were given to this person."""
    now = timezone.now()
    newest = visible_filings(user=user).order_by("-cycle__fiscal_year", "-pk").first()
    if newest is None:
        return {"progress": None, "mine": ()}
    assessment = assessment_of(filing=newest, now=now, texts=False)
    progress = progress_of(newest, assessment, stamps=section_stamps(filing=newest), now=now)
    return {"progress": progress, "mine": _mine(user, {newest.pk: assessment}, now), "newest": newest}


def _mine(user: User, assessments: dict[int, Assessment], now: datetime) -> list[tuple[Filing, tuple[PartView, ...]]]:
    """The parts of each open filing that are this person's, scored where `assessments` has none yet."""
    rows = list(assignments_to(user=user))
    found = []
    for filing in {row.filing_id: row.filing for row in rows}.values():
        assessment = assessments.get(filing.pk) or assessment_of(filing=filing, now=now, texts=False)
        own = [row for row in rows if row.filing_id == filing.pk]
        since = first_done(own)
        stamps = stamps_since(filing=filing, since=since) if since else []
        addresses = Addresses(public_id=filing.public_id, framework=assessment.framework)
        found.append((filing, parts_of(assessment, addresses, own, stamps=stamps, user=user, now=now)))
    return found
