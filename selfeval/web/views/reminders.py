"""催报: who will be told is shown first, then they are told."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from selfeval.domain.workflow import Role
from selfeval.jobs.tasks import ask_to_remind
from selfeval.models import Filing, User
from selfeval.models.filings import STATES_WITH_UNIT
from selfeval.queries.departments import subordinate_ids
from selfeval.services.reminding import PORTION, Plan, plan_of, remind
from selfeval.web.presenters.lists import address
from selfeval.web.views.access import actor_of
from selfeval.web.views.board import asked_for

# As many names are shown before the rest is a number.
_NAMES: Final = 60
# More than a province has; keys are sent in one box, so that no limit of boxes is met.
_MOST: Final = 100_000
_PORTION: Final = 10_000


@require_POST
def remind_units(request: HttpRequest) -> HttpResponse:
    """Remind the units that are ticked, or with `all` every one of the list as it is filtered."""
    user, now = actor_of(request), timezone.now()
    keys = _chosen(request, user)
    back, is_confirmed = _back(request, user), "confirmed" in request.POST
    if is_confirmed and len(keys) > PORTION:
        ask_to_remind(actor=user, keys=keys)
        messages.success(request, f"正在催报 {len(keys):,} 家，不用等在页面上：做完有消息告诉您。")
        return redirect(back)
    plan = (remind if is_confirmed else plan_of)(actor=user, keys=keys, now=now)
    if not keys:
        messages.warning(request, "没有要催报的单位：勾选还没有报送的单位再催。")
        return redirect(back)
    if is_confirmed:
        _tell(request, plan)
        return redirect(back)
    context: dict[str, Any] = {
        "plan": plan,
        "named": plan.filings[:_NAMES],
        "unnamed": max(len(plan.filings) - _NAMES, 0),
        "silent": _names_of(plan.silent),
        "keys": ",".join(str(each.pk) for each in plan.filings),
        "back": back,
        "query": {name: request.POST.get(name, "") for name in ("cycle", "state", "above", "grade", "q", "order")},
    }
    return render(request, "board/remind.html", context)


def _chosen(request: HttpRequest, user: User) -> list[int]:
    """The keys of what is ticked, of what was shown before, or of all of the list that is still with its unit."""
    if "all" in request.POST:
        units = subordinate_ids(user) if user.role == Role.SUPERVISOR else None
        filings = asked_for(request.POST.dict(), now=timezone.now(), units=units).filings
        with_unit = filings.filter(state__in=[state.value for state in STATES_WITH_UNIT])
        return list(with_unit.order_by("pk").values_list("pk", flat=True))
    sent: Sequence[str] = [*request.POST.getlist("filing"), *request.POST.get("filings", "").split(",")]
    keys = {int(text) for text in sent if text.isascii() and text.isdecimal() and len(text) < 10}
    if len(keys) > _MOST:
        raise BadRequest(f"一次最多催报 {_MOST:,} 家。")
    # In portions: a database takes only so many values in one question.
    wanted = sorted(keys)
    portions = (wanted[at : at + _PORTION] for at in range(0, len(wanted), _PORTION))
    return [key for portion in portions for key in _known(portion)]


def _known(keys: Sequence[int]) -> list[int]:
    return list(Filing.objects.filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))


def _tell(request: HttpRequest, plan: Plan) -> None:
    if plan.filings:
        messages.success(request, f"已催报 {len(plan.filings)} 家单位，通知了 {plan.people} 人。")
    if plan.reminded:
        messages.info(request, f"{len(plan.reminded)} 家今天已经催过，没有再催。")
    if plan.silent:
        messages.warning(request, f"没有可用账号，没有人可通知：{_names_of(plan.silent)}")


def _names_of(filings: Sequence[Filing]) -> str:
    """The units; of very many the first, and how many they are."""
    shown = "、".join(each.department.name for each in filings[:_NAMES])
    return f"{shown} 等 {len(filings)} 家" if len(filings) > _NAMES else shown


def _back(request: HttpRequest, user: User) -> str:
    """The list the person came from, as it was filtered."""
    page = "subordinates" if user.role == Role.SUPERVISOR else "board"
    query = {name: request.POST.get(name, "")[:100] for name in ("cycle", "state", "above", "grade", "q", "order")}
    return reverse(page) + address(query)
