"""The numbering of a text leaves nothing out: after (4) comes (5)."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.numerals import numeral_value

_MARK: Final = re.compile(
    r"^[ \t\u3000]*(?:[(（](?P<inner>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）]"
    r"|(?P<bare>[0-9]{1,2}|[一二三四五六七八九十]{1,3})(?P<sign>[、.．])(?![0-9])"
    r"|(?P<lone>[0-9]{1,2})(?=[\u4e00-\u9fff]))",
    re.MULTILINE,
)
_LEVELS: Final = ("han、", "(han)", "1、", "(1)")
# Lists within lists; what is deeper is no numbering a reader could follow.
_DEEPEST: Final = 8


def numbering_runs_on(case: Case) -> Iterator[Finding]:
    """Information on each jump. A number that starts anew, goes back, or continues an outer list is none."""
    for passage in case.passages:
        lists = _OpenLists()
        for mark in _MARK.finditer(passage.text):
            missing = lists.missing_before(mark)
            if missing is not None:
                words = mark[0].strip()
                yield case.finding(
                    "numbering_runs_on",
                    passage.box,
                    expected=str(missing),
                    found=words,
                    quote=words,
                    offset=mark.end() - len(words),
                )


class _OpenLists:
    """The last number of each list that may still go on, by style, the innermost at the end."""

    def __init__(self) -> None:
        self._last: dict[str, list[int]] = {style: [] for style in _LEVELS}
        # Lists begun before any head of a higher level frame the text: 3、 一、 二、 4、.
        self._frames: dict[str, int] = {}

    def missing_before(self, mark: re.Match[str]) -> int | None:
        """The number left out before `mark`; None where none is. Opens, continues and closes lists."""
        digits = mark["inner"] or mark["bare"] or mark["lone"]
        value = int(digits) if digits.isascii() else int(numeral_value(digits) or 0)
        style = (
            f"({'1' if digits.isascii() else 'han'})" if mark["inner"] else f"{'1' if digits.isascii() else 'han'}、"
        )
        open_lists = self._last[style]
        outer = next((at for at in reversed(range(len(open_lists))) if open_lists[at] == value - 1), None)
        if mark["lone"] and (outer is None or value == 1):
            return None
        missing = None
        if outer is not None and value > 1:
            del open_lists[outer:]
        elif value > 1 and open_lists and value > open_lists[-1] + 1:
            missing = open_lists.pop() + 1
        open_lists.append(value)
        del open_lists[: max(len(open_lists) - _DEEPEST, 0)]
        self._close_below(style)
        return missing

    def _close_below(self, style: str) -> None:
        for lower in _LEVELS[_LEVELS.index(style) + 1 :]:
            kept = self._frames.setdefault(lower, len(self._last[lower]))
            del self._last[lower][kept:]
