"""The page of a year's report: the figures in words, and the units that have not reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import number_text
from selfeval.domain.annual import Unfiled
from selfeval.domain.annual_tally import REPORTED
from selfeval.domain.distribution import mean_of
from selfeval.domain.workflow import State
from selfeval.models import FilingCycle
from selfeval.queries.annual import PageFigures
from selfeval.queries.board import Result
from selfeval.web.presenters.distribution import Distribution, distribution_of
from selfeval.web.presenters.lists import address
from selfeval.web.presenters.text import MISSING

_NAMED: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A figure with what it is."""

    words: str
    value: str
    unit: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLine:
    """A state with its count and the address that shows only it."""

    words: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualView:
    """All that the page shows below its filter; `more` unfiled units are not named here."""

    facts: tuple[Fact, ...]
    states: tuple[StateLine, ...]
    distribution: Distribution | None
    unfiled: tuple[Unfiled, ...]
    unfiled_count: int
    more: int


def annual_view(
    cycle: FilingCycle, figures: PageFigures, unfiled: Sequence[Unfiled], query: Mapping[str, str]
) -> AnnualView:
    """The figures of the rows in words."""
    results = [Result(total=total, grade=grade) for total, grade in zip(figures.totals, figures.grades, strict=True)]
    waiting = [each for each in unfiled if not each.is_exempt]
    return AnnualView(
        facts=_facts(cycle, figures, len(waiting)),
        states=tuple(
            StateLine(
                words=state.label,
                count=count,
                url=address(query, state="" if query["state"] == state.value else state.value),
                is_current=query["state"] == state.value,
            )
            for state, count in figures.states.items()
            if count or query["state"] == state.value
        ),
        distribution=distribution_of(cycle, {cycle.pk: results}, None, query),
        unfiled=tuple(waiting[:_NAMED]),
        unfiled_count=len(waiting),
        more=max(0, len(waiting) - _NAMED),
    )


def _facts(cycle: FilingCycle, figures: PageFigures, waiting: int) -> tuple[Fact, ...]:
    places = cycle.framework.points_places
    reported = sum(figures.states[state] for state in REPORTED)
    return (
        Fact(words="导出的单位", value=f"{figures.count:,}", unit="家", note="和工作簿的行数一致"),
        Fact(words="已报送", value=f"{reported:,}", unit="家", note=f"已定稿 {figures.states[State.FINALISED]:,} 家"),
        Fact(words="未报送", value=f"{waiting:,}", unit="家", note="不按等次、状态和名称筛选"),
        Fact(words="平均得分", value=_score(mean_of(figures.totals), places), unit="分", note="未定稿的按自评总分"),
        Fact(words="最高", value=_score(max(figures.totals, default=None), places), unit="分"),
        Fact(words="最低", value=_score(min(figures.totals, default=None), places), unit="分"),
    )


def _score(value: Decimal | None, places: int) -> str:
    return MISSING if value is None else number_text(value, places)
