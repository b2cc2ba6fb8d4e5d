"""The archive package (归档包) of a filing, for administrators and auditors.

Documents that nobody has drawn yet are drawn by the worker; the page that waits for them asks again until they are
there, and the package is put together and sent then.
"""

import tempfile
from typing import Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch

from selfeval.domain.rights import Right
from selfeval.domain.rights_after import Task
from selfeval.jobs.archives import archive_of, undrawn
from selfeval.jobs.tasks import draw_for_archive
from selfeval.models import Filing, User
from selfeval.services.archives import NotArchivable, why_not_archive
from selfeval.web.record_middleware import note_told
from selfeval.web.throttle import is_too_often
from selfeval.web.views.access import NotInThisState, demand, demand_task, filing_or_404

_ZIP: Final = "application/zip"
_DRAWING: Final = "drawing"
_LOOK_AGAIN: Final = 3  # seconds
_MOST_A_MINUTE: Final = 30
_BROKEN: Final = "正式文件没有生成出来，请告知管理员查看后台进程的日志，然后再试。"
_TOO_OFTEN: Final = "点得太快了，请过一分钟再来。"


@require_GET
def filing_archive(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """The package, to be saved, or the page that waits for it.

    404 out of scope, 403 for another role, 409 while the filing is not done with or where something cannot be drawn.
    """
    filing = filing_or_404(request, public_id)
    actor = demand_task(request, Task.ARCHIVE)
    demand(request, Right.VIEW, filing)
    refusal = why_not_archive(user=actor, filing=filing)
    if refusal:
        raise NotInThisState(refusal)
    return _waiting(request, filing) or _package(request, filing, actor)


def _waiting(request: HttpRequest, filing: Filing) -> HttpResponse | None:
    """What to answer while documents are drawn; None once all are there. Raises NotInThisState where one is not."""
    missing = undrawn(filing)
    if not missing:
        return None
    asked = _asked(request.GET.get(_DRAWING, ""), filing)
    if asked is not None:
        # What the worker has drawn and is not there any more is drawn here.
        return None if asked.is_finished else _page(request, filing, len(missing))
    if is_too_often(request, "archives", at_most=_MOST_A_MINUTE):
        raise NotInThisState(_TOO_OFTEN)
    begun = draw_for_archive.enqueue(filing.pk)
    if begun.is_finished:
        # A queue that works things off at once.
        return None
    return redirect(f"{reverse('filing-archive', args=[filing.public_id])}?{urlencode({_DRAWING: begun.id})}")


def _asked(number: str, filing: Filing) -> TaskResult[str] | None:
    """What was asked of the worker under `number`; None where nobody remembers. Raises NotInThisState."""
    try:
        result = draw_for_archive.get_result(number) if number else None
    except (TaskResultDoesNotExist, TaskResultMismatch, NotImplementedError):
        # NotImplementedError: a queue that works things off at once (SELFEVAL_TASKS=immediate) remembers no number.
        return None
    if result is None or result.args != [filing.pk]:
        return None
    if result.status is TaskResultStatus.FAILED:
        raise NotInThisState(_BROKEN)
    if result.status is TaskResultStatus.SUCCESSFUL and result.return_value:
        raise NotInThisState(f"归档包要的正式文件做不出来：{result.return_value}")
    return result


def _page(request: HttpRequest, filing: Filing, missing: int) -> HttpResponse:
    response = render(request, "filing/archive_waiting.html", {"filing": filing, "missing": missing}, status=202)
    response["Refresh"] = str(_LOOK_AGAIN)
    response["Cache-Control"] = "no-store"
    return response


def _package(request: HttpRequest, filing: Filing, actor: User) -> FileResponse:
    # Gone with its last reader, whether it was fetched to the end or not.
    target = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        written = archive_of(actor=actor, filing=filing, target=target, now=timezone.now())
    except NotArchivable as refused:
        target.close()
        raise NotInThisState(str(refused)) from refused
    note_told(request)
    response = FileResponse(target, as_attachment=True, filename=written.name, content_type=_ZIP)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
