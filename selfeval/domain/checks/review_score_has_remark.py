"""A review score that is another than the unit's own says why (复核得分有意见)."""

from collections.abc import Iterator

from selfeval.domain.checks.review_case import ReviewCase
from selfeval.domain.findings import Finding


def review_score_has_remark(case: ReviewCase) -> Iterator[Finding]:
    """A finding for each score that differs from the self score and stands without a remark.

    One that confirms what the unit filed needs none: the unit has said there why points were lost.
    """
    for code, filed in case.review.scored.items():
        entry = case.review.entry(code)
        if entry.score is not None and entry.score != filed.self_score and not entry.remark.strip():
            yield case.finding(
                "review_score_has_remark",
                f"review.{code}.remark",
                expected=filed.self_score,
                found=entry.score,
                name=case.name_of(code),
            )
