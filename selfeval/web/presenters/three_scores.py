"""The three scores side by side: computed, the unit's own, the reviewer's; and the one that counts."""

from dataclasses import dataclass
from typing import Final

from selfeval.domain.final_score import FinalScoreRule
from selfeval.models import Filing
from selfeval.queries.spot_checks import is_settled_by_check
from selfeval.web.presenters.text import MISSING, score_text

BY_CHECK: Final = "以抽查核定得分为准"


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
    """Of a filing as its lists know it; needs the cycle and its framework. One query where it is finalised.

    What a spot check settled on goes before the cycle's rule, whatever page tells it.
    """
    places = filing.cycle.framework.points_places
    final = filing.final_total
    is_settled = final is not None and is_settled_by_check(filing=filing)
    return ThreeScores(
        computed=score_text(filing.computed_total, places),
        own=score_text(filing.self_total, places),
        review=MISSING if filing.review_total is None else score_text(filing.review_total, places),
        final="" if final is None else score_text(final, places),
        grade=filing.final_grade,
        rule=BY_CHECK if is_settled else FinalScoreRule(filing.cycle.final_score_rule).label,
    )
