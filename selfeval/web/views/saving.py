"""Saving the boxes of one page: right ones are stored in one write, wrong ones are refused alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from selfeval.domain.assessment import Assessment
from selfeval.domain.sections import Section
from selfeval.models import Filing, User
from selfeval.services.errors import BadValue
from selfeval.services.filings import save_section
from selfeval.web.forms.pages import form_of
from selfeval.web.forms.section import SectionForm
from selfeval.web.presenters.boxes import SaveOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What came of it: the filing and its results as they are now, the page's version, and what became of the boxes."""

    filing: Filing
    assessment: Assessment
    section_version: int
    outcome: SaveOutcome


def save_boxes(
    *,
    actor: User,
    filing: Filing,
    section: Section,
    assessment: Assessment,
    data: Mapping[str, Any],
    expected_version: int,
    now: datetime,
) -> Saved:
    """Store what `data` sends and can be taken. Raises the errors of `services.filings.save_section` but BadValue."""
    form = form_of(section, assessment=assessment, data=data)
    form.is_valid()
    while form.changes():
        try:
            return _stored(actor, filing, section, form, expected_version, now)
        except BadValue as refusal:
            _refuse(form, refusal)
    return _unchanged(form, filing, assessment, expected_version)


def _unchanged(form: SectionForm, filing: Filing, assessment: Assessment, version: int) -> Saved:
    outcome = SaveOutcome(form=form, saved_at=None)
    return Saved(filing=filing, assessment=assessment, section_version=version, outcome=outcome)


def _stored(
    actor: User, filing: Filing, section: Section, form: SectionForm, expected_version: int, now: datetime
) -> Saved:
    changes = form.changes()
    saved = save_section(
        actor=actor,
        filing_id=filing.pk,
        section=section.code,
        expected_version=expected_version,
        changes=changes,
        now=now,
    )
    outcome = SaveOutcome(form=form, saved_at=saved.saved_at, changed=frozenset(change.box for change in changes))
    return Saved(
        filing=saved.filing, assessment=saved.assessment, section_version=saved.section_version, outcome=outcome
    )


def _refuse(form: SectionForm, refusal: BadValue) -> None:
    """Put what the service would not hold back on the boxes it is about; on all of them where it is about none."""
    changed = [change.box for change in form.changes()]
    for fault in refusal.faults:
        found = f"“{fault.found}”" if fault.found else ""
        about = [box for box in changed if fault.path == box or fault.path.startswith(f"{box}.")]
        for name in about or changed:
            form.add_error(name, forms.ValidationError(f"{found}{fault.expected}", code="refused"))
