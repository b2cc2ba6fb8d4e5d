"""A rate lies in the range that the framework says is possible."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.checks.scores_in_trouble import scores_in_trouble
from selfeval.domain.findings import Finding
from selfeval.domain.scoring.results import Trouble


def rate_within_range(case: Case) -> Iterator[Finding]:
    """An error for a rate outside the range the framework declares."""
    for score in scores_in_trouble(case, Trouble.OUTSIDE_RANGE):
        declared = case.framework.nodes[score.code].rate_range
        yield case.finding(
            "rate_within_range",
            f"indicators.{score.code}",
            expected=declared.text if declared else "",
            found=score.rate_text,
            name=case.name_of(score.code),
        )
