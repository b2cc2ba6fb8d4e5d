"""What is typed on the pages of spot checks."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from crispy_forms.helper import FormHelper
from django import forms

from selfeval.domain.after_review import ANSWER_DAYS
from selfeval.domain.sampling import Method, size_of_percent
from selfeval.models import FilingCycle, User
from selfeval.queries.spot_checks import drawable_cycles, possible_checkers
from selfeval.services.errors import FileRefused
from selfeval.services.kept_files import Received
from selfeval.services.spot_check_draws import MAX_SEED, MAX_TITLE
from selfeval.services.spot_check_due import MAX_REASON
from selfeval.services.spot_checks import MAX_WORDS
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.forms.fields import DayField, NumberField, TextBox
from selfeval.web.forms.review_scores import ReviewScoresForm
from selfeval.web.receiving import looked_at

COUNT, PERCENT = "count", "percent"
_MOST_VERSION: Final = 2_147_483_647


class DrawForm(forms.Form):
    """抽取样本: of which cycle, how, how many, and by which seed."""

    cycle = forms.ModelChoiceField(
        label="自评批次",
        queryset=FilingCycle.objects.none(),
        empty_label=None,
        error_messages={"required": "请选一个批次", "invalid_choice": "没有这个批次，或还没有定稿的自评表"},
    )
    title = TextBox(label="名称", at_most=MAX_TITLE, help_text="如“2021年度绩效自评抽查”")
    method = forms.ChoiceField(
        label="抽取方式",
        choices=[(method.value, f"{method.label}（{method.rule}）") for method in Method],
        widget=forms.RadioSelect,
        initial=Method.RANDOM.value,
        error_messages={"required": "请选一种抽取方式", "invalid_choice": "没有这种抽取方式"},
    )
    amount = NumberField(label="抽多少", minimum=Decimal(0), places=2)
    unit = forms.ChoiceField(
        label="按份数还是百分比", choices=[(COUNT, "份"), (PERCENT, "%（不足一份的进一）")], initial=COUNT
    )
    seed = TextBox(
        label="种子（可不填）",
        at_most=MAX_SEED,
        help_text="不填由系统随机产生。自己填的，请用事先约定、谁也左右不了的数，如某日公布的指数；抽取后公开，人人可以重抽",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cycle"].queryset = drawable_cycles()  # type: ignore[attr-defined]
        self.helper: FormHelper = bare_helper()

    def clean(self) -> dict[str, Any]:
        """A name and an amount are asked for; so many per cent are so many of what is finalised."""
        cleaned = super().clean() or self.cleaned_data
        if "title" in cleaned and not cleaned["title"].strip():
            self.add_error("title", "请写一个名称")
        amount, cycle = cleaned.get("amount"), cleaned.get("cycle")
        if "amount" in cleaned and amount is None:
            self.add_error("amount", "请填要抽多少")
        elif amount is not None and cycle is not None and "unit" in cleaned:
            self._clean_size(amount, cycle, cleaned)
        return cleaned

    def _clean_size(self, amount: Decimal, cycle: Any, cleaned: dict[str, Any]) -> None:
        if cleaned["unit"] == PERCENT:
            if not 0 < amount <= 100:
                self.add_error("amount", f"“{amount}%”不对：应大于 0，不超过 100")
            else:
                cleaned["size"] = size_of_percent(amount, cycle.finalised)
        elif amount != int(amount) or not 1 <= amount <= cycle.finalised:
            self.add_error(
                "amount", f"“{amount}”不对：定稿的共 {cycle.finalised} 份，请填 1 到 {cycle.finalised} 的整数"
            )
        else:
            cleaned["size"] = int(amount)


class AssignForm(forms.Form):
    """分派: which, each with the version seen (`<key>:<version>`), and to whom."""

    item = forms.MultipleChoiceField(
        required=True, error_messages={"required": "请先勾选要分派的", "invalid_choice": "列表已有变动，请刷新后再选"}
    )
    checker = forms.ModelChoiceField(
        label="分派给",
        queryset=User.objects.none(),
        required=False,
        empty_label="请选择",
        error_messages={"invalid_choice": "只能分派给在用的审核人或第三方评价人员"},
    )

    def __init__(self, *args: Any, choices: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = [(each, each) for each in choices]  # type: ignore[attr-defined]
        checker = self.fields["checker"]
        checker.queryset = possible_checkers()  # type: ignore[attr-defined]
        checker.label_from_instance = lambda user: f"{user.full_name}（{user.get_role_display()}）"  # type: ignore[attr-defined]
        checker.widget.attrs["class"] = "form-select"

    def clean(self) -> dict[str, Any]:
        """Somebody is named, unless they are taken back (`take_back`)."""
        cleaned = super().clean() or self.cleaned_data
        if "take_back" in self.data:
            cleaned["checker"] = None
        elif "checker" in cleaned and cleaned["checker"] is None:
            self.add_error("checker", "请选分派给谁；要收回的，点“收回”")
        return cleaned

    @property
    def wanted(self) -> list[tuple[int, int]]:
        """Of a valid form: key and version of each item."""
        return [(int(key), int(version)) for key, version in (each.split(":") for each in self.cleaned_data["item"])]


class VersionForm(forms.Form):
    """The version of the item the person saw."""

    version = forms.IntegerField(min_value=1, max_value=_MOST_VERSION, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = bare_helper()


class CheckScoresForm(ReviewScoresForm):
    """A checker's own boxes: as a reviewer's, under the version of the item."""

    submission = None  # type: ignore[assignment]  # the item has one frozen copy for good
    version = forms.IntegerField(min_value=1, max_value=_MOST_VERSION, widget=forms.HiddenInput)


class AskForm(VersionForm):
    """征求单位意见."""

    opinion = TextBox(label="抽查意见（可不填，给单位看）", rows=3, at_most=MAX_WORDS)
    due_on = DayField(label="答复期限", help_text=f"不填为 {ANSWER_DAYS} 天以后；过了还没有答复的，可以直接核定")


class ChangeDueForm(VersionForm):
    """改答复期限."""

    due_on = DayField(label="新的答复期限", help_text="今天或以后；这一天还可以答复")
    reason = TextBox(label="改期的事由（单位看得到）", rows=2, at_most=MAX_REASON)


class AnswerForm(VersionForm):
    """The unit's answer; with an objection may come a file."""

    words = TextBox(label="单位意见", rows=5, at_most=MAX_WORDS, help_text="有异议的，请逐项写明理由和依据")
    file = forms.FileField(
        label="异议材料（可不附）",
        required=False,
        error_messages={"empty": "是空文件，请看看是不是选错了。"},
    )

    def clean_file(self) -> Received | None:
        """The file, if one came that may be kept."""
        upload = self.cleaned_data["file"]
        if not upload:
            return None
        try:
            return looked_at(upload)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal), code="refused") from refusal


class SettleForm(VersionForm):
    """核定: said twice, first to see what it comes to."""

    settled_total = NumberField(label="核定得分", minimum=Decimal(0), places=2, shown=2)
    words = TextBox(label="核定说明（单位有异议，或不按抽查得分核定的，必填）", rows=3, at_most=MAX_WORDS)
    is_confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
