"""Dry runs for people: one line a filing as it comes, its changes below it, the sums at the end."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import number_text
from selfeval.domain.dry_run import DryRun, IndicatorChange, Pair
from selfeval.domain.framework import Framework

_WIDTHS: Final = (30, 16, 18, 18, 10, 6)
_HEADS: Final = ("填报", "依据", "计算总分", "自评总分", "等次", "变动")
_ARROW: Final = "→"
_NONE: Final = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunLine:
    """One filing of the report; `basis` says what was scored. `result` is None where it could not be read."""

    name: str
    basis: str
    result: DryRun | None
    problem: str = ""


def report_lines(lines: Iterable[DryRunLine], *, draft: Framework) -> Iterator[str]:
    """The whole report, a line at a time; nothing but sums is kept."""
    places = draft.rounding.points_places
    counts: Counter[str] = Counter()
    changed: Counter[str] = Counter()
    yield _row(_HEADS)
    for line in lines:
        counts["all"] += 1
        if line.result is None:
            counts["unreadable"] += 1
            yield f"{line.name}　{line.problem}"
            continue
        _count(counts, changed, line.result)
        yield _row((line.name, line.basis, *_figures(line.result, places)))
        yield from (_indented(_change_text(change, places)) for change in line.result.changes)
        yield from (_indented(f"未带过去　{each}") for each in line.result.left_out)
    yield from _sums(counts, changed)


def _count(counts: Counter[str], changed: Counter[str], result: DryRun) -> None:
    counts["total"] += result.computed.is_changed
    counts["grade"] += result.grade.is_changed
    counts["same"] += not result.is_changed
    counts["left_out"] += bool(result.left_out)
    changed.update(f"{change.name}（{change.code}）" for change in result.changes)


def _sums(counts: Counter[str], changed: Counter[str]) -> Iterator[str]:
    yield ""
    if not counts["all"]:
        yield "没有可以试算的填报。"
        return
    yield (
        f"共{counts['all']}份：{counts['same']}份没有变化，{counts['total']}份计算总分有变，{counts['grade']}份等次有变，"
        f"{counts['left_out']}份有内容没有带过去"
        + (f"，{counts['unreadable']}份读不出来。" if counts["unreadable"] else "。")
    )
    for name, count in changed.most_common():
        yield f"　{name}：{count}份有变"


def _figures(result: DryRun, places: int) -> tuple[str, str, str, str]:
    return (
        _pair(result.computed, places),
        _pair(result.filed, places),
        _words(result.grade.old or _NONE, result.grade.new or _NONE),
        f"{len(result.changes)}项",
    )


def _change_text(change: IndicatorChange, places: int) -> str:
    what = "（新增）" if change.is_new else "（删去）" if change.is_gone else ""
    parts = [f"分值{_pair(change.points, places)}", f"得分{_pair(change.computed_score, places)}"]
    if change.rate.is_changed:
        parts.insert(1, f"率{_words(change.rate_text.old or _NONE, change.rate_text.new or _NONE)}")
    return f"{change.name}{what}　{'　'.join(parts)}"


def _pair(pair: Pair[Decimal] | Pair[Decimal | None], places: int) -> str:
    return _words(_points(pair.old, places), _points(pair.new, places))


def _words(old: str, new: str) -> str:
    return old if old == new else f"{old}{_ARROW}{new}"


def _points(value: Decimal | None, places: int) -> str:
    return _NONE if value is None else number_text(value, places)


def _row(cells: Iterable[str]) -> str:
    padded = [f"{cell}{' ' * (width - _columns(cell))}" for cell, width in zip(cells, _WIDTHS, strict=True)]
    return "  ".join(padded).rstrip()


def _columns(text: str) -> int:
    """How many columns of a terminal `text` takes; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _indented(text: str) -> str:
    return f"    {text}"
