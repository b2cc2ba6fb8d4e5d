"""A remark on the frozen form: where, and what."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from selfeval.domain.framework import Framework
from selfeval.services.phrases import MAX_PHRASE
from selfeval.services.pins import MAX_WORDS
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.forms.fields import TextBox
from selfeval.web.presenters.pins import place_groups

_MOST_ID = 2**63 - 1


class PinForm(forms.Form):
    """批注 on one place of the copy `submission` that the person had before them."""

    submission = forms.IntegerField(min_value=1, max_value=_MOST_ID, widget=forms.HiddenInput)
    place = forms.ChoiceField(
        label="位置",
        widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
        error_messages={"required": "请选批注的位置", "invalid_choice": "没有这个位置，请重新选"},
    )
    words = TextBox(rows=3, at_most=MAX_WORDS, label="批注")

    def __init__(self, *args: Any, framework: Framework, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "pin-%s", **kwargs})
        groups = [(kind, list(places)) for kind, places in place_groups(framework)]
        self.fields["place"].choices = [("", "请选位置"), *groups]  # type: ignore[attr-defined]


class PinChangeForm(forms.Form):
    """Other words for a remark; `was` are those the person saw."""

    was = TextBox(rows=1, at_most=MAX_WORDS, widget=forms.HiddenInput)
    words = TextBox(rows=2, at_most=MAX_WORDS, label="批注")


class PhraseForm(forms.Form):
    """One phrase of the library."""

    words = TextBox(at_most=MAX_PHRASE, label="常用语")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = bare_helper()


class AnswerForm(forms.Form):
    """The unit's answer to a remark; `was` is the answer the person saw."""

    pin = forms.IntegerField(min_value=1, max_value=_MOST_ID, widget=forms.HiddenInput)
    was = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    answer = forms.CharField(required=False, strip=False)


class HandOverForm(forms.Form):
    """移交审核: to whom, and why."""

    version = forms.IntegerField(min_value=1, max_value=2_147_483_647, widget=forms.HiddenInput)
    reviewer = forms.TypedChoiceField(
        label="移交给",
        coerce=int,
        error_messages={"required": "请选移交给谁", "invalid_choice": "不能移交给这个人，请重新选"},
    )
    comment = TextBox(rows=2, at_most=500, label="说明（可不填）")

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].choices = [("", "请选择"), *people]  # type: ignore[attr-defined]
        self.helper: FormHelper = bare_helper()
