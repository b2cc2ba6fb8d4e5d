"""Puts every request on record: from where it comes, and what was refused, read and taken away.

A new page needs nothing for it. What a page changes is recorded by the service that changes it.
"""

import secrets
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from selfeval.models import Filing, User
from selfeval.services.access_record import note_denied, note_downloaded, note_viewed
from selfeval.services.asking import asked_from
from selfeval.web.from_where import address_of
from selfeval.web.middleware import Answer

_OK: Final = 200
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_SEEN, _REFUSAL, _TOLD = "filing_seen", "refusal_words", "is_told_already"


def note_seen(request: HttpRequest, filing: Filing) -> None:
    """Tell that the answer to `request` is about `filing`."""
    setattr(request, _SEEN, filing)


def note_told(request: HttpRequest) -> None:
    """Tell that the view has put on record itself what is taken away."""
    setattr(request, _TOLD, True)


class OnRecord:
    """The outermost but those that hand out static files."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(16)
        with asked_from(address=address_of(request), number=number):
            response = self.get_response(request)
            user = getattr(request, "user", None)
            if isinstance(user, User):
                _note(request, response, user)
        response["X-Request-Id"] = number
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        if isinstance(exception, (PermissionDenied, Http404)):
            setattr(request, _REFUSAL, str(exception))


def _note(request: HttpRequest, response: HttpResponse, user: User) -> None:
    filing, now = getattr(request, _SEEN, None), timezone.now()
    path = request.path_info
    if _is_denied(request, response):
        asked = {"method": request.method, "path": path, "status": response.status_code}
        filing = filing or _filing_asked_for(request)
        note_denied(actor=user, filing=filing, reason=getattr(request, _REFUSAL, ""), asked=asked, now=now)
        return
    if response.status_code != _OK or request.method not in _SAFE:
        return
    if filing is not None:
        note_viewed(actor=user, filing=filing, now=now)
    name = _file_name(response)
    if name and not getattr(request, _TOLD, False):
        note_downloaded(actor=user, filing=filing, data={"path": path, "name": name}, now=now)


def _filing_asked_for(request: HttpRequest) -> Filing | None:
    """The filing of the address, though it is none of theirs."""
    asked = request.resolver_match.kwargs.get("public_id") if request.resolver_match else None
    return Filing.objects.filter(public_id=asked).select_related("department").first() if asked else None


def _is_denied(request: HttpRequest, response: HttpResponse) -> bool:
    """Refused by right; not there for this person, where there is such an address; or overtaken by another's write."""
    match response.status_code:
        case 403:
            return True
        case 404:
            return request.resolver_match is not None
        case 409:
            return request.method not in _SAFE
    return False


def _file_name(response: Any) -> str:
    """Of a file that is taken away; empty for a page, and for a picture that is looked at where it is."""
    disposition = str(response.get("Content-Disposition", ""))
    if not disposition.startswith("attachment") and response.get("Content-Type", "") != "application/pdf":
        return ""
    return str(getattr(response, "filename", "")) or disposition or "PDF"
