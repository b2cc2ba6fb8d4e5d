"""The unit's page of a spot check: what was found, and its answer; and the material that came with an objection."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from selfeval.domain.after_review import STEPS, CheckState
from selfeval.domain.rights_after import why_not_step
from selfeval.domain.workflow import Role
from selfeval.models import SpotCheckItem
from selfeval.queries.snapshots import submission_assessment
from selfeval.queries.spot_checks import check_review, visible_items
from selfeval.queries.standing import standing_of
from selfeval.services.errors import FileRefused, StaleVersion, Unfit
from selfeval.services.spot_checks import answer
from selfeval.web.forms.spot_checks import AnswerForm
from selfeval.web.presenters.spot_checks import check_badge, item_rows, opinion_rows
from selfeval.web.presenters.text import score_text
from selfeval.web.views.access import actor_of, demand_step, filing_or_404
from selfeval.web.views.kept_files import file_response
from selfeval.web.views.spot_checks import INVALID, conflict

_UNIT: Final = frozenset({Role.PREPARER, Role.UNIT_HEAD})
AGREE, OBJECT = "agree", "object"


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """征求意见: a POST answers with `answer`, agree or object."""
    if actor_of(request).role not in _UNIT:
        raise PermissionDenied("这一页由被抽查的单位答复。")
    found = _item(request, public_id)
    if request.method != "POST":
        return _page(request, found, AnswerForm(initial={"version": found.version}))
    demand_step(request, "check_agree", found.filing, found.current_state)
    form = AnswerForm(request.POST, request.FILES)
    choice = request.POST.get("answer", "")
    if form.is_valid() and choice in (AGREE, OBJECT):
        return _answer(request, found, form, is_agreed=choice == AGREE)
    if choice not in (AGREE, OBJECT):
        form.add_error(None, "请选“无异议”或“有异议”。")
    return _page(request, found, form, status=INVALID)


@require_safe
def objection_file(request: HttpRequest, public_id: UUID, file_id: UUID) -> HttpResponseBase:
    """异议材料, for whoever sees the item."""
    found = _item(request, public_id)
    return file_response(request, found.filing, get_object_or_404(found.files.all(), public_id=file_id))


def _answer(request: HttpRequest, found: SpotCheckItem, form: AnswerForm, *, is_agreed: bool) -> HttpResponse:
    typed = form.cleaned_data
    try:
        answer(
            actor=actor_of(request),
            item_id=found.pk,
            expected_version=typed["version"],
            is_agreed=is_agreed,
            words=typed["words"],
            file=typed["file"],
            now=timezone.now(),
        )
    except StaleVersion as stale:
        return conflict(request, str(stale), request.path)
    except Unfit as refusal:
        form.add_error(refusal.box or None, str(refusal))
    except FileRefused as refusal:
        form.add_error("file", str(refusal))
    else:
        messages.success(
            request, "已答复：无异议。" if is_agreed else "已答复：有异议，财政局核定时会看到您的理由和材料。"
        )
        return redirect("spot-check-opinion", found.public_id)
    return _page(request, found, form, status=INVALID)


def _item(request: HttpRequest, public_id: UUID) -> SpotCheckItem:
    found = get_object_or_404(visible_items(user=actor_of(request)).defer(None), public_id=public_id)
    found.filing = filing_or_404(request, found.filing.public_id)
    found.submission.filing = found.filing
    return found


def _refusal(request: HttpRequest, found: SpotCheckItem) -> str:
    standing = standing_of(user=actor_of(request), filing=found.filing)
    return why_not_step(STEPS["check_agree"], standing, found.current_state)


def _page(request: HttpRequest, found: SpotCheckItem, form: AnswerForm, *, status: int = 200) -> HttpResponse:
    assessment = submission_assessment(submission=found.submission)
    review = check_review(item=found, assessment=assessment)
    rows = list(opinion_rows(review))
    total = assessment.sheet.total
    places = assessment.framework.rounding.points_places
    context = {
        "item": found,
        "filing": found.filing,
        "state": check_badge(found.current_state),
        "row": item_rows([found], {})[0],
        "rows": rows,
        "changed": sum(row.is_different for row in rows),
        "points": score_text(total.points, places),
        "own": score_text(total.self_score, places),
        "check": score_text(review.total, places),
        "form": form,
        "may_answer": not _refusal(request, found),
        "is_asked": found.current_state is CheckState.OPINION_ASKED,
        "is_late": found.is_answer_late(timezone.localdate()),
        "is_settled": found.current_state is CheckState.SETTLED,
        "files": list(found.files.all()),
    }
    return render(request, "spot_checks/opinion.html", context, status=status)
