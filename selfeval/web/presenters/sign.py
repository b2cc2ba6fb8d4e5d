"""One page for the head: the score, the money, what to look at, what was lost and why."""

from dataclasses import dataclass

from selfeval.domain.amounts import money_text
from selfeval.domain.assessment import Assessment
from selfeval.domain.checks import Prior
from selfeval.domain.expressions import Unfilled
from selfeval.domain.framework import FieldKind, Framework
from selfeval.domain.last_year import score_before
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
    """A figure of the face of the form; `then` is last year's, empty where it is not known."""

    label: str
    text: str
    then: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastYear:
    """The result of the year before: `change` of the self total, `+1.00`, empty where one of the two is not known."""

    total: str
    grade: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LostPoints:
    """An indicator below its points, and the unit's words; `then` is what was filed for it last year."""

    name: str
    filed: str
    points: str
    lost: str
    actual: str
    reason: str
    url: str
    then: str = ""


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
    last_year: LastYear | None = None


def summary_of(assessment: Assessment, addresses: Addresses, prior: Prior | None = None) -> Summary:
    """The summary of `assessment`, beside the filing of the year before where it is known."""
    problems = problems_of(assessment, addresses)
    lost = _lost(assessment, addresses, prior)
    total, places = assessment.sheet.total, assessment.framework.rounding.points_places
    return Summary(
        panel=score_panel(assessment),
        money=_money(assessment, prior),
        money_unit=assessment.framework.money_unit.label,
        warnings=problems.warnings,
        blocking=problems.blocking,
        for_reading=problems.for_reading,
        waived=problems.waived,
        lost=lost,
        lost_total=score_text(total.points - total.self_score, places),
        last_year=None if prior is None else _last_year(assessment, prior),
    )


def _last_year(assessment: Assessment, prior: Prior) -> LastYear:
    places = prior.framework.rounding.points_places
    now, then = assessment.sheet.total, prior.sheet.total
    is_comparable = now.points == then.points and not (assessment.sheet.unscored or prior.sheet.unscored)
    change = now.self_score - then.self_score
    return LastYear(
        total=score_text(then.self_score, places),
        grade=prior.sheet.grade or "",
        change=f"{'+' if change > 0 else ''}{score_text(change, places)}" if is_comparable else "",
    )


def _money(assessment: Assessment, prior: Prior | None) -> tuple[MoneyFact, ...]:
    figures = Figures(assessment.framework, assessment.filing)
    fields = [(each.code, each.label) for each in face_fields(assessment.framework)]
    derived = [(each.code, each.label) for each in assessment.framework.derived if each.kind is FieldKind.MONEY]
    return tuple(
        MoneyFact(
            label=label,
            text=MISSING if isinstance(figures.value(code), Unfilled) else figures.text(code),
            then=_money_then(assessment.framework, prior, code),
        )
        for code, label in (*fields, *derived)
    )


def _money_then(framework: Framework, prior: Prior | None, code: str) -> str:
    yuan = None if prior is None else prior.money(code)
    return "" if yuan is None else money_text(yuan, framework.money_unit)


def _score_then(framework: Framework, prior: Prior | None, code: str) -> str:
    then = None if prior is None else score_before(framework, prior, code)
    if then is None or prior is None or not then.is_applicable:
        return ""
    return f"{score_text(then.self_score, prior.framework.rounding.points_places)} / {points_text(then.points)}"


def _lost(assessment: Assessment, addresses: Addresses, prior: Prior | None) -> tuple[LostPoints, ...]:
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
                then=_score_then(assessment.framework, prior, code),
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
