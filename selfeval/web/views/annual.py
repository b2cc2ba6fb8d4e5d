"""年度报告: a year's figures of the units the person may see, and its documents."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from selfeval.domain.annual import Year
from selfeval.domain.annual_tally import Tally
from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role, State
from selfeval.exports.annual_report import annual_report
from selfeval.exports.annual_workbook import annual_workbook
from selfeval.exports.report_document import Report
from selfeval.exports.report_pdf import report_pdf
from selfeval.exports.report_word import report_docx
from selfeval.models import FilingCycle, User
from selfeval.queries.annual import annual_filings, annual_year, departments_above, page_figures, unfiled_units
from selfeval.queries.board import board_cycles
from selfeval.services.access_record import note_downloaded
from selfeval.services.events import BUREAU, unit_name_of
from selfeval.web.forms.annual import AskedYear, asked_year, grades_of
from selfeval.web.presenters.annual import annual_view, chosen_words
from selfeval.web.presenters.lists import address
from selfeval.web.record_middleware import note_told
from selfeval.web.views.access import demand_task
from selfeval.web.views.files import DOCX, PDF, XLSX, made_file, opened_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A document asked for: whose, of which year, at what moment."""

    user: User
    cycle: FilingCycle
    address: AskedYear
    year: Year
    now: datetime


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
def annual_xlsx(request: HttpRequest) -> FileResponse:
    """The workbook of the rows as filtered; written to a file on disk and sent from there."""
    wanted = _wanted(request)
    name = f"{wanted.cycle.title}年度报告.xlsx"
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    try:
        tally = annual_workbook(wanted.year, file)
        _put_on_record(request, wanted, name, tally)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return opened_file(file, name, XLSX)


@require_safe
def annual_docx(request: HttpRequest) -> FileResponse:
    """The report in Word."""
    return _report(request, "docx", DOCX, report_docx)


@require_safe
def annual_pdf(request: HttpRequest) -> FileResponse:
    """The report as PDF."""
    return _report(request, "pdf", PDF, report_pdf)


def _report(request: HttpRequest, ending: str, media_type: str, draw: Callable[[Report], bytes]) -> FileResponse:
    wanted = _wanted(request)
    author = unit_name_of(wanted.user) or BUREAU
    report, tally = annual_report(wanted.year, author=author, made_on=timezone.localdate(wanted.now))
    content, name = draw(report), f"{report.name}.{ending}"
    _put_on_record(request, wanted, name, tally)
    return made_file(content, name, media_type)


def _wanted(request: HttpRequest) -> Wanted:
    user, now = demand_task(request, Task.SEE_ANNUAL), timezone.now()
    asked = asked_year(request.GET, cycles=board_cycles(), departments=departments_above(user=user))
    if asked.cycle is None:
        raise Http404
    chosen = chosen_words(asked.asked, user=user, now=now)
    year = annual_year(user=user, cycle=asked.cycle, asked=asked.asked, chosen=chosen, now=now)
    return Wanted(user=user, cycle=asked.cycle, address=asked, year=year, now=now)


def _put_on_record(request: HttpRequest, wanted: Wanted, name: str, tally: Tally) -> None:
    """Who took away how many rows of what, before they are given it."""
    data = {
        "path": request.path_info,
        "name": name,
        "cycle": wanted.cycle.code,
        "chosen": {part: text for part, text in wanted.address.query.items() if text},
        "filter": wanted.year.chosen.words,
        "rows": tally.count,
    }
    note_downloaded(actor=wanted.user, filing=None, data=data, now=wanted.now)
    note_told(request)
