"""消息: what the person was told, where it leads, and the mark of what is read."""

from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from selfeval.models import User
from selfeval.queries.notices import is_told, notices_of, unread_count
from selfeval.services.notices import mark_all_read, mark_read
from selfeval.web.presenters.lists import address, pager_of
from selfeval.web.presenters.notices import notice_rows
from selfeval.web.views.access import actor_of

PAGE_SIZE: Final = 20
UNREAD: Final = "unread"


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The person's own, unread first; `show=unread` leaves out the others."""
    user, now = actor_of(request), timezone.now()
    query = {"show": UNREAD if request.GET.get("show") == UNREAD else ""}
    page: Any = Paginator(notices_of(user=user, only_unread=bool(query["show"])), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "rows": notice_rows(page, now),
        "pager": pager_of(page, query),
        "show": query["show"],
        "all_url": "?",
        "unread_url": address({}, show=UNREAD),
    }
    return render(request, "notices/list.html", context)


@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads, or stay with `stay`. One of somebody else is as good as none."""
    user = actor_of(request)
    notice = get_object_or_404(user.notices, pk=pk)
    mark_read(user=user, notices=[notice.pk], now=timezone.now())
    is_ours = url_has_allowed_host_and_scheme(notice.address, allowed_hosts=None)
    if "stay" in request.POST or not notice.address or not is_ours:
        return redirect("notices")
    return redirect(notice.address)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    number = mark_all_read(user=actor_of(request), now=timezone.now())
    messages.success(request, f"{number} 条标为已读。" if number else "没有未读的消息。")
    return redirect("notices")


def unread(request: HttpRequest) -> dict[str, Any]:
    """For templates: `unread_notices`, counted only where a page shows it; None for who is told nothing."""
    user = request.user
    if not isinstance(user, User) or not is_told(user):
        return {"unread_notices": None}
    return {"unread_notices": SimpleLazyObject(lambda: unread_count(user=user))}
