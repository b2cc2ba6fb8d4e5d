"""Nothing else is filed on an indicator that is 不涉及, for it does not count."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.checks.scores_in_trouble import scores_in_trouble
from selfeval.domain.findings import Finding
from selfeval.domain.scoring.results import Trouble


def inputs_of_not_applicable_ignored(case: Case) -> Iterator[Finding]:
    """Information that entries of a not-applicable indicator do not count."""
    for score in scores_in_trouble(case, Trouble.INPUTS_IGNORED):
        yield case.finding(
            "inputs_of_not_applicable_ignored", f"indicators.{score.code}.applicable", name=case.name_of(score.code)
        )
