"""Whether a printed form is the official version: by the code at its foot, for anybody."""

from typing import Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from selfeval.queries.disclosures import verified
from selfeval.services.scan_codes import code_in
from selfeval.web.presenters.verification import verdict_of
from selfeval.web.throttle import is_too_often

_LONGEST: Final = 300
_A_MINUTE: Final = 30
_TOO_OFTEN: Final = 429


@login_not_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """The box for the code, and what is known of the one that stands in the address."""
    typed = request.GET.get("code", "").strip()[:_LONGEST]
    if typed and is_too_often(request, "verify", at_most=_A_MINUTE):
        return _page({"typed": typed, "is_too_often": True}, status=_TOO_OFTEN)
    code = code_in(typed)
    found = verified(code=code) if code else None
    context = {
        "typed": code or typed,
        "is_no_code": bool(typed) and not code,
        "is_unknown": bool(code) and found is None,
        "verdict": verdict_of(found) if found is not None else None,
    }
    return _page(context)


def _page(context: dict[str, object], *, status: int = 200) -> HttpResponse:
    """Kept by nobody: what a code is worth can change any moment."""
    response = HttpResponse(render_to_string("public/verify.html", context), status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
