"""What is wrong with a text that is no YAML, in words for people who write the files by hand.

The parsers say it in English and often a line late; the slip itself is looked for in the lines they point at.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import yaml

from selfeval.domain.files.faults import Fault

_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_INTERVAL: Final = re.compile(
    r"\b(?:in|range)\s*:\s*(\[[^\[\]()\"'{}]*\)|\([^\[\]()\"'{}]*\]|\([^\[\]()\"'{}]*,[^\[\]()\"'{}]*\))"
)
_NO_SPACE: Final = re.compile(r"\s*(?:-\s+)?([A-Za-z_][\w.]*)(?::(?=[^\s/])|：)")
_INDENTED_BY_TAB: Final = re.compile(r" *(?=\t)")
_OTHER_HALF: Final = {"[": "]", "{": "}"}
# How far above the place where a parser stops the slip may stand.
_LINES_ABOVE: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stop:
    """Where a parser stopped and, counted from 0, the line and column of what it was reading then, if it says so."""

    lines: list[str]
    line: int
    column: int
    problem: str
    context: str
    context_line: int | None
    context_column: int

    def character(self, line: int, column: int) -> str:
        """The character there; empty beyond the end."""
        return self.lines[line][column : column + 1] if line < len(self.lines) else ""

    @property
    def read_back(self) -> Iterator[int]:
        """The line of the stop and those above it, nearest first."""
        last = min(self.line, len(self.lines) - 1)
        return iter(range(last, max(last - _LINES_ABOVE, 0) - 1, -1))


def syntax_fault(text: str, error: yaml.YAMLError) -> Fault:
    """The fault of `text`, which a parser refused with `error`: line, column, what is wrong and what to write."""
    found = _UNPRINTABLE.search(text)
    if found is not None:
        before = text[: found.start()]
        line, column = before.count("\n"), found.start() - before.rfind("\n") - 1
        advice = "含有看不见的控制字符，请删去"
    else:
        line, column, advice = _told(_stop(text, error))
    return Fault(path=f"第{line + 1}行第{column + 1}列", found="", expected=f"不是有效的 YAML：{advice}")


def _stop(text: str, error: Any) -> _Stop:
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    return _Stop(
        lines=text.splitlines() or [""],
        line=mark.line if mark else 0,
        column=mark.column if mark else 0,
        problem=getattr(error, "problem", None) or "",
        context=getattr(error, "context", None) or "",
        context_line=context.line if context else None,
        context_column=context.column if context else 0,
    )


def _told(stop: _Stop) -> tuple[int, int, str]:
    """Line and column, counted from 0, and the advice."""
    return (
        _interval(stop)
        or _tab(stop)
        or _quote(stop)
        or _colon(stop)
        or _bracket(stop)
        or (stop.line, stop.column, _by_problem(stop))
    )


def _interval(stop: _Stop) -> tuple[int, int, str] | None:
    """`in: [60%, 80%)` without quotes: the bracket opens a list that never ends."""
    first = min(stop.line - 1 if stop.context_line is None else stop.context_line, stop.line)
    for number in range(max(first, 0), min(stop.line + 1, len(stop.lines))):
        match = _INTERVAL.search(stop.lines[number])
        if match:
            return number, match.start(1), f'区间要写在引号里："{match[1]}"'
    return None


def _tab(stop: _Stop) -> tuple[int, int, str] | None:
    for number in stop.read_back:
        match = _INDENTED_BY_TAB.match(stop.lines[number])
        if match:
            return number, match.end(), "缩进用了制表符（Tab），请改成空格"
    return None


def _quote(stop: _Stop) -> tuple[int, int, str] | None:
    if "quoted scalar" not in stop.context or stop.context_line is None or "escape" in stop.problem:
        return None
    mark = stop.character(stop.context_line, stop.context_column)
    return stop.context_line, stop.context_column, f"这里的引号 {mark} 没有配对的另一半"


def _colon(stop: _Stop) -> tuple[int, int, str] | None:
    for number in stop.read_back:
        match = _NO_SPACE.match(stop.lines[number])
        if match:
            return number, match.end(1), f"冒号要用英文的，后面空一格：{match[1]}: …"
    return None


def _bracket(stop: _Stop) -> tuple[int, int, str] | None:
    if not stop.context.endswith(("flow sequence", "flow mapping")) or stop.context_line is None:
        return None
    mark = stop.character(stop.context_line, stop.context_column)
    other = _OTHER_HALF.get(mark)
    if other is None:
        return None
    advice = f"这里的“{mark}”没有配对的“{other}”，或者各项之间缺逗号，或者有括号、逗号的值没有写在引号里"
    return stop.context_line, stop.context_column, advice


def _by_problem(stop: _Stop) -> str:
    line = stop.lines[stop.line] if stop.line < len(stop.lines) else ""
    character = stop.character(stop.line, stop.column)
    if "cannot start any token" in stop.problem or line.startswith("%"):
        return f"“{character or '%'}”不能作值的开头，请把整个值写在引号里"
    if "escape" in stop.problem:
        return "双引号里的“\\”是转义符，请改用单引号"
    if "mapping values" in stop.problem and len(re.findall(r":(?:\s|$)", line)) > 1:
        return "这一行有两个冒号，值里有冒号的，请把整个值写在引号里"
    return "缩进与前后不一致，或者缺冒号：同一级的键、同一级的“- ”左边要对齐，键后面写冒号和空格"
