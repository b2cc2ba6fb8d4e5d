"""No score is below zero or above the points in force."""

from collections.abc import Iterator

from selfeval.domain.amounts import plain_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding


def scores_within_points(case: Case) -> Iterator[Finding]:
    """A finding for each self score, and each score given by hand, outside 0…P."""
    places = case.framework.rounding.points_places
    for code, score in case.sheet.indicators.items():
        entry = case.entry(code)
        if not entry.is_applicable:
            continue  # what was entered beside 不涉及 does not count
        for key, what, value in (("self_score", "评价得分", entry.self_score), ("points", "评定得分", entry.points)):
            if value is not None and not 0 <= value <= score.points:
                yield case.finding(
                    "scores_within_points",
                    f"indicators.{code}.{key}",
                    expected=plain_text(score.points, places),
                    found=plain_text(value, places),
                    name=case.name_of(score.code),
                    what=what,
                    points=case.points(score.points),
                )
