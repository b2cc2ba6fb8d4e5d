"""The columns of a year, read off the framework its units are evaluated by."""

from collections import Counter
from dataclasses import replace
from typing import Final

from selfeval.domain.annual import Execution, FigureColumn, IndicatorColumn, RateColumn, YearHead
from selfeval.domain.framework import NUMERIC_KINDS, FieldKind, Framework, Indicator
from selfeval.domain.roll_up import SUMMED

# The codes of the two figures an execution rate is made of, and the names of the indicator where they are not asked.
_BUDGET, _ACTUAL = "full_year_budget", "actual_expenditure"
_EXECUTION_NAMES: Final = ("预算执行率", "预算完成率")


def head_of(framework: Framework, *, title: str, fiscal_year: int, rule: str) -> YearHead:
    """The columns of a year under `framework`."""
    figures = tuple(_figures(framework))
    rates = tuple(
        RateColumn(code=leaf.code, name=leaf.name, is_percent=leaf.is_percent)
        for leaf in framework.leaves
        if leaf.formula is not None
    )
    return YearHead(
        title=title,
        fiscal_year=fiscal_year,
        framework=framework.title,
        rule=rule,
        money_unit=framework.money_unit,
        points_places=framework.rounding.points_places,
        rate_places=framework.rounding.rate_places,
        total_points=framework.total_points,
        grades=tuple(grade.name for grade in framework.grades),
        figures=figures,
        rates=rates,
        indicators=tuple(_indicators(framework)),
        execution=_execution(figures, rates),
    )


def _figures(framework: Framework) -> list[FigureColumn]:
    found = [
        FigureColumn(
            code=f"{each.code}.total" if each.kind is FieldKind.ITEMISED_MONEY else each.code,
            label=each.label,
            kind=each.kind,
        )
        for each in framework.fields
        if each.kind in NUMERIC_KINDS | SUMMED
    ]
    derived = [FigureColumn(code=each.code, label=each.label, kind=each.kind) for each in framework.derived]
    return [*found, *derived]


def _indicators(framework: Framework) -> list[IndicatorColumn]:
    found: list[IndicatorColumn] = []
    for root in framework.indicators:
        _walk(root, (), found)
    times = Counter(each.name for each in found)
    return [_told_apart(each) if times[each.name] > 1 else each for each in found]


def _told_apart(column: IndicatorColumn) -> IndicatorColumn:
    """An indicator whose name stands twice in the tree, with what it stands under."""
    return replace(column, name=f"{column.name}（{column.above[-1]}）") if column.above else column


def _walk(node: Indicator, above: tuple[str, ...], found: list[IndicatorColumn]) -> None:
    if node.is_leaf or node.own_groups:
        is_own = bool(node.own_groups)
        found.append(IndicatorColumn(code=node.code, name=node.name, above=above, points=node.points, is_own=is_own))
        return
    for child in node.children:
        _walk(child, (*above, node.name), found)


def _execution(figures: tuple[FigureColumn, ...], rates: tuple[RateColumn, ...]) -> Execution | None:
    places = {each.code: place for place, each in enumerate(figures)}
    if _BUDGET in places and _ACTUAL in places:
        return Execution(budget=places[_BUDGET], actual=places[_ACTUAL])
    named = (place for place, each in enumerate(rates) if each.is_percent and each.name in _EXECUTION_NAMES)
    rate = next(named, None)
    return None if rate is None else Execution(rate=rate)
