"""The documents of a frozen copy: what each says of itself, who makes it, and the one copy of it that is kept."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from django.conf import settings

from selfeval.domain.assessment import Assessment
from selfeval.domain.export_batches import DocumentKind
from selfeval.domain.workflow import State
from selfeval.exports import wording
from selfeval.exports.build import build_form
from selfeval.exports.document import FormDocument, Stamp
from selfeval.exports.excel import render_workbook
from selfeval.exports.pdf import Variant, render_pdf
from selfeval.exports.report_build import build_report
from selfeval.exports.report_document import Report
from selfeval.exports.report_pdf import report_pdf
from selfeval.exports.report_structure import structure_of
from selfeval.exports.report_word import report_docx
from selfeval.models import Filing, Submission
from selfeval.queries.snapshots import submission_assessment
from selfeval.services.kept_documents import KeptDocument, is_there, kept_document, kept_or_made, key_of
from selfeval.services.signed_documents import signed_pdf
from selfeval.services.signing import fingerprint, public_key

Maker = Callable[[Filing, Submission], bytes]


def frozen_stamp(filing: Filing, submission: Submission) -> Stamp:
    """What the documents of a frozen copy say: which round it is of, unless it is the last word."""
    is_current = submission.round == filing.round
    is_final = is_current and filing.current_state is State.FINALISED
    status = "已定稿" if is_final else (filing.current_state.label if is_current else f"第{submission.round}轮")
    return Stamp(
        verification_code=submission.verification_code,
        status=status,
        is_final=True,
        remarks=remarks(
            is_signed_by_filler=submission.is_signed_by_filler, is_filled_by_bureau=submission.is_filled_by_bureau
        ),
    )


def remarks(*, is_signed_by_filler: bool = False, is_filled_by_bureau: bool = False) -> tuple[str, ...]:
    """What the signature block says of who filled and who signed."""
    told = ((wording.FILLED_BY_BUREAU, is_filled_by_bureau), (wording.SIGNED_BY_FILLER, is_signed_by_filler))
    return tuple(words for words, holds in told if holds)


def form_of(assessment: Assessment, stamp: Stamp) -> FormDocument:
    """The official form of what was assessed."""
    return build_form(framework=assessment.framework, filing=assessment.filing, sheet=assessment.sheet, stamp=stamp)


def _frozen_form(filing: Filing, submission: Submission) -> FormDocument:
    return form_of(submission_assessment(submission=submission), frozen_stamp(filing, submission))


def _report(filing: Filing, submission: Submission) -> Report:
    """The report (自评报告 or 自评工作总结, as the framework has it) of the frozen copy."""
    assessment = submission_assessment(submission=submission)
    return build_report(
        framework=assessment.framework,
        filing=assessment.filing,
        sheet=assessment.sheet,
        form=form_of(assessment, frozen_stamp(filing, submission)),
        structure=structure_of(assessment.framework),
    )


def frozen_form_pdf(form: FormDocument, submission: Submission) -> bytes:
    """The form of a frozen copy as PDF, signed."""
    return signed_pdf(render_pdf(form), code=submission.verification_code)


def frozen_report_pdf(report: Report, submission: Submission) -> bytes:
    """The report of a frozen copy as PDF: to be kept, and to be read aloud (PDF/A-2a); signed."""
    return signed_pdf(report_pdf(report, variant=Variant.TAGGED_ARCHIVE), code=submission.verification_code)


# Who makes what. A kind that is not named here is not offered; evidence is copied, not made.
MAKERS: Final[Mapping[DocumentKind, Maker]] = MappingProxyType(
    {
        DocumentKind.FORM_PDF: lambda filing, submission: frozen_form_pdf(_frozen_form(filing, submission), submission),
        DocumentKind.FORM_EXCEL: lambda filing, submission: render_workbook(_frozen_form(filing, submission)),
        DocumentKind.REPORT_WORD: lambda filing, submission: report_docx(_report(filing, submission)),
        DocumentKind.REPORT_PDF: lambda filing, submission: frozen_report_pdf(_report(filing, submission), submission),
    }
)


# By this installation: another key makes another document.
_SIGNED: Final = frozenset({DocumentKind.FORM_PDF, DocumentKind.REPORT_PDF})


def kinds_offered() -> tuple[DocumentKind, ...]:
    """What may be asked for today, in the order in which it is shown."""
    return tuple(kind for kind in DocumentKind if kind in MAKERS or kind is DocumentKind.EVIDENCE)


def document_key(kind: DocumentKind, filing: Filing, submission: Submission) -> str:
    """Under what the document is kept. No query where the framework is at hand."""
    return key_of(*_depends_on(kind, filing, submission))


def frozen_document(kind: DocumentKind, filing: Filing, submission: Submission) -> KeptDocument:
    """The document, made where it was never asked for. Raises NoRoom, and what the maker raises."""
    return kept_document(*_depends_on(kind, filing, submission), make=lambda: MAKERS[kind](filing, submission))


def frozen_bytes(
    kind: DocumentKind, filing: Filing, submission: Submission, *, make: Callable[[], bytes], structure: str = ""
) -> bytes:
    """The bytes for one person who waits for them; `make` has the document at hand. A full disk hinders nobody.

    `structure` is the code of a structure of the report that is not the usual one.
    """
    return kept_or_made(*_depends_on(kind, filing, submission, structure), make=make)


def is_kept(kind: DocumentKind, filing: Filing, submission: Submission) -> bool:
    """Whether nobody has to draw it. Asks for no more than whether there is a file."""
    return is_there(document_key(kind, filing, submission))


def _depends_on(kind: DocumentKind, filing: Filing, submission: Submission, structure: str = "") -> tuple[str, ...]:
    """All that a document depends on besides the edition of the product, which `kept_documents` adds."""
    return (
        kind.value,
        submission.sha256,
        submission.framework.sha256,
        json.dumps(submission.check_settings, sort_keys=True),
        repr(frozen_stamp(filing, submission)),
        settings.SITE_ADDRESS,
        *([fingerprint(public_key())] if kind in _SIGNED else []),
        *([structure] if structure else []),
    )
