"""A text is the unit's own, not one that another unit submitted before."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.checks.copied import copied
from selfeval.domain.findings import Finding


def not_copied_from_another_unit(case: Case) -> Iterator[Finding]:
    """A finding for each box, at the block most like another unit's. The unit is not named: rights differ by reader."""
    others = tuple(other for other in case.others if not other.is_own)
    for copy in copied(case, case.passages, others):
        yield copy.finding(case, "not_copied_from_another_unit")
