"""What a page of a filing is told after it sent its boxes: fragments, JSON, or the whole page without scripts."""

import json
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from selfeval.domain.rights import Right, why_never
from selfeval.domain.sections import Section, SectionKind
from selfeval.models import Filing
from selfeval.queries.snapshots import assessment_of, filing_snapshot, framework_snapshot
from selfeval.queries.standing import standing_of
from selfeval.review.permissions import why_refused
from selfeval.services.errors import NotAllowed, NotEditable, NotNow, UnknownBox
from selfeval.web.forms.own_indicators import added_row
from selfeval.web.forms.pages import AsEntered, Entered, form_of
from selfeval.web.forms.seen import NoVersion, Seen, given_up, seen_in
from selfeval.web.forms.written_back import put_back, taken_out
from selfeval.web.presenters.boxes import SaveOutcome
from selfeval.web.presenters.conflicts import typed_values
from selfeval.web.presenters.docbar import NOT_SAVED
from selfeval.web.presenters.filing_page import TEMPLATES
from selfeval.web.presenters.text import clock_text
from selfeval.web.views.access import actor_of, is_background, wants_json
from selfeval.web.views.here import here_now
from selfeval.web.views.outbox_key import token_of
from selfeval.web.views.saving import Saved, Sending, save_page
from selfeval.web.views.section_page import SectionPage

FORBIDDEN, CONFLICT, UNPROCESSABLE = 403, 409, 422
SOMEBODY_ELSES: Final = "这些内容是另一位同事填的，现在登录的是您，没有保存。请那位同事登录后再发送。"
HEADER: Final = "X-Selfeval-Saved"
# Proxies give the head of an answer a few thousand bytes in all; where that is not enough the answer is JSON.
_LONGEST_HEADER: Final = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What was sent for the page `section` of `filing`."""

    request: HttpRequest
    filing: Filing
    section: Section

    def page(self) -> SectionPage:
        """The page as it stands, whole."""
        texts = self.section.kind is SectionKind.CHECK
        assessment = assessment_of(filing=self.filing, now=timezone.now(), texts=texts)
        return SectionPage(request=self.request, filing=self.filing, section=self.section, assessment=assessment)

    def entered(self) -> Entered:
        """What is stored, for the form: scored and checked only where the form is about findings."""
        if self.section.kind is SectionKind.CHECK:
            return self.page().assessment
        framework = framework_snapshot(version=self.filing.cycle.framework)
        return AsEntered(framework=framework, filing=filing_snapshot(filing=self.filing))


def save(posted: Posted) -> HttpResponse:
    """Save what was sent."""
    request, filing, actor = posted.request, posted.filing, actor_of(posted.request)
    reason = why_refused(user=actor, action=Right.EDIT, filing=filing)
    if reason:
        is_never = bool(why_never(Right.EDIT, standing_of(user=actor, filing=filing)))
        return _refused(posted, reason, FORBIDDEN if is_never else CONFLICT)
    if request.POST.get("typed_by", own := token_of(actor)) != own:
        return _refused(posted, SOMEBODY_ELSES, FORBIDDEN)
    entered = posted.entered()
    try:
        sending = _sending(posted, entered)
        saved = save_page(
            actor=actor, filing=filing, section=posted.section, entered=entered, sending=sending, now=timezone.now()
        )
    except NoVersion:
        return HttpResponseBadRequest("缺少页面版本，请刷新页面后再保存。")
    except NotAllowed as refusal:
        return _refused(posted, str(refusal), CONFLICT if isinstance(refusal, NotNow) else FORBIDDEN)
    except (NotEditable, UnknownBox) as refusal:
        return _refused(posted, str(refusal), CONFLICT)
    after = SectionPage(request=request, filing=saved.filing, section=posted.section, assessment=saved.assessment)
    if wants_json(request):
        return _as_json(after, saved)
    return _fragments(after, saved) if is_background(request) else _whole(after, saved)


def _sending(posted: Posted, entered: Entered) -> Sending:
    """What the request sends. Raises NoVersion."""
    data = posted.request.POST
    boxes = form_of(posted.section, assessment=entered).boxes
    return Sending(
        data=taken_out(data, given_up(data, boxes)),
        seen=seen_in(data, boxes),
        request_id=_request_id(data),
        is_whole=not (is_background(posted.request) or wants_json(posted.request)),
    )


def _request_id(data: QueryDict) -> UUID | None:
    """What the page calls this sending; None where it does not say, or nothing that can be recorded."""
    try:
        return UUID(data.get("request_id", ""))
    except ValueError:
        return None


def _fragments(page: SectionPage, saved: Saved) -> HttpResponse:
    header = json.dumps(_told(saved))
    if len(header) > _LONGEST_HEADER:
        return _as_json(page, saved)
    form = form_of(page.section, assessment=saved.assessment)
    context = page.context(form, saved.seen, outcome=saved.outcome, is_fragment=True)
    context["here"] = here_now(page.request, saved.filing, page.section.code)
    response = render(page.request, "filing/fragments.html", context)
    response[HEADER] = header
    return response


def _as_json(page: SectionPage, saved: Saved) -> JsonResponse:
    refusals, theirs = saved.outcome.form.refusals(), saved.outcome.theirs
    here = here_now(page.request, saved.filing, page.section.code)
    return JsonResponse(
        {
            **_told(saved),
            "refused": {box: words for box, words in refusals.items() if box not in theirs},
            "conflicts": {
                box: {"told": each.told, "words": each.words, "text": each.text, "version": each.version}
                for box, each in theirs.items()
            },
            "here": [{"name": each.name, "section": each.section, "words": each.words} for each in here],
        }
    )


def _told(saved: Saved) -> dict[str, Any]:
    """The version of what is stored, and the word on each box; `stored` are boxes that are only in part.

    Of a box of rows, some may be stored at that version while others are refused.
    """
    fates = _fates(saved.outcome)
    in_part = [box for box, fate in fates.items() if fate != "saved" and box in saved.stored]
    return {"version": saved.version, "boxes": fates, "stored": dict.fromkeys(in_part, saved.version)}


def _fates(outcome: SaveOutcome) -> dict[str, str]:
    """What became of each box that was sent: saved, refused or conflict."""
    form, refused = outcome.form, outcome.form.refusals().keys() | outcome.left
    return {
        box: "conflict" if box in outcome.theirs else "refused" if box in refused else "saved"
        for box in form.boxes
        if form.was_sent(box)
    }


def _whole(page: SectionPage, saved: Saved) -> HttpResponse:
    """Without scripts: back to the page when all is stored, else the page with what was typed and what is wrong."""
    adding = added_row(page.request.POST)
    if not saved.outcome.refused_count:
        if saved.outcome.saved_at:
            messages.success(page.request, f"已保存 {clock_text(saved.outcome.saved_at)}")
        address = reverse("filing-section", args=[saved.filing.public_id, page.section.code])
        return redirect(f"{address}?{urlencode({'adding': adding})}#adding" if adding else address)
    form = form_of(page.section, assessment=saved.assessment, data=_as_shown(page, saved))
    form.is_valid()
    context = page.context(form, saved.seen, outcome=saved.outcome, adding=adding)
    context["conflict_count"] = len(saved.outcome.theirs)
    status = CONFLICT if saved.outcome.theirs else UNPROCESSABLE
    return render(page.request, TEMPLATES[page.section.kind], context, status=status)


def _as_shown(page: SectionPage, saved: Saved) -> QueryDict:
    """What was sent, with every box that was taken as it is stored, and every other one as typed."""
    shown = page.request.POST.copy()
    sent = saved.outcome.form
    for name in sent.boxes:
        text = sent.shown_text(name)
        if text is not None and sent.sent_text(name) is not None and not saved.outcome.is_left_out(name):
            shown[name] = text
    fresh = form_of(page.section, assessment=saved.assessment)
    for name in given_up(page.request.POST, sent.boxes) | saved.untouched:
        put_back(shown, fresh, name)
    return shown


def _refused(posted: Posted, words: str, status: int) -> HttpResponse:
    """The filing moved on, or the rights did, while the page was open: what was typed is shown, to be kept."""
    request = posted.request
    if wants_json(request):
        return JsonResponse({"words": words}, status=status)
    page = posted.page()
    form = form_of(page.section, assessment=page.assessment, data=request.POST)
    form.is_valid()
    left = frozenset(change.box for change in form.changes())
    seen = Seen(page=page.filing.version)
    context: dict[str, Any] = page.context(form, seen, outcome=SaveOutcome(form=form, saved_at=None, left=left))
    context |= {"refused_words": words, "save": NOT_SAVED, "oob": is_background(request)}
    context["typed"] = typed_values(form)
    template = "filing/fragments_refused.html" if is_background(request) else TEMPLATES[page.section.kind]
    return render(request, template, context, status=status)
