"""The report of a filing (自评报告, 自评工作总结) as Word and PDF: of whatever form this person may take away."""

from collections.abc import Callable
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from selfeval.domain.export_batches import DocumentKind
from selfeval.exports.report_build import build_report
from selfeval.exports.report_document import Report
from selfeval.exports.report_pdf import report_pdf
from selfeval.exports.report_structure import Structure, structure_named, structure_of
from selfeval.exports.report_word import report_docx
from selfeval.jobs.documents import frozen_bytes, frozen_report_pdf
from selfeval.models import Submission
from selfeval.web.views.documents import Shown, exported
from selfeval.web.views.files import DOCX, PDF, made_file


@require_safe
def word(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The report as a Word document, in the structure asked for (`?structure=`) or the usual one."""
    return _made(request, public_id, DocumentKind.REPORT_WORD, DOCX, draft=report_docx, frozen=_frozen_word)


@require_safe
def pdf(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The same as PDF."""
    return _made(request, public_id, DocumentKind.REPORT_PDF, PDF, draft=report_pdf, frozen=frozen_report_pdf)


def _frozen_word(report: Report, submission: Submission) -> bytes:
    return report_docx(report)


def _made(
    request: HttpRequest,
    public_id: UUID,
    kind: DocumentKind,
    media_type: str,
    *,
    draft: Callable[[Report], bytes],
    frozen: Callable[[Report, Submission], bytes],
) -> FileResponse:
    shown = exported(request, public_id)
    usual = structure_of(shown.assessment.framework)
    structure = structure_named(request.GET["structure"]) if "structure" in request.GET else usual
    if structure is None:
        raise Http404
    report = _report(shown, structure)
    submission = shown.submission
    if submission is None:
        content = draft(report)
    else:
        # What is frozen is drawn once in each structure and kept; in the usual one for batches as well.
        other = "" if structure == usual else structure.code
        content = frozen_bytes(
            kind, submission.filing, submission, make=lambda: frozen(report, submission), structure=other
        )
    return made_file(content, f"{report.name}{kind.ending}", media_type)


def _report(shown: Shown, structure: Structure) -> Report:
    assessment = shown.assessment
    return build_report(
        framework=assessment.framework,
        filing=assessment.filing,
        sheet=assessment.sheet,
        form=shown.document,
        structure=structure,
    )
