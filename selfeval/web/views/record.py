"""操作记录: who did what, for auditors and the audit administrator. Reading it is itself on record."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final
from urllib.parse import urlencode

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role
from selfeval.models import Event, User
from selfeval.queries.record import RecordFilter, in_parts, record_rows
from selfeval.services.access_record import note_record_read
from selfeval.web.forms.record import RecordFilterForm
from selfeval.web.presenters.record import csv_lines, json_lines, record_row
from selfeval.web.record_middleware import note_told
from selfeval.web.throttle import demand_patience
from selfeval.web.views.access import actor_of

PAGE_SIZE: Final = 50
_INVALID: Final = 422
_Lines = Callable[[Iterable[Event]], Iterator[str]]


@require_safe
def record(request: HttpRequest) -> HttpResponse:
    """The entries asked for, newest first, a page at a time by their numbers."""
    user = _reader(request)
    form = RecordFilterForm(request.GET)
    if not form.is_valid():
        return render(request, "record/record.html", {"form": form, "rows": ()}, status=_INVALID)
    before, after = _number(request, "before"), _number(request, "after")
    told = form.told | {name: number for name, number in (("before", before), ("after", after)) if number}
    note_record_read(actor=user, chosen=told, is_export=False, now=timezone.now())
    events, has_older, has_newer = _part(form.chosen, before, after)
    query = urlencode(form.told)
    context = {
        "form": form,
        "rows": [record_row(each) for each in events],
        "query": query,
        "older": urlencode({**form.told, "before": events[-1].sequence}) if has_older else "",
        "newer": urlencode({**form.told, "after": events[0].sequence}) if has_newer else "",
        "has_filter": bool(form.told),
    }
    return render(request, "record/record.html", context)


def _part(chosen: RecordFilter, before: int | None, after: int | None) -> tuple[list[Event], bool, bool]:
    """A page of entries, and whether there are older and newer ones. One query."""
    rows = record_rows(chosen)
    if after is not None:
        newer = list(rows.filter(sequence__gt=after).order_by("sequence")[: PAGE_SIZE + 1])
        return newer[:PAGE_SIZE][::-1], bool(newer), len(newer) > PAGE_SIZE
    older = list((rows.filter(sequence__lt=before) if before else rows)[: PAGE_SIZE + 1])
    return older[:PAGE_SIZE], len(older) > PAGE_SIZE, bool(before and older)


@require_safe
def record_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All entries asked for, for a spreadsheet."""
    return _file(request, "操作记录.csv", "text/csv; charset=utf-8", csv_lines)


@require_safe
def record_json(request: HttpRequest) -> StreamingHttpResponse:
    """All entries asked for with their hashes, a JSON object a line."""
    return _file(request, "操作记录.jsonl", "application/x-ndjson", json_lines)


def _file(request: HttpRequest, name: str, media_type: str, lines: _Lines) -> StreamingHttpResponse:
    """The file. Raises TooOften."""
    user = _reader(request)
    demand_patience(request, user)
    form = RecordFilterForm(request.GET)
    if not form.is_valid():
        raise BadRequest("；".join(str(error) for errors in form.errors.values() for error in errors))
    note_record_read(actor=user, chosen={**form.told, "file": name}, is_export=True, now=timezone.now())
    note_told(request)
    # Fetched and written a part at a time: the record of a city is millions of lines.
    response = StreamingHttpResponse(lines(in_parts(record_rows(form.chosen))), content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _reader(request: HttpRequest) -> User:
    user = actor_of(request)
    refusal = why_not_task(Task.READ_RECORD, Role(user.role))
    if refusal:
        raise PermissionDenied(refusal)
    return user


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None
