"""What every answer of the pages has in common."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect, JsonResponse
from django.shortcuts import render, resolve_url

from selfeval.exports.undrawable import NoHandFree, Undrawable
from selfeval.queries.annual_rows import ChangedMeanwhile
from selfeval.services.retrying import is_busy
from selfeval.web.throttle import TooOften

Answer = Callable[[HttpRequest], HttpResponse]
UNAUTHORIZED, FORBIDDEN, UNDRAWABLE, TOO_MANY, BUSY = 401, 403, 422, 429, 503


class SessionEnded:
    """Tells a page that saves in the background that its login is over, where a browser would be sent to the login.

    What is typed stays on the page, and is sent again after signing in.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_background = bool(getattr(request, "htmx", False))
        reads_json = request.headers.get("Accept", "").startswith("application/json")
        if not (is_background or reads_json) or not _asks_for_login(request, response):
            return response
        if reads_json:
            return JsonResponse({"words": "离开较久，登录已失效。请重新登录，填的内容还在。"}, status=UNAUTHORIZED)
        return render(request, "accounts/session_ended.html", {"oob": True}, status=UNAUTHORIZED)


def _asks_for_login(request: HttpRequest, response: HttpResponse) -> bool:
    """Sent to the login; or refused with nobody signed in, which is what happens once all cookies are gone.

    Signing in itself is not asked to sign in.
    """
    if request.path == resolve_url(settings.LOGIN_URL):
        return False
    if isinstance(response, HttpResponseRedirect):
        return response.url.partition("?")[0] == resolve_url(settings.LOGIN_URL)
    return isinstance(response, HttpResponseForbidden) and not request.user.is_authenticated


class PasswordFirst:
    """Leads who signed in with a password somebody else made to changing it, from every page, until it is done."""

    # What anybody reads without signing in is asked for no session at all.
    _OPEN: Final = frozenset({"login", "logout", "password", "healthz", "verify"})
    _PUBLIC: Final = "public"

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in self._OPEN or str(name).startswith(self._PUBLIC):
            return None
        if not getattr(request.user, "must_change_password", False):
            return None
        if bool(getattr(request, "htmx", False)) or request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"words": "请先改密码：这个密码是别人给的。"}, status=FORBIDDEN)
        return HttpResponseRedirect(resolve_url("password"))


class PrivatePages:
    """Pages of somebody who is signed in are kept nowhere on the way, nor on a shared machine."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


class BusyDatabase:
    """A write that the database had no room for, tried again or not, is told as that and not as a fault."""

    _WORDS: Final = "同时办理的人太多，刚才的操作没有生效，请稍等再点一次。"

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError) or not is_busy(exception):
            return None
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"words": self._WORDS}, status=BUSY, headers={"Retry-After": "3"})
        return render(request, "503.html", {"words": self._WORDS}, status=BUSY)


class CannotDraw:
    """A file that is not handed out is told as that, with what stands in the way, and not as a fault.

    It cannot be drawn whole, nobody is free to draw it, its figures changed meanwhile, or it was asked for too often.
    """

    _LATER: Final = "现在导出文件的人多，还没有轮到，请过一会儿再点一次。"
    _CHANGED: Final = "取数的时候有单位正好改了填报，前后的数对不上，这一次没有导出，请再点一次。"

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NoHandFree):
            return _later(request, self._LATER)
        if isinstance(exception, ChangedMeanwhile):
            return _later(request, self._CHANGED)
        if isinstance(exception, TooOften):
            return _later(request, str(exception), status=TOO_MANY)
        if not isinstance(exception, Undrawable):
            return None
        return render(request, "422.html", {"words": str(exception).rstrip("。")}, status=UNDRAWABLE)


def _later(request: HttpRequest, words: str, *, status: int = BUSY) -> HttpResponse:
    """The page that says to come again, and to programs when."""
    response = render(request, "503.html", {"words": words}, status=status)
    response["Retry-After"] = "60" if status == TOO_MANY else "10"
    return response
