"""核查结果: what the checks find over all filings, counted, for the bureau."""

from typing import Any, Final

from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.checks.rule_rows import rule_rows
from selfeval.domain.workflow import Role
from selfeval.models import FilingCycle, User
from selfeval.queries.filings import UnknownChoice
from selfeval.queries.finding_counts import (
    FindingFilter,
    count_by_check,
    count_by_cycle,
    filings_with,
    findings_of_page,
    framework_check_titles,
)
from selfeval.queries.snapshots import cycle_settings
from selfeval.web.presenters.finding_counts import (
    answer_choices,
    check_lines,
    check_title,
    cycle_lines,
    filing_lines,
    severity_choices,
)
from selfeval.web.presenters.lists import address, pager_of
from selfeval.web.views.access import actor_of

PAGE_SIZE: Final = 20
_PARTS: Final = ("cycle", "severity", "check", "answer", "page")
_LONGEST: Final = 100


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """The counts; with a check in the address the filings it finds something in."""
    user = _bureau(request)
    query = {part: request.GET.get(part, "").strip()[:_LONGEST] for part in _PARTS}
    asked = FindingFilter(
        cycle=query["cycle"], severity=query["severity"], check=query["check"], answer=query["answer"]
    )
    try:
        shown = _filings(user, asked, query) if asked.check else _counts(user, asked, query)
    except UnknownChoice as unknown:
        raise BadRequest(str(unknown)) from unknown
    context = {
        "query": query,
        "cycles": cycle_lines(count_by_cycle(user=user), query),
        "severities": severity_choices(query),
        "answers": answer_choices(query),
        "all_url": address({}),
        "has_filter": any(query[part] for part in _PARTS if part != "page"),
        "cycle": FilingCycle.objects.filter(code=asked.cycle).first() if asked.cycle else None,
        **shown,
    }
    return render(request, "findings/counts.html", context)


@require_safe
def cycle_checks(request: HttpRequest, code: str) -> HttpResponse:
    """What the filings of a cycle are checked by, with what is otherwise than usual."""
    user = actor_of(request)
    cycle = FilingCycle.objects.filter(code=code).first()
    rows = tuple(rule_rows(cycle_settings(cycle=cycle))) if cycle else ()
    context = {
        "cycle": cycle,
        "rows": rows,
        "differing": [row for row in rows if row.usual],
        "is_bureau": user.role in (Role.REVIEWER, Role.ADMINISTRATOR),
    }
    return render(request, "findings/cycle_checks.html", context, status=200 if cycle else 404)


def _bureau(request: HttpRequest) -> User:
    user = actor_of(request)
    if user.role not in (Role.REVIEWER, Role.ADMINISTRATOR):
        raise PermissionDenied("各单位的核查结果由财政局汇总查看。")
    return user


def _counts(user: User, asked: FindingFilter, query: dict[str, str]) -> dict[str, Any]:
    counts = count_by_check(user=user, asked=asked)
    titles = framework_check_titles(codes=frozenset(each.check for each in counts if each.check not in CATALOGUE))
    return {"checks": check_lines(counts, query, titles), "total": sum(each.findings for each in counts)}


def _filings(user: User, asked: FindingFilter, query: dict[str, str]) -> dict[str, Any]:
    page = Paginator(filings_with(user=user, asked=asked), PAGE_SIZE).get_page(query["page"])
    rows = list(page)
    unknown = frozenset({asked.check} - set(CATALOGUE))
    found = findings_of_page(user=user, asked=asked, filings=rows)
    return {
        "title": check_title(asked.check, framework_check_titles(codes=unknown)),
        "filings": filing_lines(rows, found),
        "pager": pager_of(page, query),
        "back_url": address(query, check="", answer=""),
    }
