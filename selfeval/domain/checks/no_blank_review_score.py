"""Who begins to score by indicator scores every one (复核得分不留空)."""

from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.review_case import ReviewCase
from selfeval.domain.findings import Finding

_NAMED: Final = 3


def no_blank_review_score(case: ReviewCase) -> Iterator[Finding]:
    """One finding for all indicators that have no score, once any of them has a score or a remark."""
    blank = case.review.blank
    if not blank or not case.review.is_begun:
        return
    names = "、".join(case.name_of(code) for code in blank[:_NAMED])
    yield case.finding(
        "no_blank_review_score",
        *(f"review.{code}.score" for code in blank),
        found=str(len(blank)),
        names=f"{names}等" if len(blank) > _NAMED else names,
    )
