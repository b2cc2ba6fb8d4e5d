"""The head's page: everything on one page, then sign or give back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from selfeval.domain.workflow import Action, Role
from selfeval.models import Filing
from selfeval.queries.filings import events_of
from selfeval.queries.snapshots import assessment_of
from selfeval.review.preconditions import Refused
from selfeval.services.errors import StaleVersion
from selfeval.web.forms.steps import CommentForm, SignForm
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.history import happenings_of
from selfeval.web.presenters.sign import summary_of
from selfeval.web.views.access import actor_of, allowed, demand, filing_or_404
from selfeval.web.views.steps import conflict, take_step

_DONE = {Action.SIGN: "已签发并提交，等财政审核。", Action.DECLINE: "已退给填报人修改。"}
_INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is to be signed; a POST signs it or gives it back."""
    filing = filing_or_404(request, public_id)
    if actor_of(request).role != Role.UNIT_HEAD:
        raise PermissionDenied("签发由单位负责人办理。")
    if request.method == "POST":
        return _decide(request, filing)
    return _page(request, filing, SignForm(initial={"version": filing.version}))


def _decide(request: HttpRequest, filing: Filing) -> HttpResponse:
    action = Action.DECLINE if request.POST.get("action") == Action.DECLINE.value else Action.SIGN
    demand(request, action, filing)
    form = SignForm(request.POST)
    if form.is_valid() and action is Action.SIGN and not form.cleaned_data["is_confirmed"]:
        form.add_error("is_confirmed", "签发前请勾选：我已看过以上内容")
    if not form.is_valid():
        return _page(request, filing, form, status=_INVALID)
    try:
        take_step(request, filing, action, form, now=timezone.now())
    except StaleVersion as stale:
        return conflict(request, filing, str(stale))
    except Refused as refusal:
        form.show(refusal.refusals)
        return _page(request, filing, form, status=_INVALID)
    messages.success(request, _DONE[action])
    return redirect("workspace")


def _page(request: HttpRequest, filing: Filing, form: SignForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    assessment = assessment_of(filing=filing, now=now)
    addresses = Addresses(public_id=filing.public_id, framework=assessment.framework)
    context: dict[str, Any] = {
        "filing": filing,
        "docbar": docbar_of(filing, now),
        "summary": summary_of(assessment, addresses),
        "form": form,
        "may_sign": allowed(request, Action.SIGN, filing),
        "may_decline": allowed(request, Action.DECLINE, filing),
        "may_withdraw": allowed(request, Action.WITHDRAW, filing),
        "withdraw_form": CommentForm(initial={"version": filing.version}, auto_id="withdraw-%s"),
        "happenings": happenings_of(events_of(filing=filing), now),
    }
    return render(request, "filing/sign.html", context, status=status)
