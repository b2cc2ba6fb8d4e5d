"""Accounts and roles, for the system and the security administrator."""

from typing import Any, Final

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator

from selfeval.domain.rights import UNIT_ROLES
from selfeval.domain.workflow import Role
from selfeval.models import BusinessOffice, Department, User
from selfeval.web.forms.accounts import bare_helper

_OF_UNIT: Final = frozenset({*UNIT_ROLES, Role.SUPERVISOR})
_PLEASE: Final = {"required": "请填写"}


class OpenAccountForm(forms.Form):
    """开设账号: who it is for; what they may do is somebody else's to say."""

    username = forms.CharField(
        label="账号",
        max_length=150,
        validators=[UnicodeUsernameValidator(message="只能用字母、汉字、数字和 @ . + - _，中间不能有空格")],
        error_messages=_PLEASE,
    )
    full_name = forms.CharField(label="姓名", max_length=50, error_messages=_PLEASE)
    person_number = forms.CharField(label="工号", max_length=50, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person_number"].help_text = "同一个人有两个账号的，写同一个工号；系统、安全、审计管理员必须有"
        self.helper: FormHelper = bare_helper()


class GrantForm(forms.Form):
    """授予角色: `seen` is the role the account had when the page was made."""

    seen = forms.ChoiceField(widget=forms.HiddenInput, choices=[(role.value, role.label) for role in Role])
    role = forms.ChoiceField(label="角色", choices=[(role.value, role.label) for role in Role])
    department = forms.ModelChoiceField(
        label="部门",
        queryset=Department.objects.order_by("code"),
        required=False,
        empty_label="无",
        error_messages={"invalid_choice": "没有这个部门，请刷新页面再选"},
    )
    business_office = forms.ModelChoiceField(
        label="业务科室",
        queryset=BusinessOffice.objects.order_by("code"),
        required=False,
        empty_label="无",
        error_messages={"invalid_choice": "没有这个科室，请刷新页面再选"},
    )

    def __init__(self, data: Any = None, *, account: User) -> None:
        initial = {
            "seen": account.role,
            "role": account.role,
            "department": account.department_id,
            "business_office": account.business_office_id,
        }
        super().__init__(data, initial=initial)
        self.fields["department"].label_from_instance = lambda each: f"{each.code} {each.name}"  # type: ignore[attr-defined]
        self.fields["business_office"].label_from_instance = lambda each: each.name  # type: ignore[attr-defined]
        self.helper: FormHelper = bare_helper()

    def clean(self) -> dict[str, Any]:
        """A role that works for a unit or an office needs to be told which."""
        data = super().clean() or {}
        missing = {name for name in ("department", "business_office") if not data.get(name) and name not in self.errors}
        role = data.get("role")
        if role in _OF_UNIT and "department" in missing:
            self.add_error("department", "填报人、单位负责人和主管部门审核人必须属于一个部门")
        if role == Role.OFFICE_REVIEWER and "business_office" in missing:
            self.add_error("business_office", "业务科室审核人必须属于一个业务科室")
        return data
