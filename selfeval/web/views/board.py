"""自评进度: how far a cycle is, as counts that are the filter, a drawing, and the list."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role
from selfeval.models import Filing, FilingCycle, User
from selfeval.queries.board import (
    BoardFilter,
    before,
    board_cycles,
    board_filings,
    filtered,
    groups_of,
    results_of,
    since,
    unissued,
)
from selfeval.queries.filings import UnknownChoice
from selfeval.services.cycle_words import moment_words
from selfeval.web.presenters.board import BoardRow, board_counters, board_rows, group_rows
from selfeval.web.presenters.cycles import phase_badge
from selfeval.web.presenters.distribution import distribution_of
from selfeval.web.presenters.lists import address, batch_address, pager_of
from selfeval.web.presenters.text import MISSING
from selfeval.web.views.access import demand_task
from selfeval.web.views.registers import register_file

PAGE_SIZE: Final = 50
PARTS: Final = ("cycle", "state", "above", "grade", "q", "order", "page")
_LONGEST: Final = 100
ALL: Final = "all"
ORDER_WORDS: Final = (
    ("", "按单位编码"),
    ("deadline", "截止早的在前"),
    ("risk", "风险高的在前"),
    ("score", "得分低的在前"),
    ("-score", "得分高的在前"),
    ("-updated", "最近有变动的在前"),
    ("updated", "最久没有变动的在前"),
)
_HEADS: Final = (
    ("单位", 28), ("编码", 12), ("主管部门", 24), ("状态", 14), ("自何时", 16), ("截止", 20), ("逾期", 8),
    ("自评", 10), ("最终", 10), ("等次", 8), ("风险", 8), ("审核人", 12),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for: the cycle, all cycles there are, and the forms in their order."""

    cycle: FilingCycle | None
    cycles: list[FilingCycle]
    query: Mapping[str, str]
    filings: QuerySet[Filing]


def asked_for(values: Mapping[str, str], *, now: datetime, units: Collection[int] | None = None) -> Asked:
    """Read the filter, of `units` only where given. Raises BadRequest, Http404 for a cycle that is not there."""
    query = {part: values.get(part, "").strip()[:_LONGEST] for part in PARTS}
    cycles = board_cycles()
    if query["cycle"]:
        cycle = next((each for each in cycles if each.code == query["cycle"]), None)
        if cycle is None:
            raise Http404
    else:
        cycle = cycles[0] if cycles else None
    if cycle is None:
        return Asked(cycle=None, cycles=cycles, query=query, filings=Filing.objects.none())
    asked = BoardFilter(
        state="" if query["state"] == ALL else query["state"],
        search=query["q"],
        above=query["above"],
        grade=query["grade"],
        order=query["order"],
    )
    try:
        filings = filtered(board_filings(cycle=cycle, units=units), asked, now=now)
    except UnknownChoice as unknown:
        raise BadRequest(str(unknown)) from unknown
    return Asked(cycle=cycle, cycles=cycles, query=query, filings=filings)


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """One cycle; the filter is in the address."""
    user, now = demand_task(request, Task.SEE_BOARD), timezone.now()
    asked = asked_for(request.GET, now=now)
    if asked.cycle is None:
        return render(request, "board/board.html", {"cycle": None, "may_run": _may_run(user)})
    context = board_context(asked, user=user, now=now)
    earlier = before(asked.cycle, asked.cycles)
    results = results_of([asked.cycle, *([earlier] if earlier else [])])
    context |= {
        "distribution": distribution_of(asked.cycle, results, earlier, asked.query),
        "unissued": unissued(cycle=asked.cycle),
        "may_run": _may_run(user),
        "may_remind": _may_run(user),
    }
    return render(request, "board/board.html", context)


def board_context(asked: Asked, *, user: User, now: datetime, units: Collection[int] | None = None) -> dict[str, Any]:
    """Counts, groups, list and pager of the cycle asked for, which must be one."""
    cycle, query = asked.cycle, asked.query
    if cycle is None:
        raise ValueError("no cycle")
    groups = groups_of(cycle=cycle, now=now, units=units)
    page: Any = Paginator(asked.filings, PAGE_SIZE).get_page(query["page"])
    filings = list(page)
    return {
        "cycle": cycle,
        "cycles": asked.cycles,
        "phase": phase_badge(cycle, now),
        "now": now,
        "query": query,
        "counters": board_counters(groups, cycle, query),
        "groups": group_rows(groups, query),
        "total": sum(group.count for group in groups),
        "rows": board_rows(filings, cycle, role=Role(user.role), since=since(filings), now=now),
        "pager": pager_of(page, query),
        "orders": ORDER_WORDS,
        "has_filter": any(query[part] for part in ("state", "above", "grade", "q")),
        "all_url": address({"cycle": query["cycle"]}),
        "own_address": address(query),
        "batch_url": batch_address({**query, "cycle": cycle.code}, role=Role(user.role)),
    }


@require_safe
def board_xlsx(request: HttpRequest) -> FileResponse:
    """The list as it is filtered, whole, as a workbook."""
    user, now = demand_task(request, Task.SEE_BOARD), timezone.now()
    asked = asked_for(request.GET, now=now)
    if asked.cycle is None:
        raise Http404
    filings = list(asked.filings)
    rows = board_rows(filings, asked.cycle, role=Role(user.role), since=since(filings), now=now)
    return register_file(
        request,
        user,
        sheet="进度",
        title=f"{asked.cycle.title}进度",
        hint=f"共 {len(rows)} 家，截至 {moment_words(now)}",
        query=asked.query,
        heads=_HEADS,
        rows=[_cells(row) for row in rows],
    )


def _cells(row: BoardRow) -> tuple[str | Decimal, ...]:
    return (
        row.name,
        row.code,
        row.above,
        row.state.words,
        row.since,
        row.deadline.day if row.deadline else "",
        "逾期" if row.is_overdue else "",
        _number(row.total),
        _number(row.final),
        row.grade,
        row.risk.words if row.risk else "",
        row.reviewer,
    )


def _number(text: str) -> str | Decimal:
    """A score as a number; the dash of what is not there stays."""
    return text if text == MISSING else Decimal(text.replace(",", ""))


def _may_run(user: User) -> bool:
    return not why_not_task(Task.RUN_CYCLE, Role(user.role))
