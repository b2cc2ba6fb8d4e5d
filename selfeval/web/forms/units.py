"""Where a unit belongs, and offices of the bureau."""

from typing import Any

from django import forms

from selfeval.models import BusinessOffice, Department
from selfeval.services.units import Belonging, belonging_of


class BelongingForm(forms.Form):
    """主管部门, 业务科室, 财政部门; `seen` is what the page showed."""

    supervisor = forms.ModelChoiceField(
        label="主管部门",
        queryset=Department.objects.none(),
        required=False,
        empty_label="无（它自己就是一级预算单位）",
        help_text="批次设了主管部门审核的，它的自评表先由主管部门审",
        error_messages={"invalid_choice": "没有这个部门，请刷新页面再选"},
    )
    office = forms.ModelChoiceField(
        label="业务科室",
        queryset=BusinessOffice.objects.all(),
        required=False,
        empty_label="无",
        help_text="财政局里对口它的科室；批次设了业务科室审核的，由这个科室审",
        error_messages={"invalid_choice": "没有这个科室，请刷新页面再选"},
    )
    is_finance_bureau = forms.BooleanField(
        label="这就是财政部门",
        required=False,
        help_text="财政部门自己的自评表，由指定的外部审核人审；全系统只能有一个",
    )

    seen = forms.RegexField(r"\d*\|\d*\|[01]", max_length=50, widget=forms.HiddenInput)

    def __init__(self, *args: Any, department: Department, **kwargs: Any) -> None:
        now = belonging_of(department)
        kwargs["initial"] = {
            "supervisor": now.supervisor,
            "office": now.office,
            "is_finance_bureau": now.is_finance_bureau,
            "seen": f"{now.supervisor or ''}|{now.office or ''}|{now.is_finance_bureau:d}",
        }
        super().__init__(*args, **kwargs)
        others = Department.objects.exclude(pk=department.pk).order_by("code")
        self.fields["supervisor"].queryset = others  # type: ignore[attr-defined]
        for name in ("supervisor", "office"):
            self.fields[name].widget.attrs["class"] = "form-select"
        self.fields["is_finance_bureau"].widget.attrs["class"] = "form-check-input"

    def known(self) -> Belonging:
        """Where the unit belonged when the page was made."""
        supervisor, office, flag = self.cleaned_data["seen"].split("|")
        return Belonging(
            supervisor=int(supervisor) if supervisor else None,
            office=int(office) if office else None,
            is_finance_bureau=flag == "1",
        )

    def wanted(self) -> Belonging:
        """What a valid form asks for."""
        supervisor, office = self.cleaned_data["supervisor"], self.cleaned_data["office"]
        return Belonging(
            supervisor=supervisor.pk if supervisor else None,
            office=office.pk if office else None,
            is_finance_bureau=self.cleaned_data["is_finance_bureau"],
        )


class OfficeForm(forms.Form):
    """新增业务科室."""

    code = forms.CharField(label="编码", max_length=30, error_messages={"required": "请写编码"})
    name = forms.CharField(label="名称", max_length=100, error_messages={"required": "请写名称"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"
