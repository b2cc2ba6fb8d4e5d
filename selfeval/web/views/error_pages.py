"""Pages for what is refused, where Django's own answer would say too little."""

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from selfeval.services.errors import NotNow
from selfeval.services.whole_files import is_full
from selfeval.web.views.access import NotInThisState, wants_json

_REFUSED, _CONFLICT, _FAULT, _NO_ROOM = 403, 409, 500, 507


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Who may never do it gets 403; who may, but not in this state of the filing, gets 409. Both are told why."""
    is_later = isinstance(exception, (NotInThisState, NotNow))
    status = _CONFLICT if is_later else _REFUSED
    if wants_json(request):
        return JsonResponse({"words": str(exception) or "您没有办理这一步的权限。"}, status=status)
    return render(request, "403.html", {"exception": str(exception), "is_later": is_later}, status=status)


def fault(request: HttpRequest) -> HttpResponse:
    """A fault nobody foresaw, or a disk that is full, wherever on the way it was found. Needs no database."""
    status = _NO_ROOM if is_full(sys.exc_info()[1]) else _FAULT
    if status == _NO_ROOM and wants_json(request):
        words = "服务器磁盘满了，没有存上。请联系系统管理员清理磁盘，清理后再办一次。"
        return JsonResponse({"words": words}, status=status)
    return HttpResponse(render_to_string(f"{status}.html"), status=status)
