"""Pages for what is refused, where Django's own answer would say too little."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from selfeval.web.views.access import NotInThisState

_REFUSED, _CONFLICT = 403, 409


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Who may never do it gets 403; who may, but not in this state of the filing, gets 409. Both are told why."""
    status = _CONFLICT if isinstance(exception, NotInThisState) else _REFUSED
    return render(request, "403.html", {"exception": str(exception)}, status=status)
