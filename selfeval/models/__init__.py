"""Rows: what is stored, with the constraints the database itself holds. No rule of the work lives here.

Money is Decimal yuan (元) to the fen, ratios are Decimal with 1 for 100 %, times are aware. What is not filled has no
row or a null, never a zero. A framework, and what is filed against it, become domain values in `selfeval.queries`.
"""

from selfeval.models.accounts import User
from selfeval.models.archives import ArchivedDocument
from selfeval.models.cycles import FilingCycle
from selfeval.models.departments import BusinessOffice, Department
from selfeval.models.disclosures import Disclosure
from selfeval.models.events import Event, EventAction, RecordHead
from selfeval.models.evidence import EvidenceFile, EvidenceLink, SealedScan
from selfeval.models.export_batches import ExportBatch, ExportBatchItem
from selfeval.models.filings import (
    EvaluatorRow,
    Explanation,
    FigureValue,
    Filing,
    FilingSection,
    IndicatorEntry,
    ItemRow,
    NarrativeText,
    OwnIndicatorRow,
    TableRow,
)
from selfeval.models.filling import Assignment, BoxStamp, CarriedText, Presence
from selfeval.models.findings import FindingRow, WaiverRow
from selfeval.models.framework_drafts import FrameworkDraft
from selfeval.models.frameworks import (
    FrameworkCheck,
    FrameworkDerived,
    FrameworkField,
    FrameworkFieldGroup,
    FrameworkIndicator,
    FrameworkNarrative,
    FrameworkVersion,
)
from selfeval.models.notices import Notice
from selfeval.models.permanent import PermanentRow
from selfeval.models.rectification import RectificationFile, RectificationItem, RectificationStep, ResultUse
from selfeval.models.reviews import ReviewPhrase, ReviewPin, ReviewRecord, ReviewScore, Submission
from selfeval.models.scores import IndicatorScore
from selfeval.models.spot_checks import SpotCheck, SpotCheckFile, SpotCheckItem, SpotCheckScore
from selfeval.models.text_signatures import TextBand, TextSignature
from selfeval.models.uploads import PendingUpload

__all__ = [
    "ArchivedDocument",
    "Assignment",
    "BoxStamp",
    "BusinessOffice",
    "CarriedText",
    "Department",
    "Disclosure",
    "EvaluatorRow",
    "Event",
    "EventAction",
    "EvidenceFile",
    "EvidenceLink",
    "Explanation",
    "ExportBatch",
    "ExportBatchItem",
    "FigureValue",
    "Filing",
    "FilingCycle",
    "FilingSection",
    "FindingRow",
    "FrameworkCheck",
    "FrameworkDerived",
    "FrameworkDraft",
    "FrameworkField",
    "FrameworkFieldGroup",
    "FrameworkIndicator",
    "FrameworkNarrative",
    "FrameworkVersion",
    "IndicatorEntry",
    "IndicatorScore",
    "ItemRow",
    "NarrativeText",
    "Notice",
    "OwnIndicatorRow",
    "PendingUpload",
    "PermanentRow",
    "Presence",
    "RecordHead",
    "RectificationFile",
    "RectificationItem",
    "RectificationStep",
    "ResultUse",
    "ReviewPhrase",
    "ReviewPin",
    "ReviewRecord",
    "ReviewScore",
    "SealedScan",
    "SpotCheck",
    "SpotCheckFile",
    "SpotCheckItem",
    "SpotCheckScore",
    "Submission",
    "TableRow",
    "TextBand",
    "TextSignature",
    "User",
    "WaiverRow",
]
