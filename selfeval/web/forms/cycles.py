"""The boxes of a cycle: everything `domain.cycle_settings` knows, and framework, units and year of a new one."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import uuid4

from django import forms

from selfeval.domain.cycle_settings import LABELS as SETTING_LABELS
from selfeval.domain.cycle_settings import NAMES, Course, CycleSettings, SettingFault, why_fixed
from selfeval.domain.differences import DEFAULT_BOUNDS
from selfeval.domain.final_score import FinalScoreRule
from selfeval.models import FrameworkVersion
from selfeval.services.words import MAX_NOTE
from selfeval.web.forms.cycle_checks import (
    SEVERITY,
    THRESHOLD,
    document_of,
    initial_of,
    severity_fields,
    threshold_fields,
)
from selfeval.web.forms.fields import IncidentsField, TextBox
from selfeval.web.forms.moments import MomentField
from selfeval.web.forms.numbers import NumbersField, joined

_HINTS: Final[Mapping[str, str]] = {
    "title": "各单位在工作台和自评表上看到的名称",
    "opens_at": "到这一刻各单位才能填写；以前只看得到",
    "deadline": "到这一刻还没有提交的，标为逾期",
    "late_until": "过了这一刻不能再提交（已填的都在，可以给单位延期）；空着就是结束以前都收",
    "reminder_days": "截止前第几天提醒还没有提交的单位；如 14、7、3；空着不提醒",
    "final_score_rule": "三个总分始终并排保存，谁也不改谁；最后算哪一个，由这里定。抽查核定的优先",
    "low_risk_at_most": "风险分不超过它的，可以批量通过；0 就是一处问题也没有的才可以",
    "difference_bounds": f"相差几分以内算一致、一般、较大，超过的算严重；空着照一般的 {joined(DEFAULT_BOUNDS)}",
    "allows_filler_to_sign": "给只有两三个人的小单位用；自评表上会注明填报人与签发人是同一人",
    "requires_sealed_scan": "定稿以前，要上传打印盖章的扫描件",
    "has_supervisor_review": "主管部门先审它的下级单位",
    "has_office_review": "对口的业务科室按预算和政策审",
}


class SettingsForm(forms.Form):
    """What may be decided. Boxes that are fixed by now are shown with the reason and never read."""

    title = TextBox(at_most=200)
    opens_at = MomentField()
    deadline = MomentField()
    late_until = MomentField(required=False)
    reminder_days = NumbersField(whole=True)
    has_supervisor_review = forms.BooleanField(required=False)
    has_office_review = forms.BooleanField(required=False)
    final_score_rule = forms.ChoiceField(choices=[(rule.value, rule.label) for rule in FinalScoreRule])
    low_risk_at_most = IncidentsField(minimum=Decimal(0))
    difference_bounds = NumbersField(whole=False)
    allows_filler_to_sign = forms.BooleanField(required=False)
    requires_sealed_scan = forms.BooleanField(required=False)

    def __init__(self, *args: Any, settings: CycleSettings, course: Course, **kwargs: Any) -> None:
        self.old, self.course = settings, course
        initial = {name: getattr(settings, name) for name in NAMES if name != "check_settings"}
        initial["final_score_rule"] = settings.final_score_rule.value
        kwargs["initial"] = {**initial, **initial_of(settings.check_settings), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields |= dict((*threshold_fields(), *severity_fields()))
        for name in (name for name in self.fields if name in SETTING_LABELS):
            self._dress(name)
        for name in (*self.threshold_names, *self.severity_names):
            self.fields[name].disabled = bool(why_fixed("check_settings", course))
        for field in self.fields.values():
            _dressed(field)

    def _dress(self, name: str) -> None:
        field = self.fields[name]
        fixed = why_fixed(name, self.course)
        field.label = SETTING_LABELS[name]
        field.help_text = fixed or _HINTS.get(name, "")
        field.disabled = bool(fixed)

    @property
    def threshold_names(self) -> list[str]:
        """The boxes of the limits of checks."""
        return [name for name in self.fields if name.startswith(THRESHOLD)]

    @property
    def severity_names(self) -> list[str]:
        """The choices of the severities of checks."""
        return [name for name in self.fields if name.startswith(SEVERITY)]

    def wanted(self) -> CycleSettings:
        """What a valid form asks for."""
        found = {name: self.cleaned_data[name] for name in NAMES if name != "check_settings"}
        found["title"] = found["title"].strip()
        found["final_score_rule"] = FinalScoreRule(found["final_score_rule"])
        found["low_risk_at_most"] = found["low_risk_at_most"] or 0
        return CycleSettings(**found, check_settings=document_of(self, self.old.check_settings))

    def show(self, faults: Sequence[SettingFault]) -> None:
        """Put what does not fit on its box."""
        for fault in faults:
            self.add_error(fault.name if fault.name in self.fields else None, fault.message)


class FrameworkField(forms.ModelChoiceField):
    """One of the published versions, by its title."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title}　{obj.slug} 第 {obj.version} 版"


class DraftForm(SettingsForm):
    """A cycle of which nothing was issued: framework too; its units are chosen beside (`views.unit_choice`)."""

    framework = FrameworkField(
        queryset=FrameworkVersion.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选指标体系", "invalid_choice": "没有这套指标体系，或还没有发布"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = FrameworkVersion.objects.filter(is_published=True).order_by("slug", "-loaded_at")
        self.fields["framework"].queryset = published  # type: ignore[attr-defined]


class NewCycleForm(DraftForm):
    """A new cycle: its year and code too."""

    fiscal_year = forms.IntegerField(
        label="预算年度",
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="评价的是哪一年的支出",
        error_messages={
            "required": "请写年度，如 2022",
            "invalid": "应为四位年份，如 2022",
            "min_value": "应为四位年份，如 2022",
            "max_value": "应为四位年份，如 2022",
        },
    )
    code = forms.SlugField(
        label="编码",
        max_length=50,
        help_text="用在网址里：字母、数字、连字符，如 2022；以后不能改",
        error_messages={"required": "请写编码，如 2022", "invalid": "只能用字母、数字、连字符和下划线"},
    )

    def clean_code(self) -> str:
        """`new` is an address of its own."""
        code = str(self.cleaned_data["code"])
        if code == "new":
            raise forms.ValidationError("这个编码另有用处，请换一个，如 2022")
        return code


class ExtendForm(forms.Form):
    """延期: until when, and why."""

    due_at = MomentField(label="延期到", help_text="到这一刻还可以提交；应晚于批次的截止时间")
    reason = TextBox(rows=2, at_most=MAX_NOTE, label="事由", help_text="单位看得到，记入办理过程")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _dressed(field)


class ReasonForm(forms.Form):
    """免评 and its end: why."""

    comment = TextBox(rows=2, at_most=MAX_NOTE, label="事由", help_text="单位看得到，记入办理过程")
    version = forms.IntegerField(min_value=1, max_value=2_147_483_647, widget=forms.HiddenInput)
    request_id = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dressed(self.fields["comment"])


def _dressed(field: forms.Field) -> None:
    widget = field.widget
    css = "form-control"
    if isinstance(widget, forms.CheckboxInput):
        css = "form-check-input"
    elif isinstance(widget, forms.Select):
        css = "form-select"
    widget.attrs.setdefault("class", css)
