"""The numbering of a text leaves nothing out: after (4) comes (5)."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.numerals import numeral_value

_MARK: Final = re.compile(
    r"^[ \t\u3000]*(?:(?P<bracket>[(（](?P<inner>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）])"
    r"|(?P<bare>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?P<sign>[、.．]))(?![0-9])",
    re.MULTILINE,
)
_LEVELS: Final = ("han、", "(han)", "1、", "(1)")


def numbering_runs_on(case: Case) -> Iterator[Finding]:
    """Information on each jump; a number that starts anew, or stands under another head, is none."""
    for passage in case.passages:
        last: dict[str, int] = {}
        for mark in _MARK.finditer(passage.text):
            digits = mark["inner"] or mark["bare"]
            is_arabic = digits.isascii()
            value = int(digits) if is_arabic else int(numeral_value(digits) or 0)
            style = f"({'1' if is_arabic else 'han'})" if mark["bracket"] else f"{'1' if is_arabic else 'han'}、"
            before = last.get(style)
            if before is not None and value > before + 1:
                words = mark[0].strip()
                yield case.finding(
                    "numbering_runs_on",
                    passage.box,
                    expected=str(before + 1),
                    found=str(value),
                    quote=words,
                    offset=mark.start() + len(mark[0]) - len(mark[0].lstrip()),
                )
            last[style] = value
            for lower in _LEVELS[_LEVELS.index(style) + 1 :]:
                last.pop(lower, None)
