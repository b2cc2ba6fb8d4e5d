"""A reason or a measure says something: not 暂无, 正常, and not under ten characters."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding

_EMPTY: Final = re.compile(r"(?:暂)?(?:无|没有|正常|良好|一般|略|同上|如上|不详|其他|见附件|客观原因|特殊原因)[。.]?")


def reasons_are_substantive(case: Case) -> Iterator[Finding]:
    """A finding for each reason and each measure that is filled and says too little."""
    for leaf in case.framework.leaves:
        entry = case.entry(leaf.code)
        for key, label, text in (("reason", "原因", entry.reason), ("measure", "改进措施", entry.measure)):
            words = "".join(text.split())
            if words and (_EMPTY.fullmatch(words) or len(words) < case.thresholds.least_reason):
                yield case.finding(
                    "reasons_are_substantive",
                    f"indicators.{leaf.code}.{key}",
                    expected=str(case.thresholds.least_reason),
                    found=words,
                    name=case.name_of(leaf.code),
                    label=label,
                )
