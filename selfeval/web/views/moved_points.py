"""One page on which points move between indicators and 不涉及 is ticked: tried, shown, then stored in one write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from selfeval.domain.amounts import number_text
from selfeval.domain.assessment import Assessment
from selfeval.domain.files import Fault
from selfeval.domain.redistribution import NowhereToPlace
from selfeval.domain.rights import Right
from selfeval.models import Filing
from selfeval.queries.snapshots import assessment_of
from selfeval.services.changes import Change
from selfeval.services.errors import BadValue, NotEditable, StaleVersion
from selfeval.services.moved_points import faults_of_points, move_points, proposed_points, reference_again, tried
from selfeval.services.open_boxes import open_of
from selfeval.web.forms.fields import exact_text
from selfeval.web.forms.indicators import box_name
from selfeval.web.forms.points import PointsForm, points_form
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.moved_points import points_page
from selfeval.web.views.access import actor_of, allowed, demand, filing_or_404, is_background, turned_away

UNPROCESSABLE, CONFLICT = 422, 409


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What is shown: `assessment` of what stands in the boxes of `form`."""

    request: HttpRequest
    filing: Filing
    assessment: Assessment
    form: PointsForm
    seen: str
    faults: tuple[Fault, ...] = ()
    proposed: Mapping[str, Decimal] | None = None

    def shown(self, *, template: str = "filing/points.html", status: int = 200) -> HttpResponse:
        opened = open_of(self.filing, self.assessment.framework, self.form.boxes)
        self.form.lock(self.form.boxes.keys() - opened)
        page = points_page(self.assessment, self.form, faults=self.faults, proposed=self.proposed)
        context: dict[str, Any] = {
            "filing": self.filing,
            "form": self.form,
            "seen": self.seen,
            "docbar": docbar_of(self.filing, timezone.now()),
            "page": page,
            "may_save": self.form.is_editable and (page.has_ticks or not page.is_locked),
            "is_proposal": self.proposed is not None,
            "oob": is_background(self.request),
        }
        return render(self.request, template, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The page; a POST tries (`preview`), proposes, brings back the reference points, or stores."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.PREVIEW, filing)
    assessment = assessment_of(filing=filing, now=timezone.now(), texts=False)
    if request.method != "POST":
        form = points_form(assessment=assessment, is_editable=allowed(request, Right.EDIT, filing))
        return _Page(request=request, filing=filing, assessment=assessment, form=form, seen=str(filing.version)).shown()
    demand(request, Right.EDIT, filing)
    seen = request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) < 10):
        return HttpResponseBadRequest("缺少页面版本，请刷新页面后再调整。")
    page = _tried(request, filing, assessment, seen)
    match request.POST.get("step", ""):
        case "preview":
            return page.shown(template="filing/points_fragments.html")
        case "propose":
            return _proposed(page)
        case "undo":
            return _stored(page, reference_again(assessment), done="已恢复参考分值。")
    return _saved(page)


def _tried(request: HttpRequest, filing: Filing, assessment: Assessment, seen: str) -> _Page:
    """What was sent, scored without being stored; boxes that cannot be taken count as they are stored."""
    form = points_form(assessment=assessment, data=request.POST)
    form.is_valid()
    try:
        would_be = tried(filing=filing, assessment=assessment, changes=form.changes())
    except BadValue as refusal:
        would_be = assessment
        _refuse(form, refusal.faults)
    return _Page(request=request, filing=filing, assessment=would_be, form=form, seen=seen)


def _proposed(page: _Page) -> HttpResponse:
    """The same page with the points placed, to be looked at and changed before it is stored."""
    try:
        points = proposed_points(page.assessment)
    except NowhereToPlace as refusal:
        name = f"“{refusal.scope}”里" if refusal.scope else ""
        words = f"{name}没有可以调入的指标，{number_text(refusal.points)}分没有去处；请至少留一项涉及的指标"
        return replace(page, faults=(Fault(path="indicators", found="", expected=words),)).shown(status=UNPROCESSABLE)
    before = {code: score.points for code, score in page.assessment.sheet.indicators.items()}
    data = page.request.POST.copy()
    for code, each in points.items():
        data[box_name(code, "set_points")] = exact_text(each, least_places=0)
    stored = assessment_of(filing=page.filing, now=timezone.now(), texts=False)
    form = points_form(assessment=stored, data=data)
    form.is_valid()
    placed = tried(filing=page.filing, assessment=stored, changes=form.changes())
    changed = {code: each for code, each in points.items() if each != before[code]}
    return replace(page, assessment=placed, form=form, proposed=changed).shown()


def _saved(page: _Page) -> HttpResponse:
    codes = {leaf.code for leaf in page.assessment.framework.leaves}
    faults = tuple(each for each in faults_of_points(page.assessment, codes) if not each.path.endswith(".reason"))
    if page.form.refusals() or faults:
        return replace(page, faults=faults).shown(status=UNPROCESSABLE)
    return _stored(page, page.form.changes(), done="分值已保存。")


def _stored(page: _Page, changes: Sequence[Change], *, done: str) -> HttpResponse:
    actor, filing = actor_of(page.request), page.filing
    try:
        move_points(actor=actor, filing_id=filing.pk, changes=changes, seen=int(page.seen), now=timezone.now())
    except NotEditable as refusal:
        raise turned_away(refusal) from refusal
    except StaleVersion as stale:
        fault = Fault(path="", found="", expected=str(stale))
        return replace(page, faults=(fault,)).shown(status=CONFLICT)
    except BadValue as refusal:
        return replace(page, faults=refusal.faults).shown(status=UNPROCESSABLE)
    messages.success(page.request, done)
    return redirect("filing-points", filing.public_id)


def _refuse(form: PointsForm, faults: Sequence[Fault]) -> None:
    """Put what a filing cannot hold on its boxes."""
    for fault in faults:
        found = f"“{fault.found}”" if fault.found else ""
        name = fault.path if fault.path in form.boxes else next(iter(form.boxes))
        form.add_error(name, forms.ValidationError(f"{found}{fault.expected}", code="refused"))
