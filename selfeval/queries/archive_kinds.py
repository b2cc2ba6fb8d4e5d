"""What of a filing stands in an archive package, table by table, and what does not, with the reason."""

from types import MappingProxyType
from typing import Final

from selfeval.models import (
    Assignment,
    BoxStamp,
    CarriedText,
    Disclosure,
    EvidenceFile,
    EvidenceLink,
    Filing,
    FilingCycle,
    FilingSection,
    FindingRow,
    RectificationFile,
    RectificationItem,
    RectificationStep,
    ResultUse,
    ReviewPin,
    ReviewRecord,
    ReviewScore,
    SealedScan,
    SpotCheck,
    SpotCheckFile,
    SpotCheckItem,
    SpotCheckScore,
    Submission,
    WaiverRow,
)
from selfeval.queries.archive_rows import Kind

_KEPT = ("public_id", "name", "media_type", "size", "sha256", "page_count", "uploaded_by", "uploaded_at")
_FINDING = (
    *("position", "check_code", "severity", "where", "message", "expected", "found", "quote", "offset"),
    *("key", "explanation", "waiver"),
)
_SECTION = Kind(model=FilingSection, parent="filing", columns=("code", "version", "saved_at", "saved_by"))
_STAMP = Kind(model=BoxStamp, parent="filing", columns=("box", "version", "saved_at", "saved_by"))
_ASSIGNMENT = Kind(
    model=Assignment,
    parent="filing",
    columns=("place", "person", "note", "assigned_by", "assigned_at", "done_at"),
)
_WAIVER = Kind(
    model=WaiverRow,
    parent="filing",
    columns=("check_code", "key", "reason", "until", "by", "at", "ended_at"),
)
CURRENT_FINDING: Final = Kind(model=FindingRow, parent="filing", columns=_FINDING)
_FROZEN_FINDING = Kind(model=FindingRow, parent="submission", columns=_FINDING)
_REVIEW = Kind(
    model=ReviewRecord,
    parent="submission",
    columns=("level", "reviewer", "verdict", "comment", "confirmed_total", "reason", "due_on", "opens", "at"),
)
_PIN = Kind(
    model=ReviewPin,
    parent="submission",
    columns=("level", "place", "words", "by", "at", "sent_at", "answer", "answered_by", "answered_at"),
)
_SCORE = Kind(model=ReviewScore, parent="submission", columns=("code", "level", "score", "remark", "by", "at"))
_SCAN = Kind(model=SealedScan, parent="submission", columns=(*_KEPT, "code_read", "is_code_typed"))

FILING_ROW: Final = Kind(
    model=Filing,
    columns=(
        *("public_id", "state", "version", "round", "head", "phone", "filed_on", "self_total", "computed_total"),
        *("grade", "blocking_count", "warning_count", "risk", "risk_reasons", "bureau_filling_reason", "due_at"),
        *("due_reason", "exemption_reason", "reviewer", "unlock_reason", "review_total", "final_total"),
        *("final_grade", "opened_by_reviewer_at", "created_at", "updated_at"),
    ),
    below={
        "sections": ("sections", _SECTION),
        "boxes": ("box_stamps", _STAMP),
        "assignments": ("assignments", _ASSIGNMENT),
        "waivers": ("waivers", _WAIVER),
    },
)
CYCLE_ROW: Final = Kind(
    model=FilingCycle,
    columns=(
        *("code", "fiscal_year", "title", "opens_at", "deadline", "late_until", "has_supervisor_review"),
        *("has_office_review", "final_score_rule", "reminder_days", "low_risk_at_most", "difference_bounds"),
        *("check_settings", "allows_filler_to_sign", "requires_sealed_scan"),
    ),
)
SUBMISSION_ROW: Final = Kind(
    model=Submission,
    columns=(
        *("round", "check_settings", "sha256", "verification_code", "evidence", "unit_people"),
        *("is_signed_by_filler", "is_filled_by_bureau", "submitted_by", "submitted_at"),
    ),
    below={
        "findings": ("findings", _FROZEN_FINDING),
        "reviews": ("reviews", _REVIEW),
        "pins": ("pins", _PIN),
        "scores": ("review_scores", _SCORE),
        "sealed_scans": ("sealed_scans", _SCAN),
    },
)
_LINK = Kind(model=EvidenceLink, parent="evidence", columns=("code",))
EVIDENCE_ROW: Final = Kind(
    model=EvidenceFile,
    parent="filing",
    columns=(*_KEPT, "replaces", "removed_at", "removed_by"),
    below={"links": ("links", _LINK)},
)
DRAW_ROW: Final = Kind(
    model=SpotCheck,
    columns=("public_id", "title", "method", "seed", "size", "population", "drawn_by", "drawn_at"),
)
_CHECK_SCORE = Kind(model=SpotCheckScore, parent="item", columns=("code", "score", "remark"))
_CHECK_FILE = Kind(model=SpotCheckFile, parent="item", columns=_KEPT)
CHECK_ROW: Final = Kind(
    model=SpotCheckItem,
    parent="filing",
    columns=(
        *("public_id", "submission", "position", "state", "version", "checker", "check_total", "opinion", "asked_at"),
        "answer_due_on",
        *("objection", "answered_by", "settled_total", "settlement", "difference", "difference_class", "settled_by"),
        *("settled_at", "answer_due_on"),
    ),
    below={"scores": ("scores", _CHECK_SCORE), "files": ("files", _CHECK_FILE)},
)
_STEP = Kind(model=RectificationStep, parent="item", columns=("step", "words", "by", "at"))
_RECTIFIED = Kind(model=RectificationFile, parent="item", columns=_KEPT)
RECTIFICATION_ROW: Final = Kind(
    model=RectificationItem,
    parent="filing",
    columns=(
        *("public_id", "source", "source_key", "place", "words", "demand", "due_on", "state", "version"),
        *("issued_by", "issued_at", "closed_at"),
    ),
    below={"steps": ("steps", _STEP), "files": ("files", _RECTIFIED)},
)
USE_ROW: Final = Kind(
    model=ResultUse,
    parent="filing",
    columns=("kind", "words", "amount", "decided_on", "document_number", "cancels", "by", "at"),
)
DISCLOSURE_ROW: Final = Kind(
    model=Disclosure,
    parent="filing",
    columns=(
        *("submission", "state", "version", "redactions", "reason", "sha256", "redacted_by", "redacted_at"),
        *("approved_by", "published_at", "withdrawn_at"),
    ),
)
CARRIED_ROW: Final = Kind(model=CarriedText, parent="filing", columns=("box", "at"))
ALL_KINDS: Final = (FILING_ROW, CYCLE_ROW, CURRENT_FINDING, SUBMISSION_ROW, EVIDENCE_ROW, DRAW_ROW, CHECK_ROW)
MORE_KINDS: Final = (RECTIFICATION_ROW, USE_ROW, DISCLOSURE_ROW, CARRIED_ROW)
# Columns of these models that stand elsewhere in the package, or nowhere; why.
ELSEWHERE: Final = MappingProxyType(
    {
        "Filing.cycle": "cycle.json",
        "Filing.department": "archive.json",
        "FilingCycle.framework": "framework.json",
        "FilingCycle.stage": "an imported cycle is archived",
        "FilingCycle.based_on": "another year's",
        "FindingRow.filing": "the package is of one filing",
        "FindingRow.submission": "by where it is listed",
        # Brought back it would let findings of other years stand: a file gives nobody that.
        "WaiverRow.department": "a department's is not of one filing; each finding it let stand says who and why",
        "CarriedText.source": "of another year; the event of the carrying tells which",
        "Submission.filing": "the package is of one filing",
        "Submission.document": "submissions/<n>/filing.json",
        "Submission.result": "submissions/<n>/result.json",
        "Submission.framework": "framework.json",
        "SpotCheck.cycle": "cycle.json",
        "SpotCheckItem.spot_check": "the draw it is listed in",
        "Disclosure.document": "disclosure/filing.json",
        "Disclosure.result": "disclosure/result.json",
        **{
            f"{model}.file": "evidence/<sha256>.<ending>"
            for model in ("EvidenceFile", "SealedScan", "SpotCheckFile", "RectificationFile")
        },
    }
)
# Tables that lead to a filing and are not in the package as tables; why.
NOT_TABLES: Final = MappingProxyType(
    {
        **dict.fromkeys(
            ("FigureValue", "ItemRow", "TableRow", "IndicatorEntry", "OwnIndicatorRow"), "filing.json has the boxes"
        ),
        **dict.fromkeys(("NarrativeText", "EvaluatorRow", "Explanation"), "filing.json has the boxes"),
        "IndicatorScore": "computed from the boxes",
        **dict.fromkeys(("TextSignature", "TextBand"), "computed from the texts submitted"),
        "Event": "events.json",
        "ArchivedDocument": "submissions/<n>/form.pdf and the like",
        **dict.fromkeys(("Presence", "PendingUpload"), "of the moment of filling; the events tell of it"),
        **dict.fromkeys(("Notice", "ExportBatchItem"), "of the people of this installation"),
    }
)
# Columns that lead to many rows, with the file they stand in.
LISTS_OF_ROWS: Final = MappingProxyType(
    {"Filing.fillers": "standing.json", "FilingCycle.units": "a package is of one filing; its unit is put in"}
)
# Tables that are of no filing; why a package does without them. A table that comes is named here, above, or packed.
OF_NO_FILING: Final = MappingProxyType(
    {
        "Department": "archive.json has code and name; a file changes nothing of a unit",
        "BusinessOffice": "of the units of this installation",
        "User": "people.json has account and name; a file gives nobody a right",
        "ReviewPhrase": "of the people of this installation",
        "RecordHead": "of the record of this installation",
        "ExportBatch": "of the people of this installation",
        "FrameworkDraft": "what is not published scores nobody",
        "FrameworkVersion": "framework.json",
        **dict.fromkeys(
            ("FrameworkField", "FrameworkFieldGroup", "FrameworkDerived", "FrameworkIndicator"), "framework.json"
        ),
        **dict.fromkeys(("FrameworkNarrative", "FrameworkCheck"), "framework.json"),
    }
)
