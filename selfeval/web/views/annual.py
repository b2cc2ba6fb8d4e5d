"""年度报告: a year's figures of the units the person may see, and its documents."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role, State
from selfeval.jobs.annual import FRESH, AnnualDocument, Question, annual_document, kept_annual
from selfeval.jobs.tasks import make_annual
from selfeval.queries.annual import annual_filings, departments_above, page_figures, unfiled_units
from selfeval.queries.board import board_cycles
from selfeval.services.access_record import note_downloaded
from selfeval.web.forms.annual import AskedYear, asked_year, grades_of
from selfeval.web.presenters.annual import annual_view
from selfeval.web.presenters.lists import address
from selfeval.web.record_middleware import note_told
from selfeval.web.throttle import demand_patience
from selfeval.web.views.access import demand_task
from selfeval.web.views.files import DOCX, PDF, XLSX, made_file
from selfeval.web.views.waiting import Waiting, waited

_CALLED: Final = {"xlsx": "工作簿", "docx": "报告（Word）", "pdf": "报告（PDF）"}


@require_safe
def annual(request: HttpRequest) -> HttpResponse:
    """The page; the filter is in the address."""
    user = demand_task(request, Task.SEE_ANNUAL)
    cycles, departments = board_cycles(), departments_above(user=user)
    asked = asked_year(request.GET, cycles=cycles, departments=departments)
    context: dict[str, Any] = {
        "cycle": asked.cycle,
        "cycles": cycles,
        "departments": departments,
        "query": asked.query,
        "has_filter": asked.has_filter,
        "own_address": address(asked.query),
        "all_url": address({"cycle": asked.query["cycle"]}),
        "states": [(state.value, state.label) for state in State],
        "may_run": not why_not_task(Task.RUN_CYCLE, Role(user.role)),
    }
    if asked.cycle is not None:
        figures = page_figures(annual_filings(user=user, cycle=asked.cycle, asked=asked.asked))
        unfiled = list(unfiled_units(user=user, cycle=asked.cycle, asked=asked.asked))
        context |= {
            "grades": grades_of(asked.cycle),
            "count": figures.count,
            "view": annual_view(asked.cycle, figures, unfiled, asked.query),
        }
    return render(request, "annual/annual.html", context)


@require_safe
def annual_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The workbook of the rows as filtered."""
    return _handed_out(request, "xlsx", XLSX)


@require_safe
def annual_docx(request: HttpRequest) -> HttpResponseBase:
    """The report in Word."""
    return _handed_out(request, "docx", DOCX)


@require_safe
def annual_pdf(request: HttpRequest) -> HttpResponseBase:
    """The report as PDF."""
    return _handed_out(request, "pdf", PDF)


def _handed_out(request: HttpRequest, kind: str, media_type: str) -> HttpResponseBase:
    """The document, the same where the same person asks the same again and nothing changed; or the page that waits.

    Raises TooOften.
    """
    user, now = demand_task(request, Task.SEE_ANNUAL), timezone.now()
    asked = asked_year(request.GET, cycles=board_cycles(), departments=departments_above(user=user))
    if asked.cycle is None:
        raise Http404
    question = Question(kind=kind, user=user, cycle=asked.cycle, asked=asked.asked)
    key = question.key(now)
    made = kept_annual(key)
    if made is None and question.is_large:
        found = _made_behind(request, question, asked, now)
        if isinstance(found, HttpResponse):
            return found
        made = found
    demand_patience(request, user)
    if made is None:
        made = annual_document(question, key=key, now=now)
    data = {
        "path": request.path_info,
        "name": made.name,
        "cycle": asked.cycle.code,
        "chosen": {part: text for part, text in asked.query.items() if text},
        "filter": made.words,
        "rows": made.rows,
    }
    # Who took away how many rows of what, before they are given it.
    note_downloaded(actor=user, filing=None, data=data, now=now)
    note_told(request)
    return made_file(made.content, made.name, media_type)


def _made_behind(
    request: HttpRequest, question: Question, asked: AskedYear, now: datetime
) -> AnnualDocument | HttpResponse | None:
    """What the worker made for this person a moment ago, or the answer meanwhile.

    None where it was made at once and cannot be kept. Raises TooOften.
    """

    def is_theirs(made: Mapping[str, str], at: datetime) -> bool:
        return now - at < FRESH and made["reach"] == question.reach and kept_annual(made["key"]) is not None

    page = Waiting(
        title="年度报告",
        words=format_html("{}：{}在后台生成，做好以后自动开始下载。", question.cycle.title, _CALLED[question.kind]),
        back=f"{reverse('annual')}{address(asked.query)}",
        back_words="回年度报告",
    )
    found = waited(
        request,
        make_annual,
        [question.plain],
        page=page,
        is_good=is_theirs,
        patience=lambda: demand_patience(request, question.user),
    )
    return found if isinstance(found, HttpResponse) else kept_annual(found.get("key", ""))
