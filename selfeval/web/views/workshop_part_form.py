"""What the page of a part holds, read from the draft or from what was typed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from selfeval.domain.document_places import part_at, subject_at, with_values
from selfeval.domain.files.part_reading import names_in
from selfeval.models import FrameworkDraft
from selfeval.queries.framework_drafts import draft_events
from selfeval.web.forms.workshop_boxes import Spec, Texts, built, changed_values, flattened, texts_of, typed_texts
from selfeval.web.forms.workshop_parts import OWN, SHAPE, part_kind, shape_of
from selfeval.web.presenters.workshop.events import Change, event_lines
from selfeval.web.presenters.workshop.faults import box_words, fault_views, faults_in, faults_of_draft
from selfeval.web.presenters.workshop.part_page import (
    PartPage,
    address_of,
    part_name,
    sections_with,
    seen_hash,
    ways,
    ways_above,
    ways_below,
)
from selfeval.web.presenters.workshop.trial import standard_of, trial_view

AUTOMATIC: Final = "standard_from_rule"
DEFAULT_GROUPS: Final = "数量\n质量\n时效\n成本"
DEEPEST: Final = 3


class PartForm:
    """The boxes of the part at `place`; bound to `data` where something was typed."""

    def __init__(self, document: Mapping[str, Any], place: str, data: Mapping[str, Any] | None = None) -> None:
        self.document, self.place = document, place
        self.stored = _prepared(part_at(document, place))
        self.kind = part_kind(document, place)
        self.is_bound = data is not None
        before = flattened(self.stored) | {SHAPE: shape_of(self.stored)}
        raw: Texts = before if data is None else {name: str(data[name]) for name in data}
        if raw.get(SHAPE) == OWN and not raw.get("own_indicators", "").strip() and before[SHAPE] != OWN:
            raw = raw | {"own_indicators": DEFAULT_GROUPS}
        self.spec: Spec = self.kind.spec(document, raw)
        self.texts: Texts = (
            texts_of(self.spec, self.stored) | {SHAPE: before[SHAPE]} if data is None else typed_texts(self.spec, raw)
        )
        self.is_automatic = self._is_automatic(data)

    @property
    def has_rule(self) -> bool:
        """Whether this is an indicator that is scored."""
        return any(section.code == "scoring" for section in self.spec)

    def node(self) -> dict[str, Any]:
        """The part as typed."""
        kept = {key: value for key, value in self.stored.items() if key not in self.kind.managed}
        return kept | built(self.spec, self.texts)

    def values(self) -> dict[str, Any]:
        """The keys to set: what differs from what is stored, the standard printed from the rule where that is asked."""
        texts = self.texts
        if self.is_automatic and self.has_rule:
            printed = standard_of(self.document, self.node())
            texts = texts | ({"standard": printed} if printed else {})
        values = changed_values(self.spec, self.stored, texts, self.kind.managed)
        written = part_at(self.document, self.place)
        return {key: value for key, value in values.items() if written.get(key) != value}

    def stored_texts(self) -> Texts:
        """What the same boxes hold in the draft now."""
        return texts_of(self.spec, self.stored)

    def _is_automatic(self, data: Mapping[str, Any] | None) -> bool:
        """Ticked on the page; at first where the stored text is the printed one, or there is none."""
        if data is not None:
            return AUTOMATIC in data or not self.texts.get("standard")
        written = self.texts.get("standard", "")
        return self.has_rule and written in ("", standard_of(self.document, self.stored))


def page_context(draft: FrameworkDraft, form: PartForm, *, data: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Everything the page of a part shows."""
    # What is typed is judged as it would be once saved.
    typed = with_values(draft.document, form.place, form.values()) if form.is_bound else draft.document
    faults = faults_of_draft(typed)
    here = faults_in(fault_views(draft, faults), form.place)
    sections, without = sections_with(form.spec, form.texts, here)
    previous, following = ways(draft, form.place)
    is_indicator = form.place.startswith("indicators")
    page = PartPage(
        place=form.place,
        address=address_of(form.place),
        title=form.kind.title,
        name=part_name(part_at(draft.document, form.place), form.place),
        sections=sections,
        page_faults=without,
        fault_count=len(here),
        seen=seen_hash(draft.document, form.place),
        subject=subject_at(draft.document, form.place),
        is_indicator=is_indicator,
        can_have_children=is_indicator and _can_have_children(form),
        above=ways_above(draft, form.place),
        children=ways_below(draft, form.place) if is_indicator else (),
        previous=previous,
        following=following,
    )
    # A page that only answers about what is typed stands on the revision it was opened at.
    sent = data or {}
    return {
        "draft": draft,
        "page": page,
        "revision": sent.get("revision", draft.revision),
        "seen": sent.get("seen", page.seen),
        "subject": sent.get("subject", page.subject),
        "form": form,
        "names": names_in(draft.document),
        "trial": trial_view(draft.document, form.place, form.node(), data or {}) if form.has_rule else None,
    }


def stale_context(draft: FrameworkDraft, form: PartForm, *, since: int, now: datetime) -> dict[str, Any]:
    """The page with what was typed, and what the other person made of the part meanwhile."""
    stored = form.stored_texts()
    differences = [
        Change(words=box_words(name), old=stored.get(name, ""), new=form.texts.get(name, ""))
        for name in dict.fromkeys([*form.texts, *stored])
        if name != SHAPE and stored.get(name, "") != form.texts.get(name, "")
    ]
    events = [
        event for event in draft_events(draft=draft, after_revision=since) if event.data.get("place") == form.place
    ]
    return page_context(draft, form) | {
        "stale": {
            "who": draft.editor_name,
            "lines": event_lines(events, now=now),
            "differences": differences,
        }
    }


def _can_have_children(form: PartForm) -> bool:
    """A node above the deepest level that is not scored itself."""
    level = form.place.count("[")
    return level < DEEPEST and "scoring" not in form.stored and "own_indicators" not in form.stored


def _prepared(part: Mapping[str, Any]) -> dict[str, Any]:
    """The part with the short form of a zero denominator written out, so that both have the same boxes."""
    zero = part.get("zero_denominator")
    return dict(part) | ({"zero_denominator": {"both_zero": zero}} if isinstance(zero, str) else {})
