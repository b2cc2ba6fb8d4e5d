"""What accompanies a step of the workflow: the version the person saw, words, a confirmed total."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms

from selfeval.domain.workflow import ReturnReason
from selfeval.review.preconditions import MAX_COMMENT, Refusal
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.forms.fields import DayField, NumberField, TextBox


class StepForm(forms.Form):
    """The version of the filing the person saw; a step on another version is refused.

    `request_id` names this sending: a second click sends it again and is answered like the first.
    """

    version = forms.IntegerField(min_value=1, max_value=2_147_483_647, widget=forms.HiddenInput)
    request_id = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

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


class PassForm(StepForm):
    """审核通过，报下一级: words are optional; said twice, first to see what will happen."""

    comment = TextBox(rows=2, at_most=MAX_COMMENT, label="审核意见（可不填）")
    is_confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ReturnForm(CommentForm):
    """退回修改: why, until when, and the words the unit reads."""

    reason = forms.ChoiceField(
        label="退回原因",
        required=False,
        choices=[("", "请选择"), *((each.value, each.label) for each in ReturnReason)],
        error_messages={"invalid_choice": "请从列出的退回原因里选一项"},
    )
    due_on = DayField(label="报回期限（可不填）")
    comment = TextBox(rows=4, at_most=MAX_COMMENT, label="退回意见")

    field_order = ("version", "request_id", "reason", "due_on", "comment")

    @property
    def ruling(self) -> dict[str, Any]:
        """Of a valid form: the reason and the last day, for `review.transitions.perform`."""
        reason = self.cleaned_data["reason"]
        return {"reason": ReturnReason(reason) if reason else None, "due_on": self.cleaned_data["due_on"]}


class FinaliseForm(StepForm):
    """审核通过: the total the bureau confirms."""

    confirmed_total = NumberField(label="复核总分", minimum=Decimal(0), places=2, shown=2)
    comment = TextBox(rows=2, at_most=MAX_COMMENT, label="审核意见")
    is_confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
