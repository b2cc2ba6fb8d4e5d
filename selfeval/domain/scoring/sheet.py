"""The score sheet of a filing: every leaf, the groups, the total under its cap, the grade."""

from collections.abc import Mapping
from decimal import Decimal, localcontext
from types import MappingProxyType

from selfeval.domain.amounts import CONTEXT, ZERO
from selfeval.domain.filing import Filing
from selfeval.domain.framework import Cap, Framework, Indicator
from selfeval.domain.own_indicators import framework_of
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.leaf import LeafScorer
from selfeval.domain.scoring.results import GroupScore, IndicatorScore, ScoreSheet, Total

Scores = Mapping[str, IndicatorScore]


def score_sheet(framework: Framework, filing: Filing) -> ScoreSheet:
    """Rates, points and traces of `filing` under `framework`. Exact in Decimal; rounds once, at the leaves."""
    framework = framework_of(framework, filing)
    with localcontext(CONTEXT):
        figures = Figures(framework, filing)
        scorer = LeafScorer(framework, filing, figures)
        scores = {leaf.code: scorer.score(leaf) for leaf in framework.leaves}
        groups = {node.code: _group(framework, node, scores) for node in framework.nodes.values() if not node.is_leaf}
        total, skipped = _total(framework, scores)
        return ScoreSheet(
            values=MappingProxyType(_values(framework, figures)),
            indicators=MappingProxyType(scores),
            groups=MappingProxyType(groups),
            total=total,
            grade=_grade(framework, scores, total),
            unscored=tuple(code for code, score in scores.items() if score.computed_score is None),
            skipped_caps=skipped,
        )


def _values(framework: Framework, figures: Figures) -> dict[str, Decimal]:
    found = {derived.code: figures.value(derived.code) for derived in framework.derived}
    return {code: value for code, value in found.items() if isinstance(value, Decimal)}


def _sum(values: list[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), ZERO)


def _group(framework: Framework, node: Indicator, scores: Scores) -> GroupScore:
    below = [scores[each.code] for each in node.walk() if each.is_leaf]
    points, self_score = _sum([score.points for score in below]), _sum([score.self_score for score in below])
    grade = None
    if (
        framework.has_grade_groups
        and node.level == 1
        and points
        and all(score.self_score is not None for score in below)
    ):
        grade = framework.grade_for(self_score / points * framework.total_points)
    return GroupScore(
        code=node.code,
        name=node.name,
        level=node.level,
        reference_points=node.points,
        points=points,
        computed_score=_sum([score.computed_score for score in below]),
        self_score=self_score,
        grade=grade,
    )


def matching_caps(framework: Framework, scores: Scores) -> tuple[Cap, ...]:
    """The caps whose rate is known and lies in their interval; the lowest of them holds."""

    def matches(cap: Cap) -> bool:
        rate, is_percent = scores[cap.rate].rate, framework.nodes[cap.rate].is_percent
        return rate is not None and framework.rounding.threshold(rate, is_percent=is_percent) in cap.interval

    return tuple(cap for cap in framework.caps if matches(cap))


def _total(framework: Framework, scores: Scores) -> tuple[Total, tuple[str, ...]]:
    """The sums under the lowest cap that matches, and the codes of caps whose rate is not known."""
    skipped = [cap.rate for cap in framework.caps if scores[cap.rate].rate is None]
    ceiling = min((cap.total_at_most for cap in matching_caps(framework, scores)), default=None)
    computed = _sum([score.computed_score for score in scores.values()])
    filed = _sum([score.self_score for score in scores.values()])
    total = Total(
        points=_sum([score.points for score in scores.values()]),
        computed_score=computed if ceiling is None else min(computed, ceiling),
        self_score=filed if ceiling is None else min(filed, ceiling),
        capped_at=ceiling,
    )
    return total, tuple(dict.fromkeys(skipped))


def _grade(framework: Framework, scores: Scores, total: Total) -> str | None:
    """The grade of the self total; None while any self score is missing."""
    if any(score.self_score is None for score in scores.values()):
        return None
    return framework.grade_for(total.self_score)
