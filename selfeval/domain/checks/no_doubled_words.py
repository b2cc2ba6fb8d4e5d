"""No words are written twice in a row (受理受理, 今年以来以来), and no sentence that opens a report."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.patterns import occurrences

_DOUBLED: Final = re.compile(r"([\u4e00-\u9fff]{2,8})\1")
# Doubled on purpose, or one the end and the other the beginning of a term: 讨论讨论, 党组织组织学习.
_MEANT: Final = frozenset(
    re.findall("..", "研究商量讨论学习考虑了解一个一项一步逐步一件组织领导项目单位部门中心学校企业人民"),
)
# 随到随办, 边学边改: the halves belong to such a pair, not to each other.
_PAIRED: Final = re.compile(r"[随边越且愈一又再每]")
_SENTENCE: Final = re.compile(r"([^。！？\n]{6,60})[。！]\s{0,4}\1[。！]")
_OPENING: Final = re.compile(r"(现将[^，。；\n]{2,24}如下)[。：:，]\s{0,4}(现将[^，。；\n]{2,24}如下)(?=[。：:，])")


def no_doubled_words(case: Case) -> Iterator[Finding]:
    """Information on each doubling."""
    for place in occurrences(case.passages, _DOUBLED):
        half = place.words[: len(place.words) // 2]
        if half not in _MEANT and not _PAIRED.search(half):
            yield case.finding(
                "no_doubled_words",
                place.passage.box,
                expected=half,
                found=place.words,
                quote=place.words,
                offset=place.offset,
            )
    for pattern in (_SENTENCE, _OPENING):
        for place in occurrences(case.passages, pattern):
            match = pattern.match(place.words + "。")
            once = match[1] if match is not None else place.words
            yield case.finding(
                "no_doubled_words",
                place.passage.box,
                expected=once,
                found=place.words,
                quote=place.words,
                offset=place.offset,
            )
