"""The right column: total, grade, where on the scale it stands, and the sums of the level-1 indicators."""

from dataclasses import dataclass
from decimal import Decimal

from selfeval.domain.amounts import HUNDRED, ZERO, number_text
from selfeval.domain.assessment import Assessment
from selfeval.domain.framework import Grade, Indicator
from selfeval.web.presenters.text import MISSING, points_text, score_text

SCALE_WIDTH = Decimal(286)
_LOWEST_WIDTH = Decimal(126)
_GAP = Decimal(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A level-1 indicator: filed score over points in force; `share` is a percentage for the bar.

    `grade` is its own where the framework grades level-1 indicators.
    """

    name: str
    score: str
    points: str
    share: str
    grade: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleStep:
    """One grade on the scale, in drawing units from the left; `least` is the total it starts at."""

    name: str
    left: str
    width: str
    middle: str
    least: str
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The grades from low to high and the place of the total."""

    steps: tuple[ScaleStep, ...]
    pointer: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePanel:
    """What the unit files, beside what its figures give."""

    total: str
    of: str
    grade: str
    computed_total: str
    note: str
    capped_at: str
    bars: tuple[Bar, ...]
    scale: Scale


def score_panel(assessment: Assessment) -> ScorePanel:
    """The right column for `assessment`."""
    sheet = assessment.sheet
    total = sheet.total
    places = assessment.framework.rounding.points_places
    unfiled = [score for score in sheet.indicators.values() if score.self_score is None]
    return ScorePanel(
        total=score_text(total.self_score, places),
        of=points_text(assessment.framework.total_points),
        grade=sheet.grade or MISSING,
        computed_total=score_text(total.computed_score, places),
        note=f"还有 {len(unfiled)} 项没有得分，等次待定" if unfiled else _distance(assessment),
        capped_at=points_text(total.capped_at) if total.capped_at is not None else "",
        bars=bars_of(assessment),
        scale=_scale(assessment),
    )


def bars_of(assessment: Assessment) -> tuple[Bar, ...]:
    """One bar a level-1 indicator, a leaf or not."""
    return tuple(_bar(assessment, root) for root in assessment.framework.indicators)


def _bar(assessment: Assessment, root: Indicator) -> Bar:
    group = assessment.sheet.groups.get(root.code)
    score = group or assessment.sheet.indicators[root.code]
    points = points_to_give(assessment, root)
    return Bar(
        name=root.name,
        score=score_text(score.self_score, assessment.framework.rounding.points_places),
        points=points_text(points),
        share=_percent(score.self_score or ZERO, points),
        grade=group.grade or "" if group else "",
    )


def points_to_give(assessment: Assessment, node: Indicator) -> Decimal:
    """Points in force of a node; of the unit's own indicators what they must sum to, however much is given out yet."""
    if node.own_groups:
        return node.points
    if node.is_leaf:
        return assessment.sheet.indicators[node.code].points
    return sum((points_to_give(assessment, child) for child in node.children), ZERO)


def _percent(part: Decimal, whole: Decimal) -> str:
    share = min(max(part / whole, ZERO), Decimal(1)) if whole else ZERO
    return f"{number_text(share * HUNDRED, 1)}%"


def _distance(assessment: Assessment) -> str:
    """How far the total is from the next better grade, or above the line of the best."""
    total, places = assessment.sheet.total.self_score, assessment.framework.rounding.points_places
    ascending = sorted(assessment.framework.grades, key=lambda grade: grade.least)
    above = next((grade for grade in ascending if grade.least > total), None)
    if above:
        return f"距“{above.name}” {score_text(above.least - total, places)} 分"
    return f"比“{ascending[-1].name}”的线高 {score_text(total - ascending[-1].least, places)} 分"


def _scale(assessment: Assessment) -> Scale:
    total, places = assessment.sheet.total.self_score, assessment.framework.rounding.points_places
    ascending = sorted(assessment.framework.grades, key=lambda grade: grade.least)
    others = max(len(ascending) - 1, 1)
    width = (SCALE_WIDTH - _LOWEST_WIDTH) / others if len(ascending) > 1 else SCALE_WIDTH
    steps, left, pointer = [], ZERO, ZERO
    for place, grade in enumerate(ascending):
        own_width = _LOWEST_WIDTH if place == 0 and len(ascending) > 1 else width
        end = ascending[place + 1].least if place + 1 < len(ascending) else assessment.framework.total_points
        if total >= grade.least:
            span = end - grade.least
            pointer = left + own_width * (min(total - grade.least, span) / span if span else ZERO)
        steps.append((grade, left, own_width))
        left += own_width
    return Scale(
        steps=tuple(_step(assessment, *each) for each in steps),
        pointer=number_text(min(pointer, SCALE_WIDTH - 6), 1),
        words=f"{score_text(total, places)} 分，{assessment.sheet.grade or '等次待定'}",
    )


def _step(assessment: Assessment, grade: Grade, left: Decimal, width: Decimal) -> ScaleStep:
    return ScaleStep(
        name=grade.name,
        left=number_text(left, 1),
        width=number_text(width - _GAP, 1),
        middle=number_text(left + width / 2, 1),
        least=points_text(grade.least) if grade.least else "",
        is_on=grade.name == assessment.sheet.grade,
    )
