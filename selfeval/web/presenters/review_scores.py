"""The reviewer's own scores beside those of the unit and the system, with what the checks say of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BoundField

from selfeval.domain.checks.review_checks import review_findings
from selfeval.domain.checks.thresholds import CheckSettings
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.domain.review import Review
from selfeval.web.forms.review_scores import ReviewScoresForm
from selfeval.web.presenters.text import points_text, score_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewProblem:
    """One finding of the reviewer's own work."""

    message: str
    icon: str
    tone: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One indicator: what is filed and computed, the two boxes."""

    code: str
    name: str
    points: str
    filed: str
    computed: str
    is_different: bool
    score: BoundField
    remark: BoundField


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSheet:
    """The whole of it. `total` is empty until every indicator has a score."""

    rows: tuple[ReviewRow, ...]
    problems: tuple[ReviewProblem, ...]
    is_begun: bool
    done: int
    total: str


_ICONS = {Severity.ERROR: ("err", "t-red"), Severity.WARNING: ("warn", "t-amber"), Severity.INFO: ("info", "muted")}


def review_sheet(form: ReviewScoresForm, settings: CheckSettings) -> ReviewSheet:
    """The sheet of `form`; the findings are of what is stored."""
    review = form.review
    places = review.framework.rounding.points_places
    return ReviewSheet(
        rows=tuple(_rows(form)),
        problems=tuple(_problem(each) for each in review_findings(review, settings)),
        is_begun=review.is_begun or form.is_bound,
        done=len(review.scored) - len(review.blank),
        total=score_text(review.total, places) if review.total is not None else "",
    )


def _rows(form: ReviewScoresForm) -> Iterable[ReviewRow]:
    review: Review = form.review
    places = review.framework.rounding.points_places
    for code, score in review.scored.items():
        given = review.entry(code).score
        yield ReviewRow(
            code=code,
            name=score.name,
            points=points_text(score.points),
            filed=score_text(score.self_score, places),
            computed=score_text(score.computed_score, places),
            is_different=given is not None and given != score.self_score,
            score=form[f"score.{code}"],
            remark=form[f"remark.{code}"],
        )


def _problem(finding: Finding) -> ReviewProblem:
    icon, tone = _ICONS[finding.severity]
    return ReviewProblem(message=finding.message, icon=icon, tone=tone, url=f"#{finding.box}" if finding.box else "")
