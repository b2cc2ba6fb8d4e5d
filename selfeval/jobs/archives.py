"""Archive packages (归档包) with their documents: the only place that knows who draws these."""

from collections.abc import Mapping
from datetime import datetime
from typing import IO

from selfeval.domain.archive_files import DOCUMENTS
from selfeval.domain.export_batches import DocumentKind
from selfeval.exports.pdf import FontsMissing
from selfeval.exports.undrawable import Undrawable
from selfeval.jobs.documents import MAKERS, frozen_bytes
from selfeval.models import Filing, Submission, User
from selfeval.services.archives import NotArchivable, Written, write_archive

_KINDS = dict(zip(DOCUMENTS, (DocumentKind.FORM_PDF, DocumentKind.FORM_EXCEL, DocumentKind.REPORT_WORD), strict=True))


def drawn(filing: Filing, submission: Submission) -> Mapping[str, bytes]:
    """The documents of a frozen copy, made once and kept. Raises NotArchivable where one cannot be made."""
    try:
        return {name: _drawn(kind, filing, submission) for name, kind in _KINDS.items()}
    except (FontsMissing, Undrawable) as error:
        raise NotArchivable(f"第{submission.round}轮的文件做不出来：{error}") from None


def _drawn(kind: DocumentKind, filing: Filing, submission: Submission) -> bytes:
    return frozen_bytes(kind, filing, submission, make=lambda: MAKERS[kind](filing, submission))


def archive_of(*, actor: User | None, filing: Filing, target: IO[bytes], now: datetime) -> Written:
    """Write the package of `filing` with its documents; see `services.archives.write_archive`."""
    return write_archive(actor=actor, filing=filing, documents=drawn, target=target, now=now)
