"""What of the record of who did what is asked for."""

from typing import Any

from django import forms

from selfeval.models import EventAction
from selfeval.queries.record import RecordFilter

_BAD_DAY = {"invalid": "日期应形如 2026-03-01"}
_LONGEST = 100


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        error_messages=_BAD_DAY,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )


def _text(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=_LONGEST, widget=forms.TextInput(attrs={"class": "form-control"})
    )


class RecordFilterForm(forms.Form):
    """The filters of 操作记录; none is needed."""

    since = _day("从")
    until = _day("到")
    person = _text("人（姓名或账号）")
    unit = _text("单位")
    action = forms.ChoiceField(
        label="动作",
        required=False,
        choices=[("", "全部"), *EventAction.choices],
        error_messages={"invalid_choice": "没有这种动作"},
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    filing = forms.UUIDField(
        label="填报编号",
        required=False,
        error_messages={"invalid": "填报编号是地址里 filings/ 后面的那一串"},
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
    refused = forms.BooleanField(
        label="只看被拒绝的", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )

    @property
    def chosen(self) -> RecordFilter:
        """Of a valid form."""
        return RecordFilter(**self.cleaned_data)

    @property
    def told(self) -> dict[str, Any]:
        """What was asked for, as the record keeps it; empty boxes are left out."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value}
