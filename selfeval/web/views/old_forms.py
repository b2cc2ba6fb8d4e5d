"""核对旧表: an old form is read, held against itself, and shown to who uploaded it; nothing else is kept of it."""

import json
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from selfeval.domain.files import FileFaults
from selfeval.domain.rights import Right
from selfeval.imports.apart import read_apart
from selfeval.models import Filing, PendingUpload
from selfeval.queries.old_forms import filings_to_fill, framework_document, newest_frameworks
from selfeval.services.uploads import discard_upload, keep_upload, own_upload, own_uploads
from selfeval.web.forms.old_forms import OldFormForm
from selfeval.web.presenters.old_forms import finding_groups, understanding_of
from selfeval.web.presenters.text import moment_text
from selfeval.web.views.access import actor_of, allowed

_INVALID: Final = 422
# Forms of frameworks that are not in use here are known too.
_SHIPPED: Final = str(settings.BASE_DIR / "fixtures" / "frameworks")
_REPORT: Final = "selfeval.imports.report:report_of"
_OLD_FORM: Final = PendingUpload.Purpose.OLD_FORM


@require_http_methods(["GET", "HEAD", "POST"])
def check_form(request: HttpRequest) -> HttpResponse:
    """The page to upload on; what can be read is kept for a day and shown at its own address."""
    if request.method != "POST":
        return _upload_page(request, OldFormForm())
    form = OldFormForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=_INVALID)
    name, content = form.document()
    try:
        read_old_form(name, content)
    except FileFaults as refused:
        form.add_error("file" if form.cleaned_data["file"] else "text", [str(each) for each in refused.faults])
        return _upload_page(request, form, status=_INVALID)
    actor = actor_of(request)
    upload = keep_upload(actor=actor, purpose=_OLD_FORM, name=name, content=content, now=timezone.now())
    return redirect("old-form", upload.public_id)


@require_safe
def old_form(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """What was understood, what was not, and what does not hold."""
    upload = upload_or_404(request, upload_id)
    report = read_again(request, upload)
    if report is None:
        return redirect("check-form")
    context = {
        "upload": upload,
        "known": understanding_of(report),
        "not_understood": report["file"]["not_understood"],
        "groups": finding_groups(report),
        "finding_count": len(report["file"]["findings"]),
        "fillable": _fillable(request, report),
        "no_draft": report["no_draft"],
    }
    return render(request, "old_forms/report.html", context)


@require_safe
def findings_file(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The findings file (`selfeval-findings/1`), as `check_form --json` prints it."""
    upload = upload_or_404(request, upload_id)
    report = read_again(request, upload)
    if report is None:
        return redirect("check-form")
    text = json.dumps(report["file"], ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="findings.json"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def discard(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Forget the file at once."""
    upload = upload_or_404(request, upload_id)
    discard_upload(upload=upload)
    messages.success(request, f"已删去 {upload.name}。")
    return redirect("check-form")


def upload_or_404(request: HttpRequest, upload_id: UUID) -> PendingUpload:
    """The person's own upload of the last day; anybody else's is as good as none."""
    try:
        return own_upload(actor=actor_of(request), purpose=_OLD_FORM, public_id=upload_id, now=timezone.now())
    except PendingUpload.DoesNotExist:
        raise Http404 from None


def read_old_form(name: str, content: bytes, *, filing: Filing | None = None) -> dict[str, Any]:
    """The report of a document; among the frameworks at hand is the very one of `filing`. Raises FileFaults."""
    options: dict[str, Any] = {"frameworks": newest_frameworks(), "shipped": _SHIPPED}
    if filing is not None:
        version = filing.cycle.framework
        others = [each for each in options["frameworks"] if each["slug"] != version.slug]
        options["frameworks"] = [*others, framework_document(version=version)]
        options["fiscal_year"] = filing.cycle.fiscal_year
    report: dict[str, Any] = read_apart(_REPORT, name, content, options)
    return report


def read_again(request: HttpRequest, upload: PendingUpload, filing: Filing | None = None) -> dict[str, Any] | None:
    """The report of what was read when it came; None, and the reason told, where it cannot be read just now."""
    try:
        return read_old_form(upload.name, bytes(upload.content), filing=filing)
    except FileFaults as refused:
        # It was read before: many are reading at this moment, or the rules changed since.
        messages.error(request, "现在没有读成，文件还在，请过一会儿再看。" + "；".join(map(str, refused.faults)))
        return None


def why_not_into(report: dict[str, Any], filing: Filing) -> str:
    """Why a filing cannot be filled from this form; empty where it can."""
    framework = report["file"]["understood"]["framework"]
    if framework is None:
        return "没有认出旧表是哪一种自评表"
    if framework["slug"] != filing.cycle.framework.slug:
        return f"旧表是“{framework['title']}”，这份填报用的是“{filing.cycle.framework.title}”"
    return ""


def _fillable(request: HttpRequest, report: dict[str, Any]) -> list[tuple[Filing, str]]:
    """The filings the person may type in, each with the reason why this form does not fit it, if any."""
    filings = filings_to_fill(user=actor_of(request))
    return [(each, why_not_into(report, each)) for each in filings if allowed(request, Right.EDIT, each)]


def _upload_page(request: HttpRequest, form: OldFormForm, *, status: int = 200) -> HttpResponse:
    now = timezone.now()
    kept = own_uploads(actor=actor_of(request), purpose=_OLD_FORM, now=now)
    uploads = [(each, moment_text(each.uploaded_at, now)) for each in kept]
    return render(request, "old_forms/upload.html", {"form": form, "uploads": uploads}, status=status)
