"""Years of many units made up by chance, as values: what the documents of a year are tested and measured on."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Final

from selfeval.domain.annual import (
    Chosen,
    OwnLine,
    Rectified,
    ScoreLine,
    Unfiled,
    UnitYear,
    Year,
    YearHead,
    lost_points,
)
from selfeval.domain.annual_head import head_of
from selfeval.domain.annual_rows import added
from selfeval.domain.framework import FieldKind, Framework
from selfeval.domain.workflow import State

_STATES: Final = (State.FINALISED, State.FINALISED, State.SUBMITTED, State.FILLING, State.RETURNED, State.EXEMPT)
REPORTED: Final = (State.FINALISED, State.SUBMITTED)
REASONS: Final = ("", "", "受疫情影响，项目推迟实施", "预算编制不够细", '=HYPERLINK("http://x")', "招标流标")
CHOSEN: Final = Chosen(department="", grade="", state="", search="", asked_by="绩效科甲", asked_at="2022年3月1日 09:30")


def generated_head(framework: Framework) -> YearHead:
    """The columns of a year under `framework`."""
    return head_of(framework, title="2021年度部门整体支出绩效自评", fiscal_year=2021, rule="以复核总分为准")


def generated_units(head: YearHead, count: int, *, seed: int = 1) -> Iterator[UnitYear]:
    """Units in every state; two in three have reported."""
    lucky = Random(seed)
    for number in range(count):
        yield generated_unit(head, number, lucky)


def generated_unit(head: YearHead, number: int, lucky: Random, state: State | None = None) -> UnitYear:
    """One unit, by chance."""
    state = state or lucky.choice(_STATES)
    code, name, above = f"B{number:05d}", f"下属单位{number}", f"主管局{number % 7}" if number % 5 else ""
    if state not in REPORTED:
        return UnitYear(code=code, name=name, above=above, state=state)
    is_final = state is State.FINALISED
    own = tuple(_own(head, lucky, is_final=is_final))
    scores = tuple(
        _node(own, place) if each.is_own else _line(each.points, lucky, is_final=is_final)
        for place, each in enumerate(head.indicators)
    )
    known = [line for line in scores if line is not None]
    self_score = sum((line.self_score or Decimal(0) for line in known), Decimal(0))
    review = sum((line.review or Decimal(0) for line in known), Decimal(0)) if is_final else None
    counted = self_score if review is None else review
    grade = "优" if counted >= 90 else "良" if counted >= 80 else "中" if counted >= 60 else "差"
    return UnitYear(
        code=code,
        name=name,
        above=above,
        state=state,
        figures=_figures(head, lucky),
        rates=tuple(Decimal(lucky.randrange(12_000)) / 10_000 for _ in head.rates),
        scores=scores,
        own=own,
        computed=self_score,
        self_score=self_score,
        review=review,
        final=review,
        grade=grade,
    )


def generated_year(head: YearHead, count: int, *, seed: int = 1) -> Year:
    """A whole year of `count` units."""
    units = list(generated_units(head, count, seed=seed))
    return Year(
        head=head,
        chosen=CHOSEN,
        units=units,
        rectified=[rectified(unit, number) for number, unit in enumerate(units[:: max(1, count // 5)])],
        unfiled=tuple(
            Unfiled(code=each.code, name=each.name, above=each.above, why=each.state.label)
            for each in units
            if each.state not in REPORTED
        ),
    )


def rectified(unit: UnitYear, number: int) -> Rectified:
    """One item of the ledger, every second one closed."""
    is_closed = number % 2 == 0
    return Rectified(
        code=unit.code,
        unit=unit.name,
        source="审核意见",
        place="预算完成率",
        words="+支出进度偏慢",
        demand="说明原因并整改",
        due="2022-06-30",
        state="已销号" if is_closed else "已下达",
        issued="2022-04-01",
        closed="2022-06-01" if is_closed else "",
        answer="=已整改" if is_closed else "",
        is_closed=is_closed,
        is_overdue=not is_closed,
    )


def _figures(head: YearHead, lucky: Random) -> tuple[Decimal | None, ...]:
    """What was spent is like what was planned, but for a few."""
    found = [_figure(each.kind, lucky) for each in head.figures]
    source = head.execution
    if source is not None and source.budget is not None and source.actual is not None:
        budget = Decimal(lucky.randrange(10**4, 10**8)) / 100
        share = Decimal(lucky.choice((*range(80, 101), 30)))
        found[source.budget], found[source.actual] = budget, round(budget * share / 100, 2)
    return tuple(found)


def _figure(kind: FieldKind, lucky: Random) -> Decimal | None:
    if not lucky.randrange(12):
        return None
    match kind:
        case FieldKind.COUNT:
            return Decimal(lucky.randrange(500))
        case FieldKind.PERCENT:
            return Decimal(lucky.randrange(10_000)) / 10_000
    # To the fen, in 万元 now and then.
    return Decimal(lucky.randrange(-1_000_000, 10**9)) / lucky.choice((100, 100, 1_000_000))


def _line(points: Decimal, lucky: Random, *, is_final: bool) -> ScoreLine:
    self_score = points - min(points, Decimal(lucky.choice((0, 0, 0, 1, 2, 5))) / 2)
    review = max(Decimal(0), self_score - Decimal(lucky.choice((0, 0, 1))) / 4) if is_final else None
    lost = lost_points(points, self_score, review)
    return ScoreLine(
        points=points,
        computed=self_score,
        self_score=self_score,
        review=review,
        lost=lost,
        reason=lucky.choice(REASONS) if lost else "",
    )


def _own(head: YearHead, lucky: Random, *, is_final: bool) -> Iterator[OwnLine]:
    for place, column in enumerate(head.indicators):
        if column.is_own:
            count = lucky.randrange(1, 4)
            for number in range(count):
                line = _line(round(column.points / count, 2), lucky, is_final=is_final)
                yield OwnLine(place=place, group="数量", name=f"=自设指标{number}", score=line)


def _node(own: tuple[OwnLine, ...], place: int) -> ScoreLine:
    return added([each.score for each in own if each.place == place])
