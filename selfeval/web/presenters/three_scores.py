"""The three scores side by side: computed, the unit's own, the reviewer's; and the one that counts."""

from dataclasses import dataclass

from selfeval.domain.final_score import FinalScoreRule
from selfeval.models import Filing
from selfeval.web.presenters.text import MISSING, score_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeScores:
    """Totals as printed; `final` is empty until the form is finalised."""

    computed: str
    own: str
    review: str
    final: str
    grade: str
    rule: str


def three_scores(filing: Filing) -> ThreeScores:
    """Of a filing as its lists know it; needs the cycle and its framework."""
    places = filing.cycle.framework.points_places
    final = filing.final_total
    return ThreeScores(
        computed=score_text(filing.computed_total, places),
        own=score_text(filing.self_total, places),
        review=MISSING if filing.review_total is None else score_text(filing.review_total, places),
        final="" if final is None else score_text(final, places),
        grade=filing.final_grade,
        rule=FinalScoreRule(filing.cycle.final_score_rule).label,
    )
