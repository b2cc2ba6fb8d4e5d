"""What an old form is read by, and which filings a person may fill from one."""

from typing import Any

from selfeval.domain.workflow import EDITABLE, Role
from selfeval.models import Filing, FrameworkVersion, User
from selfeval.queries.filings import visible_filings
from selfeval.queries.framework_documents import document_of

# Published is frozen: one document by its hash as long as the process lives.
_documents: dict[str, dict[str, Any]] = {}


def framework_document(*, version: FrameworkVersion) -> dict[str, Any]:
    """The document of a version; of a published one it is put together once a process."""
    known = _documents.get(version.sha256)
    if known is not None and version.is_published:
        return known
    document = document_of(version)
    if version.is_published:
        _documents[version.sha256] = document
    return document


def newest_frameworks() -> list[dict[str, Any]]:
    """The documents of the newest published version of every framework. One query once they are known."""
    newest: dict[str, FrameworkVersion] = {}
    for version in FrameworkVersion.objects.filter(is_published=True).order_by("slug", "loaded_at", "pk"):
        newest[version.slug] = version
    return [framework_document(version=each) for each in newest.values()]


def filings_to_fill(*, user: User) -> list[Filing]:
    """The filings in a state in which boxes are typed that `user` may have to type in, newest first. Two queries.

    Of all that administrators see, those they fill in for a unit.
    """
    states = [state.value for state in EDITABLE]
    filings = visible_filings(user=user).filter(state__in=states)
    if user.role == Role.ADMINISTRATOR:
        filings = filings.exclude(bureau_filling_reason="")
    return list(filings.order_by("-cycle__fiscal_year", "department__code"))
