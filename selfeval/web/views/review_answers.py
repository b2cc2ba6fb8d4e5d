"""The unit's side of a return: the remarks in a list, what may be changed, and an answer to each."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from selfeval.domain.rights import Right
from selfeval.models import Filing, ReviewPin
from selfeval.queries.pins import pins_to_answer, returned_record
from selfeval.queries.snapshots import submission_scored
from selfeval.services.errors import BadValue, NotEditable, StaleVersion
from selfeval.services.pins import answer_pin
from selfeval.web.forms.review_pins import AnswerForm
from selfeval.web.presenters.docbar import docbar_of
from selfeval.web.presenters.pins import opened_names, pin_views
from selfeval.web.presenters.text import clock_text, day_text
from selfeval.web.views.access import actor_of, allowed, demand, filing_or_404, turned_away, wants_json
from selfeval.web.views.steps import conflict

_INVALID, _CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The list; a POST saves one answer, told as JSON to a script, else back on the page it came from."""
    filing = filing_or_404(request, public_id)
    demand(request, Right.PREVIEW, filing)
    if request.method == "POST":
        return _saved(request, filing)
    return _page(request, filing)


def _page(request: HttpRequest, filing: Filing, words: str = "", *, status: int = 200) -> HttpResponse:
    record, now = returned_record(filing=filing), timezone.now()
    if record is None:
        context = {"filing": filing, "docbar": docbar_of(filing, now), "record": None}
        return render(request, "review/answers.html", context)
    framework = submission_scored(submission=record.submission).framework
    views = pin_views(filing, framework, pins_to_answer(filing=filing), now)
    context = {
        "filing": filing,
        "docbar": docbar_of(filing, now),
        "record": record,
        "due": day_text(record.due_on) if record.due_on else "",
        "pins": views,
        "open_count": sum(not each.is_answered for each in views),
        "opened": opened_names(framework, record.opens or ()),
        "may_answer": allowed(request, Right.EDIT, filing),
        "words": words,
    }
    return render(request, "review/answers.html", context, status=status)


def _saved(request: HttpRequest, filing: Filing) -> HttpResponse:
    demand(request, Right.EDIT, filing)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        pin = answer_pin(
            actor=actor_of(request),
            filing_id=filing.pk,
            pin_id=form.cleaned_data["pin"],
            was=form.cleaned_data["was"],
            answer=form.cleaned_data["answer"],
            now=timezone.now(),
        )
    except NotEditable as refusal:
        raise turned_away(refusal) from refusal
    except ReviewPin.DoesNotExist as missing:
        raise Http404 from missing
    except StaleVersion as stale:
        return _told(request, str(stale), _CONFLICT) or conflict(request, filing, str(stale))
    except BadValue as refusal:
        words = f"答复没有保存：{refusal.faults[0].expected}"
        return _told(request, words, _INVALID) or _page(request, filing, words, status=_INVALID)
    told = f"已保存 {clock_text(pin.answered_at)}" if pin.answered_at else "答复已清空"
    answered = _told(request, told, 200, answer=pin.answer)
    if answered is not None:
        return answered
    messages.success(request, "答复已保存。" if pin.answer else "答复已清空。")
    back = request.POST.get("back", "")
    is_safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    address = back if is_safe else reverse("filing-answers", args=[filing.public_id])
    return redirect(f"{address}#pin-{pin.pk}")


def _told(request: HttpRequest, words: str, status: int, **more: str) -> JsonResponse | None:
    """The answer to a script; None where a person asked with a form."""
    return JsonResponse({"words": words, **more}, status=status) if wants_json(request) else None
