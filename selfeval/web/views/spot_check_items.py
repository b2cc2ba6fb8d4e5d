"""One filing that was drawn: looked at again on its frozen copy, scored, sent to the unit, settled."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from selfeval.domain.after_review import STEPS, CheckState
from selfeval.domain.assessment import Assessment
from selfeval.domain.differences import bounds_of, difference_of
from selfeval.domain.rights_after import why_not_step
from selfeval.domain.workflow import Role
from selfeval.exports.preview import render_preview
from selfeval.exports.spot_check_paper import render_check_paper
from selfeval.models import SpotCheckItem
from selfeval.queries.box_values import trimmed_or_none
from selfeval.queries.prior import prior_of
from selfeval.queries.reviews import notes_of_levels
from selfeval.queries.snapshots import cycle_settings, submission_assessment
from selfeval.queries.spot_check_papers import paper_of
from selfeval.queries.spot_checks import BUREAU, check_review, visible_items
from selfeval.queries.standing import accounts_of, standing_of
from selfeval.services.errors import BadValue, StaleVersion, Unfit
from selfeval.services.spot_check_due import change_due
from selfeval.services.spot_checks import ask_opinion, fit_total, save_scores, settle, settling_step, why_wait
from selfeval.services.words import day_words
from selfeval.web.forms.spot_checks import AskForm, ChangeDueForm, CheckScoresForm, SettleForm, VersionForm
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.evidence import Shelf
from selfeval.web.presenters.review_scores import Beside, review_sheet
from selfeval.web.presenters.spot_checks import check_badge, item_rows, settlement_view
from selfeval.web.presenters.three_scores import three_scores
from selfeval.web.views.access import NotInThisState, actor_of, demand_step, filing_or_404
from selfeval.web.views.documents import frozen_form
from selfeval.web.views.evidence import frozen_context
from selfeval.web.views.files import workbook_file
from selfeval.web.views.sealed_scans import scan_state_of
from selfeval.web.views.spot_checks import INVALID, conflict

_READERS = BUREAU | {Role.THIRD_PARTY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refilled:
    """Forms that were refused, in place of the page's own."""

    scores: CheckScoresForm | None = None
    asking: AskForm | None = None
    settling: SettleForm | None = None
    due: ChangeDueForm | None = None


@require_safe
def item(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The frozen form, the evidence and all scores side by side."""
    return _page(request, _item(request, public_id), Refilled())


@require_POST
def scores(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """保存抽查得分."""
    found = _item(request, public_id)
    _demand(request, found, "check_score")
    form = CheckScoresForm(request.POST, review=check_review(item=found, assessment=_assessment(found)))
    if not form.is_valid():
        return _page(request, found, Refilled(scores=form), status=INVALID)
    try:
        saved = save_scores(
            actor=actor_of(request),
            item_id=found.pk,
            expected_version=form.cleaned_data["version"],
            entries=form.entries(),
            now=timezone.now(),
        )
    except StaleVersion as stale:
        return conflict(request, str(stale), _address(found))
    except BadValue as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, Refilled(scores=form), status=INVALID)
    left = len(check_review(item=saved, assessment=_assessment(saved)).blank)
    messages.success(request, f"抽查得分已保存{f'，还有 {left} 项没有打分' if left else '，可以征求单位意见了'}。")
    return redirect(f"{_address(found)}#review-scores")


@require_POST
def ask(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """征求单位意见."""
    found = _item(request, public_id)
    _demand(request, found, "check_ask")
    form = AskForm(request.POST, auto_id="ask-%s")
    done = _done(request, found, form, ask_opinion, lambda _: f"已向{found.filing.department.name}征求意见。")
    return done or _page(request, found, Refilled(asking=form), status=INVALID)


@require_POST
def due(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """改答复期限 of a unit that was asked."""
    found = _item(request, public_id)
    _demand(request, found, "check_change_due")
    form = ChangeDueForm(request.POST, auto_id="due-%s")
    words = "答复期限已改为{due}，单位会收到通知。"
    done = _done(request, found, form, change_due, lambda typed: words.format(due=day_words(typed["due_on"])))
    return done or _page(request, found, Refilled(due=form), status=INVALID)


@require_POST
def settle_item(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """核定, in two steps: first what it comes to, then the act."""
    found = _item(request, public_id)
    _demand(request, found, settling_step(found).code)
    form = SettleForm(request.POST, auto_id="settle-%s")
    if form.is_valid():
        typed, is_confirmed = form.cleaned_data, form.cleaned_data["is_confirmed"]
        try:
            # What would be refused then is refused here already.
            fit_total(found, _assessment(found), typed["settled_total"], typed["words"])
            if not is_confirmed:
                return _confirm(request, found, form)
            settle(
                actor=actor_of(request),
                item_id=found.pk,
                expected_version=typed["version"],
                settled_total=typed["settled_total"],
                words=typed["words"],
                now=timezone.now(),
            )
        except StaleVersion as stale:
            return conflict(request, str(stale), _address(found))
        except Unfit as refusal:
            form.add_error(refusal.box or None, str(refusal))
        else:
            messages.success(request, f"{found.filing.department.name}的抽查已核定。")
            return redirect(_address(found))
    return _page(request, found, Refilled(settling=form), status=INVALID)


@require_safe
def paper(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The working paper of one item."""
    found = _item(request, public_id)
    content = render_check_paper(paper_of(item=found))
    return workbook_file(content, f"{found.filing.department.name} 抽查工作底稿.xlsx")


def _item(request: HttpRequest, public_id: UUID) -> SpotCheckItem:
    user = actor_of(request)
    if user.role not in _READERS:
        raise PermissionDenied("抽查复核由审核人和第三方评价人员办理。")
    found = get_object_or_404(visible_items(user=user).defer(None), public_id=public_id)
    found.filing = filing_or_404(request, found.filing.public_id)
    found.submission.filing = found.filing
    return found


def _assessment(found: SpotCheckItem) -> Assessment:
    return submission_assessment(submission=found.submission)


def _address(found: SpotCheckItem) -> str:
    return redirect("spot-check-item", found.public_id).url


def _refusal(request: HttpRequest, found: SpotCheckItem, code: str) -> str:
    """Why the person may not take the step; empty where they may."""
    user = actor_of(request)
    if code in ("check_score", "check_ask") and found.checker is not None and found.checker not in accounts_of(user):
        return f"这一份分派给了{found.checker.full_name}。"
    refusal = why_not_step(STEPS[code], standing_of(user=user, filing=found.filing), found.current_state)
    return refusal or (why_wait(found, timezone.localdate()) if code == "check_settle_unanswered" else "")


def _demand(request: HttpRequest, found: SpotCheckItem, code: str) -> None:
    demand_step(request, code, found.filing, found.current_state)
    reason = _refusal(request, found, code)
    if reason:
        # The step is of people like them now: what is left is that another has it, or that the unit is waited for.
        raise NotInThisState(reason) if code == "check_settle_unanswered" else PermissionDenied(reason)


def _done(
    request: HttpRequest,
    found: SpotCheckItem,
    form: VersionForm,
    write: Callable[..., SpotCheckItem],
    words: Callable[[Mapping[str, Any]], str],
) -> HttpResponse | None:
    """Make `write` with what was typed, box by box; None where it does not fit, which `form` then says."""
    if not form.is_valid():
        return None
    typed = dict(form.cleaned_data)
    version, now = typed.pop("version"), timezone.now()
    try:
        write(actor=actor_of(request), item_id=found.pk, expected_version=version, now=now, **typed)
    except StaleVersion as stale:
        return conflict(request, str(stale), _address(found))
    except Unfit as refusal:
        form.add_error(refusal.box or None, str(refusal))
        return None
    messages.success(request, words(typed))
    return redirect(_address(found))


def _confirm(request: HttpRequest, found: SpotCheckItem, form: SettleForm) -> HttpResponse:
    assessment, total = _assessment(found), form.cleaned_data["settled_total"]
    own, bounds = assessment.sheet.total.self_score, bounds_of(found.filing.cycle.difference_bounds)
    difference = difference_of(assessment.framework, own=own, settled=total, bounds=bounds)
    places = assessment.framework.rounding.points_places
    view = settlement_view(difference, own=own, settled=total, places=places)
    context = {"item": found, "form": form, "view": view, "is_current": _is_current(found)}
    return render(request, "spot_checks/confirm_settle.html", context)


def _is_current(found: SpotCheckItem) -> bool:
    return found.submission.round == found.filing.round


def _page(request: HttpRequest, found: SpotCheckItem, refilled: Refilled, *, status: int = 200) -> HttpResponse:
    user, now, filing = actor_of(request), timezone.now(), found.filing
    shown = frozen_form(filing, found.submission)
    assessment = shown.assessment
    review = check_review(item=found, assessment=assessment)
    version = {"version": found.version}
    form = refilled.scores or CheckScoresForm(initial=version, review=review)
    beside = Beside(
        assessment=assessment,
        # Last year's form is no part of the sample of a third party.
        prior=None if user.role == Role.THIRD_PARTY else prior_of(filing=filing),
        notes=notes_of_levels(submission=found.submission),
    )
    total = trimmed_or_none(found.check_total)
    context: dict[str, Any] = {
        "item": found,
        "filing": filing,
        "docbar": docbar_of(filing, now),
        "state": check_badge(found.current_state),
        "row": item_rows([found], {})[0],
        "three": three_scores(filing),
        "scan": scan_state_of(filing, found.submission),
        "preview": render_preview(shown.document),
        "sheet": review_sheet(form, cycle_settings(cycle=filing.cycle), beside),
        "check_form": form,
        "may_check": not _refusal(request, found, "check_score"),
        "may_ask": not _refusal(request, found, "check_ask"),
        "may_change_due": not _refusal(request, found, "check_change_due"),
        "may_settle": not _refusal(request, found, settling_step(found).code),
        "sees_draw": user.role in BUREAU,
        "is_current": _is_current(found),
        "is_late": found.is_answer_late(timezone.localdate(now)),
        "is_settled": found.current_state is CheckState.SETTLED,
        "files": list(found.files.all()),
        "ask_form": refilled.asking or AskForm(initial={**version, "opinion": found.opinion}, auto_id="ask-%s"),
        "due_form": refilled.due or ChangeDueForm(initial={**version, "due_on": found.answer_due}, auto_id="due-%s"),
        "settle_form": refilled.settling
        or SettleForm(initial={**version, "settled_total": total}, auto_id="settle-%s"),
        **frozen_context(found.submission, Shelf(filing.public_id, assessment.framework, now)),
    }
    return render(request, "spot_checks/item.html", context, status=status)
