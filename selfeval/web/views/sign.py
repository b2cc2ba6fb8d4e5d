"""Everything on one page, then pass it on or give it back: the head's page, and the accountant's before it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from selfeval.domain.rights import FROZEN, Right
from selfeval.domain.workflow import Action, Role
from selfeval.models import Filing
from selfeval.queries.filings import events_of, last_submission
from selfeval.queries.prior import prior_of
from selfeval.queries.snapshots import assessment_of
from selfeval.queries.standing import accountant_of, has_filled
from selfeval.review.preconditions import Refused
from selfeval.services.errors import StaleVersion
from selfeval.web.forms.steps import CommentForm, SignForm
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.history import happenings_of
from selfeval.web.presenters.scans import ScanState
from selfeval.web.presenters.sign import summary_of
from selfeval.web.presenters.three_scores import three_scores
from selfeval.web.views.access import actor_of, allowed, demand, filing_or_404
from selfeval.web.views.sealed_scans import scan_state_of
from selfeval.web.views.steps import conflict, take_step

_INVALID = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where a form is read whole and then passed on or given back: what each of the two is, and the words."""

    title: str
    route: str
    passing: Action
    declining: Action
    passed: str
    unticked: str
    statement: str
    after: str


_SIGNING = Desk(
    title="签发",
    route="filing-sign",
    passing=Action.SIGN,
    declining=Action.DECLINE,
    passed="已签发并提交，等财政审核。",
    unticked="签发前请勾选：我已看过以上内容",
    statement="我已看过以上内容，所报数据真实、完整",
    after="签发后送财政审核，并留下冻结的一份。审核人打开前可以撤回；打开后要改，须由审核人退回。退给填报人必须写意见。",
)
_CHECKING = Desk(
    title="内部审核",
    route="filing-internal-review",
    passing=Action.PASS_INTERNALLY,
    declining=Action.DECLINE_INTERNALLY,
    passed="内部审核通过，已送负责人签发。",
    unticked="通过前请勾选：我已核对以上数据",
    statement="我已核对以上数据，与账表一致",
    after="通过后送负责人签发，签发前填报人仍可以取回。退给填报人必须写意见。",
)
_GIVEN_BACK = "已退给填报人修改。"


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is to be signed; a POST signs it or gives it back."""
    filing = filing_or_404(request, public_id)
    if actor_of(request).role != Role.UNIT_HEAD and not _may_decide(request, filing, _SIGNING):
        raise PermissionDenied("签发由单位负责人办理。")
    return _at_desk(request, filing, _SIGNING)


@require_http_methods(["GET", "HEAD", "POST"])
def internal_review(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the unit's accountant checks before the head signs; a POST passes it on or gives it back."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.PREVIEW, filing)
    user, accountant = actor_of(request), accountant_of(filing.department)
    if accountant is None or accountant.pk != user.pk:
        raise PermissionDenied("内部审核由本单位指定的内部审核人办理。")
    return _at_desk(request, filing, _CHECKING)


def _may_decide(request: HttpRequest, filing: Filing, desk: Desk) -> bool:
    actions = (desk.passing, desk.declining, Action.WITHDRAW)
    return any(allowed(request, action, filing) for action in actions)


def _at_desk(request: HttpRequest, filing: Filing, desk: Desk) -> HttpResponse:
    if request.method == "POST":
        return _decide(request, filing, desk)
    return _page(request, filing, desk, SignForm(initial={"version": filing.version}, statement=desk.statement))


def _decide(request: HttpRequest, filing: Filing, desk: Desk) -> HttpResponse:
    action = desk.declining if request.POST.get("action") == "decline" else desk.passing
    form = SignForm(request.POST, statement=desk.statement)
    if form.is_valid() and action is desk.passing and not form.cleaned_data["is_confirmed"]:
        form.add_error("is_confirmed", desk.unticked)
    if not form.is_valid():
        demand(request, action, filing)
        return _page(request, filing, desk, form, status=_INVALID)
    try:
        take_step(request, filing, action, form, now=timezone.now())
    except StaleVersion as stale:
        return conflict(request, filing, str(stale))
    except Refused as refusal:
        form.show(refusal.refusals)
        return _page(request, filing, desk, form, status=_INVALID)
    messages.success(request, desk.passed if action is desk.passing else _GIVEN_BACK)
    return redirect("workspace")


def _page(request: HttpRequest, filing: Filing, desk: Desk, form: SignForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    assessment = assessment_of(filing=filing, now=now)
    addresses = Addresses(public_id=filing.public_id, framework=assessment.framework)
    is_signing = desk is _SIGNING
    context: dict[str, Any] = {
        "filing": filing,
        "docbar": docbar_of(filing, now),
        "desk": desk,
        "summary": summary_of(assessment, addresses, prior_of(filing=filing)),
        "form": form,
        "may_pass": allowed(request, desk.passing, filing),
        "may_decline": allowed(request, desk.declining, filing),
        "may_withdraw": is_signing and allowed(request, Action.WITHDRAW, filing),
        "withdraw_form": CommentForm(initial={"version": filing.version}, auto_id="withdraw-%s"),
        "signs_own_work": is_signing and has_filled(actor_of(request), filing),
        "scan": _scan_state(filing) if is_signing else None,
        "three": three_scores(filing) if filing.final_total is not None else None,
        "may_ask_unlock": is_signing and allowed(request, Action.ASK_UNLOCK, filing),
        "happenings": happenings_of(events_of(filing=filing), now, assessment.framework),
    }
    return render(request, "filing/sign.html", context, status=status)


def _scan_state(filing: Filing) -> ScanState | None:
    """The sealed scan is of what was submitted and not given back."""
    if filing.current_state not in FROZEN:
        return None
    return scan_state_of(filing, last_submission(filing=filing))
