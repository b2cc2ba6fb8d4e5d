"""Spot checks as pages show them: draws, their items, the population, what the unit and the settler see."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import StringIO
from typing import Final

from django.urls import reverse

from selfeval.domain.after_review import CheckState
from selfeval.domain.amounts import number_text, plain_text
from selfeval.domain.differences import Difference, DifferenceClass
from selfeval.domain.record_words import table_text
from selfeval.domain.review import Review
from selfeval.domain.sampling import Candidate, Method, candidates_from_rows, lot, ranked
from selfeval.models import SpotCheck, SpotCheckItem
from selfeval.queries.box_values import trimmed, trimmed_or_none
from selfeval.web.presenters.docbar import StateBadge
from selfeval.web.presenters.text import MISSING, moment_text, points_text, score_text

_STATES: Final = {
    CheckState.DRAWN: ("", "ring"),
    CheckState.REVIEWING: ("is-accent", "half"),
    CheckState.OPINION_ASKED: ("is-accent", "send"),
    CheckState.AGREED: ("is-accent", "ok"),
    CheckState.OBJECTED: ("is-amber", "flag"),
    CheckState.SETTLED: ("is-green", "check"),
}
_CLASSES: Final = {
    DifferenceClass.CONSISTENT: ("is-green", "check"),
    DifferenceClass.MINOR: ("", "info"),
    DifferenceClass.LARGE: ("is-amber", "warn"),
    DifferenceClass.SERIOUS: ("is-red", "err"),
}
_MOST_SHOWN: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawRow:
    """One draw in the list."""

    title: str
    url: str
    cycle: str
    method: str
    size: str
    drawn: str
    progress: str
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One filing that was drawn; `choice` is its key and version, empty where it cannot be given out any more."""

    position: int
    code: str
    unit: str
    cycle: str
    draw: str
    url: str
    state: StateBadge
    checker: str
    done: int
    own: str
    check: str
    settled: str
    difference: str
    found: StateBadge | None
    choice: str
    next_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PopulationRow:
    """One unit of the population in drawing order."""

    position: int
    is_drawn: bool
    code: str
    name: str
    risk: int
    money: str
    last_checked: str
    lot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionRow:
    """One indicator as the unit is asked about it."""

    name: str
    points: str
    own: str
    check: str
    difference: str
    is_different: bool
    remark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementView:
    """What a settled total comes to beside the unit's own."""

    own: str
    settled: str
    difference: str
    own_grade: str
    settled_grade: str
    is_grade_changed: bool
    found: StateBadge


def check_badge(state: CheckState) -> StateBadge:
    """The badge of a state."""
    css, icon = _STATES[state]
    return StateBadge(words=state.label, css=css, icon=icon)


def class_badge(found: DifferenceClass) -> StateBadge:
    """The badge of a difference class."""
    css, icon = _CLASSES[found]
    return StateBadge(words=found.label, css=css, icon=icon)


def draw_row(check: SpotCheck, now: datetime) -> DrawRow:
    """A draw with its counts (`item_count`, `settled_count` of `visible_spot_checks`)."""
    count, settled = check.item_count, check.settled_count  # type: ignore[attr-defined]  # annotated
    return DrawRow(
        title=check.title,
        url=reverse("spot-check", args=[check.public_id]),
        cycle=check.cycle.title,
        method=Method(check.method).label,
        size=f"{len(check.population)} 抽 {check.size}",
        drawn=f"{check.drawn_by.full_name}　{moment_text(check.drawn_at, now)}",
        progress=f"{settled} / {count}",
        is_done=settled == count,
    )


def item_rows(items: Iterable[SpotCheckItem], done: Mapping[int, int]) -> tuple[ItemRow, ...]:
    """Items with how many indicators have a score."""
    return tuple(_item_row(item, done.get(item.pk, 0)) for item in items)


def _item_row(item: SpotCheckItem, done: int) -> ItemRow:
    places, state = item.filing.cycle.framework.points_places, item.current_state
    is_open = state in (CheckState.DRAWN, CheckState.REVIEWING)
    return ItemRow(
        position=item.position,
        code=item.filing.department.code,
        unit=item.filing.department.name,
        cycle=item.filing.cycle.title,
        draw=item.spot_check.title,
        url=reverse("spot-check-item", args=[item.public_id]),
        state=check_badge(state),
        checker=item.checker.full_name if item.checker else "",
        done=done,
        own=score_text(item.filing.self_total, places),
        check=score_text(trimmed_or_none(item.check_total), places),
        settled=score_text(trimmed_or_none(item.settled_total), places),
        difference=signed(item.difference, places),
        found=class_badge(DifferenceClass(item.difference_class)) if item.difference_class else None,
        choice=f"{item.pk}:{item.version}" if is_open else "",
        next_words="去复核" if is_open else "查看",
    )


def class_counts(rows: Iterable[ItemRow]) -> tuple[tuple[StateBadge, int], ...]:
    """How many settled items are of each class, those there are."""
    counted = Counter(row.found.words for row in rows if row.found)
    return tuple((class_badge(each), counted[each.label]) for each in DifferenceClass if counted[each.label])


def population_of(check: SpotCheck) -> tuple[PopulationRow, ...]:
    """The whole population in drawing order."""
    rows = ranked(candidates_from_rows(check.population), method=Method(check.method), seed=check.seed)
    return tuple(_population_row(check, position, each) for position, each in enumerate(rows, 1))


def shown_population(rows: Sequence[PopulationRow]) -> Sequence[PopulationRow]:
    """What a page has room for; the file has all."""
    return rows[:_MOST_SHOWN]


def _population_row(check: SpotCheck, position: int, each: Candidate) -> PopulationRow:
    return PopulationRow(
        position=position,
        is_drawn=position <= check.size,
        code=each.code,
        name=each.name,
        risk=each.risk,
        money=plain_text(each.money),
        last_checked="" if each.last_checked is None else str(each.last_checked),
        lot=lot(check.seed, each.code),
    )


def population_csv(rows: Iterable[PopulationRow]) -> str:
    """The population as a CSV file in drawing order; no spreadsheet takes a cell of it for a formula."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(["次序", "是否抽中", "单位编码", "单位", "风险分值", "金额（元）", "上次抽查年度", "签号"])
    for row in rows:
        texts = (table_text(row.code), table_text(row.name))
        drawn = "抽中" if row.is_drawn else ""
        writer.writerow([row.position, drawn, *texts, row.risk, row.money, row.last_checked, row.lot])
    return f"\ufeff{target.getvalue()}"


def opinion_rows(review: Review) -> Iterator[OpinionRow]:
    """What the checker says of each indicator, beside the unit's own score."""
    places = review.framework.rounding.points_places
    for code, score in review.scored.items():
        entry = review.entry(code)
        is_different = entry.score is not None and entry.score != score.self_score
        difference = None if entry.score is None or score.self_score is None else entry.score - score.self_score
        yield OpinionRow(
            name=score.name,
            points=points_text(score.points),
            own=score_text(score.self_score, places),
            check=score_text(entry.score, places),
            difference=signed(difference, places) if is_different else "",
            is_different=is_different,
            remark=entry.remark,
        )


def signed(points: Decimal | None, places: int) -> str:
    """Points with their sign; a dash where there are none."""
    text = score_text(None if points is None else trimmed(points), places)
    return f"+{text}" if points is not None and points > 0 else text


def settlement_view(found: Difference, *, own: Decimal, settled: Decimal, places: int) -> SettlementView:
    """A difference in words."""
    return SettlementView(
        own=score_text(own, places),
        settled=score_text(settled, places),
        difference=signed(found.points, places),
        own_grade=found.own_grade or MISSING,
        settled_grade=found.settled_grade or MISSING,
        is_grade_changed=found.own_grade != found.settled_grade,
        found=class_badge(found.found),
    )


def bounds_words(bounds: Sequence[Decimal]) -> str:
    """The classes in words: 相差 5 分以内一致，10 分以内一般，…"""
    parts = [f"{number_text(each)} 分以内“{found.label}”" for each, found in zip(bounds, DifferenceClass, strict=False)]
    return f"与自评相差 {'，'.join(parts)}；更多，或等次改变的，“{DifferenceClass.SERIOUS.label}”。"
