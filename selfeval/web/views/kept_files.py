"""Handing out uploaded files so that whatever is in them runs nowhere; rights are the business of who calls."""

from typing import Final, TypeVar

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from selfeval.models import Filing
from selfeval.models.evidence import KeptFile
from selfeval.services.file_kinds import PDF, SHOWN_IN_PLACE
from selfeval.services.kept_files import FileDamaged, opened
from selfeval.services.pdf import NoSuchPage, PdfUnreadable, page_picture

_DAMAGED: Final = 500
# Whatever is in the file, a browser that opens it runs nothing of it and sends nothing from it.
_LOCKED_UP: Final = "sandbox; default-src 'none'"
_Response = TypeVar("_Response", bound=HttpResponseBase)


def file_response(request: HttpRequest, filing: Filing, file: KeptFile) -> HttpResponseBase:
    """The bytes as they were received: pictures may be looked at where they are, all else is downloaded."""
    try:
        stream = opened(file)
    except FileDamaged:
        return _damaged(request, filing)
    is_shown = file.media_type in SHOWN_IN_PLACE and "download" not in request.GET
    response = FileResponse(stream, as_attachment=not is_shown, filename=file.name, content_type=file.media_type)
    return _locked_up(response)


def page_response(request: HttpRequest, filing: Filing, file: KeptFile, number: int) -> HttpResponseBase:
    """A page of a PDF as a picture, drawn by the server: no reader of the browser's sees the file."""
    if file.media_type != PDF or not 1 <= number <= (file.page_count or 0):
        raise Http404
    try:
        with opened(file) as stream:
            drawn = page_picture(stream.read(), number)
    except FileDamaged:
        return _damaged(request, filing)
    except (PdfUnreadable, NoSuchPage) as error:
        raise Http404 from error
    return _locked_up(HttpResponse(drawn, content_type="image/jpeg"))


def _locked_up(response: _Response) -> _Response:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _LOCKED_UP
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response


def _damaged(request: HttpRequest, filing: Filing) -> HttpResponse:
    return render(request, "evidence/damaged.html", {"filing": filing}, status=_DAMAGED)
