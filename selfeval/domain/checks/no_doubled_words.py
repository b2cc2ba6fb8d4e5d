"""No words are written twice in a row (受理受理, 今年以来以来)."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.patterns import occurrences

_DOUBLED: Final = re.compile(r"([\u4e00-\u9fff]{2,8})\1")
# Verbs that are doubled on purpose.
_MEANT: Final = frozenset({"研究", "商量", "讨论", "学习", "考虑", "了解", "一个", "一项", "一步", "逐步", "一件"})


def no_doubled_words(case: Case) -> Iterator[Finding]:
    """Information on each doubling."""
    for place in occurrences(case.passages, _DOUBLED):
        half = place.words[: len(place.words) // 2]
        if half not in _MEANT:
            yield case.finding(
                "no_doubled_words",
                place.passage.box,
                expected=half,
                found=place.words,
                quote=place.words,
                offset=place.offset,
            )
