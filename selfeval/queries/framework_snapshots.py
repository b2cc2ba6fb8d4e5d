"""The framework of a version as a domain value. What is published is frozen, so each is read once a process."""

from selfeval.domain.files import framework_from_document
from selfeval.domain.framework import Framework
from selfeval.domain.verification import content_hash
from selfeval.models import FrameworkVersion
from selfeval.queries.framework_documents import document_of

_frameworks: dict[str, Framework] = {}


class FrameworkAlteredError(RuntimeError):
    """The rows of a published framework are no longer what was published."""

    def __init__(self, version: FrameworkVersion) -> None:
        super().__init__(f"指标体系 {version} 已发布，但库里的内容与发布时的哈希不符，请从备份恢复。")


def framework_snapshot(*, version: FrameworkVersion) -> Framework:
    """The framework of `version`. Published is frozen, so it is read once a process and found by its hash.

    Raises FrameworkAlteredError where the rows do not make the document that was published.
    """
    known = _frameworks.get(version.sha256)
    if known is not None and version.is_published:
        return known
    document = document_of(version)
    if version.is_published and content_hash(document) != version.sha256:
        raise FrameworkAlteredError(version)
    framework = framework_from_document(document, with_wording=False)
    if version.is_published:
        _frameworks[version.sha256] = framework
    return framework


def framework_read(*, sha256: str) -> Framework:
    """The published framework with the hash `sha256`; `framework_snapshot` must have read it in this process."""
    return _frameworks[sha256]
