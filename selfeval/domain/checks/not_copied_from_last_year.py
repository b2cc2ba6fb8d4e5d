"""A text is about this year, not last year's with other figures."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.checks.copied import copied
from selfeval.domain.findings import Finding

# What a unit is for and how it is made up stays the same from year to year.
_SAME_EACH_YEAR: Final = re.compile(r"概况|职能|职责|机构|人员|基本情况")


def not_copied_from_last_year(case: Case) -> Iterator[Finding]:
    """A finding for each box, at the block most like one of the unit's own earlier ones."""
    passages = tuple(passage for passage in case.passages if not _SAME_EACH_YEAR.search(passage.title))
    for copy in copied(case, passages, tuple(other for other in case.others if other.is_own)):
        yield copy.finding(case, "not_copied_from_last_year")
