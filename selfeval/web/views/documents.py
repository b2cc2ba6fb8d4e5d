"""The official form of a filing: on the screen, as PDF, as a workbook."""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from selfeval.domain.assessment import Assessment
from selfeval.domain.export_batches import DocumentKind
from selfeval.domain.rights import FROZEN, Right
from selfeval.domain.workflow import Action
from selfeval.exports.document import FormDocument, Stamp
from selfeval.exports.excel import render_workbook
from selfeval.exports.pdf import render_pdf
from selfeval.exports.preview import render_preview
from selfeval.jobs.documents import form_of, frozen_bytes, frozen_form_pdf, frozen_stamp, remarks
from selfeval.models import Filing, Submission
from selfeval.queries.filings import last_submission, submissions_of
from selfeval.queries.snapshots import assessment_of, submission_assessment
from selfeval.services.archives import why_not_archive
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.three_scores import three_scores
from selfeval.web.views.access import actor_of, allowed, demand, filing_or_404
from selfeval.web.views.files import PDF, made_file, workbook_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The form to show: of a submission, or of the draft where `submission` is None."""

    assessment: Assessment
    document: FormDocument
    submission: Submission | None


def frozen_form(filing: Filing, submission: Submission) -> Shown:
    """The form of a submission, which says which round it is of unless it is the last word."""
    assessment = submission_assessment(submission=submission)
    stamp = frozen_stamp(filing, submission)
    return Shown(assessment=assessment, document=form_of(assessment, stamp), submission=submission)


def draft_form(filing: Filing) -> Shown:
    """The form as it stands."""
    assessment = assessment_of(filing=filing, now=timezone.now(), texts=False)
    told = remarks(is_filled_by_bureau=bool(filing.bureau_filling_reason))
    stamp = Stamp(status="草稿", remarks=told)
    return Shown(assessment=assessment, document=form_of(assessment, stamp), submission=None)


def _shown(request: HttpRequest, filing: Filing) -> Shown:
    """What this person may see of it: the round asked for, the frozen copy once submitted, else the draft."""
    demand(request, Right.VIEW, filing)
    wanted = request.GET.get("round", "")
    if wanted:
        if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 5):
            raise Http404
        submission = submissions_of(filing=filing).filter(round=int(wanted)).first()
        if submission is None:
            raise Http404
        return frozen_form(filing, submission)
    submission = last_submission(filing=filing)
    may_see_draft = allowed(request, Right.PREVIEW, filing)
    if submission is not None and (filing.current_state in FROZEN or not may_see_draft):
        return frozen_form(filing, submission)
    if not may_see_draft:
        raise PermissionDenied("未提交的内容只有本单位和管理员能看。")
    return draft_form(filing)


@require_safe
def form_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The form in its official layout."""
    filing = filing_or_404(request, public_id)
    shown = _shown(request, filing)
    context = {
        "filing": filing,
        "docbar": docbar_of(filing, timezone.now()),
        "preview": render_preview(shown.document),
        "submission": shown.submission,
        "round_query": f"?round={request.GET['round']}" if "round" in request.GET else "",
        "may_edit": allowed(request, Right.EDIT, filing),
        "may_sign": allowed(request, Action.SIGN, filing),
        "may_check": allowed(request, Action.PASS_INTERNALLY, filing),
        "may_fill_for_unit": allowed(request, Right.FILL_FOR_UNIT, filing),
        "may_ask_unlock": allowed(request, Action.ASK_UNLOCK, filing),
        "may_unlock": allowed(request, Action.UNLOCK, filing),
        "may_archive": not why_not_archive(user=actor_of(request), filing=filing),
        "three": three_scores(filing),
        "may_see_division": allowed(request, Right.SEE_DIVISION, filing),
    }
    return render(request, "filing/form.html", context)


@require_safe
def form_pdf(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The form as PDF."""
    shown = exported(request, public_id)
    return made_file(_drawn_pdf(shown), f"{shown.document.name}.pdf", PDF)


@require_safe
def form_xlsx(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The form as a workbook."""
    shown = exported(request, public_id)
    return workbook_file(_drawn_workbook(shown), f"{shown.document.name}.xlsx")


def _drawn_pdf(shown: Shown) -> bytes:
    """What is frozen is drawn and signed once and kept; a draft is drawn anew each time."""
    form, copy = shown.document, shown.submission
    if copy is None:
        return render_pdf(form)
    return frozen_bytes(DocumentKind.FORM_PDF, copy.filing, copy, make=lambda: frozen_form_pdf(form, copy))


def _drawn_workbook(shown: Shown) -> bytes:
    form, copy = shown.document, shown.submission
    if copy is None:
        return render_workbook(form)
    return frozen_bytes(DocumentKind.FORM_EXCEL, copy.filing, copy, make=lambda: render_workbook(form))


def exported(request: HttpRequest, public_id: UUID) -> Shown:
    """What this person may take away of a filing, in whatever document. Raises Http404, PermissionDenied."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.EXPORT, filing)
    return _shown(request, filing)
