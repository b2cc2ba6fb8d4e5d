"""The page on which points move: set points, 不涉及 and its reason of every indicator that is not the unit's own."""

from decimal import Decimal
from functools import partial
from typing import Any

from django import forms

from selfeval.domain.assessment import Assessment
from selfeval.domain.filing import IndicatorEntry
from selfeval.domain.framework import Framework, Indicator, NotApplicablePolicy
from selfeval.services.changes import EntryAttribute, EntryChange, EntryValue
from selfeval.web.forms.fields import NumberField, TextBox
from selfeval.web.forms.indicators import LABELS, ApplicableField, box_name
from selfeval.web.forms.section import SectionForm


class PointsField(NumberField):
    """Points in force; empty, or as the reference, is not changed, which is stored as nothing."""

    def __init__(self, *, reference: Decimal, stored: Decimal | None, places: int) -> None:
        self.reference, self.stored = reference, stored
        super().__init__(minimum=Decimal(0), places=places)

    def clean(self, value: Any) -> Decimal | None:
        found: Decimal | None = super().clean(value)
        if found in (None, self.reference):
            return self.stored if found is not None and found == self.stored else None
        return found

    def prepare_value(self, value: Any) -> Any:
        return super().prepare_value(self.reference if value is None else value)


class PointsForm(SectionForm):
    """All boxes of the page."""

    def becomes_applicable(self, code: str) -> bool:
        """Whether the indicator would apply."""
        name = box_name(code, "is_applicable")
        return bool(self.becomes(name)) if name in self.boxes else True


def points_form(*, assessment: Assessment, data: Any = None, is_editable: bool = True) -> PointsForm:
    """The form, showing what `assessment` holds or, bound, what `data` sends."""
    form = PointsForm(data=data, is_editable=is_editable)
    framework = assessment.framework
    for leaf in framework.leaves:
        if leaf.own is not None:
            continue
        entry = assessment.filing.entry(leaf.code)
        for attribute, field in _boxes(leaf, entry, framework).items():
            field.widget.attrs |= {
                "aria-label": f"{leaf.name}，{'为什么不涉及' if attribute == 'reason' else LABELS[attribute]}",
                "aria-describedby": f"points-note-{leaf.code}",
            }
            form.add_box(
                box_name(leaf.code, attribute),
                field,
                label=f"{leaf.name}：{LABELS[attribute]}",
                stored=getattr(entry, attribute),
                change=partial(_change, leaf.code, attribute),
            )
        form.agreements.append(partial(_agree, leaf))
    return form


def _boxes(leaf: Indicator, entry: IndicatorEntry, framework: Framework) -> dict[EntryAttribute, forms.Field]:
    boxes: dict[EntryAttribute, forms.Field] = {}
    if framework.has_set_points:
        places = framework.rounding.points_places
        boxes["set_points"] = PointsField(reference=leaf.points, stored=entry.set_points, places=places)
    if leaf.not_applicable is not NotApplicablePolicy.REFUSE:
        boxes["is_applicable"] = ApplicableField()
        boxes["reason"] = TextBox(at_most=5000, rows=2)
    return boxes


def _change(code: str, attribute: EntryAttribute, value: EntryValue) -> EntryChange:
    return EntryChange(code=code, attribute=attribute, value=value)


def _agree(leaf: Indicator, form: SectionForm) -> None:
    """不涉及 needs a reason; points it gives away are its own no more."""
    if not isinstance(form, PointsForm) or form.becomes_applicable(leaf.code):
        return
    reason, points = box_name(leaf.code, "reason"), box_name(leaf.code, "set_points")
    if not form.has_error(reason) and not str(form.becomes(reason)).strip():
        form.add_error(reason, forms.ValidationError("请写明为什么不涉及", code="required"))
    if points in form.boxes and leaf.not_applicable is NotApplicablePolicy.REDISTRIBUTE:
        form.errors.pop(points, None)
        form.cleaned_data[points] = None
