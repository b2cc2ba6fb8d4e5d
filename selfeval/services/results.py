"""Keeps what was computed beside the filing, for lists and comparisons."""

from typing import Any, Final

from selfeval.domain.assessment import Assessment
from selfeval.domain.framework import Severity
from selfeval.domain.risk import risk_of
from selfeval.domain.scoring.results import IndicatorScore as Score
from selfeval.models import Filing, FindingRow, IndicatorScore, Submission
from selfeval.models.decimals import stored_points, stored_rate
from selfeval.queries.finding_rows import finding_rows

_UPDATED: Final = ("points", "computed_score", "self_score", "rate", "trace")


def store_results(filing: Filing, assessment: Assessment) -> None:
    """Replace all that is kept of the last computation, on `filing` itself too. Four statements.

    Part of a write that has claimed the filing and records its own event.
    """
    store_scores(filing, assessment)
    store_findings(filing, assessment)
    columns = totals_of(assessment)
    Filing.objects.filter(pk=filing.pk).update(**columns)
    for column, value in columns.items():
        setattr(filing, column, value)


def totals_of(assessment: Assessment) -> dict[str, Any]:
    """The columns of a filing that an assessment fills; `warning_count` counts answered warnings too."""
    sheet, risk = assessment.sheet, risk_of(assessment)
    warnings = [finding for finding in assessment.findings if finding.severity is Severity.WARNING]
    return {
        "self_total": stored_points(sheet.total.self_score),
        "computed_total": stored_points(sheet.total.computed_score),
        "grade": sheet.grade or "",
        "blocking_count": len(assessment.blocking),
        "warning_count": len(warnings),
        "risk": risk.weight,
        "risk_reasons": list(risk.reasons),
    }


def store_scores(filing: Filing, assessment: Assessment) -> None:
    """Replace the stored score of every indicator of `filing`. One statement, and one for own indicators removed."""
    if assessment.framework.own_nodes:
        filing.scores.exclude(code__in=assessment.sheet.indicators).delete()
    IndicatorScore.objects.bulk_create(
        [_row(filing, score) for score in assessment.sheet.indicators.values()],
        update_conflicts=True,
        unique_fields=["filing", "code"],
        update_fields=_UPDATED,
    )


def store_findings(filing: Filing, assessment: Assessment) -> None:
    """Replace the findings of `filing` as it stands. Two statements."""
    filing.findings.filter(submission=None).delete()
    FindingRow.objects.bulk_create(finding_rows(filing, assessment.findings))


def freeze_findings(submission: Submission, assessment: Assessment) -> None:
    """Keep the findings of what was submitted, for good. One statement."""
    FindingRow.objects.bulk_create(finding_rows(submission.filing, assessment.findings, submission))


def _row(filing: Filing, score: Score) -> IndicatorScore:
    return IndicatorScore(
        filing=filing,
        code=score.code,
        points=stored_points(score.points),
        computed_score=stored_points(score.computed_score),
        self_score=stored_points(score.self_score),
        rate=stored_rate(score.rate),
        trace=score.trace,
    )
