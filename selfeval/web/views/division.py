"""Who fills what: giving parts away, taking them back, and the word that a part is done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from selfeval.domain.division import places_of
from selfeval.domain.rights import Right, why_not_in_charge
from selfeval.domain.workflow import Role
from selfeval.models import Filing
from selfeval.queries.division import assignments_of, fillers_of, preparers_of, stamps_since
from selfeval.queries.snapshots import assessment_of, framework_snapshot
from selfeval.queries.standing import accountant_of
from selfeval.services.division import assign, end_assignment, mark_done
from selfeval.services.errors import Unfit
from selfeval.web.forms.division import AccountantForm, AssignForm
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.division import division_of, first_done, parts_of
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.views.access import actor_of, allowed, demand, filing_or_404

_INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
def division(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Who fills what, and how far it is; a POST gives a part to somebody."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.SEE_DIVISION, filing)
    if request.method != "POST":
        return _page(request, filing)
    demand(request, Right.DIVIDE, filing)
    form = _form(filing, request.POST)
    if not form.is_valid():
        return _page(request, filing, form, status=_INVALID)
    place, person, note = (form.cleaned_data[name] for name in ("place", "person", "note"))
    try:
        row = assign(
            actor=actor_of(request), filing_id=filing.pk, place=place, person_id=person, note=note, now=timezone.now()
        )
    except Unfit as refusal:
        form.add_error(refusal.box or None, str(refusal))
        return _page(request, filing, form, status=_INVALID)
    messages.success(request, f"已分给{row.person.full_name}。")
    return redirect("filing-division", public_id)


@require_POST
def end(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """取消分派."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.DIVIDE, filing)
    place = request.POST.get("place", "")
    ended = end_assignment(actor=actor_of(request), filing_id=filing.pk, place=place, now=timezone.now())
    messages.success(request, "已取消分派，填过的内容都在。" if ended else "这一部分现在没有分派。")
    return redirect("filing-division", public_id)


@require_POST
def done(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """我这部分填完了, or not after all; back to where it was said."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.EDIT, filing)
    is_done = request.POST.get("done") == "yes"
    try:
        place = request.POST.get("place", "")
        mark_done(actor=actor_of(request), filing_id=filing.pk, place=place, is_done=is_done, now=timezone.now())
    except Unfit as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已标记填完，分派的人看得到。" if is_done else "已改为没有填完。")
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("filing-division", public_id)


def _form(filing: Filing, data: Any = None, place: str = "") -> AssignForm:
    places = places_of(framework_snapshot(version=filing.cycle.framework))
    return AssignForm(data, initial={"place": place}, places=places, people=fillers_of(filing=filing))


def _page(request: HttpRequest, filing: Filing, form: AssignForm | None = None, *, status: int = 200) -> HttpResponse:
    now, user = timezone.now(), actor_of(request)
    assessment = assessment_of(filing=filing, now=now, texts=False)
    addresses = Addresses(public_id=filing.public_id, framework=assessment.framework)
    rows = list(assignments_of(filing=filing))
    since = first_done(rows)
    stamps = stamps_since(filing=filing, since=since) if since else []
    parts = parts_of(assessment, addresses, rows, stamps=stamps, user=user, now=now)
    accountant = accountant_of(filing.department)
    is_of_unit = user.department_id == filing.department_id
    may_assign = allowed(request, Right.DIVIDE, filing)
    context = {
        "filing": filing,
        "docbar": docbar_of(filing, now),
        "division": division_of(assessment, addresses, parts),
        "form": (form or _form(filing, place=request.GET.get("place", ""))) if may_assign else None,
        "may_assign": may_assign,
        "may_mark": allowed(request, Right.EDIT, filing),
        "accountant": accountant,
        "accountant_form": AccountantForm(
            initial={"person": accountant.pk if accountant else ""},
            people=preparers_of(department=filing.department),
            auto_id="accountant-%s",
        ),
        "is_in_charge": not why_not_in_charge(Role(user.role), is_of_unit=is_of_unit),
    }
    return render(request, "filing/division.html", context, status=status)
