"""Steps of the workflow that have no page of their own, and how all steps are taken and refused."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from selfeval.domain.workflow import Action, ReturnReason
from selfeval.models import Filing
from selfeval.queries.snapshots import framework_snapshot
from selfeval.review.preconditions import Refused
from selfeval.review.transitions import perform
from selfeval.services.errors import StaleVersion
from selfeval.web.forms.steps import CommentForm, StepForm
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.views.access import actor_of, demand, filing_or_404

CONFLICT = 409


def take_step(
    request: HttpRequest,
    filing: Filing,
    action: Action,
    form: StepForm,
    *,
    confirmed_total: Decimal | None = None,
    reason: ReturnReason | None = None,
    due_on: date | None = None,
    now: datetime,
) -> Filing:
    """Take a step with a valid form; `reason` and `due_on` are of a return.

    Raises PermissionDenied, StaleVersion, Refused.
    """
    return perform(
        actor=actor_of(request),
        action=action,
        filing_id=filing.pk,
        expected_version=form.cleaned_data["version"],
        comment=form.cleaned_data.get("comment", ""),
        confirmed_total=confirmed_total,
        reason=reason,
        due_on=due_on,
        request_id=form.cleaned_data["request_id"],
        now=now,
    )


def conflict(request: HttpRequest, filing: Filing, words: str) -> HttpResponse:
    """The page the person acted on is old; nothing was done."""
    return render(request, "409.html", {"words": words, "filing": filing}, status=CONFLICT)


def refused(request: HttpRequest, filing: Filing, action: Action, refusal: Refused) -> HttpResponse:
    """A step that cannot be taken yet: every reason, each leading to its box."""
    addresses = Addresses(public_id=filing.public_id, framework=framework_snapshot(version=filing.cycle.framework))
    reasons = [(each.message, addresses.box(each.box)) for each in refusal.refusals]
    context = {"filing": filing, "action": action, "reasons": reasons}
    return render(request, "filing/refused.html", context, status=CONFLICT)


@require_POST
def send(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """送负责人签发."""
    return _plain_step(request, public_id, Action.SEND_FOR_SIGNATURE, StepForm(request.POST), "已送负责人签发。")


@require_POST
def send_inside(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """送内部审核."""
    action = Action.SEND_FOR_INTERNAL_REVIEW
    return _plain_step(request, public_id, action, StepForm(request.POST), "已送内部审核。")


@require_POST
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """取回修改."""
    return _plain_step(request, public_id, Action.TAKE_BACK, StepForm(request.POST), "已取回，可以修改了。")


@require_POST
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """撤回, by the head, while no reviewer has opened it."""
    return _plain_step(request, public_id, Action.WITHDRAW, CommentForm(request.POST), "已撤回，回到填报中。")


def _plain_step(request: HttpRequest, public_id: UUID, action: Action, form: StepForm, done: str) -> HttpResponse:
    filing = filing_or_404(request, public_id)
    if not form.is_valid():
        demand(request, action, filing)
        words = "；".join(str(error) for errors in form.errors.values() for error in errors)
        return conflict(request, filing, words or "缺少页面版本，请刷新后再办理。")
    try:
        take_step(request, filing, action, form, now=timezone.now())
    except StaleVersion as stale:
        return conflict(request, filing, str(stale))
    except Refused as refusal:
        return refused(request, filing, action, refusal)
    messages.success(request, done)
    return redirect("workspace")
