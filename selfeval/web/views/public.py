"""What anybody may read without signing in: the published forms by year and unit.

Nothing here depends on who asks, and no cookie is set. Every answer is asked for anew (a copy kept on the way is only
used after asking), so that what is withdrawn is gone at once.
"""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from selfeval.domain.verification import verification_code
from selfeval.exports.document import FormDocument
from selfeval.exports.excel import render_workbook
from selfeval.exports.pdf import Variant, render_pdf
from selfeval.exports.preview import render_preview
from selfeval.models import Disclosure
from selfeval.queries.disclosures import published, published_form, published_years
from selfeval.services.edition import edition
from selfeval.services.public_files import kept_once
from selfeval.services.signed_documents import signed_pdf
from selfeval.services.signing import fingerprint, public_key
from selfeval.web.presenters.lists import pager_of
from selfeval.web.presenters.public_form import (
    csv_text,
    json_text,
    links_of,
    public_document,
    public_form,
)
from selfeval.web.presenters.public_standing import PublicStanding, change_of, standing_of_public
from selfeval.web.presenters.text import day_text, local_day
from selfeval.web.views.files import PDF, XLSX

PAGE_SIZE: Final = 50
_LAST_YEAR: Final = 2999
_SECONDS: Final = 600
_HTML: Final = "text/html; charset=utf-8"


@login_not_required
@require_safe
def years(request: HttpRequest) -> HttpResponseBase:
    """The years of which something is public."""
    return answer(request, _page("public/years.html", {"years": published_years()}))


@login_not_required
@require_safe
def year(request: HttpRequest, year: int) -> HttpResponseBase:
    """The units of a year; what is looked for stands in the address."""
    if year > _LAST_YEAR:
        raise Http404
    query = {part: request.GET.get(part, "").replace("\x00", "").strip()[:100] for part in ("q", "page")}
    page: Any = Paginator(published(year=year, search=query["q"]), PAGE_SIZE).get_page(query["page"])
    if not page.paginator.count and not query["q"]:
        raise Http404
    rows = [
        (row, links_of(row), day_text(local_day(row.published_at)), change_of(row, copy_round=row.copy_round))
        for row in page
    ]
    context = {"year": year, "rows": rows, "pager": pager_of(page, query), "query": query}
    return answer(request, _page("public/year.html", context))


@login_not_required
@require_safe
def form(request: HttpRequest, year: int, department: str, cycle: str) -> HttpResponseBase:
    """The plain summary of a form and the form itself."""
    row, standing = _row_or_404(year, department, cycle)

    def made() -> bytes:
        document = _document(row, standing)
        context = {"form": public_form(row, document, standing), "preview": render_preview(document)}
        content: bytes = render_to_string("public/form.html", context).encode()
        return content

    # The copy, the day it was published, what counts and what became of the form since are all the page depends on.
    key = f"public-form:{row.pk}:{row.version}:{row.sha256}:{standing.key}"
    page = partial(cache.get_or_set, key, made, _SECONDS)
    return _conditional(request, row, f"html-{standing.key}", lambda: _response(page() or made(), _HTML))


@login_not_required
@require_safe
def pdf(request: HttpRequest, year: int, department: str, cycle: str) -> HttpResponseBase:
    """The form as PDF, drawn once."""
    row, standing = _row_or_404(year, department, cycle)
    # Who cannot see has it read aloud: the public copy is tagged.
    make = partial(_file, row, standing, PDF, ".pdf", partial(_signed, row, standing))
    return _conditional(request, row, f"pdf-{standing.key}", make)


@login_not_required
@require_safe
def xlsx(request: HttpRequest, year: int, department: str, cycle: str) -> HttpResponseBase:
    """The form as a workbook, made once."""
    row, standing = _row_or_404(year, department, cycle)
    make = partial(_file, row, standing, XLSX, ".xlsx", lambda: render_workbook(_document(row, standing)))
    return _conditional(request, row, f"xlsx-{standing.key}", make)


@login_not_required
@require_safe
def data_json(request: HttpRequest, year: int, department: str, cycle: str) -> HttpResponseBase:
    """The filing and its result as open data."""
    row, standing = _row_or_404(year, department, cycle)
    make = partial(_data, row, "application/json; charset=utf-8", ".json", lambda: json_text(row, standing))
    return _conditional(request, row, f"json-{standing.key}", make)


@login_not_required
@require_safe
def data_csv(request: HttpRequest, year: int, department: str, cycle: str) -> HttpResponseBase:
    """The scores as a table."""
    row, standing = _row_or_404(year, department, cycle)
    make = partial(_data, row, "text/csv; charset=utf-8", ".csv", lambda: csv_text(row, standing))
    return _conditional(request, row, f"csv-{standing.key}", make)


def answer(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """`response` as anybody may have it: not sent again to who has it already."""
    etag = quote_etag(hashlib.sha256(response.content).hexdigest())
    response.headers["ETag"] = etag
    return _open(get_conditional_response(request, etag=etag, response=response) or response)


def _page(template: str, context: dict[str, Any]) -> HttpResponse:
    """Rendered without the request: no processor looks for who is signed in."""
    return _response(render_to_string(template, context), _HTML)


def _response(content: str | bytes, media_type: str) -> HttpResponse:
    return HttpResponse(content, content_type=media_type)


def _row_or_404(year: int, department: str, cycle: str) -> tuple[Disclosure, PublicStanding]:
    if year > _LAST_YEAR or "\x00" in department:
        raise Http404
    row = published_form(year=year, department=department, cycle=cycle)
    if row is None:
        raise Http404
    return row, standing_of_public(row)


def _conditional(
    request: HttpRequest, row: Disclosure, kind: str, make: Callable[[], HttpResponse]
) -> HttpResponseBase:
    """What `make` gives, made only for who does not have this copy already."""
    etag = quote_etag(f"{row.sha256}-{row.version}-{kind}")
    if not get_conditional_response(request, etag=etag):
        response = make()
        response.headers["ETag"] = etag
        return _open(response)
    return _open(get_conditional_response(request, etag=etag) or HttpResponse(status=304))


def _open(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _document(row: Disclosure, standing: PublicStanding) -> FormDocument:
    version = row.submission.framework
    return public_document(version=version, document=row.document, sha256=row.sha256, standing=standing)


def _data(row: Disclosure, media_type: str, ending: str, make: Callable[[], str]) -> HttpResponse:
    return _named(_response(make(), media_type), row, ending)


def _file(
    row: Disclosure, standing: PublicStanding, media_type: str, ending: str, make: Callable[[], bytes]
) -> HttpResponse:
    content = kept_once(
        row.sha256, standing.key, settings.SITE_ADDRESS, edition(), fingerprint(public_key()), ending=ending, make=make
    )
    return _named(_response(content, media_type), row, ending)


def _signed(row: Disclosure, standing: PublicStanding) -> bytes:
    content = render_pdf(_document(row, standing), Variant.ACCESSIBLE)
    return signed_pdf(content, code=verification_code(row.sha256))


def _named(response: HttpResponse, row: Disclosure, ending: str) -> HttpResponse:
    filing = row.filing
    name = f"{filing.department.name}_{filing.cycle.fiscal_year}年度部门整体支出绩效自评表{ending}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response
