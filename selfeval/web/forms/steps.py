"""What accompanies a step of the workflow: the version the person saw, words, a confirmed total."""

from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from selfeval.review.preconditions import MAX_COMMENT, Refusal
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.forms.fields import NumberField, TextBox


class StepForm(forms.Form):
    """The version of the filing the person saw; a step on another version is refused."""

    version = forms.IntegerField(min_value=1, max_value=2_147_483_647, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = bare_helper()

    def show(self, refusals: tuple[Refusal, ...]) -> None:
        """Put reasons of the workflow on the boxes they are about."""
        for refusal in refusals:
            self.add_error(refusal.box if refusal.box in self.fields else None, refusal.message)


class CommentForm(StepForm):
    """A step with words."""

    comment = TextBox(rows=3, at_most=MAX_COMMENT, label="意见")


class SignForm(CommentForm):
    """签发, or passing it inside the unit: the words are optional, the statement is not."""

    is_confirmed = forms.BooleanField(required=False, error_messages={"required": "请先勾选"})

    def __init__(self, *args: Any, statement: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_confirmed"].label = statement


class ReturnForm(CommentForm):
    """退回修改: the unit reads these words."""

    comment = TextBox(rows=4, at_most=MAX_COMMENT, label="退回意见")


class FinaliseForm(StepForm):
    """审核通过: the total the bureau confirms."""

    confirmed_total = NumberField(label="复核总分", minimum=Decimal(0), places=2, shown=2)
    comment = TextBox(rows=2, at_most=MAX_COMMENT, label="审核意见")
    is_confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
