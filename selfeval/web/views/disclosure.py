"""办理公开: the list of finalised forms, and one of them on its way to the public."""

import json
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from selfeval.domain.after_review import STEPS, DisclosureState
from selfeval.domain.framework import Framework
from selfeval.domain.redaction import occurrences, whole_text
from selfeval.domain.rights_after import Task, why_not_step
from selfeval.exports.preview import render_preview
from selfeval.models import Disclosure, Filing, FilingCycle
from selfeval.queries.disclosures import disclosure_counts, to_disclose
from selfeval.queries.filings import UnknownChoice, events_of, last_submission
from selfeval.queries.framework_snapshots import framework_snapshot
from selfeval.queries.standing import accounts_of, standing_of
from selfeval.services.disclosures import (
    begin,
    keep_draft,
    passages_of,
    public_copy,
    publish_many,
    redactions_of,
    refuse_misfits,
    send_for_approval,
    take_step,
)
from selfeval.services.errors import StaleVersion, Unfit
from selfeval.web.forms.disclosures import MoreForm, Passages, StepForm, VersionForm, passages_sent
from selfeval.web.presenters.disclosures import (
    disclosure_badge,
    disclosure_rows,
    in_order_of_work,
    place_choices,
    state_links,
    text_blocks,
)
from selfeval.web.presenters.history import happenings_of
from selfeval.web.presenters.lists import address, pager_of
from selfeval.web.presenters.public_form import links_of, public_document
from selfeval.web.views.access import NotInThisState, actor_of, demand_task, filing_or_404

PAGE_SIZE: Final = 50
_PARTS: Final = ("state", "cycle", "q", "page")
_INVALID, _CONFLICT = 422, 409
# What may be done from here with words of its own, by what the button sends.
_STEPS: Final = ("disclose_publish", "disclose_redo", "disclose_withhold", "disclose_withdraw")
# What is done to the ticks before they are sent.
_DRAFTING: Final = ("more", "preview", "save")
_DONE: Final = {
    "disclose_publish": "已公开，公开的页面可以看到了。",
    "disclose_redo": "已退回重新脱敏。",
    "disclose_withhold": "已定为不予公开。",
    "disclose_withdraw": "已撤下，公开的页面上看不到了。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    """A frozen filing as the public form is made of it."""

    framework: Framework
    document: dict[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
def disclosures(request: HttpRequest) -> HttpResponse:
    """The list; a POST approves those that are ticked."""
    user = demand_task(request, Task.DISCLOSE)
    if request.method == "POST":
        return _publish_ticked(request)
    query = {part: request.GET.get(part, "").replace("\x00", "").strip()[:100] for part in _PARTS}
    try:
        filings = to_disclose(user=user, state=query["state"], cycle=query["cycle"], search=query["q"])
    except UnknownChoice as unknown:
        raise BadRequest(str(unknown)) from unknown
    page: Any = Paginator(filings, PAGE_SIZE).get_page(query["page"])
    context = {
        "rows": list(disclosure_rows(page, user=user, now=timezone.now())),
        "states": state_links(disclosure_counts(user=user, cycle=query["cycle"]), query),
        "cycles": list(FilingCycle.objects.order_by("-fiscal_year", "code").values_list("code", "title")),
        "pager": pager_of(page, query),
        "query": query,
        "has_filter": any(query[part] for part in ("state", "cycle", "q")),
        "all_url": address({}),
    }
    return render(request, "disclosure/list.html", context)


def _publish_ticked(request: HttpRequest) -> HttpResponse:
    pairs = [text.partition(":") for text in request.POST.getlist("chosen")]
    numbers = [(pk, version) for pk, _, version in pairs if _is_number(pk) and _is_number(version)]
    done = publish_many(
        actor=actor_of(request), versions={int(pk): int(version) for pk, version in numbers}, now=timezone.now()
    )
    if done.done:
        messages.success(request, f"已批准公开 {len(done.done)} 份。")
    for department, words in done.refused:
        messages.warning(request, f"{department}没有公开：{words}")
    if not done.done and not done.refused:
        messages.info(request, "没有勾选，什么也没有改。")
    return redirect("disclosures")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


@require_http_methods(["GET", "HEAD", "POST"])
def disclosure(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One form on its way; a POST does what its button says."""
    demand_task(request, Task.DISCLOSE)
    filing = filing_or_404(request, public_id)
    if request.method != "POST":
        return _page(request, filing)
    do = request.POST.get("do", "")
    try:
        return _done(request, filing, do)
    except StaleVersion as stale:
        context = {"words": str(stale), "back": reverse("disclosure", args=[public_id])}
        return render(request, "disclosure/conflict.html", context, status=_CONFLICT)
    except Unfit as refusal:
        sent = passages_sent(request.POST) if do in ("send", *_DRAFTING) else None
        return _page(request, filing, sent=sent, fault=str(refusal), fault_at=do, status=_INVALID)


def _done(request: HttpRequest, filing: Filing, do: str) -> HttpResponse:
    """Raises NotAllowed, StaleVersion, Unfit, BadRequest."""
    if do == "begin":
        begin(actor=actor_of(request), filing_id=filing.pk)
        return redirect("disclosure", filing.public_id)
    row = _row_of(filing)
    if row is None:
        raise NotInThisState("还没有开始办理公开。")
    form = StepForm(request.POST) if do in _STEPS else VersionForm(request.POST)
    if do not in ("send", *_DRAFTING, *_STEPS) or not form.is_valid():
        raise BadRequest("没有这种操作。")
    if do in _DRAFTING:
        return _drafted(request, filing, row, do, form.cleaned_data["version"])
    step: dict[str, Any] = {"actor": actor_of(request), "disclosure_id": row.pk, "now": timezone.now()}
    step["expected_version"] = form.cleaned_data["version"]
    if do == "send":
        send_for_approval(**step, redactions=passages_sent(request.POST).black)
        messages.success(request, "已送批准，由另一个人批准后公开。")
    else:
        take_step(**step, code=do, reason=form.cleaned_data["reason"])
        messages.success(request, _DONE[do])
    return redirect("disclosure", filing.public_id)


def _drafted(request: HttpRequest, filing: Filing, row: Disclosure, do: str, version: int) -> HttpResponse:
    """What is ticked so far is kept, whatever is looked for: who goes on tomorrow finds it."""
    sent, told, more = passages_sent(request.POST), "", None
    if do == "more":
        texts = _texts_of(row)
        more = MoreForm(request.POST, places=place_choices(texts.framework, texts.document))
        if more.is_valid():
            sent, told = _with_more(texts, sent, more.cleaned_data)
            more = None
    keep_draft(
        actor=actor_of(request),
        disclosure_id=row.pk,
        expected_version=version,
        known=sent.known,
        black=sent.black,
    )
    if do == "save":
        messages.success(request, "已存下，还没有送批准，以后可以接着办。")
        return redirect("disclosure", filing.public_id)
    return _page(request, filing, sent=sent, told=told, more=more, is_previewed=do == "preview")


def _row_of(filing: Filing) -> Disclosure | None:
    rows = Disclosure.objects.select_related("submission__framework", "redacted_by", "approved_by", "filing__cycle")
    return rows.select_related("filing__department").filter(filing=filing).first()


def _page(
    request: HttpRequest,
    filing: Filing,
    *,
    sent: Passages | None = None,
    told: str = "",
    more: MoreForm | None = None,
    is_previewed: bool = False,
    fault: str = "",
    fault_at: str = "",
    status: int = 200,
) -> HttpResponse:
    row, newest = _row_of(filing), last_submission(filing=filing)
    now = timezone.now()
    happenings = events_of(filing=filing).filter(action__startswith="disclosure.")
    context: dict[str, Any] = {
        "filing": filing,
        "row": row,
        "badge": disclosure_badge(row),
        "happenings": happenings_of(happenings, now),
        "is_superseded": row is not None and newest is not None and newest.pk != row.submission_id,
        "fault": fault,
        "fault_at": fault_at,
        "told": told,
    }
    if row is not None:
        context |= {"may": _may(request, row), "links": links_of(row) if row.sha256 else None}
        context |= _content(row, sent, more, is_previewed=is_previewed)
    return render(request, "disclosure/page.html", context, status=status)


def _may(request: HttpRequest, row: Disclosure) -> dict[str, bool]:
    """Which steps stand on the page, by their codes without `disclose_`."""
    user = actor_of(request)
    standing = standing_of(user=user, filing=row.filing)
    did_the_last = row.redacted_by_id in {account.pk for account in accounts_of(user)}
    return {
        code.removeprefix("disclose_"): not why_not_step(step, standing, row.current_state, did_the_last=did_the_last)
        for code, step in STEPS.items()
        if code.startswith("disclose_")
    }


def _texts_of(row: Disclosure) -> _Texts:
    return _Texts(
        framework=framework_snapshot(version=row.submission.framework), document=json.loads(row.submission.document)
    )


def _content(row: Disclosure, sent: Passages | None, more: MoreForm | None, *, is_previewed: bool) -> dict[str, Any]:
    """The texts with what is blacked out; and the public form where it is asked for or is to be approved."""
    texts = _texts_of(row)
    sent = sent or Passages(known=passages_of(row), black=redactions_of(row))
    blocks = in_order_of_work(text_blocks(texts.framework, texts.document, known=sent.known, black=sent.black))
    is_shown = is_previewed or row.current_state is DisclosureState.TO_APPROVE
    preview, no_preview = _preview(row, sent) if is_shown else ("", "")
    return {
        "blocks": blocks,
        "black_count": sum(passage.is_black for block in blocks for passage in block.passages),
        "more": more or MoreForm(places=place_choices(texts.framework, texts.document)),
        "preview": preview,
        "no_preview": no_preview,
    }


def _with_more(texts: _Texts, sent: Passages, asked: dict[str, str]) -> tuple[Passages, str]:
    """The passages with those that are asked for besides, and what is said of it."""
    words, place, why = asked["words"], asked["place"], asked["why"] or "其他"
    if words:
        found = occurrences(texts.framework, texts.document, words, why=why, place=place)
    else:
        found = whole_text(texts.framework, texts.document, place, why=why)
    if not found:
        return sent, f"没有找到“{words}”，什么也没有加。"
    known = {(each.place, each.start, each.length): each for each in sent.known}
    wanted = tuple(known.get((each.place, each.start, each.length), each) for each in found)
    new = tuple(each for each in wanted if each not in sent.black)
    passages = Passages(known=tuple(dict.fromkeys((*sent.known, *new))), black=(*sent.black, *new))
    return passages, f"加了 {len(new)} 处。" if new else "这些已经都涂黑了。"


def _preview(row: Disclosure, sent: Passages) -> tuple[str, str]:
    """The public form as it would be; else why there can be none."""
    try:
        refuse_misfits(row, sent.black)
        copy = public_copy(row, sent.black)
    except Unfit as refusal:
        return "", str(refusal)
    form = public_document(version=row.submission.framework, document=copy["document"], sha256=copy["sha256"])
    return render_preview(form), ""
