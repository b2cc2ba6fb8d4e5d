"""What is written when a finding is let stand."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from selfeval.services.waivers import MAX_REASON, Wanted
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.forms.fields import TextBox

_ONE, _DEPARTMENT = "finding", "department"


class WaiverForm(forms.Form):
    """豁免: why, until when, and for what."""

    check_code = forms.CharField(max_length=80, widget=forms.HiddenInput)
    key = forms.CharField(max_length=32, widget=forms.HiddenInput)
    reason = TextBox(rows=3, at_most=MAX_REASON, label="理由（单位会看到）")
    scope = forms.ChoiceField(
        label="范围",
        choices=[(_ONE, "只这一条"), (_DEPARTMENT, "该单位的这一项规则，到截止日期为止")],
        initial=_ONE,
        widget=forms.RadioSelect,
    )
    until = forms.DateField(
        label="截止日期（含当日；只这一条的可以不填）",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "请按 2026-03-10 的样子填写日期"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = bare_helper()

    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        return Wanted(
            check=self.cleaned_data["check_code"],
            key=self.cleaned_data["key"],
            reason=self.cleaned_data["reason"],
            until=self.cleaned_data["until"],
            for_department=self.cleaned_data["scope"] == _DEPARTMENT,
        )
