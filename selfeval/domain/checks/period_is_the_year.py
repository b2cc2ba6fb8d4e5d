"""A full-year report speaks of the whole year: no 截至目前, 1-10月, 预计, and no other year's end."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.patterns import Occurrence, occurrences

_PART_OF_YEAR: Final = re.compile(
    r"截[至止](?:到)?目前|目前为止|到目前|1\s*[-—–~至到]\s*(?:[2-9]|1[01])\s*月份?|上半年|前三季度|一[、,，]?二季度|今年上半年"
    r"|预计(?:完成|实现|支出|达到|将)"
)
# Spending by a point of time is what 支付进度 is about.
_PROGRESS: Final = re.compile(r"进度|监控|节点|序时")
_YEAR_END: Final = re.compile(r"截[至止]到?\s*(?P<year>[0-9]{4,5})\s*年\s*(?:底|末|12\s*月)")
_NO_YEAR: Final = re.compile(r"(?<![0-9])[0-9]{5}年")
_AROUND: Final = 16


def period_is_the_year(case: Case) -> Iterator[Finding]:
    """A finding for each passage and wording that speaks of a part of the year, or of another one."""
    year = case.filing.fiscal_year
    for place in occurrences(case.passages, _PART_OF_YEAR):
        if not _is_progress(place):
            yield _finding(case, place, "全年的情况")
    for place in occurrences(case.passages, _YEAR_END):
        if str(year) not in place.words:
            yield _finding(case, place, f"{year}年末的情况")
    for place in occurrences(case.passages, _NO_YEAR):
        yield _finding(case, place, "四位数的年份")


def _is_progress(place: Occurrence) -> bool:
    around = place.passage.text[max(place.offset - _AROUND, 0) : place.offset + len(place.words) + _AROUND]
    return bool(_PROGRESS.search(around))


def _finding(case: Case, place: Occurrence, expected: str) -> Finding:
    times = f"（共{place.count}处）" if place.count > 1 else ""
    return case.finding(
        "period_is_the_year",
        place.passage.box,
        expected=expected,
        found=place.words,
        quote=place.words,
        offset=place.offset,
        times=times,
    )
