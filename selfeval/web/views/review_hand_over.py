"""移交审核: give the last review of a filing to another reviewer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from selfeval.domain.rights import Right
from selfeval.domain.workflow import Role
from selfeval.models import Filing, User
from selfeval.services.errors import StaleVersion, Unfit
from selfeval.services.handing_over import hand_over_review, why_not_reviewer
from selfeval.web.forms.review_pins import HandOverForm
from selfeval.web.views.access import actor_of, demand, filing_or_404
from selfeval.web.views.steps import conflict

_INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """To whom it may be given; a POST gives it."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.HAND_OVER, filing)
    people = _people(filing)
    if request.method != "POST":
        return _page(request, filing, HandOverForm(initial={"version": filing.version}, people=people))
    form = HandOverForm(request.POST, people=people)
    if not form.is_valid():
        return _page(request, filing, form, status=_INVALID)
    try:
        given = hand_over_review(
            actor=actor_of(request),
            filing_id=filing.pk,
            reviewer_id=form.cleaned_data["reviewer"],
            expected_version=form.cleaned_data["version"],
            comment=form.cleaned_data["comment"],
            now=timezone.now(),
        )
    except StaleVersion as stale:
        return conflict(request, filing, str(stale))
    except Unfit as refusal:
        form.add_error(refusal.box or None, str(refusal))
        return _page(request, filing, form, status=_INVALID)
    name = given.reviewer.full_name if given.reviewer else ""
    messages.success(request, f"{filing.department.name}的自评表已移交给{name}审核。")
    return redirect("workspace")


def _people(filing: Filing) -> list[tuple[int, str]]:
    """The reviewers it may be given to, by name, with the unit of those from outside."""
    reviewers = User.objects.filter(role=Role.REVIEWER.value, is_active=True).select_related("department")
    return [
        (each.pk, f"{each.full_name}（{each.department.name if each.department else '财政局'}）")
        for each in reviewers.order_by("full_name", "pk")
        if each.pk != filing.reviewer_id and not why_not_reviewer(each, filing)
    ]


def _page(request: HttpRequest, filing: Filing, form: HandOverForm, *, status: int = 200) -> HttpResponse:
    context = {"filing": filing, "form": form, "people": form.fields["reviewer"].choices[1:]}  # type: ignore[attr-defined]
    return render(request, "review/hand_over.html", context, status=status)
