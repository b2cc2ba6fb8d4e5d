"""The result document (`selfeval-result/1`): rates, points, traces and findings as JSON. Decimals are strings."""

from decimal import Decimal
from typing import Any, Final

from selfeval.domain.amounts import plain_text, rounded
from selfeval.domain.assessment import Assessment
from selfeval.domain.findings import Finding
from selfeval.domain.scoring.results import GroupScore, IndicatorScore

FORMAT: Final = "selfeval-result/1"
_RATE_PLACES: Final = 10
_VALUE_PLACES: Final = 2


def result_to_document(assessment: Assessment) -> dict[str, Any]:
    """The result of `assessment`, ready for json.dumps; codes in print order."""
    framework, sheet = assessment.framework, assessment.sheet
    places = framework.rounding.points_places
    total = sheet.total
    return {
        "format": FORMAT,
        "framework": {"slug": framework.slug, "version": framework.version},
        "values": {code: plain_text(_at_most_ten(value), _VALUE_PLACES) for code, value in sheet.values.items()},
        "indicators": {code: _indicator(score, places) for code, score in sheet.indicators.items()},
        "groups": {code: _group(group, places) for code, group in sheet.groups.items()},
        "total": {
            "points": _points(total.points, places),
            "computed_score": _points(total.computed_score, places),
            "self_score": _points(total.self_score, places),
            "capped_at": None if total.capped_at is None else _points(total.capped_at, places),
        },
        "grade": sheet.grade,
        "unscored": list(sheet.unscored),
        "findings": [finding_to_document(finding) for finding in assessment.findings],
    }


def finding_to_document(finding: Finding) -> dict[str, Any]:
    """One finding as JSON; one about a text has its quote and offset besides."""
    document = {
        "check": finding.check,
        "severity": finding.severity.value,
        "where": list(finding.where),
        "message": finding.message,
        "expected": finding.expected,
        "found": finding.found,
        "explanation": finding.explanation,
    }
    return document if finding.quote is None else {**document, "quote": finding.quote, "offset": finding.offset}


def _indicator(score: IndicatorScore, places: int) -> dict[str, Any]:
    return {
        "name": score.name,
        "reference_points": _points(score.reference_points, places),
        "points": _points(score.points, places),
        "applicable": score.is_applicable,
        "rate": None if score.rate is None else f"{rounded(score.rate, _RATE_PLACES):f}",
        "rate_text": score.rate_text or None,
        "computed_score": None if score.computed_score is None else _points(score.computed_score, places),
        "self_score": None if score.self_score is None else _points(score.self_score, places),
        "trace": score.trace,
    }


def _group(group: GroupScore, places: int) -> dict[str, Any]:
    document = {
        "name": group.name,
        "reference_points": _points(group.reference_points, places),
        "points": _points(group.points, places),
        "computed_score": _points(group.computed_score, places),
        "self_score": _points(group.self_score, places),
    }
    return document if group.grade is None else {**document, "grade": group.grade}


def _points(value: Decimal, places: int) -> str:
    """Points with the framework's decimals, or more where a filed score has more: nothing filed is rounded away."""
    return plain_text(value, places)


def _at_most_ten(value: Decimal) -> Decimal:
    return rounded(value, _RATE_PLACES)
