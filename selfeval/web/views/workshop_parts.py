"""One part of a draft on one page: its boxes saved, redrawn, tried; parts added, moved and taken away."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from selfeval.domain.document_places import PARTS, NoSuchPlace, part_at, place_of, place_of_subject, steps_of
from selfeval.models import FrameworkDraft
from selfeval.services.errors import StaleVersion
from selfeval.services.framework_drafts import add_part, change_part, move_part, remove_part
from selfeval.web.presenters.workshop.faults import fault_views, faults_in, faults_of_draft, part_address
from selfeval.web.presenters.workshop.part_page import seen_hash
from selfeval.web.views.access import is_background
from selfeval.web.views.workshop_access import CONFLICT, administrator_of, conflict, draft_or_404, revision_in
from selfeval.web.views.workshop_part_form import PartForm, page_context, stale_context

HEAD: Final = "head"
_NEW: Final = {
    "field_groups": {"label": "新的分组"},
    "fields": {"label": "新的数据项", "kind": "money"},
    "derived": {"label": "新的派生数据", "kind": "money"},
    "narratives": {"title": "新的填报内容"},
    "indicators": {"name": "新的指标"},
    "checks": {"message": "新的勾稽关系"},
}
_CODES: Final = {
    "field_groups": "group",
    "fields": "field",
    "derived": "derived",
    "narratives": "text",
    "indicators": "indicator",
    "checks": "check",
}


def place_in(address: str) -> str:
    """The place an address names. Raises Http404 for what is the place of no part."""
    if address == HEAD:
        return ""
    steps = steps_of(address)
    is_part = len(steps) == 2 or (steps[:1] == ("indicators",) and len(steps) % 2 == 0 and len(steps) > 0)
    names = [step for number, step in enumerate(steps) if number % 2 == 0]
    numbers = [step for number, step in enumerate(steps) if number % 2]
    if not is_part or names[0] not in PARTS or not all(isinstance(step, int) for step in numbers):
        raise Http404
    if any(step != "children" for step in names[1:]):
        raise Http404
    return place_of(steps)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """The boxes of a part; saving writes those that changed."""
    draft = draft_or_404(request, pk)
    at = place_in(place)
    if request.method == "POST":
        return _posted(request, draft, at)
    if not _is_there(draft, at):
        raise Http404
    return render(request, "workshop/part.html", page_context(draft, PartForm(draft.document, at)))


@require_POST
def trial(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """The indicator as typed, tried on figures; nothing is saved."""
    draft = draft_or_404(request, pk)
    at = place_in(place)
    if not _is_there(draft, at) or not at.startswith("indicators"):
        raise Http404
    context = page_context(draft, PartForm(draft.document, at, request.POST), data=request.POST)
    template = "workshop/_trial.html" if is_background(request) else "workshop/part.html"
    return render(request, template, context)


def _posted(request: HttpRequest, draft: FrameworkDraft, place: str) -> HttpResponse:
    subject = request.POST.get("subject", "")
    if "redraw" in request.POST and _is_there(draft, place):
        context = page_context(draft, PartForm(draft.document, place, request.POST), data=request.POST)
        template = "workshop/fragments.html" if is_background(request) else "workshop/part.html"
        return render(request, template, context | {"oob": is_background(request)})
    now_at = place_of_subject(draft.document, place, subject) if draft.revision != revision_in(request) else place
    if now_at is None or not _is_there(draft, now_at):
        context = {"draft": draft, "typed": _typed(request.POST), "subject": subject}
        return render(request, "workshop/gone.html", context, status=CONFLICT)
    form = PartForm(draft.document, now_at, request.POST)
    is_same = request.POST.get("seen", "") == seen_hash(draft.document, now_at)
    revision = draft.revision if is_same else revision_in(request)
    try:
        saved = change_part(
            draft_id=draft.pk,
            place=now_at,
            values=form.values(),
            expected_revision=revision,
            actor=administrator_of(request),
            now=timezone.now(),
        ).draft
    except StaleVersion:
        draft.refresh_from_db()
        context = stale_context(draft, form, since=revision_in(request), now=timezone.now())
        return render(request, "workshop/part.html", context, status=CONFLICT)
    return _saved(request, saved, now_at, is_changed=saved.revision != revision)


def _saved(request: HttpRequest, draft: FrameworkDraft, place: str, *, is_changed: bool) -> HttpResponseRedirect:
    views = fault_views(draft, faults_of_draft(draft.document))
    here = len(faults_in(views, place))
    words = "已保存" if is_changed else "没有改动，不用保存"
    if here:
        messages.warning(request, f"{words}；这一页还有 {here} 处错误，改好才能发布。")
    else:
        messages.success(request, f"{words}。")
    return HttpResponseRedirect(part_address(draft, place))


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """A new part at the end of a list, opened to be filled."""
    draft = draft_or_404(request, pk)
    steps = steps_of(request.POST.get("place", ""))
    above, key = place_of(steps[:-1]), str(steps[-1]) if steps else ""
    kind = "indicators" if key == "children" else key
    if kind not in _NEW or (above and place_in(".".join(map(str, steps[:-1]))) != above):
        raise Http404
    try:
        siblings = part_at(draft.document, above).get(key)
        new = {"code": _free_code(_CODES[kind], siblings), **_NEW[kind], **_group_of(draft, kind)}
        added = add_part(
            draft_id=draft.pk,
            place=place_of(steps),
            part=new,
            expected_revision=revision_in(request),
            actor=administrator_of(request),
            now=timezone.now(),
        )
    except (StaleVersion, NoSuchPlace) as refusal:
        return conflict(request, draft, str(refusal))
    return HttpResponseRedirect(part_address(added.draft, added.place))


@require_POST
def move(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """One place up or down among its siblings."""
    draft = draft_or_404(request, pk)
    try:
        moved = move_part(
            draft_id=draft.pk,
            place=place_in(place),
            by=-1 if request.POST.get("to") == "up" else 1,
            expected_revision=revision_in(request),
            actor=administrator_of(request),
            now=timezone.now(),
        )
    except (StaleVersion, NoSuchPlace) as refusal:
        return conflict(request, draft, str(refusal))
    messages.success(request, "已移动。")
    return HttpResponseRedirect(part_address(moved.draft, moved.place))


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, place: str) -> HttpResponse:
    """Asked once, then taken away with all below it."""
    draft = draft_or_404(request, pk)
    at = place_in(place)
    if not at or not _is_there(draft, at):
        raise Http404
    if request.method != "POST":
        context = page_context(draft, PartForm(draft.document, at))
        return render(request, "workshop/remove.html", context)
    try:
        remove_part(
            draft_id=draft.pk,
            place=at,
            expected_revision=revision_in(request),
            actor=administrator_of(request),
            now=timezone.now(),
        )
    except (StaleVersion, NoSuchPlace) as refusal:
        return conflict(request, draft, str(refusal))
    messages.success(request, "已删除。")
    return redirect("workshop-draft", draft.pk)


def _is_there(draft: FrameworkDraft, place: str) -> bool:
    try:
        part_at(draft.document, place)
    except NoSuchPlace:
        return False
    return True


def _free_code(stem: str, siblings: Any) -> str:
    taken = {each.get("code") for each in siblings if isinstance(each, dict)} if isinstance(siblings, list) else set()
    return next(code for number in range(1, len(taken) + 2) if (code := f"{stem}_{number}") not in taken)


def _group_of(draft: FrameworkDraft, kind: str) -> dict[str, str]:
    """A new data item joins the first group there is."""
    groups = draft.document.get("field_groups")
    first = groups[0] if isinstance(groups, list) and groups and isinstance(groups[0], dict) else {}
    code = first.get("code")
    return {"group": code} if kind == "fields" and isinstance(code, str) else {}


def _typed(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was typed, to be copied: nothing of it is lost when the part itself is gone."""
    aside = {"csrfmiddlewaretoken", "revision", "subject", "seen"}
    return [(name, str(text)) for name, text in data.items() if name not in aside and str(text).strip()]
