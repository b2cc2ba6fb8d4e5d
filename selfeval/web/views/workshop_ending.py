"""The end of a draft: published for good, or deleted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from selfeval.domain.files import FileFaults
from selfeval.domain.framework_comparison import compare
from selfeval.models import FrameworkDraft
from selfeval.queries.framework_documents import document_of
from selfeval.services.errors import AlreadyThere, NotVerified, StaleVersion
from selfeval.services.framework_drafts import delete_draft, publish_draft
from selfeval.services.frameworks import is_unverified
from selfeval.web.presenters.workshop.browse import framework_view
from selfeval.web.presenters.workshop.faults import fault_views, faults_of_draft
from selfeval.web.views.workshop_access import CONFLICT, administrator_of, conflict, draft_or_404, revision_in


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """What publishing means, what stands against it, and the step itself."""
    draft = draft_or_404(request, pk)
    if request.method != "POST":
        return _publish_page(request, draft)
    try:
        version = publish_draft(
            draft_id=draft.pk,
            expected_revision=revision_in(request),
            actor=administrator_of(request),
            now=timezone.now(),
        )
    except StaleVersion as stale:
        return conflict(request, draft, str(stale))
    except (FileFaults, NotVerified, AlreadyThere) as refusal:
        return _publish_page(request, draft, refusal)
    messages.success(request, f"已发布 {version}。内容从此固定，可以用它下达自评了。")
    return redirect("workshop-version", version.slug, version.version)


def _publish_page(request: HttpRequest, draft: FrameworkDraft, refusal: Exception | None = None) -> HttpResponse:
    faults = fault_views(draft, faults_of_draft(draft.document))
    context = {
        "draft": draft,
        "view": framework_view(draft.document),
        "faults": faults,
        "is_unverified": is_unverified(draft.document),
        "refusal": "" if refusal is None or isinstance(refusal, FileFaults | NotVerified) else str(refusal),
        "changed": len(compare(document_of(draft.based_on), draft.document).parts) if draft.based_on else None,
    }
    return render(request, "workshop/publish.html", context, status=CONFLICT if refusal else None)


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked once, then done."""
    draft = draft_or_404(request, pk)
    if request.method != "POST":
        return render(request, "workshop/delete.html", {"draft": draft, "view": framework_view(draft.document)})
    try:
        delete_draft(
            draft_id=draft.pk,
            expected_revision=revision_in(request),
            actor=administrator_of(request),
            now=timezone.now(),
        )
    except StaleVersion as stale:
        return conflict(request, draft, str(stale))
    messages.success(request, f"已删除草稿 {draft}。")
    return redirect("workshop")
