"""A dry run as JSON: one element of `filings` in `selfeval-dry-run/1`. Decimals are strings, pairs are old and new."""

from decimal import Decimal
from typing import Any, Final

from selfeval.domain.amounts import plain_text, rounded
from selfeval.domain.dry_run import DryRun, IndicatorChange, Pair
from selfeval.domain.framework import Framework

FORMAT: Final = "selfeval-dry-run/1"
_RATE_PLACES: Final = 10


def dry_run_to_document(result: DryRun, *, draft: Framework) -> dict[str, Any]:
    """The comparison of one filing; points with the decimals of the draft."""
    places = draft.rounding.points_places
    return {
        "is_changed": result.is_changed,
        "total": {
            "points": _points(result.points, places),
            "computed_score": _points(result.computed, places),
            "self_score": _points(result.filed, places),
        },
        "grade": {"old": result.grade.old, "new": result.grade.new},
        "unscored": {"old": result.unscored.old, "new": result.unscored.new},
        "indicators": {change.code: _change(change, places) for change in result.changes},
        "left_out": [{"where": each.place, "name": each.label, "why": each.why} for each in result.left_out],
    }


def _change(change: IndicatorChange, places: int) -> dict[str, Any]:
    return {
        "name": change.name,
        "points": _points(change.points, places),
        "rate": {"old": _rate(change.rate.old), "new": _rate(change.rate.new)},
        "rate_text": {"old": change.rate_text.old or None, "new": change.rate_text.new or None},
        "computed_score": _points(change.computed_score, places),
    }


def _points(pair: Pair[Decimal] | Pair[Decimal | None], places: int) -> dict[str, str | None]:
    return {"old": _text(pair.old, places), "new": _text(pair.new, places)}


def _text(value: Decimal | None, places: int) -> str | None:
    return None if value is None else plain_text(value, places)


def _rate(value: Decimal | None) -> str | None:
    return None if value is None else f"{rounded(value, _RATE_PLACES):f}"
