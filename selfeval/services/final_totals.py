"""What counts in the end, kept on the filing for lists: by the cycle's rule, beside the three scores it is made of."""

from decimal import Decimal

from selfeval.domain.assessment import Assessment
from selfeval.domain.final_score import FinalScoreRule, Scores, final_score
from selfeval.models import Filing


def settle_totals(
    filing: Filing, assessment: Assessment, *, review_total: Decimal | None, settled: Decimal | None = None
) -> None:
    """Store the confirmed total, and the final score and grade; `settled` is a spot check's. One statement.

    `assessment` is of the frozen copy. The unit's score and the computed one stay as they are.
    """
    total = assessment.sheet.total
    final = final_score(
        FinalScoreRule(filing.cycle.final_score_rule),
        Scores(computed=total.computed_score, self_score=total.self_score, review=review_total, settled=settled),
    )
    filing.review_total = review_total
    filing.final_total = final
    filing.final_grade = (assessment.framework.grade_for(final) or "") if final is not None else ""
    filing.save(update_fields=["review_total", "final_total", "final_grade"])


def forget_totals(filing: Filing) -> None:
    """The form is open again: nothing counts until it is finalised anew. One statement."""
    filing.review_total, filing.final_total, filing.final_grade = None, None, ""
    filing.save(update_fields=["review_total", "final_total", "final_grade"])
