"""Totals and grades drawn small: bars with last year's line, each with its table."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from selfeval.domain.amounts import number_text
from selfeval.domain.distribution import Bin, bins_of, mean_of
from selfeval.models import FilingCycle
from selfeval.queries.board import Result
from selfeval.web.presenters.lists import address
from selfeval.web.presenters.text import MISSING

# The place of the bars in a drawing of 400 by 190.
_LEFT, _WIDTH, _TOP, _BOTTOM = Decimal(28), Decimal(372), Decimal(34), Decimal(160)
_GAP = Decimal(10)
_LABEL = Decimal(20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar with its number and last year's line, in drawing units; the words under it."""

    words: str
    count: int
    before: int
    x: str
    y: str
    width: str
    height: str
    middle: str
    label_y: str
    line_y: str
    line_from: str
    line_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeBar:
    """A grade with its count, the share of all, last year's count and the address that shows only it."""

    name: str
    count: int
    before: int
    share: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Both drawings; `mean` and `mean_before` are totals in words, `before` the year compared with, 0 where none."""

    count: int
    bars: tuple[Bar, ...]
    grades: tuple[GradeBar, ...]
    mean: str
    mean_before: str
    before: int
    words: str


def distribution_of(
    cycle: FilingCycle,
    results: Mapping[int, Sequence[Result]],
    earlier: FilingCycle | None,
    query: Mapping[str, str],
) -> Distribution | None:
    """The results of `cycle` beside those of `earlier`; None while nothing is submitted."""
    now = results[cycle.pk]
    if not now:
        return None
    whole = Decimal(cycle.framework.definition["total_points"])
    then = results[earlier.pk] if earlier and _is_alike(cycle, earlier) else ()
    bins = bins_of([each.total for each in now], [each.total for each in then], whole=whole)
    most = max(bins, key=lambda each: each.count)
    places = cycle.framework.points_places
    return Distribution(
        count=len(now),
        bars=_bars(bins),
        grades=_grades(cycle, now, then, query),
        mean=_mean(now, places),
        mean_before=_mean(then, places) if then else "",
        before=earlier.fiscal_year if earlier and then else 0,
        words=f"总分分布，{len(now)} 家，{_range_words(most)}最多，{most.count} 家",
    )


def _is_alike(cycle: FilingCycle, earlier: FilingCycle) -> bool:
    """Whether totals of both are on the same scale."""
    return Decimal(cycle.framework.definition["total_points"]) == Decimal(earlier.framework.definition["total_points"])


def _mean(results: Sequence[Result], places: int) -> str:
    mean = mean_of([each.total for each in results])
    return MISSING if mean is None else number_text(mean, places)


def _range_words(each: Bin) -> str:
    return f"{each.below} 分以下" if each.least == 0 else f"{each.least} 至 {each.below} 分"


def _bars(bins: Sequence[Bin]) -> tuple[Bar, ...]:
    tallest = max(max(each.count, each.before) for each in bins) or 1
    slot = _WIDTH / len(bins)
    return tuple(_bar(each, _LEFT + slot * number, slot - _GAP, tallest) for number, each in enumerate(bins))


def _bar(each: Bin, x: Decimal, width: Decimal, tallest: int) -> Bar:
    height = (_BOTTOM - _TOP) * each.count / tallest
    line = _BOTTOM - (_BOTTOM - _TOP) * each.before / tallest
    top = _BOTTOM - height
    # The number stands on its bar, above last year's line where that would strike it out.
    if each.before and top - _LABEL <= line <= top:
        top = line
    return Bar(
        words="<60" if each.least == 0 else f"{each.least}–{each.below}",
        count=each.count,
        before=each.before,
        x=_text(x),
        y=_text(_BOTTOM - height),
        width=_text(width),
        height=_text(height),
        middle=_text(x + width / 2),
        label_y=_text(top - 6),
        line_y=_text(line),
        line_from=_text(x - 3),
        line_to=_text(x + width + 3),
    )


def _grades(
    cycle: FilingCycle, now: Sequence[Result], then: Sequence[Result], query: Mapping[str, str]
) -> tuple[GradeBar, ...]:
    counts, before = Counter(each.grade for each in now), Counter(each.grade for each in then)
    names = [str(each["name"]) for each in cycle.framework.definition["grades"]]
    return tuple(
        GradeBar(
            name=name,
            count=counts[name],
            before=before[name],
            share=f"{number_text(Decimal(counts[name] * 100) / len(now), 1)}%",
            url=address(query, grade="" if query.get("grade") == name else name),
            is_current=query.get("grade") == name,
        )
        for name in names
    )


def _text(value: Decimal) -> str:
    return number_text(value, 1).replace(",", "")
