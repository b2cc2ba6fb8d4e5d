"""账号与角色: the system administrator makes, disables and resets accounts; the security administrator grants roles."""

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role
from selfeval.models import User
from selfeval.queries.accounts import accounts as accounts_found
from selfeval.services.errors import AlreadyThere, StaleVersion, Unfit
from selfeval.services.separate_duties import Opened, grant_role, open_account, set_active
from selfeval.services.separate_duties import reset_password as reset_password_of
from selfeval.web.forms.separate_duties import GrantForm, OpenAccountForm
from selfeval.web.presenters.lists import pager_of
from selfeval.web.views.access import actor_of

PAGE_SIZE: Final = 50
_INVALID, _CHANGED = 422, 409
_LONGEST: Final = 100


def _may(user: User, task: Task) -> bool:
    return not why_not_task(task, Role(user.role))


def _demand(request: HttpRequest, *tasks: Task) -> User:
    """The person signed in, who may do one of `tasks`. Raises PermissionDenied."""
    user = actor_of(request)
    if not any(_may(user, task) for task in tasks):
        raise PermissionDenied(why_not_task(tasks[0], Role(user.role)))
    return user


@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts."""
    user = _demand(request, Task.MAKE_ACCOUNTS, Task.GRANT_ROLES)
    query = {part: request.GET.get(part, "").strip()[:_LONGEST] for part in ("q", "role", "page")}
    found = accounts_found(search=query["q"], role=query["role"])
    page = Paginator(found, PAGE_SIZE).get_page(query["page"])
    context = {
        "rows": page,
        "pager": pager_of(page, query),
        "query": query,
        "roles": [(each.value, each.label) for each in Role],
        "may_open": _may(user, Task.MAKE_ACCOUNTS),
    }
    return render(request, "accounts/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """An account without a role; its password is told on the answer and nowhere else."""
    user = _demand(request, Task.MAKE_ACCOUNTS)
    if request.method != "POST":
        return render(request, "accounts/new.html", {"form": OpenAccountForm()})
    form = OpenAccountForm(request.POST)
    if form.is_valid():
        try:
            return _told_once(request, open_account(actor=user, now=timezone.now(), **form.cleaned_data))
        except AlreadyThere as refusal:
            form.add_error("username", str(refusal))
        except Unfit as refusal:
            form.add_error(refusal.box if refusal.box in form.fields else None, str(refusal))
    return render(request, "accounts/new.html", {"form": form}, status=_INVALID)


@require_safe
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account, and what the person who looks may do with it."""
    _demand(request, Task.MAKE_ACCOUNTS, Task.GRANT_ROLES)
    return _page(request, _account(pk))


@require_POST
def active(request: HttpRequest, pk: int) -> HttpResponse:
    """Disable or enable."""
    user = _demand(request, Task.MAKE_ACCOUNTS)
    is_active = request.POST.get("active") == "on"
    try:
        changed = set_active(actor=user, account_id=_account(pk).pk, is_active=is_active, now=timezone.now())
    except Unfit as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{changed.username} 已{'启用' if changed.is_active else '停用'}。")
    return redirect("account", pk)


@require_POST
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time password, told on the answer and nowhere else."""
    user = _demand(request, Task.MAKE_ACCOUNTS)
    return _told_once(request, reset_password_of(actor=user, account_id=_account(pk).pk, now=timezone.now()))


@require_POST
def role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the account a role, or take the one it has."""
    user = _demand(request, Task.GRANT_ROLES)
    found = _account(pk)
    form = GrantForm(request.POST, account=found)
    if not form.is_valid():
        return _page(request, found, form, status=_INVALID)
    try:
        granted = grant_role(actor=user, account_id=found.pk, now=timezone.now(), **_wanted(form))
    except StaleVersion as refusal:
        messages.error(request, str(refusal))
        return _page(request, _account(pk), status=_CHANGED)
    except Unfit as refusal:
        form.add_error(refusal.box if refusal.box in form.fields else None, str(refusal))
        return _page(request, found, form, status=_INVALID)
    messages.success(request, f"{granted.username} 现在是{granted.get_role_display()}。")
    return redirect("account", pk)


def _wanted(form: GrantForm) -> dict[str, Any]:
    data = form.cleaned_data
    return {
        "seen_role": Role(data["seen"]),
        "role": Role(data["role"]),
        "department_id": data["department"].pk if data["department"] else None,
        "business_office_id": data["business_office"].pk if data["business_office"] else None,
    }


def _account(pk: int) -> User:
    found: QuerySet[User] = accounts_found()
    return get_object_or_404(found, pk=pk)


def _page(request: HttpRequest, found: User, form: GrantForm | None = None, *, status: int = 200) -> HttpResponse:
    user = actor_of(request)
    context = {
        "account": found,
        "is_own": found.pk == user.pk,
        "may_keep": _may(user, Task.MAKE_ACCOUNTS),
        "form": (form or GrantForm(account=found)) if _may(user, Task.GRANT_ROLES) else None,
    }
    return render(request, "accounts/account.html", context, status=status)


def _told_once(request: HttpRequest, opened: Opened) -> HttpResponse:
    return render(request, "accounts/password_told.html", {"account": opened.account, "password": opened.password})
