"""The archive package (归档包) of a filing, for administrators and auditors."""

import tempfile
from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_GET

from selfeval.domain.rights import Right
from selfeval.domain.rights_after import Task
from selfeval.jobs.archives import archive_of
from selfeval.services.archives import NotArchivable, why_not_archive
from selfeval.web.record_middleware import note_told
from selfeval.web.views.access import NotInThisState, demand, demand_task, filing_or_404

_ZIP = "application/zip"


@require_GET
def filing_archive(request: HttpRequest, public_id: UUID) -> FileResponse:
    """The package, to be saved. 404 out of scope, 403 for another role, 409 while the filing is not done with."""
    filing = filing_or_404(request, public_id)
    actor = demand_task(request, Task.ARCHIVE)
    demand(request, Right.VIEW, filing)
    refusal = why_not_archive(user=actor, filing=filing)
    if refusal:
        raise NotInThisState(refusal)
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
