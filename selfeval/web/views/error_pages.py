"""Pages for what is refused, where Django's own answer would say too little."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from selfeval.web.views.access import NotInThisState, wants_json

_REFUSED, _CONFLICT = 403, 409


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Who may never do it gets 403; who may, but not in this state of the filing, gets 409. Both are told why."""
    is_later = isinstance(exception, NotInThisState)
    status = _CONFLICT if is_later else _REFUSED
    if wants_json(request):
        return JsonResponse({"words": str(exception) or "您没有办理这一步的权限。"}, status=status)
    return render(request, "403.html", {"exception": str(exception), "is_later": is_later}, status=status)
