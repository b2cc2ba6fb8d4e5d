"""A full-year report speaks of the whole year: no 截至目前, 1-10月, 预计, and no other year's end."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.passages import Passage
from selfeval.domain.narrative.patterns import Occurrence, occurrences

_PART_OF_YEAR: Final = re.compile(
    r"截[至止](?:到)?目前|目前为止|到目前|1\s*[-—–~～至到]\s*(?:[2-9]|1[01])\s*月份?(?![0-9日])|上半年|前三季度"
    r"|一[、,，]?二季度|预计(?:完成|实现|支出|达到|将)"
)
# Spending by a point of time is what 支付进度 is about; half a year within a sentence on the whole year compares.
_PROGRESS: Final = re.compile(r"进度|监控|节点|序时|累计|支出|支付|全年|下半年|四季度")
# What is still to be done has its time: 下一年度上半年完成.
_PLANS: Final = re.compile(r"下一?年|明年|下一步|次年|今后|拟|将|计划|力争|上年|去年|同期")
# Something done in half a year is part of a report; a result that ends there is not.
_TALLY: Final = re.compile(r"[0-9]|排名|位[于居列]|测评")
_YEAR: Final = re.compile(r"20[0-9]{2}")
_YEAR_END: Final = re.compile(r"截[至止]到?\s*(?P<year>[0-9]{4,5})\s*年\s*(?:底|末|12\s*月)")
_NO_YEAR: Final = re.compile(r"(?<![0-9])[0-9]{5}年")
_LOST_YEAR: Final = re.compile(r"[较比]上一度|上一度(?=末|相比|决算|预算|增|减)|同上一度")
_AROUND: Final = 16
_BEFORE: Final = 60
_SENTENCE_START: Final = re.compile(r"[。；;！？\n]")


def period_is_the_year(case: Case) -> Iterator[Finding]:
    """A finding for each passage and wording that speaks of a part of the year, or of another one.

    Reasons and measures (原因, 改进措施) tell of single events and of what is to come, and may name any time.
    """
    year = case.filing.fiscal_year
    reported = tuple(each for each in case.passages if not each.box.endswith((".measure", ".reason")))
    for place in occurrences(reported, _PART_OF_YEAR, lambda passage, match: _is_of_part(passage, match, year)):
        yield _finding(case, place, "全年的情况")
    for place in occurrences(case.passages, _YEAR_END, lambda passage, match: _is_other_end(passage, match, year)):
        yield _finding(case, place, f"{year}年末的情况")
    for place in occurrences(case.passages, _NO_YEAR):
        yield _finding(case, place, "四位数的年份")
    for place in occurrences(case.passages, _LOST_YEAR):
        yield _finding(case, place, "上一年度")


def _is_of_part(passage: Passage, match: re.Match[str], year: int) -> bool:
    text, start, end = passage.text, match.start(), match.end()
    if "目前" in match[0]:
        return True
    before = _said_before(text, start)
    around = text[max(start - _AROUND, 0) : end + _AROUND]
    if match[0].endswith(("半年", "季度")) and not _TALLY.search(_said_after(text, end)):
        return False
    is_other_year = any(each != str(year) for each in _YEAR.findall(before))
    return not (_PROGRESS.search(around) or _PLANS.search(before) or is_other_year)


def _is_other_end(passage: Passage, match: re.Match[str], year: int) -> bool:
    """Whether another year's end stands alone; beside this year's it is compared with."""
    after = _said_after(passage.text, match.end())
    return int(match["year"]) != year and str(year) not in after + _said_before(passage.text, match.start())


def _said_after(text: str, end: int) -> str:
    """The rest of the sentence from `end` on."""
    return _SENTENCE_START.split(text[end : end + _BEFORE], maxsplit=1)[0]


def _said_before(text: str, start: int) -> str:
    """The sentence up to `start`."""
    return _SENTENCE_START.split(text[max(start - _BEFORE, 0) : start])[-1]


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
