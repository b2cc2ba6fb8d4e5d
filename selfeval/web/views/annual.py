"""年度报告: a year's figures of the units the person may see, and its documents."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from selfeval.domain.annual import Year
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
from selfeval.queries.record import last_change
from selfeval.services.access_record import note_downloaded
from selfeval.services.events import BUREAU, unit_name_of
from selfeval.services.made_lately import made_lately
from selfeval.web.forms.annual import asked_year, grades_of
from selfeval.web.presenters.annual import annual_view, chosen_words
from selfeval.web.presenters.lists import address
from selfeval.web.record_middleware import note_told
from selfeval.web.throttle import demand_patience
from selfeval.web.views.access import demand_task
from selfeval.web.views.files import DOCX, PDF, XLSX, made_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A document asked for: whose, of which year, at what moment."""

    user: User
    cycle: FilingCycle
    year: Year
    now: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A document, what it is called, and of how many filings it is."""

    content: bytes
    name: str
    rows: int


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
    """The workbook of the rows as filtered."""

    def draw(wanted: Wanted) -> Drawn:
        with tempfile.TemporaryFile() as file:
            tally = annual_workbook(wanted.year, file)
            file.seek(0)
            return Drawn(content=file.read(), name=f"{wanted.cycle.title}年度报告.xlsx", rows=tally.count)

    return _handed_out(request, "xlsx", XLSX, draw)


@require_safe
def annual_docx(request: HttpRequest) -> FileResponse:
    """The report in Word."""
    return _handed_out(request, "docx", DOCX, partial(_report, "docx", report_docx))


@require_safe
def annual_pdf(request: HttpRequest) -> FileResponse:
    """The report as PDF."""
    return _handed_out(request, "pdf", PDF, partial(_report, "pdf", report_pdf))


def _report(ending: str, draw: Callable[[Report], bytes], wanted: Wanted) -> Drawn:
    author = unit_name_of(wanted.user) or BUREAU
    report, tally = annual_report(wanted.year, author=author, made_on=timezone.localdate(wanted.now))
    return Drawn(content=draw(report), name=f"{report.name}.{ending}", rows=tally.count)


def _handed_out(request: HttpRequest, kind: str, media_type: str, draw: Callable[[Wanted], Drawn]) -> FileResponse:
    """The document; the same where the same person asks the same again and nothing changed. Raises TooOften."""
    user, now = demand_task(request, Task.SEE_ANNUAL), timezone.now()
    demand_patience(request, user)
    asked = asked_year(request.GET, cycles=board_cycles(), departments=departments_above(user=user))
    cycle = asked.cycle
    if cycle is None:
        raise Http404

    def made() -> bytes:
        chosen = chosen_words(asked.asked, user=user, now=now)
        year = annual_year(user=user, cycle=cycle, asked=asked.asked, chosen=chosen, now=now)
        drawn = draw(Wanted(user=user, cycle=cycle, year=year, now=now))
        return json.dumps([drawn.name, drawn.rows, chosen.words]).encode() + b"\n" + drawn.content

    # Who asks and what they may see; what is asked; the day, on which what is overdue depends; the last change.
    reach = f"{user.pk} {user.role} {user.department_id} {user.full_name}"
    question = json.dumps([cycle.pk, dict(asked.query)], sort_keys=True)
    head, _, content = made_lately(
        "annual", kind, reach, question, str(timezone.localdate(now)), str(last_change()), make=made
    ).partition(b"\n")
    name, rows, words = json.loads(head)
    data = {
        "path": request.path_info,
        "name": name,
        "cycle": cycle.code,
        "chosen": {part: text for part, text in asked.query.items() if text},
        "filter": words,
        "rows": rows,
    }
    # Who took away how many rows of what, before they are given it.
    note_downloaded(actor=user, filing=None, data=data, now=now)
    note_told(request)
    return made_file(content, name, media_type)
