"""Saving the boxes of one page: right ones are stored in one write, wrong ones are refused alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.serializers.json import DjangoJSONEncoder

from selfeval.domain.assessment import Assessment
from selfeval.domain.sections import Section
from selfeval.models import Filing, User
from selfeval.queries.filings import values_before
from selfeval.queries.snapshots import assessed
from selfeval.services.errors import BadValue
from selfeval.services.filings import Known, SavedBoxes, save_boxes
from selfeval.services.merging import Conflict, known_again
from selfeval.web.forms.pages import Entered, form_of
from selfeval.web.forms.section import SectionForm
from selfeval.web.forms.seen import Seen
from selfeval.web.presenters.boxes import SaveOutcome
from selfeval.web.presenters.conflicts import theirs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """What a page sends: `is_whole` where it is all of a page, be it changed or not, as browsers do without scripts."""

    data: Mapping[str, Any]
    seen: Seen
    request_id: UUID | None
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What came of it: the filing and its results as they are now, what the person has seen, and the boxes.

    `version` is the one at which the person knows the boxes `stored`, wholly or in part. `untouched` are boxes of a
    whole page that the person left alone and somebody else changed.
    """

    filing: Filing
    assessment: Assessment
    version: int
    seen: Seen
    outcome: SaveOutcome
    stored: frozenset[str] = frozenset()
    untouched: frozenset[str] = frozenset()


def save_page(
    *, actor: User, filing: Filing, section: Section, entered: Entered, sending: Sending, now: datetime
) -> Saved:
    """Store what `sending` holds and can be taken; `entered` was read after `filing`.

    Raises the errors of `services.filings.save_boxes` but BadValue.
    """
    form = form_of(section, assessment=entered, data=sending.data)
    form.is_valid()
    while changes := form.sent_changes():
        try:
            saved = save_boxes(
                actor=actor,
                filing_id=filing.pk,
                section=section.code,
                changes=changes,
                seen={change.box: sending.seen.of(change.box) for change in changes},
                request_id=sending.request_id,
                known=Known(version=filing.version, content=entered.filing),
                now=now,
            )
        except BadValue as refusal:
            _refuse(form, refusal)
        else:
            return _answer(saved, form, section, sending, now)
    outcome = SaveOutcome(form=form, saved_at=None)
    assessment = assessed(filing=filing, content=entered.filing, now=now, texts=False)
    return Saved(filing=filing, assessment=assessment, version=filing.version, seen=sending.seen, outcome=outcome)


def _answer(saved: SavedBoxes, form: SectionForm, section: Section, sending: Sending, now: datetime) -> Saved:
    untouched = _untouched(saved, sending) if sending.is_whole and saved.conflicts else frozenset()
    fresh = form_of(section, assessment=saved.assessment) if saved.conflicts else form
    theirs = {each.box: theirs_of(each, fresh, now) for each in saved.conflicts if each.box not in untouched}
    sent = frozenset(change.box for change in form.sent_changes())
    outcome = SaveOutcome(
        form=form,
        saved_at=saved.saved_at,
        changed=saved.written,
        theirs=theirs,
        left=sent - saved.stored - untouched - theirs.keys(),
    )
    seen = sending.seen.with_boxes(saved.stored, saved.version).with_boxes(untouched, saved.filing.version)
    return Saved(
        filing=saved.filing,
        assessment=saved.assessment,
        version=saved.version,
        seen=seen,
        outcome=outcome,
        stored=saved.stored,
        untouched=untouched,
    )


def _untouched(saved: SavedBoxes, sending: Sending) -> frozenset[str]:
    """The boxes in conflict whose value is the one the page was opened with: the person did not change them."""
    seen = {conflict.box: sending.seen.of(conflict.box) for conflict in saved.conflicts}
    opened_with = values_before(filing=saved.filing, seen=seen)
    return frozenset(
        each.box for each in saved.conflicts if each.box in opened_with and opened_with[each.box] == _as_recorded(each)
    )


def _as_recorded(conflict: Conflict) -> Any:
    return json.loads(json.dumps(known_again(conflict.wanted), cls=DjangoJSONEncoder))


def _refuse(form: SectionForm, refusal: BadValue) -> None:
    """Put what the service would not hold back on the boxes it is about; on all of them where it is about none."""
    sent = [change.box for change in form.sent_changes()]
    changed = [change.box for change in form.changes()] or sent
    for fault in refusal.faults:
        found = f"“{fault.found}”" if fault.found else ""
        about = [box for box in sent if fault.path == box or fault.path.startswith(f"{box}.")]
        for name in about or changed:
            form.add_error(name, forms.ValidationError(f"{found}{fault.expected}", code="refused"))
