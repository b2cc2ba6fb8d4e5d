"""Letting a finding of a filing stand, and taking that back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from selfeval.domain.rights import Right
from selfeval.models import Filing
from selfeval.services.errors import BadWaiver
from selfeval.services.waivers import end_waiver, waive
from selfeval.web.forms.waivers import WaiverForm
from selfeval.web.views.access import actor_of, demand, filing_or_404

_INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
def waive_finding(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is let stand, and the form that says why; a POST does it."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.WAIVE, filing)
    if request.method != "POST":
        asked = {"check_code": request.GET.get("check", ""), "key": request.GET.get("key", "")}
        return _page(request, filing, WaiverForm(initial=asked), asked)
    form = WaiverForm(request.POST)
    asked = {"check_code": request.POST.get("check_code", ""), "key": request.POST.get("key", "")}
    if not form.is_valid():
        return _page(request, filing, form, asked, status=_INVALID)
    try:
        waive(actor=actor_of(request), filing_id=filing.pk, wanted=form.wanted(), now=timezone.now())
    except BadWaiver as refusal:
        form.add_error(refusal.box or None, str(refusal))
        return _page(request, filing, form, asked, status=_INVALID)
    messages.success(request, "已豁免，理由会给单位看。")
    return redirect(_back(filing))


@require_POST
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """取消豁免."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.WAIVE, filing)
    check, key = request.POST.get("check_code", ""), request.POST.get("key", "")
    ended = end_waiver(actor=actor_of(request), filing_id=filing.pk, check=check, key=key, now=timezone.now())
    messages.success(request, "已取消豁免。" if ended else "这一条现在没有豁免。")
    return redirect(_back(filing))


def _back(filing: Filing) -> str:
    """To where findings are read: the review once there is a submission, else the list on the last page."""
    if filing.submissions.exists():
        return reverse("filing-review", args=[filing.public_id])
    return reverse("filing-section", args=[filing.public_id, "check"])


def _page(
    request: HttpRequest, filing: Filing, form: WaiverForm, asked: dict[str, str], *, status: int = 200
) -> HttpResponse:
    row = filing.findings.filter(check_code=asked["check_code"], key=asked["key"]).last()
    if row is None:
        raise Http404
    context = {"filing": filing, "form": form, "finding": row, "back": _back(filing)}
    return render(request, "review/waive.html", context, status=status)
