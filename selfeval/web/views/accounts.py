"""Signing in and out."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator

from selfeval.services.access_record import note_password_changed
from selfeval.web.forms.accounts import NewPasswordForm, SignInForm
from selfeval.web.views.access import actor_of, wants_json
from selfeval.web.views.outbox_key import token_of

BAD_REQUEST, TOO_MANY_REQUESTS = 400, 429


class SignIn(auth_views.LoginView):
    """The login page; who is signed in already is sent on. A page that keeps what is typed signs in by JSON."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm

    @method_decorator(login_not_required)
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.redirect_authenticated_user = not wants_json(request)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        return JsonResponse({"user": token_of(form.get_user())}) if wants_json(self.request) else response

    def form_invalid(self, form: Any) -> HttpResponse:
        if wants_json(self.request):
            words = [str(error) for errors in form.errors.values() for error in errors]
            return JsonResponse({"words": "；".join(words)}, status=BAD_REQUEST)
        return super().form_invalid(form)


class SignOut(auth_views.LogoutView):
    """By POST only."""

    http_method_names = ["post", "options"]


class ChangePassword(auth_views.PasswordChangeView):
    """One's own password; other sessions of the account end."""

    template_name = "accounts/password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("workspace")

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)
            note_password_changed(user=actor_of(self.request), now=timezone.now())
        messages.success(self.request, "密码已改。")
        return response


def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """After too many failures from one place: how long to wait, and nothing about the account."""
    cooloff = settings.AXES_COOLOFF_TIME
    minutes = int(cooloff / timedelta(minutes=1)) if isinstance(cooloff, timedelta) else 15
    if wants_json(request):
        words = f"错的次数太多，暂时不能登录。请 {minutes} 分钟后再试，或请管理员重置密码。"
        return JsonResponse({"words": words}, status=TOO_MANY_REQUESTS)
    context = {"form": SignInForm(request), "locked_minutes": minutes}
    return render(request, "accounts/login.html", context, status=TOO_MANY_REQUESTS)
