"""Pages that wait for the worker: what takes long is made behind them, and handed out at the same address.

Who asks is sent to the address with the number of the task; that page asks again every few seconds until it is over.
The same asked twice is one task.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch

from selfeval.services.queued_tasks import asked_once

_NUMBER: Final = "drawing"
_LOOK_AGAIN: Final = 3  # seconds
_ACCEPTED, _CONFLICT = 202, 409
_BROKEN: Final = "后台出错，没有做出来。请再试一次；还是不行，请告知管理员查看后台进程的日志。"

_Made = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What the page says: what is waited for, how it stands, and where to go meanwhile."""

    title: str
    words: SafeString
    back: str
    back_words: str


def waited(
    request: HttpRequest,
    task: Task[..., _Made],
    args: Sequence[Any],
    *,
    page: Waiting,
    patience: Callable[[], None],
    is_good: Callable[[_Made, datetime], bool] = lambda made, at: True,
) -> _Made | HttpResponse:
    """What the task told once it is over, else the answer meanwhile; told as a page where it could not be done.

    A task tells a dict with its `fault`, in Chinese, or an empty one. What is not good any more, made when it was, is
    asked for anew, as is what nobody remembers; `patience` is called before, and may raise.
    """
    found = _found(request.GET.get(_NUMBER, ""), task, args)
    if found is None or _is_stale(found, is_good):
        patience()
        found = asked_once(task, args)
        if not found.is_finished:
            query = request.GET.copy()
            query[_NUMBER] = str(found.id)
            return redirect(f"{request.path}?{query.urlencode()}")
    if not found.is_finished:
        return _answer(request, page)
    made = _made(found)
    return _answer(request, page, fault=made["fault"]) if made["fault"] else made


def _found(number: str, task: Task[..., _Made], args: Sequence[Any]) -> TaskResult[_Made] | None:
    """What was asked of the worker under `number`; None where nobody remembers, or it was something else."""
    try:
        result = task.get_result(number) if number else None
    except (TaskResultDoesNotExist, TaskResultMismatch, NotImplementedError):
        # NotImplementedError: a queue that works things off at once (SELFEVAL_TASKS=immediate) remembers no number.
        return None
    return result if result is not None and result.args == list(args) else None


def _is_stale(result: TaskResult[_Made], is_good: Callable[[_Made, datetime], bool]) -> bool:
    if not result.is_finished or result.finished_at is None:
        return False
    made = _made(result)
    return not made["fault"] and not is_good(made, result.finished_at)


def _made(result: TaskResult[_Made]) -> _Made:
    """What a task that is over told; it broke where it told nothing."""
    made = result.return_value if result.status is TaskResultStatus.SUCCESSFUL else None
    return made or {"fault": _BROKEN}


def _answer(request: HttpRequest, page: Waiting, *, fault: str = "") -> HttpResponse:
    query = [(name, value) for name, value in request.GET.items() if name != _NUMBER]
    again = f"{request.path}?{urlencode(query)}" if query else request.path
    context = {"page": page, "fault": fault, "again": again}
    response = render(request, "waiting.html", context, status=_CONFLICT if fault else _ACCEPTED)
    if not fault:
        response["Refresh"] = str(_LOOK_AGAIN)
    response["Cache-Control"] = "no-store"
    return response
