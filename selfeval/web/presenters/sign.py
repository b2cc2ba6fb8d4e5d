"""One page for the head: the score, the money, what to look at, what was lost and why."""

from dataclasses import dataclass

from selfeval.domain.assessment import Assessment
from selfeval.domain.expressions import Unfilled
from selfeval.domain.framework import FieldKind
from selfeval.domain.narrative.links import with_links_resolved
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.results import IndicatorScore
from selfeval.domain.scoring.rules import Manual, Rule
from selfeval.exports.build import face_fields
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.problems import Problem, problems_of
from selfeval.web.presenters.scores import ScorePanel, score_panel
from selfeval.web.presenters.text import MISSING, points_text, score_text


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFact:
    """A figure of the face of the form."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LostPoints:
    """An indicator below its points, and the unit's words."""

    name: str
    filed: str
    points: str
    lost: str
    actual: str
    reason: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the head reads before signing, and the reviewer beside the form."""

    panel: ScorePanel
    money: tuple[MoneyFact, ...]
    money_unit: str
    warnings: tuple[Problem, ...]
    blocking: tuple[Problem, ...]
    for_reading: tuple[Problem, ...]
    waived: tuple[Problem, ...]
    lost: tuple[LostPoints, ...]
    lost_total: str


def summary_of(assessment: Assessment, addresses: Addresses) -> Summary:
    """The summary of `assessment`."""
    problems = problems_of(assessment, addresses)
    lost = _lost(assessment, addresses)
    total, places = assessment.sheet.total, assessment.framework.rounding.points_places
    return Summary(
        panel=score_panel(assessment),
        money=_money(assessment),
        money_unit=assessment.framework.money_unit.label,
        warnings=problems.warnings,
        blocking=problems.blocking,
        for_reading=problems.for_reading,
        waived=problems.waived,
        lost=lost,
        lost_total=score_text(total.points - total.self_score, places),
    )


def _money(assessment: Assessment) -> tuple[MoneyFact, ...]:
    figures = Figures(assessment.framework, assessment.filing)
    fields = [(each.code, each.label) for each in face_fields(assessment.framework)]
    derived = [(each.code, each.label) for each in assessment.framework.derived if each.kind is FieldKind.MONEY]
    return tuple(
        MoneyFact(label=label, text=MISSING if isinstance(figures.value(code), Unfilled) else figures.text(code))
        for code, label in (*fields, *derived)
    )


def _lost(assessment: Assessment, addresses: Addresses) -> tuple[LostPoints, ...]:
    found, places = [], assessment.framework.rounding.points_places
    read = with_links_resolved(assessment.framework, assessment.filing, assessment.sheet)
    for code, score in assessment.sheet.indicators.items():
        filed = score.self_score
        if not score.is_applicable or filed is None or filed >= score.points:
            continue
        found.append(
            LostPoints(
                name=score.name,
                filed=score_text(filed, places),
                points=points_text(score.points),
                lost=f"-{score_text(score.points - filed, places)}",
                actual=_actual(assessment.framework.nodes[code].rule, score, places),
                reason=read.entry(code).reason,
                url=addresses.box(f"indicators.{code}"),
            )
        )
    return tuple(found)


def _actual(rule: Rule | None, score: IndicatorScore, places: int) -> str:
    """What was reached: the rate, the share at every milestone, the points given, else how the trace begins."""
    if score.rate_text:
        return score.rate_text
    shares = [f"{node.label} {node.share_text}" for node in score.milestones if node.share_text]
    if shares:
        return "、".join(shares)
    if isinstance(rule, Manual) and score.computed_score is not None:
        return f"评定 {score_text(score.computed_score, places)} 分"
    return score.trace.partition("，")[0]
