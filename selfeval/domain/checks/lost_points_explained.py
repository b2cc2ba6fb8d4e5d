"""A score below its points has a reason."""

from collections.abc import Iterator

from selfeval.domain.amounts import plain_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding


def lost_points_explained(case: Case) -> Iterator[Finding]:
    """A finding for each applicable indicator that files fewer points than it has, without a word why."""
    places = case.framework.rounding.points_places
    for code, score in case.sheet.indicators.items():
        filed = score.self_score
        if filed is None or not score.is_applicable or filed >= score.points:
            continue
        if not case.entry(code).reason.strip():
            yield case.finding(
                "lost_points_explained",
                f"indicators.{code}.reason",
                expected=plain_text(score.points, places),
                found=plain_text(filed, places),
                name=case.name_of(score.code),
                lost=case.points(score.points - filed),
            )
