"""What the reviewer's page shows: the frozen form, what changed, what was found and said, and what may be done."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from selfeval.domain.assessment import Assessment
from selfeval.domain.finding_comparison import FindingComparison, compared_findings
from selfeval.domain.findings import with_waivers
from selfeval.domain.pins import is_place, place_of_box
from selfeval.domain.review import Review
from selfeval.domain.rights import Right
from selfeval.domain.workflow import LEVEL_OF, Action, Level, Role
from selfeval.exports.preview import render_preview
from selfeval.models import Filing, ReviewPin, Submission, User
from selfeval.queries.filings import events_of, last_submission, submissions_of
from selfeval.queries.finding_rows import frozen_findings, waivers_in_force
from selfeval.queries.pins import phrases_for
from selfeval.queries.prior import prior_of
from selfeval.queries.queue import level_of, of_low_risk, waiting_for
from selfeval.queries.reviews import notes_of_levels, review_of
from selfeval.queries.snapshots import cycle_settings
from selfeval.web.forms.review_pins import PinForm
from selfeval.web.forms.review_scores import ReviewScoresForm
from selfeval.web.forms.steps import FinaliseForm, PassForm, ReturnForm, StepForm
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.evidence import Shelf
from selfeval.web.presenters.history import happenings_of, rounds_of
from selfeval.web.presenters.lists import filing_row
from selfeval.web.presenters.marked_form import marked_form
from selfeval.web.presenters.pins import PinView, opened_names, pin_views
from selfeval.web.presenters.problems import problem_of
from selfeval.web.presenters.review_changes import RoundChanges, round_changes
from selfeval.web.presenters.review_last_year import YearsBeside, years_beside
from selfeval.web.presenters.review_scores import Beside, review_sheet
from selfeval.web.presenters.review_turn import turn_of
from selfeval.web.presenters.sign import summary_of
from selfeval.web.presenters.three_scores import three_scores
from selfeval.web.views.access import actor_of, allowed
from selfeval.web.views.documents import frozen_form
from selfeval.web.views.evidence import frozen_context
from selfeval.web.views.sealed_scans import scan_state_of

BESIDE = 12
CHANGES, FORM, LAST_YEAR = "changes", "form", "last-year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refilled:
    """Forms that were refused or are being filled, in place of the page's own."""

    returning: StepForm | None = None
    finalising: StepForm | None = None
    passing: StepForm | None = None
    scores: ReviewScoresForm | None = None
    pin: PinForm | None = None


def review_page(
    request: HttpRequest, filing: Filing, refilled: Refilled | None = None, *, status: int = 200
) -> HttpResponse:
    """The page as it stands. Raises Http404 where nothing was submitted."""
    submission = last_submission(filing=filing)
    if submission is None:
        raise Http404
    submission.filing = filing
    context = _context(request, filing, submission, refilled or Refilled())
    return render(request, "review/review.html", context, status=status)


def level_shown(user: User, filing: Filing) -> Level:
    """Whose scores and remarks are the page's own: the reader's level, else the one it waits at, else the last."""
    return level_of(user) or LEVEL_OF.get(filing.current_state, Level.FINAL)


def _context(request: HttpRequest, filing: Filing, submission: Submission, refilled: Refilled) -> dict[str, Any]:
    user, now = actor_of(request), timezone.now()
    shown = frozen_form(filing, submission)
    assessment = _with_present_waivers(shown.assessment, filing, now)
    framework = assessment.framework
    addresses = Addresses(public_id=filing.public_id, framework=framework)
    submissions = list(submissions_of(filing=filing))
    level, prior = level_shown(user, filing), prior_of(filing=filing)
    review = review_of(submission=submission, assessment=assessment, level=level, with_others=True)
    pins = list(submission.pins.select_related("by", "answered_by").order_by("pk"))
    views = pin_views(filing, framework, pins, now)
    own = tuple(view for view, pin in zip(views, pins, strict=True) if pin.level == level.value and not pin.sent_at)
    changes, years = _changes(filing, assessment, submissions, now), years_beside(assessment, prior)
    scores = refilled.scores or ReviewScoresForm(initial={"submission": submission.pk}, review=review)
    notes = notes_of_levels(submission=submission, but=level)
    beside = Beside(assessment=assessment, prior=prior, notes=notes, pins=views)
    return {
        "filing": filing,
        "docbar": docbar_of(filing, now),
        "submission": submission,
        "scan": scan_state_of(filing, submission),
        "summary": summary_of(assessment, addresses, prior),
        "three": three_scores(filing),
        "changes": changes,
        "years": years,
        "view": _view(request, changes, years),
        "preview": marked_form(render_preview(shown.document), views, changes.codes if changes else frozenset()),
        "pins": own,
        "other_pins": tuple(view for view in views if view not in own),
        "phrases": phrases_for(user=user),
        "happenings": happenings_of(events_of(filing=filing), now),
        "rounds": rounds_of(filing, submissions, now),
        **_findings(assessment, addresses, submissions),
        **_allowed(request, filing),
        **_forms(request, submission, assessment, review, own, refilled),
        "pinned_at": {pin.place for pin in pins if not pin.sent_at},
        "scores_form": scores,
        "sheet": review_sheet(scores, cycle_settings(cycle=filing.cycle), beside),
        **_queue(user, filing),
        **frozen_context(submission, Shelf(filing.public_id, framework, now)),
    }


def _findings(assessment: Assessment, addresses: Addresses, submissions: list[Submission]) -> dict[str, Any]:
    """What became of the findings of the round before; nothing in the first round."""
    compared = _compared(assessment, submissions)
    return {
        "changed": compared,
        "gone": [problem_of(each, assessment, addresses) for each in compared.gone] if compared else [],
        "new_keys": {each.key for each in compared.new} if compared else set(),
    }


def _allowed(request: HttpRequest, filing: Filing) -> dict[str, Any]:
    return {
        "may_waive": allowed(request, Right.WAIVE, filing),
        "may_return": allowed(request, Action.RETURN, filing),
        "may_finalise": allowed(request, Action.FINALISE, filing),
        "may_pass": allowed(request, Action.PASS, filing),
        "may_score": allowed(request, Right.REVIEW_OPEN, filing),
        "may_hand_over": allowed(request, Right.HAND_OVER, filing),
    }


def _forms(
    request: HttpRequest,
    submission: Submission,
    assessment: Assessment,
    review: Review,
    pins: tuple[PinView, ...],
    refilled: Refilled,
) -> dict[str, Any]:
    """The forms of the page; what a return opens follows from the remarks."""
    version = {"version": submission.filing.version}
    total = review.sheet.total.self_score if review.total is None else review.total
    return {
        "pin_form": refilled.pin or _pin_form(request, submission, assessment),
        "opened": opened_names(review.framework, [pin.place for pin in pins]),
        "pass_form": refilled.passing or PassForm(initial=version, auto_id="pass-%s"),
        "return_form": refilled.returning
        or ReturnForm(initial={**version, "comment": _proposed(pins)}, auto_id="return-%s"),
        "finalise_form": refilled.finalising
        or FinaliseForm(initial={**version, "confirmed_total": total}, auto_id="finalise-%s"),
    }


def _pin_form(request: HttpRequest, submission: Submission, assessment: Assessment) -> PinForm:
    """The empty form; at a place, or on a finding in its words, where a link led to it."""
    framework = assessment.framework
    wanted = request.GET.get("pin", "")
    found = {each.key: each for each in assessment.findings}.get(request.GET.get("finding", ""))
    if found is not None:
        wanted = place_of_box(framework, found.box)
    initial = {
        "submission": submission.pk,
        "place": wanted if is_place(framework, wanted) else "",
        "words": found.message if found else "",
    }
    return PinForm(initial=initial, framework=framework)


def _view(request: HttpRequest, changes: RoundChanges | None, years: YearsBeside | None) -> str:
    """What stands in the middle: what changed first, where something did."""
    there = [name for name, what in ((CHANGES, changes), (FORM, True), (LAST_YEAR, years)) if what]
    wanted = request.GET.get("view", "")
    return wanted if wanted in there else there[0]


def _proposed(pins: tuple[PinView, ...]) -> str:
    """The words of a return that is composed of remarks; they go out with it, each at its place."""
    if not pins:
        return ""
    names = "、".join(dict.fromkeys(pin.name for pin in pins))
    return f"请按批注修改 {len(pins)} 处：{names}。逐条答复后重新报送。"


def _with_present_waivers(assessment: Assessment, filing: Filing, now: datetime) -> Assessment:
    """The frozen findings with the waivers as they are now: one given or taken back since shows at once."""
    bare = (replace(each, waiver=None) for each in assessment.findings)
    return replace(assessment, findings=with_waivers(bare, waivers_in_force(filing=filing, now=now)))


def _compared(assessment: Assessment, submissions: list[Submission]) -> FindingComparison | None:
    if len(submissions) < 2 or submissions[-2].check_settings is None:
        return None
    return compared_findings(frozen_findings(submission=submissions[-2]), assessment.findings)


def _changes(
    filing: Filing, assessment: Assessment, submissions: list[Submission], now: datetime
) -> RoundChanges | None:
    """Since the copy that was returned, or opened again, whatever was submitted and withdrawn between."""
    judged = [each for each in submissions[:-1] if each.review is not None]
    if not judged:
        return None
    before = judged[-1]
    sent = ReviewPin.objects.filter(submission=before, sent_at__isnull=False).select_related("by", "answered_by")
    return round_changes(filing, assessment.framework, before, submissions[-1], list(sent.order_by("pk")), now)


def _queue(user: User, filing: Filing) -> dict[str, Any]:
    """The queue by risk: its head, who is before and after this one, and how much of it is of low risk.

    Three queries; none for who judges nothing.
    """
    role, now, level = Role(user.role), timezone.now(), level_of(user)
    if level is None:
        return {"queue": [], "low_count": 0, "has_queue": False}
    waiting = waiting_for(user=user)
    rows = [(each.public_id, filing_row(each, role=role, now=now)) for each in waiting[:BESIDE]]
    return {
        "queue": rows,
        "low_count": of_low_risk(waiting).count(),
        "has_queue": True,
        "turn": turn_of(filing, list(waiting.values_list("public_id", flat=True))),
    }
