"""The sealed scan (签章件) as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from selfeval.models import Filing, SealedScan, Submission
from selfeval.services.file_kinds import PDF
from selfeval.services.kept_files import size_text
from selfeval.web.presenters.text import moment_text

# A form of ten pages is read on the page; a longer one is downloaded.
_MOST_SHOWN = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanView:
    """One scan: what it is called, who brought it, how its code was matched, and where it is opened."""

    name: str
    size: str
    who: str
    when: str
    is_code_typed: bool
    content_url: str
    page_urls: tuple[str, ...]
    is_picture: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanState:
    """Where the scan of a frozen copy stands, for the pages that only say so."""

    is_required: bool
    code: str
    newest: ScanView | None
    older: tuple[ScanView, ...]
    url: str


def scan_state(
    *, filing: Filing, submission: Submission | None, scans: Sequence[SealedScan], now: datetime
) -> ScanState | None:
    """What to say of the scan of `submission`; None where nothing was submitted."""
    if submission is None:
        return None
    views = [_view(filing, scan, now) for scan in scans]
    return ScanState(
        is_required=filing.cycle.requires_sealed_scan,
        code=submission.verification_code,
        newest=views[0] if views else None,
        older=tuple(views[1:]),
        url=reverse("filing-sealed-scan", args=[filing.public_id]),
    )


def _view(filing: Filing, scan: SealedScan, now: datetime) -> ScanView:
    is_pdf, pages = scan.media_type == PDF, min(scan.page_count or 0, _MOST_SHOWN)
    return ScanView(
        name=scan.name,
        size=size_text(scan.size),
        who=scan.uploaded_by.full_name,
        when=moment_text(scan.uploaded_at, now),
        is_code_typed=scan.is_code_typed,
        content_url=reverse("filing-scan-file", args=[filing.public_id, scan.public_id]),
        page_urls=tuple(
            reverse("filing-scan-page", args=[filing.public_id, scan.public_id, number])
            for number in range(1, pages + 1)
            if is_pdf
        ),
        is_picture=not is_pdf,
    )
