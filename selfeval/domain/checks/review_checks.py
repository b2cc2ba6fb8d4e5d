"""The checks of the reviewer's own work, in the order in which findings are listed."""

import logging
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.checks.no_blank_review_score import no_blank_review_score
from selfeval.domain.checks.no_score_without_evidence_if_remark_says_so import (
    no_score_without_evidence_if_remark_says_so,
)
from selfeval.domain.checks.review_case import ReviewCase, ReviewCheck
from selfeval.domain.checks.review_score_has_remark import review_score_has_remark
from selfeval.domain.checks.same_defect_same_cut import same_defect_same_cut
from selfeval.domain.checks.stated_cut_equals_real_cut import stated_cut_equals_real_cut
from selfeval.domain.checks.thresholds import DEFAULT, CheckSettings
from selfeval.domain.findings import Finding
from selfeval.domain.review import Review

REVIEW_CHECKS: Final[tuple[ReviewCheck, ...]] = (
    no_blank_review_score,
    review_score_has_remark,
    no_score_without_evidence_if_remark_says_so,
    stated_cut_equals_real_cut,
    same_defect_same_cut,
)
_LOG: Final = logging.getLogger(__name__)


def review_findings(review: Review, settings: CheckSettings = DEFAULT) -> tuple[Finding, ...]:
    """What the checks say of the reviewer's scores and remarks; nothing as long as none were given."""
    case = ReviewCase(review=review, settings=settings)
    return tuple(finding for check in REVIEW_CHECKS for finding in _found(check, case))


def _found(check: ReviewCheck, case: ReviewCase) -> Iterator[Finding]:
    """The findings of one check; one that breaks is told and logged, and never keeps a verdict from being given."""
    try:
        yield from check(case)
    except Exception:
        _LOG.exception("check %s failed", check.__name__)
        yield case.finding("check_failed", title=CATALOGUE[check.__name__].title)
