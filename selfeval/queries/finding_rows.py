"""Findings and waivers as rows and as domain values, the two directions side by side."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, Q
from django.utils import timezone

from selfeval.domain.checks import TEXT_CHECKS
from selfeval.domain.findings import Finding, Waiver
from selfeval.domain.framework import Severity
from selfeval.models import Filing, FindingRow, Submission, WaiverRow

_TEXT_CODES: Final = tuple(check.__name__ for check in TEXT_CHECKS)


def finding_rows(filing: Filing, findings: Iterable[Finding], submission: Submission | None = None) -> list[FindingRow]:
    """Unsaved rows of `findings` in their order."""
    return [
        FindingRow(
            filing=filing,
            submission=submission,
            position=position,
            check_code=finding.check,
            severity=finding.severity.value,
            where=list(finding.where),
            message=finding.message,
            expected=finding.expected,
            found=finding.found,
            quote=finding.quote,
            offset=finding.offset,
            key=finding.key,
            explanation=finding.explanation,
            waiver=_stored_waiver(finding.waiver),
        )
        for position, finding in enumerate(findings)
    ]


def finding_of(row: FindingRow) -> Finding:
    """The finding that was stored as `row`."""
    return Finding(
        check=row.check_code,
        severity=Severity(row.severity),
        where=tuple(row.where),
        message=row.message,
        expected=row.expected,
        found=row.found,
        explanation=row.explanation,
        quote=row.quote,
        offset=row.offset,
        waiver=_waiver_of(row),
    )


def stored_findings(*, filing: Filing) -> tuple[Finding, ...]:
    """The findings of `filing` as of its last save. One query."""
    return tuple(finding_of(row) for row in filing.findings.filter(submission=None))


def text_findings(*, filing: Filing) -> tuple[Finding, ...]:
    """What the checks found in the texts of `filing` when they were last read. One query."""
    return tuple(finding_of(row) for row in filing.findings.filter(submission=None, check_code__in=_TEXT_CODES))


def frozen_findings(*, submission: Submission) -> tuple[Finding, ...]:
    """The findings of a submission as they were when it was signed. One query."""
    return tuple(finding_of(row) for row in submission.findings.all())


def finding_counts(*, filings: Iterable[Filing]) -> dict[tuple[str, Severity], int]:
    """How many current findings `filings` have together, by check and severity. One query."""
    rows = FindingRow.objects.filter(submission=None, filing__in=list(filings)).order_by()
    counted = rows.values_list("check_code", "severity").annotate(Count("pk"))
    return {(check, Severity(severity)): count for check, severity, count in counted}


def waivers_in_force(*, filing: Filing, now: datetime) -> tuple[Waiver, ...]:
    """The waivers that count for `filing` now: its own first, then its department's. One query."""
    today = timezone.localdate(now)
    rows = (
        WaiverRow.objects.filter(Q(filing=filing) | Q(department=filing.department_id), ended_at=None)
        .exclude(until__lt=today)
        .select_related("by")
    )
    return tuple(
        Waiver(check=row.check_code, key=row.key, reason=row.reason, by=row.by.full_name, until=row.until)
        for row in sorted(rows, key=lambda row: (row.filing_id is None, row.pk))
    )


def _stored_waiver(waiver: Waiver | None) -> dict[str, Any] | None:
    if waiver is None:
        return None
    until = waiver.until.isoformat() if waiver.until else None
    return {"key": waiver.key, "reason": waiver.reason, "by": waiver.by, "until": until}


def _waiver_of(row: FindingRow) -> Waiver | None:
    stored = row.waiver
    if stored is None:
        return None
    until = date.fromisoformat(stored["until"]) if stored["until"] else None
    return Waiver(check=row.check_code, key=stored["key"], reason=stored["reason"], by=stored["by"], until=until)
