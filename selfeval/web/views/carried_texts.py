"""Carrying last year's texts over: one box, or all empty ones of a page; a text that would be replaced asks first."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from selfeval.domain.assessment import Assessment
from selfeval.domain.rights import Right
from selfeval.domain.sections import Section, section_of_box, sections_of
from selfeval.models import Filing
from selfeval.queries.carried_texts import carried_boxes
from selfeval.queries.snapshots import assessment_of
from selfeval.services.carried_texts import OWN, carry_texts
from selfeval.services.errors import ClosedBoxes, NotEditable, UnknownBox
from selfeval.web.presenters.last_year import LastYear, last_year_of, text_now
from selfeval.web.views.access import actor_of, demand, filing_or_404, turned_away


@require_POST
def carry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """`box` names one box, `page` all of a page; `replace` is the version at which the person saw what is replaced."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.EDIT, filing)
    assessment = assessment_of(filing=filing, now=timezone.now(), texts=False)
    box, version = request.POST.get("box", ""), request.POST.get("replace", "")
    code = section_of_box(assessment.framework, box) if box else request.POST.get("page", "")
    section = next((each for each in sections_of(assessment.framework) if each.code == code), None)
    view = None if section is None else _last_year(filing, assessment, section)
    if section is None or view is None or (box and box not in view.texts):
        return HttpResponseBadRequest("上年没有这一段文字。")
    # Results stand in the rows of own indicators: those are never replaced, only begun with.
    may_replace = bool(box) and not box.startswith(OWN)
    if may_replace and view.texts[box].asks and not _is_version(version):
        return _asked(request, filing, assessment, view, box)
    boxes = [box] if box else list(view.texts)
    return _carried(request, filing, section, boxes, int(version) if may_replace and _is_version(version) else None)


def _is_version(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _last_year(filing: Filing, assessment: Assessment, section: Section) -> LastYear | None:
    return last_year_of(assessment, section=section, carried=carried_boxes(filing=filing), is_editable=True)


def _asked(request: HttpRequest, filing: Filing, assessment: Assessment, view: LastYear, box: str) -> HttpResponse:
    """Both texts, and whether to replace the one by the other."""
    context = {
        "filing": filing,
        "text": view.texts[box],
        "year": view.year,
        "now": text_now(assessment, box),
        "back": f"{reverse('filing-section', args=[filing.public_id, view.section.code])}#{box}",
    }
    return render(request, "filing/carry_text.html", context)


def _carried(
    request: HttpRequest, filing: Filing, section: Section, boxes: list[str], replacing: int | None
) -> HttpResponse:
    try:
        done = carry_texts(
            actor=actor_of(request), filing_id=filing.pk, boxes=boxes, replacing=replacing, now=timezone.now()
        )
    except (ClosedBoxes, NotEditable, UnknownBox) as refusal:
        raise turned_away(refusal) from refusal
    kept = f"；{len(done.kept)} 处已有文字，没有动" if done.kept else ""
    if done.carried:
        messages.success(request, f"带入上年文字 {len(done.carried)} 处{kept}。请逐处改成今年的情况。")
    else:
        messages.warning(
            request, "没有带入：这一处已经有内容，请看看最新的。" if len(boxes) == 1 else f"没有带入{kept}。"
        )
    anchor = f"#{boxes[0]}" if len(boxes) == 1 else ""
    return redirect(f"{reverse('filing-section', args=[filing.public_id, section.code])}{anchor}")
