"""签章件: print what was submitted, seal it, and bring the scan of exactly that."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from selfeval.domain.rights import Right
from selfeval.models import Filing, SealedScan, Submission
from selfeval.queries.filings import last_submission
from selfeval.queries.sealed_scans import scans_of, visible_scans
from selfeval.review.permissions import why_refused
from selfeval.services.errors import FileRefused
from selfeval.services.sealed_scans import add_scan
from selfeval.web.forms.scans import ScanForm
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.scans import ScanState, scan_state
from selfeval.web.views.access import actor_of, demand, filing_or_404
from selfeval.web.views.kept_files import file_response, page_response

_INVALID = 422


@require_http_methods(["GET", "HEAD", "POST"])
def sealed_scan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How the scan is made and what came of it; a POST brings one."""
    filing = filing_or_404(request, public_id)
    if request.method == "POST":
        return _add(request, filing)
    return _page(request, filing, ScanForm())


@require_safe
def scan_file(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponseBase:
    """The scan as it was received."""
    return file_response(request, *_found(request, public_id, file_id))


@require_safe
def scan_page(request: HttpRequest, public_id: UUID, file_id: UUID, number: int) -> HttpResponseBase:
    """A page of it as a picture."""
    return page_response(request, *_found(request, public_id, file_id), number)


def scan_state_of(filing: Filing, submission: Submission | None) -> ScanState | None:
    """What pages say of the scan of the frozen copy; None where nothing was submitted. One query."""
    scans = list(scans_of(submission=submission)) if submission else []
    return scan_state(filing=filing, submission=submission, scans=scans, now=timezone.now())


def _add(request: HttpRequest, filing: Filing) -> HttpResponse:
    demand(request, Right.SEAL, filing)
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, filing, form, status=_INVALID)
    file, code = form.cleaned_data["file"], form.cleaned_data["code"]
    try:
        scan = add_scan(actor=actor_of(request), filing_id=filing.pk, file=file, code=code, now=timezone.now())
    except FileRefused as refusal:
        form.add_error("file", str(refusal))
        return _page(request, filing, form, status=_INVALID)
    messages.success(request, f"已收下签章件“{scan.name}”，校验码与这次提交的一致。")
    return redirect("filing-sealed-scan", filing.public_id)


def _page(request: HttpRequest, filing: Filing, form: ScanForm, *, status: int = 200) -> HttpResponse:
    why_not = why_refused(user=actor_of(request), action=Right.SEAL, filing=filing)
    context = {
        "filing": filing,
        "docbar": docbar_of(filing, timezone.now()),
        "scan": scan_state_of(filing, last_submission(filing=filing)),
        "form": form,
        "why_not": why_not,
    }
    return render(request, "filing/sealed_scan.html", context, status=status)


def _found(request: HttpRequest, public_id: UUID, file_id: UUID) -> tuple[Filing, SealedScan]:
    filing = filing_or_404(request, public_id)
    return filing, get_object_or_404(visible_scans(filing=filing), public_id=file_id)
