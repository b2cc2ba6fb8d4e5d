"""What is typed in the ledger of result use."""

from typing import Any

from django import forms

from selfeval.domain.amounts import MoneyUnit
from selfeval.models import Filing, ResultUse
from selfeval.services.result_uses import MAX_NUMBER, MAX_WORDS, Entry
from selfeval.web.forms.fields import AmountField, DayField, TextBox


class EntryForm(forms.Form):
    """登记: which filing's result, what was done with it, when, and for how much money."""

    filing = forms.ModelChoiceField(
        label="单位",
        queryset=Filing.objects.none(),
        to_field_name="public_id",
        empty_label="请选单位",
        error_messages={"required": "请选单位", "invalid_choice": "这个单位没有定稿的自评表，或不能由您登记"},
    )
    kind = forms.ChoiceField(
        label="应用方式",
        choices=[("", "请选择"), *ResultUse.Kind.choices],
        error_messages={"required": "请选应用方式", "invalid_choice": "请从列出的应用方式里选"},
    )
    words = TextBox(label="内容", rows=4, at_most=MAX_WORDS, help_text="如“核减2023年度项目预算，调整用于……”")
    amount = AmountField(
        label="涉及金额（元）",
        unit=MoneyUnit.YUAN,
        help_text="与预算安排挂钩的必填：核增填正数，核减填负数；与钱无关的不填",
    )
    decided_on = DayField(label="决定日期", required=True, error_messages={"required": "请填决定日期"})
    document_number = TextBox(label="文号（可不填）", at_most=MAX_NUMBER)

    def __init__(self, *args: Any, filings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["filing"]
        field.queryset = filings  # type: ignore[attr-defined]
        field.label_from_instance = lambda filing: f"{filing.department.code} {filing.department.name}"  # type: ignore[attr-defined]
        for name, each in self.fields.items():
            each.widget.attrs["class"] = "form-select" if name in ("filing", "kind") else "form-control"

    def entry(self) -> Entry:
        """What a valid form asks for."""
        typed = self.cleaned_data
        return Entry(
            kind=ResultUse.Kind(typed["kind"]),
            words=typed["words"],
            decided_on=typed["decided_on"],
            amount=typed["amount"],
            document_number=typed["document_number"],
        )


class CancelForm(forms.Form):
    """冲销: why."""

    reason = TextBox(
        label="冲销事由", rows=3, at_most=MAX_WORDS, widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"})
    )
