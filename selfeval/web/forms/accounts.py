"""Signing in and changing the password."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm

# One sentence for all: it must not tell which accounts exist, are locked or disabled.
NOT_SIGNED_IN = "账号或密码不对。连续错 5 次会锁定 15 分钟。"


def bare_helper() -> FormHelper:
    """Crispy's helper for a form whose tag, token and buttons stand in the template."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = True
    return helper


class SignInForm(AuthenticationForm):
    """账号 and 密码."""

    error_messages = {"invalid_login": NOT_SIGNED_IN, "inactive": NOT_SIGNED_IN}

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = "账号"
        self.fields["password"].label = "密码"
        for name, message in (("username", "请填写账号"), ("password", "请填写密码")):
            self.fields[name].error_messages["required"] = message
            self.fields[name].widget.attrs["class"] = "lg-in"
        self.helper = bare_helper()


class NewPasswordForm(PasswordChangeForm):
    """Django's form in the dress of the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = "请填写"
            field.widget = forms.PasswordInput(attrs=field.widget.attrs)
        self.helper = bare_helper()

    def clean_new_password1(self) -> str:
        """A password that somebody else knows is no new one."""
        password = str(self.cleaned_data["new_password1"])
        if self.user.must_change_password and self.user.check_password(password):
            raise forms.ValidationError("新密码不能和现在的一样：现在的密码是别人给的，别人知道")
        return password

    def save(self, commit: bool = True) -> Any:
        self.user.must_change_password = False
        return super().save(commit)
