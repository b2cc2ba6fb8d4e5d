"""Not every indicator is given full marks."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding


def not_all_full_marks(case: Case) -> Iterator[Finding]:
    """Silent while a score is missing, and on forms of few indicators; 不涉及 and 0 points do not count."""
    scores = [each for each in case.sheet.indicators.values() if each.is_applicable and each.points > 0]
    if len(scores) < case.thresholds.full_marks_from:
        return
    if all(each.self_score is not None and each.self_score >= each.points for each in scores):
        yield case.finding("not_all_full_marks", "indicators", count=str(len(scores)))
