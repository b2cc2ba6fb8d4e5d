"""The indicators over which scoring stumbled: denominators, ranges, 不涉及."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.scoring.results import IndicatorScore, Trouble


def scores_in_trouble(case: Case, trouble: Trouble) -> Iterator[IndicatorScore]:
    """Scores of the indicators with `trouble`, in the order of the framework."""
    return (score for score in case.sheet.indicators.values() if trouble in score.troubles)
