"""指标体系 as an Excel workbook: taken away, and brought back as a draft."""

from typing import Any, Final

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from selfeval.exports.framework_workbook import CellFault, WorkbookFaults, document_of_workbook, workbook_of
from selfeval.models import FrameworkDraft
from selfeval.queries.framework_drafts import DRAFT_PREFIX, framework_named
from selfeval.services.errors import StaleVersion
from selfeval.services.framework_drafts import create_draft, replace_document
from selfeval.web.forms.workshop_excel import WorkbookForm
from selfeval.web.views.files import workbook_file
from selfeval.web.views.workshop_access import administrator_of, conflict, draft_or_404, revision_in

UNUSABLE: Final = 422


@require_safe
def download(request: HttpRequest, name: str) -> FileResponse:
    """A published version (`slug@version`) or a draft (`draft-12`), faulty or not, as a workbook."""
    found = framework_named(user=administrator_of(request), name=name)
    if found is None:
        raise Http404
    return workbook_file(workbook_of(found[1]), f"{name.replace('@', '-')}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def import_excel(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A draft made from a workbook, or replaced by it at the revision its page showed; nothing where a cell errs."""
    administrator_of(request)
    draft = None if pk is None else draft_or_404(request, pk)
    if request.method != "POST":
        return _page(request, draft, WorkbookForm())
    form = WorkbookForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, draft, form, status=UNUSABLE)
    file = form.cleaned_data["file"]
    try:
        document = document_of_workbook(file.read())
    except WorkbookFaults as refused:
        return _page(request, draft, form, refused.faults, file_name=str(file.name), status=UNUSABLE)
    name = str(file.name)
    if draft is None:
        user, now = administrator_of(request), timezone.now()
        draft = create_draft(document=document, origin=f"导入 {name}", actor=user, now=now)
        messages.success(request, f"已从 {name} 读入为草稿，没有错误。")
        return redirect("workshop-draft", draft.pk)
    return _replaced(request, draft, document, name)


def _replaced(request: HttpRequest, draft: FrameworkDraft, document: dict[str, Any], name: str) -> HttpResponse:
    try:
        replace_document(
            draft_id=draft.pk,
            document=document,
            origin=f"工作簿 {name}",
            expected_revision=revision_in(request),
            actor=administrator_of(request),
            now=timezone.now(),
        )
    except StaleVersion as stale:
        return conflict(request, draft, str(stale))
    messages.success(request, f"已用 {name} 换掉原来的内容，没有错误。")
    return redirect("workshop-draft", draft.pk)


def _page(
    request: HttpRequest,
    draft: FrameworkDraft | None,
    form: WorkbookForm,
    faults: tuple[CellFault, ...] = (),
    *,
    file_name: str = "",
    status: int | None = None,
) -> HttpResponse:
    # A page shown again keeps the revision it was opened with: what came between is still to be seen.
    revision = revision_in(request) or (draft.revision if draft else 0)
    context = {
        "draft": draft,
        "excel_name": f"{DRAFT_PREFIX}{draft.pk}" if draft else "",
        "form": form,
        "faults": faults,
        "file_name": file_name,
        "revision": revision,
    }
    return render(request, "workshop/import_excel.html", context, status=status)
