"""What is typed on the pages of rectification."""

from collections.abc import Sequence
from typing import Any, Final

from crispy_forms.helper import FormHelper
from django import forms

from selfeval.models import RectificationItem
from selfeval.queries.rectification_sources import Proposal
from selfeval.services.errors import FileRefused
from selfeval.services.kept_files import Received
from selfeval.services.rectification import MAX_WORDS, MOST_AT_ONCE, Demand
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.forms.fields import DayField, TextBox
from selfeval.web.receiving import looked_at

_MOST: Final = 2_147_483_647
_MOST_DIGITS: Final = 18


class SeveralFiles(forms.ClearableFileInput):
    """A box that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each looked at (`Received`); none is an empty list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=SeveralFiles(attrs={"class": "form-control"}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Received]:
        """Raises ValidationError with what is wrong with each that is not taken."""
        taken: list[Received] = []
        faults: list[str] = []
        for upload in data or []:
            try:
                taken.append(looked_at(upload))
            except FileRefused as refusal:
                faults.append(str(refusal))
        if faults:
            raise forms.ValidationError(faults, code="refused")
        return taken


class StepForm(forms.Form):
    """办理: the version of the item the person saw, and words."""

    version = forms.IntegerField(min_value=1, max_value=_MOST, widget=forms.HiddenInput)
    words = TextBox(rows=4, at_most=MAX_WORDS, label="说明")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = bare_helper()


class ReportForm(StepForm):
    """反馈整改情况: what was done, and what shows it."""

    words = TextBox(
        rows=6, at_most=MAX_WORDS, label="整改情况", help_text="写明怎么改的、什么时候改好的；还没改完的，写明进度"
    )
    file = FilesField(label="佐证材料（可不附，可以一次选多个）")


class SendBackForm(StepForm):
    """退回再改."""

    words = TextBox(rows=3, at_most=MAX_WORDS, label="哪里还要改")


class CloseForm(StepForm):
    """销号."""

    words = TextBox(rows=2, at_most=MAX_WORDS, label="核对情况（可不填）")


class ProposalForm(forms.Form):
    """One proposed item: ticked or not, its words to be edited. Words count only where it is ticked."""

    is_chosen = forms.BooleanField(required=False)
    words = TextBox(rows=3, at_most=MAX_WORDS, label="问题")
    demand = TextBox(rows=2, at_most=MAX_WORDS, label="整改要求（可不填）")


class IssueForm(forms.Form):
    """下达整改: proposed items with ticks, one of one's own, one day for all."""

    due_on = DayField(
        label="整改期限（含当日）", error_messages={"required": "请填整改期限，如 2022年6月30日"}, required=True
    )
    own_words = TextBox(rows=3, at_most=MAX_WORDS, label="问题")
    own_demand = TextBox(rows=2, at_most=MAX_WORDS, label="整改要求（可不填）")

    def __init__(self, *args: Any, proposals: Sequence[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: list[tuple[Proposal, ProposalForm | None]] = []
        for proposal in proposals:
            row = None
            if not proposal.is_issued:
                row = ProposalForm(
                    self.data if self.is_bound else None,
                    prefix=f"{proposal.source.value}.{proposal.key}",
                    initial={"words": proposal.words},
                )
            self.rows.append((proposal, row))

    def clean(self) -> dict[str, Any]:
        """Something is chosen; every chosen row is right."""
        cleaned = super().clean() or self.cleaned_data
        chosen = self._chosen()
        if not all(row.is_valid() for _, row in chosen):
            raise forms.ValidationError("勾选的事项里有的还要改，请看标红的地方。")
        if not chosen and not cleaned.get("own_words"):
            raise forms.ValidationError("还没有选：请勾选要整改的事项，或在最后自己写一项。")
        return cleaned

    def _chosen(self) -> list[tuple[Proposal, ProposalForm]]:
        return [(each, row) for each, row in self.rows if row is not None and row["is_chosen"].value()]

    def wanted(self) -> list[Demand]:
        """Of a valid form: what is to be issued, the own one last."""
        due_on = self.cleaned_data["due_on"]
        found = [
            Demand(
                source=proposal.source,
                source_key=proposal.key,
                place=proposal.place_name,
                words=row.cleaned_data["words"],
                demand=row.cleaned_data["demand"],
                due_on=due_on,
            )
            for proposal, row in self._chosen()
        ]
        if self.cleaned_data["own_words"]:
            found.append(
                Demand(
                    source=RectificationItem.Source.OTHER,
                    words=self.cleaned_data["own_words"],
                    demand=self.cleaned_data["own_demand"],
                    due_on=due_on,
                )
            )
        return found

    def show(self, box: str, message: str) -> None:
        """Put a refusal of `services.rectification.issue` at the box it is about."""
        place, _, name = box.partition("-")
        chosen = self._chosen()
        if place.isdecimal() and int(place) < len(chosen):
            chosen[int(place)][1].add_error(name, message)
            self.add_error(None, "勾选的事项里有的还要改，请看标红的地方。")
        elif place.isdecimal():
            self.add_error(f"own_{name}", message)
        else:
            self.add_error(box or None, message)


def chosen_items(values: Sequence[str]) -> list[tuple[int, int]]:
    """What was ticked in the list, as `<key>.<version>`; what cannot be read is nothing that was ticked."""
    found = []
    for value in values[:MOST_AT_ONCE]:
        parts = value.split(".")
        if len(parts) == 2 and all(each.isascii() and each.isdigit() and len(each) <= _MOST_DIGITS for each in parts):
            found.append((int(parts[0]), int(parts[1])))
    return found
