"""The pages on which a filing is filled."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from selfeval.domain.rights import Right
from selfeval.domain.sections import SectionKind, sections_of
from selfeval.queries.snapshots import assessment_of, framework_snapshot
from selfeval.web.forms.pages import form_of
from selfeval.web.forms.seen import Seen
from selfeval.web.presenters.filing_page import TEMPLATES
from selfeval.web.views.access import allowed, demand, filing_or_404
from selfeval.web.views.filing_saving import Posted, save
from selfeval.web.views.section_page import SectionPage


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
    framework = framework_snapshot(version=filing.cycle.framework)
    found = next((each for each in sections_of(framework) if each.code == code), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        return save(Posted(request=request, filing=filing, section=found))
    assessment = assessment_of(filing=filing, now=timezone.now(), texts=found.kind is SectionKind.CHECK)
    return _shown(SectionPage(request=request, filing=filing, section=found, assessment=assessment))


def _shown(page: SectionPage) -> HttpResponse:
    is_editable = allowed(page.request, Right.EDIT, page.filing)
    form = form_of(page.section, assessment=page.assessment, is_editable=is_editable)
    adding = page.request.GET.get("adding", "") if is_editable else ""
    # The values were read after the version: what is newer than it is asked about, never written over.
    context = page.context(form, Seen(page=page.filing.version), adding=adding)
    return render(page.request, TEMPLATES[page.section.kind], context)
