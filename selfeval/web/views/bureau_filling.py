"""Filling a form in for a unit that cannot (代填): beginning it with a reason, and ending it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from selfeval.domain.rights import Right
from selfeval.models import Filing
from selfeval.services.bureau_filling import begin_bureau_filling, end_bureau_filling
from selfeval.services.errors import StaleVersion, Unfit
from selfeval.web.forms.division import BureauFillingForm
from selfeval.web.forms.steps import StepForm
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.views.access import actor_of, demand, filing_or_404
from selfeval.web.views.steps import conflict

_INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What 代填 means and why it is done; a POST begins it and goes to the form."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.FILL_FOR_UNIT, filing)
    if request.method != "POST":
        return _page(request, filing, BureauFillingForm(initial={"version": filing.version}))
    form = BureauFillingForm(request.POST)
    if not form.is_valid():
        return _page(request, filing, form, status=_INVALID)
    try:
        begin_bureau_filling(
            actor=actor_of(request),
            filing_id=filing.pk,
            expected_version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            now=timezone.now(),
        )
    except StaleVersion as stale:
        return conflict(request, filing, str(stale))
    except Unfit as refusal:
        form.add_error(refusal.box or None, str(refusal))
        return _page(request, filing, form, status=_INVALID)
    messages.success(request, f"已开始为{filing.department.name}代填，单位会看到事由。")
    return redirect("filing", public_id)


@require_POST
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """停止代填."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.FILL_FOR_UNIT, filing)
    form = StepForm(request.POST)
    if not form.is_valid():
        return conflict(request, filing, "缺少页面版本，请刷新后再办理。")
    version = form.cleaned_data["version"]
    try:
        end_bureau_filling(actor=actor_of(request), filing_id=filing.pk, expected_version=version, now=timezone.now())
    except (StaleVersion, Unfit) as refusal:
        return conflict(request, filing, str(refusal))
    messages.success(request, f"已停止代填，{filing.department.name}可以自己填了。")
    return redirect("filing-form", public_id)


def _page(request: HttpRequest, filing: Filing, form: BureauFillingForm, *, status: int = 200) -> HttpResponse:
    context = {"filing": filing, "docbar": docbar_of(filing, timezone.now()), "form": form}
    return render(request, "filing/bureau_filling.html", context, status=status)
