"""A deviation that a text calls great is told in numbers: what was aimed at, what was reached."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.patterns import occurrences

_DEVIATION: Final = re.compile(
    r"(?:完成值|实际值|目标值?|指标值?|预期)[^，,。；;\n0-9]{0,16}(?:偏差|差距)(?:较|很|比较|过)大(?=[，,。；;\n]|$)"
)
_NUMBER: Final = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?(?![0-9０-９.．年月日号－—-])")
_NEAR: Final = 80
_ENDS: Final = re.compile(r"[。\n]")


def deviations_are_quantified(case: Case) -> Iterator[Finding]:
    """A finding for each sentence that tells of a great deviation from a target and of no number."""
    for place in occurrences(case.passages, _DEVIATION, lambda passage, match: _is_bare(passage.text, match)):
        yield case.finding(
            "deviations_are_quantified", place.passage.box, found=place.words, quote=place.words, offset=place.offset
        )


def _is_bare(text: str, match: re.Match[str]) -> bool:
    """Whether the sentence has no number of a quantity, before and behind the words."""
    before = _ENDS.split(text[max(match.start() - _NEAR, 0) : match.start()])[-1]
    after = _ENDS.split(text[match.end() : match.end() + _NEAR], maxsplit=1)[0]
    return not _NUMBER.search(before + after)
