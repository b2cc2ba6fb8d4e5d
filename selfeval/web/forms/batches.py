"""Asking for documents by the thousand."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from selfeval.domain.export_batches import DocumentKind
from selfeval.jobs.documents import kinds_offered
from selfeval.models import User
from selfeval.queries.export_batches import LOW, BatchFilter, choices_of
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.forms.fields import TextBox

_LONGEST = 100


class BatchForm(forms.Form):
    """Which filings, and what of each. Choices are those of the person's own filings."""

    cycle = forms.ChoiceField(
        label="自评批次", required=False, error_messages={"invalid_choice": "没有这个批次，请重新选"}
    )
    state = forms.ChoiceField(label="状态", required=False, error_messages={"invalid_choice": "没有这个状态，请重新选"})
    above = forms.ChoiceField(
        label="主管部门", required=False, error_messages={"invalid_choice": "没有这个主管部门，请重新选"}
    )
    grade = forms.ChoiceField(label="等次", required=False, error_messages={"invalid_choice": "没有这个等次，请重新选"})
    risk = forms.ChoiceField(label="风险", required=False)
    search = TextBox(label="单位名称或编码里的字（可不填）", at_most=_LONGEST, required=False)
    kinds = forms.MultipleChoiceField(
        label="要哪些文件",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一种文件", "invalid_choice": "没有这种文件"},
        help_text="只有提交过的才有正式文件；没有提交的写进清单，说明原因。佐证材料可能很大，需要时再选",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = choices_of(user=user)
        self._offer("cycle", "全部批次", there.cycles)
        self._offer("state", "全部状态", there.states)
        self._offer("above", "全部主管部门", there.above, is_shown=len(there.above) > 2)
        self._offer("grade", "全部等次", there.grades, is_shown=bool(there.grades))
        self._offer("risk", "不限风险", {LOW: "只要低风险"}, is_shown=False)
        self.fields["kinds"].choices = [(kind.value, kind.label) for kind in kinds_offered()]  # type: ignore[attr-defined]
        self.helper: FormHelper = bare_helper()

    def _offer(self, name: str, all_of_them: str, choices: Mapping[str, str], *, is_shown: bool = True) -> None:
        """What a filter may be. One that is no use to most is seen where it is set: nothing is left out unseen."""
        field = self.fields[name]
        proposed = "" if self.is_bound else self.initial.get(name, "")
        if not (is_shown or proposed or (self.is_bound and self.data.get(name))):
            field.widget = forms.HiddenInput()
        # What a list was filtered by stays chosen where the person may export none of it.
        none = {proposed: "这一项里没有您能导出的"} if proposed and proposed not in choices else {}
        field.choices = [("", all_of_them), *choices.items(), *none.items()]  # type: ignore[attr-defined]

    @property
    def asked(self) -> BatchFilter:
        """The filter, once the form is valid."""
        typed = self.cleaned_data
        return BatchFilter(
            cycle=typed["cycle"],
            state=typed["state"],
            search=typed["search"],
            above=typed["above"],
            grade=typed["grade"],
            risk=typed["risk"],
        )

    @property
    def wanted(self) -> tuple[DocumentKind, ...]:
        """The kinds, once the form is valid."""
        return tuple(DocumentKind(kind) for kind in self.cleaned_data["kinds"])
