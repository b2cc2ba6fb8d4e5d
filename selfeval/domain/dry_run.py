"""Dry run (试算): a filing scored under the framework it was filed under and under a draft, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from selfeval.domain.amounts import compared
from selfeval.domain.carrying import Carried, LeftOut, carried_over
from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework
from selfeval.domain.scoring import IndicatorScore, ScoreSheet, score_sheet

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair(Generic[T]):
    """A value under the older framework and under the draft."""

    old: T
    new: T

    @property
    def is_changed(self) -> bool:
        """Whether the draft changes it."""
        return self.old != self.new


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorChange:
    """An indicator whose points, rate or computed score the draft changes; None where it is not there or not computed.

    `code` is the code under the draft, or the old one of an indicator the draft no longer has.
    """

    code: str
    name: str
    points: Pair[Decimal | None]
    rate: Pair[Decimal | None]
    rate_text: Pair[str]
    computed_score: Pair[Decimal | None]

    @property
    def is_new(self) -> bool:
        """Whether only the draft has it."""
        return self.points.old is None

    @property
    def is_gone(self) -> bool:
        """Whether the draft no longer has it."""
        return self.points.new is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """One filing under both frameworks.

    `points` are the sums of points in force, `computed` and `filed` the computed and the self totals. A self score
    that agreed with the computed one follows it; `grade` is of the self total, as ever.
    """

    points: Pair[Decimal]
    computed: Pair[Decimal]
    filed: Pair[Decimal]
    grade: Pair[str | None]
    unscored: Pair[int]
    changes: tuple[IndicatorChange, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def is_changed(self) -> bool:
        """Whether any point, rate, score, total or grade is another one."""
        sums: tuple[Pair[Decimal], ...] = (self.points, self.computed, self.filed)
        return bool(self.changes) or self.grade.is_changed or any(each.is_changed for each in sums)


def dry_run(*, old: Framework, filing: Filing, draft: Framework) -> DryRun:
    """`filing`, filed under `old`, scored there and under `draft`."""
    before = score_sheet(old, filing)
    carried = carried_over(old=old, filing=filing, sheet=before, draft=draft)
    after = score_sheet(draft, carried.filing)
    return DryRun(
        points=Pair(old=before.total.points, new=after.total.points),
        computed=Pair(old=before.total.computed_score, new=after.total.computed_score),
        filed=Pair(old=before.total.self_score, new=after.total.self_score),
        grade=Pair(old=before.grade, new=after.grade),
        unscored=Pair(old=len(before.unscored), new=len(after.unscored)),
        changes=tuple(_changes(before, after, carried)),
        left_out=carried.left_out,
    )


def _changes(before: ScoreSheet, after: ScoreSheet, carried: Carried) -> Iterator[IndicatorChange]:
    """The changed indicators in the order of the draft, then those it no longer has."""
    new_codes = {code: carried.own_codes.get(code, code) for code in before.indicators}
    old_codes = {new: old for old, new in new_codes.items()}
    for code, score in after.indicators.items():
        was = before.indicators[old_codes[code]] if code in old_codes else None
        change = _change(code, score.name, was, score)
        if change.points.is_changed or change.rate.is_changed or change.computed_score.is_changed:
            yield change
    for code, score in before.indicators.items():
        if new_codes[code] not in after.indicators:
            yield _change(code, score.name, score, None)


def _change(code: str, name: str, old: IndicatorScore | None, new: IndicatorScore | None) -> IndicatorChange:
    return IndicatorChange(
        code=code,
        name=name,
        points=Pair(old=old.points if old else None, new=new.points if new else None),
        rate=Pair(old=_rate(old), new=_rate(new)),
        rate_text=Pair(old=old.rate_text if old else "", new=new.rate_text if new else ""),
        computed_score=Pair(old=old.computed_score if old else None, new=new.computed_score if new else None),
    )


def _rate(score: IndicatorScore | None) -> Decimal | None:
    return None if score is None or score.rate is None else compared(score.rate)
