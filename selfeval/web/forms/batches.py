"""Asking for documents by the thousand."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from selfeval.domain.export_batches import DocumentKind
from selfeval.jobs.documents import kinds_offered
from selfeval.models import User
from selfeval.queries.export_batches import BatchFilter, choices_of
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.forms.fields import TextBox

_LONGEST = 100


class BatchForm(forms.Form):
    """Which filings, and what of each. Choices are those of the person's own filings."""

    cycle = forms.ChoiceField(
        label="自评批次", required=False, error_messages={"invalid_choice": "没有这个批次，请重新选"}
    )
    state = forms.ChoiceField(label="状态", required=False, error_messages={"invalid_choice": "没有这个状态，请重新选"})
    search = TextBox(label="单位名称或编码里的字（可不填）", at_most=_LONGEST, required=False)
    kinds = forms.MultipleChoiceField(
        label="要哪些文件",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一种文件", "invalid_choice": "没有这种文件"},
        help_text="只有提交过的才有正式文件；没有提交的写进清单，说明原因。佐证材料可能很大，需要时再选",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cycles, states = choices_of(user=user)
        self.fields["cycle"].choices = [("", "全部批次"), *((each.code, each.title) for each in cycles)]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", "全部状态"), *states.items()]  # type: ignore[attr-defined]
        self.fields["kinds"].choices = [(kind.value, kind.label) for kind in kinds_offered()]  # type: ignore[attr-defined]
        self.helper: FormHelper = bare_helper()

    @property
    def asked(self) -> BatchFilter:
        """The filter, once the form is valid."""
        typed = self.cleaned_data
        return BatchFilter(cycle=typed["cycle"], state=typed["state"], search=typed["search"])

    @property
    def wanted(self) -> tuple[DocumentKind, ...]:
        """The kinds, once the form is valid."""
        return tuple(DocumentKind(kind) for kind in self.cleaned_data["kinds"])
