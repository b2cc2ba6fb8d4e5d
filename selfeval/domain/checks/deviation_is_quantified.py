"""A deviation from a target is told with its target and its actual value, not as 偏差较大 alone."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding

_DEVIATION: Final = re.compile(r"[^，,。；;：:\n]{0,30}(?:偏差|偏离|差距)(?:程度)?(?:较大|很大|过大|明显|较多)")
_OF_TARGET: Final = re.compile(r"目标|指标|计划|预算|完成值|执行")
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?\s*(?:[%％万亿元人个件次户家项篇]|个百分点)|[0-9]+\.[0-9]+")
_SENTENCE_END: Final = re.compile(r"[。！？\n]")


def deviation_is_quantified(case: Case) -> Iterator[Finding]:
    """A finding for each deviation from a target in a sentence without a number of anything."""
    for passage in case.passages:
        for match in _DEVIATION.finditer(passage.text):
            before = _SENTENCE_END.split(passage.text[max(match.start() - 100, 0) : match.start()])[-1]
            after = _SENTENCE_END.split(passage.text[match.end() : match.end() + 200], maxsplit=1)[0]
            if not _OF_TARGET.search(match[0]) or _NUMBER.search(before + match[0] + after):
                continue
            yield case.finding(
                "deviation_is_quantified",
                passage.box,
                expected="目标值和实际完成值",
                found=match[0].strip(),
                quote=match[0],
                offset=match.start(),
            )
