"""Signing in and out."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy

from selfeval.web.forms.accounts import NewPasswordForm, SignInForm

TOO_MANY_REQUESTS = 429


class SignIn(auth_views.LoginView):
    """The login page; who is signed in already is sent on."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SignOut(auth_views.LogoutView):
    """By POST only."""

    http_method_names = ["post", "options"]


class ChangePassword(auth_views.PasswordChangeView):
    """One's own password; other sessions of the account end."""

    template_name = "accounts/password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("workspace")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "密码已改。")
        return super().form_valid(form)


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """After too many failures from one place: how long to wait, and nothing about the account."""
    cooloff = settings.AXES_COOLOFF_TIME
    minutes = int(cooloff / timedelta(minutes=1)) if isinstance(cooloff, timedelta) else 15
    context = {"form": SignInForm(request), "locked_minutes": minutes}
    return render(request, "accounts/login.html", context, status=TOO_MANY_REQUESTS)
