"""The reviewer's own scores beside those of the unit and the system, with what the checks say of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.forms import BoundField

from selfeval.domain.assessment import Assessment
from selfeval.domain.checks import Prior
from selfeval.domain.checks.review_checks import review_findings
from selfeval.domain.checks.thresholds import CheckSettings
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.domain.last_year import score_before
from selfeval.domain.review import Review
from selfeval.queries.reviews import LevelNote
from selfeval.web.forms.review_scores import ReviewScoresForm
from selfeval.web.presenters.pins import PinView, by_place
from selfeval.web.presenters.text import MISSING, points_text, score_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewProblem:
    """One finding: of the reviewer's own work, or of what the unit filed on an indicator."""

    message: str
    icon: str
    tone: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherLevel:
    """What another level said of an indicator."""

    level: str
    score: str
    remark: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One indicator: what is filed and computed, last year's score, the two boxes, and all that is said of it."""

    code: str
    name: str
    points: str
    filed: str
    computed: str
    then: str
    is_different: bool
    score: BoundField
    remark: BoundField
    trace: str
    found: tuple[ReviewProblem, ...]
    others: tuple[OtherLevel, ...]
    pins: tuple[PinView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSheet:
    """The whole of it. `total` is empty until every indicator has a score."""

    rows: tuple[ReviewRow, ...]
    problems: tuple[ReviewProblem, ...]
    is_begun: bool
    done: int
    total: str

    @property
    def is_known(self) -> bool:
        """Whether any level said anything."""
        return self.is_begun or any(row.others for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What else is known: the assessment with its findings, last year's form, other levels' notes, the remarks."""

    assessment: Assessment
    prior: Prior | None = None
    notes: Mapping[str, tuple[LevelNote, ...]] = field(default_factory=dict)
    pins: tuple[PinView, ...] = ()


_ICONS = {Severity.ERROR: ("err", "t-red"), Severity.WARNING: ("warn", "t-amber"), Severity.INFO: ("info", "muted")}


def review_sheet(form: ReviewScoresForm, settings: CheckSettings, beside: Beside) -> ReviewSheet:
    """The sheet of `form`; the findings are of what is stored."""
    review = form.review
    places = review.framework.rounding.points_places
    return ReviewSheet(
        rows=tuple(_rows(form, beside)),
        problems=tuple(_problem(each) for each in review_findings(review, settings)),
        is_begun=review.is_begun or form.is_bound,
        done=len(review.scored) - len(review.blank),
        total=score_text(review.total, places) if review.total is not None else "",
    )


def _rows(form: ReviewScoresForm, beside: Beside) -> Iterable[ReviewRow]:
    review: Review = form.review
    places, pins = review.framework.rounding.points_places, by_place(beside.pins)
    for code, score in review.scored.items():
        given = review.entry(code).score
        yield ReviewRow(
            code=code,
            name=score.name,
            points=points_text(score.points),
            filed=score_text(score.self_score, places),
            computed=score_text(score.computed_score, places),
            then=_then(beside, code),
            is_different=given is not None and given != score.self_score,
            score=form[f"score.{code}"],
            remark=form[f"remark.{code}"],
            trace=score.trace,
            found=tuple(_problem(each) for each in beside.assessment.findings if _is_of(each, code)),
            others=tuple(_other(each, places) for each in beside.notes.get(code, ())),
            pins=pins.get(code, ()),
        )


def _then(beside: Beside, code: str) -> str:
    """Last year's self score; empty where there is none."""
    if beside.prior is None:
        return ""
    then = score_before(beside.assessment.framework, beside.prior, code)
    if then is None or not then.is_applicable:
        return ""
    return score_text(then.self_score, beside.prior.framework.rounding.points_places)


def _other(note: LevelNote, places: int) -> OtherLevel:
    score = MISSING if note.score is None else score_text(note.score, places)
    return OtherLevel(level=note.level.label, score=score, remark=note.remark, by=note.by)


def _is_of(finding: Finding, code: str) -> bool:
    return any(box == f"indicators.{code}" or box.startswith(f"indicators.{code}.") for box in finding.where)


def _problem(finding: Finding) -> ReviewProblem:
    icon, tone = _ICONS[finding.severity]
    return ReviewProblem(message=finding.message, icon=icon, tone=tone, url=f"#{finding.box}" if finding.box else "")
