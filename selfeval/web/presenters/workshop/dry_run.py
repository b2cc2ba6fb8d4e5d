"""A dry run as a table: which totals and grades change, through which indicators, and what was left behind."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from django.urls import reverse

from selfeval.domain.amounts import number_text
from selfeval.domain.dry_run import DryRun, IndicatorChange, Pair
from selfeval.domain.framework import Framework
from selfeval.queries.dry_runs import StoredDryRun
from selfeval.web.presenters.text import MISSING, points_text, score_text

CHANGED, GRADED, LEFT_OUT, ALL = "changed", "grade", "left-out", "all"
SHOWN: Final[Mapping[str, str]] = MappingProxyType(
    {CHANGED: "有变化的", GRADED: "等次有变的", LEFT_OUT: "有内容没带过去的", ALL: "全部"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """Something before and after; `difference` is signed, empty where nothing changed or nothing can be subtracted."""

    old: str
    new: str
    difference: str
    is_changed: bool
    is_lower: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A changed indicator; `how` says that it is new or gone."""

    name: str
    code: str
    how: str
    points: PairView
    rate: PairView
    score: PairView


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRow:
    """One filing; `problem` in the place of everything else where it cannot be read."""

    name: str
    cycle: str
    basis: str
    url: str
    problem: str
    computed: PairView | None
    filed: PairView | None
    grade: PairView | None
    points: PairView | None
    changes: tuple[ChangeView, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunView:
    """The rows to show, the counts over all that were scored, and how many filings each indicator changes for."""

    rows: tuple[RunRow, ...]
    total: int
    same: int
    totals: int
    grades: int
    left_out: int
    unreadable: int
    indicators: tuple[tuple[str, int], ...]


def dry_run_view(runs: Iterable[StoredDryRun], *, draft: Framework, shown: str) -> DryRunView:
    """The view of `runs`, of which only the rows that `shown` asks for are kept."""
    places = draft.rounding.points_places
    counts: Counter[str] = Counter()
    indicators: Counter[str] = Counter()
    rows = []
    for run in runs:
        kinds = _kinds(run.result)
        counts.update(kinds)
        if run.result is not None:
            indicators.update({change.name for change in run.result.changes})
        if shown in kinds or run.result is None:
            rows.append(_row(run, places))
    return DryRunView(
        rows=tuple(rows),
        total=counts[ALL],
        same=counts["same"],
        totals=counts["totals"],
        grades=counts[GRADED],
        left_out=counts[LEFT_OUT],
        unreadable=counts["unreadable"],
        indicators=tuple(indicators.most_common()),
    )


def _kinds(result: DryRun | None) -> set[str]:
    """What a filing counts as."""
    if result is None:
        return {ALL, "unreadable"}
    kinds = {ALL, CHANGED if result.is_changed else "same"}
    kinds |= {GRADED} if result.grade.is_changed else set()
    kinds |= {LEFT_OUT} if result.left_out else set()
    return kinds | ({"totals"} if result.computed.is_changed or result.filed.is_changed else set())


def _row(run: StoredDryRun, places: int) -> RunRow:
    result = run.result
    return RunRow(
        name=f"{run.department_code} {run.department}",
        cycle=run.cycle,
        basis="没有报送过，按现稿" if run.round is None else f"第{run.round}次报送",
        url=reverse("filing", args=[run.public_id]),
        problem=run.problem,
        computed=_points_pair(result.computed, places) if result else None,
        filed=_points_pair(result.filed, places) if result else None,
        grade=_grade(result.grade) if result else None,
        points=_points_pair(result.points, 0) if result and result.points.is_changed else None,
        changes=tuple(_change(change, places) for change in result.changes) if result else (),
        left_out=tuple(map(str, result.left_out)) if result else (),
    )


def _change(change: IndicatorChange, places: int) -> ChangeView:
    return ChangeView(
        name=change.name,
        code=change.code,
        how="新增" if change.is_new else "删去" if change.is_gone else "",
        points=_points_pair(change.points, 0),
        rate=_pair(change.rate_text.old or MISSING, change.rate_text.new or MISSING),
        score=_points_pair(change.computed_score, places),
    )


def _points_pair(pair: Pair[Decimal] | Pair[Decimal | None], places: int) -> PairView:
    """Scores with their decimals; points, for which `places` is 0, without idle zeros."""
    old, new = (score_text(value, places) if places else points_text(value) for value in (pair.old, pair.new))
    if pair.old is None or pair.new is None or pair.old == pair.new:
        return _pair(old, new)
    apart = pair.new - pair.old
    return PairView(
        old=old,
        new=new,
        difference=f"{'+' if apart > 0 else ''}{number_text(apart)}",
        is_changed=True,
        is_lower=apart < 0,
    )


def _grade(pair: Pair[str | None]) -> PairView:
    return _pair(pair.old or "未定", pair.new or "未定")


def _pair(old: str, new: str) -> PairView:
    return PairView(old=old, new=new, difference="", is_changed=old != new, is_lower=False)
