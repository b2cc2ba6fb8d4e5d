"""The pages on which a filing is filled, and saving them box by box."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from selfeval.domain.assessment import Assessment
from selfeval.domain.rights import Right
from selfeval.domain.sections import Section, SectionKind, sections_of
from selfeval.domain.workflow import Action
from selfeval.models import EventAction, Filing
from selfeval.queries.filings import SectionStamp, events_of, section_stamps
from selfeval.queries.snapshots import assessment_of
from selfeval.review.permissions import why_refused
from selfeval.services.errors import NotAllowed, NotEditable, StaleVersion, UnknownBox
from selfeval.web.forms.own_indicators import added_row
from selfeval.web.forms.pages import form_of
from selfeval.web.forms.section import SectionForm
from selfeval.web.presenters.boxes import SaveOutcome
from selfeval.web.presenters.docbar import NOT_SAVED
from selfeval.web.presenters.filing_page import TEMPLATES, PageInput, fragments_context, page_context
from selfeval.web.presenters.history import given_back
from selfeval.web.presenters.stale import stale_view
from selfeval.web.presenters.text import clock_text
from selfeval.web.views.access import actor_of, allowed, demand, filing_or_404, is_background
from selfeval.web.views.saving import Saved, save_boxes


@require_GET
def open_filing(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The way into a filing: who fills it goes to its first page, everybody else to the form."""
    filing = filing_or_404(request, public_id)
    if allowed(request, Right.EDIT, filing):
        return redirect("filing-section", public_id, "face")
    return redirect("filing-form", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def section(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """One page of a filing; a POST saves it."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.PREVIEW, filing)
    assessment = assessment_of(filing=filing, now=timezone.now(), texts=code == SectionKind.CHECK.value)
    page = next((each for each in sections_of(assessment.framework) if each.code == code), None)
    if page is None:
        raise Http404
    if request.method == "POST":
        return _save(request, filing, page, assessment)
    return _page(request, filing, page, assessment)


def _save(request: HttpRequest, filing: Filing, page: Section, assessment: Assessment) -> HttpResponse:
    reason = why_refused(user=actor_of(request), action=Right.EDIT, filing=filing)
    if reason and is_background(request):
        return _refused(request, filing, page, assessment, reason)
    demand(request, Right.EDIT, filing)
    version = request.POST.get("keep_mine") or request.POST.get("section_version", "")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        return HttpResponseBadRequest("缺少页面版本，请刷新页面后再保存。")
    try:
        saved = save_boxes(
            actor=actor_of(request),
            filing=filing,
            section=page,
            assessment=assessment,
            data=request.POST,
            expected_version=int(version),
            now=timezone.now(),
        )
    except StaleVersion as stale:
        return _stale(request, filing, page, assessment, stale)
    except (NotEditable, NotAllowed, UnknownBox) as refusal:
        return _refused(request, filing, page, assessment, str(refusal))
    if is_background(request):
        form = form_of(page, assessment=saved.assessment)
        context = _context(request, saved.filing, page, saved.assessment, form, saved=saved, is_fragment=True)
        return render(request, "filing/fragments.html", context)
    return _saved_whole(request, page, saved)


def _saved_whole(request: HttpRequest, page: Section, saved: Saved) -> HttpResponse:
    """Without scripts: back to the page when all is stored, else the page with what was typed and what is wrong."""
    adding = added_row(request.POST)
    if not saved.outcome.refused_count:
        if saved.outcome.saved_at:
            messages.success(request, f"已保存 {clock_text(saved.outcome.saved_at)}")
        address = reverse("filing-section", args=[saved.filing.public_id, page.code])
        return redirect(f"{address}?{urlencode({'adding': adding})}#adding" if adding else address)
    form = form_of(page, assessment=saved.assessment, data=_as_shown(request.POST, saved.outcome.form))
    form.is_valid()
    context = _context(request, saved.filing, page, saved.assessment, form, saved=saved, adding=adding)
    return render(request, TEMPLATES[page.kind], context, status=422)


def _as_shown(data: QueryDict, form: SectionForm) -> QueryDict:
    """What was sent, with every box that was taken written as it is stored, and every refused one as typed."""
    shown = data.copy()
    for name in form.boxes:
        text = form.shown_text(name)
        if text is not None and form.sent_text(name) is not None:
            shown[name] = text
    return shown


def _page(request: HttpRequest, filing: Filing, page: Section, assessment: Assessment) -> HttpResponse:
    is_editable = allowed(request, Right.EDIT, filing)
    form = form_of(page, assessment=assessment, is_editable=is_editable)
    adding = request.GET.get("adding", "") if is_editable else ""
    return render(request, TEMPLATES[page.kind], _context(request, filing, page, assessment, form, adding=adding))


def _stale(
    request: HttpRequest, filing: Filing, page: Section, assessment: Assessment, stale: StaleVersion
) -> HttpResponse:
    """Somebody else saved first: nothing is stored, nothing typed is lost, both values are shown."""
    form = form_of(page, assessment=assessment, data=request.POST)
    form.is_valid()
    outcome = SaveOutcome(form=form, saved_at=None)
    context = _context(request, filing, page, assessment, form, outcome=outcome)
    context |= {"stale": stale_view(stale, form, timezone.now()), "save": NOT_SAVED, "oob": is_background(request)}
    context["section_version"] = request.POST["section_version"]
    template = "filing/fragments_stale.html" if is_background(request) else TEMPLATES[page.kind]
    return render(request, template, context, status=409)


def _refused(request: HttpRequest, filing: Filing, page: Section, assessment: Assessment, words: str) -> HttpResponse:
    """The filing moved on, or the rights did, while the page was open."""
    form = form_of(page, assessment=assessment, data=request.POST)
    form.is_valid()
    context = _context(request, filing, page, assessment, form, outcome=SaveOutcome(form=form, saved_at=None))
    context |= {"refused_words": words, "save": NOT_SAVED, "oob": is_background(request)}
    context["section_version"] = request.POST.get("section_version", "0")
    template = "filing/fragments_stale.html" if is_background(request) else TEMPLATES[page.kind]
    return render(request, template, context, status=409)


def _context(
    request: HttpRequest,
    filing: Filing,
    page: Section,
    assessment: Assessment,
    form: SectionForm,
    *,
    saved: Saved | None = None,
    outcome: SaveOutcome | None = None,
    is_fragment: bool = False,
    adding: str = "",
) -> dict[str, Any]:
    stamps = section_stamps(filing=filing)
    stamp = stamps.get(page.code)
    shown = PageInput(
        filing=filing,
        section=page,
        assessment=assessment,
        form=form,
        stamps=stamps,
        section_version=_version_seen(request, saved, stamp),
        is_editable=allowed(request, Right.EDIT, filing),
        now=timezone.now(),
        outcome=saved.outcome if saved else outcome,
        adding=adding,
    )
    steps = events_of(filing=filing).exclude(action=EventAction.SECTION_SAVED)
    rights = {
        "given_back": given_back(steps, shown.now) if shown.is_editable and not is_fragment else None,
        "may_waive": allowed(request, Right.WAIVE, filing),
        "may_send": allowed(request, Action.SEND_FOR_SIGNATURE, filing),
        "may_take_back": allowed(request, Action.TAKE_BACK, filing),
    }
    return {**(fragments_context(shown) if is_fragment else page_context(shown)), **rights}


def _version_seen(request: HttpRequest, saved: Saved | None, stamp: SectionStamp | None) -> int:
    """The version of the page the person has before them.

    What is sent again because its answer got lost is found stored already; the page then goes on from the version its
    own saving made, where nobody else's is.
    """
    stored = stamp.version if stamp else 0
    if saved is None:
        return stored
    is_own = stamp is not None and stamp.saved_by_id == actor_of(request).pk
    return stored if saved.outcome.saved_at is None and is_own else saved.section_version
