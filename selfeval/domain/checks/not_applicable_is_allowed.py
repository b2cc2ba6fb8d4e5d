"""不涉及 is filed only where the framework lets an indicator go unfiled."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.checks.scores_in_trouble import scores_in_trouble
from selfeval.domain.findings import Finding
from selfeval.domain.scoring.results import Trouble


def not_applicable_is_allowed(case: Case) -> Iterator[Finding]:
    """An error for 不涉及 on an indicator that has to be filed."""
    for score in scores_in_trouble(case, Trouble.NOT_APPLICABLE_REFUSED):
        is_entered = not case.entry(score.code).is_applicable
        yield case.finding(
            "not_applicable_is_allowed",
            f"indicators.{score.code}.applicable" if is_entered else f"indicators.{score.code}",
            name=case.name_of(score.code),
            why="" if is_entered else f"（{score.trace}）",
        )
