"""Remarks on the frozen form: added, changed and taken back while it waits at the reviewer's level."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from selfeval.domain.rights import Right
from selfeval.models import Filing, ReviewPin, Submission, User
from selfeval.queries.filings import last_submission
from selfeval.queries.pins import phrases_for
from selfeval.queries.snapshots import submission_scored
from selfeval.services.errors import BadValue, StaleVersion
from selfeval.services.pins import add_pin, change_pin, remove_pin
from selfeval.web.forms.review_pins import PinChangeForm, PinForm
from selfeval.web.views.access import actor_of, demand, filing_or_404
from selfeval.web.views.review_page import Refilled, review_page
from selfeval.web.views.steps import conflict

_INVALID = 422


@require_POST
def add(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """钉一条批注. `insert` names a phrase that is put into the words first, for who has no scripts."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.REVIEW_OPEN, filing)
    submission = last_submission(filing=filing)
    if submission is None:
        raise Http404
    framework = submission_scored(submission=submission).framework
    if "insert" in request.POST:
        data = _with_phrase(request, actor_of(request))
        return review_page(request, filing, Refilled(pin=PinForm(initial=data, framework=framework)))
    form = PinForm(request.POST, framework=framework)
    if not form.is_valid():
        return review_page(request, filing, Refilled(pin=form), status=_INVALID)
    try:
        pin = add_pin(
            actor=actor_of(request),
            submission_id=form.cleaned_data["submission"],
            place=form.cleaned_data["place"],
            words=form.cleaned_data["words"],
            now=timezone.now(),
        )
    except StaleVersion as stale:
        return conflict(request, filing, str(stale))
    except Submission.DoesNotExist as missing:
        raise Http404 from missing
    except BadValue as refusal:
        for fault in refusal.faults:
            form.add_error(fault.path.removeprefix("pin."), fault.expected)
        return review_page(request, filing, Refilled(pin=form), status=_INVALID)
    messages.success(request, "批注已保存，退回时随退回意见一起发给单位。")
    return redirect(_address(filing, f"pin-{pin.pk}"))


@require_POST
def change(request: HttpRequest, public_id: UUID, pin_id: int) -> HttpResponse:
    """Other words for a remark, or (`step` remove) none."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.REVIEW_OPEN, filing)
    if not ReviewPin.objects.filter(pk=pin_id, submission__filing=filing).exists():
        raise Http404
    actor, now = actor_of(request), timezone.now()
    form = PinChangeForm(request.POST)
    try:
        if request.POST.get("step") == "remove":
            remove_pin(actor=actor, pin_id=pin_id, now=now)
            messages.success(request, "批注已删除。")
        elif form.is_valid():
            words, was = form.cleaned_data["words"], request.POST.get("was", "")
            change_pin(actor=actor, pin_id=pin_id, was=was, words=words, now=now)
            messages.success(request, "批注已修改。")
        else:
            messages.error(request, "批注没有改：" + "；".join(str(each[0]) for each in form.errors.values()))
    except StaleVersion as stale:
        return conflict(request, filing, str(stale))
    except ReviewPin.DoesNotExist as missing:
        raise Http404 from missing
    except BadValue as refusal:
        messages.error(request, f"批注没有改：{refusal.faults[0].expected}")
    return redirect(_address(filing, "pins"))


def _with_phrase(request: HttpRequest, user: User) -> dict[str, Any]:
    """What was typed, with the phrase that was asked for at its end."""
    typed = request.POST.get("words", "").rstrip()
    wanted = next((each for each in phrases_for(user=user) if str(each.pk) == request.POST.get("insert")), None)
    words = typed if wanted is None else f"{typed}{'' if not typed or typed[-1] in '，；。：' else '；'}{wanted.words}"
    return {
        "submission": request.POST.get("submission", ""),
        "place": request.POST.get("place", ""),
        "words": words,
    }


def _address(filing: Filing, anchor: str) -> str:
    return f"{reverse('filing-review', args=[filing.public_id])}?view=form#{anchor}"
