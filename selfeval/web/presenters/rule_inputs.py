"""What a card shows of rules that the unit itself decides: criteria, tiers, ways of scoring."""

from dataclasses import dataclass
from decimal import Decimal

from selfeval.domain.amounts import ZERO, number_text, percent_text, rounded
from selfeval.domain.assessment import Assessment
from selfeval.domain.expressions import Unfilled, substituted
from selfeval.domain.filing import IndicatorEntry
from selfeval.domain.framework import Indicator
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.kinds import Mark, Standing, mark_of
from selfeval.domain.scoring.results import IndicatorScore
from selfeval.domain.scoring.rules import Checklist, Choose, Tiers
from selfeval.web.forms.indicators import NONE_TICKED
from selfeval.web.presenters.boxes import BoxView
from selfeval.web.presenters.text import MISSING, points_text, score_text


@dataclass(frozen=True, slots=True, kw_only=True)
class TickLine:
    """One criterion with its points."""

    value: str
    text: str
    points: str
    is_ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TierLine:
    """One tier and the coefficients that may be given inside it."""

    name: str
    span: str
    is_picked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionLine:
    """One way of scoring: its formula in labels and figures, the rate it gives and the points it would give."""

    value: str
    label: str
    words: str
    figures: str
    rate: str
    points: str
    is_picked: bool


def ticks_of(leaf: Indicator, boxes: dict[str, BoxView]) -> tuple[TickLine, ...]:
    """The criteria of a checklist, none for other rules."""
    if not isinstance(leaf.rule, Checklist):
        return ()
    ticked = boxes["ticked"].bound.value() or []
    lines = [
        TickLine(
            value=str(number),
            text=item.text,
            points=f"{points_text(item.points)} 分" if item.points is not None else "",
            is_ticked=str(number) in ticked,
        )
        for number, item in enumerate(leaf.rule.items, 1)
    ]
    none = TickLine(value=NONE_TICKED, text="以上都不具备", points="", is_ticked=NONE_TICKED in ticked)
    return (*lines, none)


def tiers_of_card(leaf: Indicator, boxes: dict[str, BoxView]) -> tuple[TierLine, ...]:
    """The tiers of a rule over tiers, none for other rules."""
    if not isinstance(leaf.rule, Tiers):
        return ()
    picked = boxes["tier"].bound.value() or ""
    return tuple(
        TierLine(name=tier.name, span=tier.interval.text, is_picked=tier.name == picked) for tier in leaf.rule.tiers
    )


def options_of(
    assessment: Assessment, figures: Figures, leaf: Indicator, score: IndicatorScore, boxes: dict[str, BoxView]
) -> tuple[OptionLine, ...]:
    """The ways of scoring of a choice with what each would give, none for other rules."""
    rule = leaf.rule
    if not isinstance(rule, Choose):
        return ()
    alone = Choose(options=rule.options, pick="unit")
    marks = [
        mark_of(alone, _standing(assessment, figures, leaf, score, number))
        for number in range(1, len(rule.options) + 1)
    ]
    points = [_points(assessment, score, mark) for mark in marks]
    known = [each for each in points if each is not None]
    best = points.index(max(known)) + 1 if known and rule.pick == "best" else 0
    picked = str(boxes["choice"].bound.value() or "") if "choice" in boxes else str(best)
    places = assessment.framework.rounding

    def rate_text(mark: Mark) -> str:
        if mark.rate is None:
            return MISSING
        if leaf.is_percent:
            return percent_text(mark.rate, places.rate_places, places.mode)
        return number_text(rounded(mark.rate, places.rate_places, places.mode), places.rate_places)

    return tuple(
        OptionLine(
            value=str(number),
            label=option.label,
            words=substituted(option.formula, assessment.framework.label_of),
            figures=substituted(option.formula, lambda code: figure_text(figures, code)),
            rate=rate_text(marks[number - 1]),
            points=score_text(points[number - 1], places.points_places),
            is_picked=str(number) == picked,
        )
        for number, option in enumerate(rule.options, 1)
    )


def figure_text(figures: Figures, code: str) -> str:
    """A figure as it stands in a formula."""
    return "未填" if isinstance(figures.value(code), Unfilled) else figures.text(code)


def _standing(
    assessment: Assessment, figures: Figures, leaf: Indicator, score: IndicatorScore, choice: int
) -> Standing:
    return Standing(
        points=score.points,
        reference=score.reference_points,
        rate=ZERO,
        threshold=ZERO,
        is_percent=leaf.is_percent,
        entry=IndicatorEntry(choice=choice),
        rounding=assessment.framework.rounding,
        code=leaf.code,
        figures=figures,
    )


def _points(assessment: Assessment, score: IndicatorScore, mark: Mark) -> Decimal | None:
    if mark.points is None:
        return None
    rounding = assessment.framework.rounding
    return rounded(min(max(mark.points, ZERO), score.points), rounding.points_places, rounding.mode)
