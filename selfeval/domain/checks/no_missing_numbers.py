"""No number is missing before its unit (现有工作人员名, 占比%)."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.patterns import occurrences

_HAN: Final = r"[\u4e00-\u9fff]"
# 上万元, 数百万元, 逾万元 are words; （万元） and 单位：万元 are heads of tables.
_MISSING: Final = re.compile(
    r"(?:现有|共有|实有|在编|在职|在岗)(?:工作|在职|在编|干部|行政|事业)*(?:人员|职工|干部)?[ \u3000]*[名人]"
    r"(?=[，,。；;、）)\n])"
    rf"|{_HAN}(?<![上逾近超达过数几百千十多余约亿两半单位])[ \u3000]+(?:万元|亿元)(?=[，,。；;、）)])"
    rf"|(?:占比|比例|增长|下降|减少|增加|完成率|执行率|达到|达|为|率)[ \u3000]*[%％]"
)


def no_missing_numbers(case: Case) -> Iterator[Finding]:
    """A finding for each unit that stands without its number."""
    for place in occurrences(case.passages, _MISSING):
        yield case.finding(
            "no_missing_numbers", place.passage.box, found=place.words, quote=place.words, offset=place.offset
        )
