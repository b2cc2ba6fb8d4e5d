"""The archive package (归档包) of a filing, for administrators and auditors.

Documents that nobody has drawn yet are drawn by the worker; the page that waits for them asks again until they are
there, and the package is put together and sent then.
"""

import tempfile
from typing import Final
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_GET

from selfeval.domain.rights import Right
from selfeval.domain.rights_after import Task
from selfeval.jobs.archives import archive_of, undrawn
from selfeval.jobs.tasks import draw_for_archive
from selfeval.models import Filing, User
from selfeval.services.archives import NotArchivable, why_not_archive
from selfeval.web.record_middleware import note_told
from selfeval.web.throttle import TooOften, is_too_often
from selfeval.web.views.access import NotInThisState, demand, demand_task, filing_or_404
from selfeval.web.views.waiting import Waiting, waited

_ZIP: Final = "application/zip"
_MOST_A_MINUTE: Final = 30
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
    """What to answer while documents are drawn, or where one cannot be; None once all are there. Raises TooOften."""
    missing = undrawn(filing)
    if not missing:
        return None
    page = Waiting(
        title="归档包",
        words=format_html(
            '{}，{}：还有 <b class="tn">{}</b> 份正式文件在后台生成，做好以后自动开始下载。',
            filing.department.name,
            filing.cycle.title,
            len(missing),
        ),
        back=reverse("filing-form", args=[filing.public_id]),
        back_words="回自评表",
    )
    found = waited(request, draw_for_archive, [filing.pk], page=page, patience=lambda: _demand_patience(request))
    # What the worker has drawn and is not there any more is drawn here.
    return found if isinstance(found, HttpResponse) else None


def _demand_patience(request: HttpRequest) -> None:
    if is_too_often(request, "archives", at_most=_MOST_A_MINUTE):
        raise TooOften(_TOO_OFTEN)


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
