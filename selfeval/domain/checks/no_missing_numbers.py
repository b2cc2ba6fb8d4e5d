"""No number is missing before its unit (现有工作人员名, 占比%), and no unit behind its number (执行率98.50，)."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.patterns import occurrences

_HAN: Final = r"[\u4e00-\u9fff]"
# 上万元, 数百万元, 逾万元 are words; （万元） and 单位：万元 are heads of tables.
_MISSING: Final = re.compile(
    r"(?:现有|共有|实有|在编|在职|在岗)(?:工作|在职|在编|干部|行政|事业)*"
    r"(?:(?:人员|职工|干部)[ \u3000]*[名人]|[ \u3000]*名)"
    r"(?=[，,。；;、）)\n])"
    r"|(?:会议?|活动|宣讲|督查|检查)次(?=[，,。；;、）)\n])"
    rf"|{_HAN}(?<![上逾近超达过数几百千十多余约亿两半单位])[ \u3000]+(?:万元|亿元)(?=[，,。；;、）)])"
    r"|(?:预算|支出|决算|执行|收入|拨款|资金|结余|经费|节约|减少|增加|合计|共计)(?:数|额|金额|总额)?[为是共达]*"
    r"[ \u3000]*(?:万元|亿元)(?=[，,。；;、）)])"
    r"|(?:占比|比例|增长|下降|减少|增加|完成率|执行率|达到|达|为|率)[ \u3000]*[%％]"
)
_NO_UNIT: Final = re.compile(
    r"(?:完成率|执行率|控制率|支付率|到位率|核减率|占比|增长率|下降率|(?:增长|下降)(?=[0-9]+\.[0-9]{2}))[为是达到]*[ ]*"
    r"(?<![0-9.])(?:[2-9]|[1-9][0-9]{1,2})(?:\.[0-9]{1,2})?(?=[，。；\n]|$)"
)


def no_missing_numbers(case: Case) -> Iterator[Finding]:
    """A finding for each unit without its number and each rate without its %."""
    for pattern in (_MISSING, _NO_UNIT):
        for place in occurrences(case.passages, pattern):
            yield case.finding(
                "no_missing_numbers",
                place.passage.box,
                found=place.words,
                quote=place.words,
                offset=place.offset,
                what="数字" if pattern is _MISSING else "百分号",
            )
