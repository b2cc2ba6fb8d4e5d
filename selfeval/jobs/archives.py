"""Archive packages (归档包) with their documents: the only place that knows who draws these."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import IO

from selfeval.domain.archive_files import DOCUMENTS
from selfeval.domain.export_batches import DocumentKind
from selfeval.exports.pdf import FontsMissing
from selfeval.exports.undrawable import Undrawable
from selfeval.jobs.documents import MAKERS, frozen_bytes, is_kept
from selfeval.jobs.drawing import Drawers, Job
from selfeval.models import Filing, Submission, User
from selfeval.services.archives import NotArchivable, Written, write_archive

_KINDS = dict(
    zip(
        DOCUMENTS,
        (DocumentKind.FORM_PDF, DocumentKind.FORM_EXCEL, DocumentKind.REPORT_WORD, DocumentKind.REPORT_PDF),
        strict=True,
    )
)


def undrawn(filing: Filing) -> list[Job]:
    """What a package of `filing` needs and nobody has drawn yet. A query; what came in a package is there."""
    copies = filing.submissions.filter(archived_documents=None).select_related("framework").order_by("round")
    return [
        Job(item=number, kind=kind, submission=copy.pk)
        for number, (copy, kind) in enumerate((copy, kind) for copy in copies for kind in _KINDS.values())
        if not is_kept(kind, filing, copy)
    ]


def draw_missing(filing: Filing, drawers: Drawers) -> str:
    """Draw what is missing, and keep it. Why something cannot be drawn, in Chinese; empty where all is there."""
    jobs = undrawn(filing)
    faults = {drawn.fault: None for drawn in drawers.draw(iter(jobs), tick=lambda: True) if drawn.fault}
    return "；".join(faults)


def drawn(filing: Filing, submission: Submission) -> Mapping[str, bytes]:
    """The documents of a frozen copy, made once and kept. Raises NotArchivable where one cannot be made."""
    try:
        return dict(_each(filing, submission))
    except (FontsMissing, Undrawable) as error:
        raise NotArchivable(f"第{submission.round}轮的文件做不出来：{error}") from None


def _each(filing: Filing, submission: Submission) -> Iterator[tuple[str, bytes]]:
    for name, kind in _KINDS.items():
        yield name, frozen_bytes(kind, filing, submission, make=partial(MAKERS[kind], filing, submission))


def archive_of(*, actor: User | None, filing: Filing, target: IO[bytes], now: datetime) -> Written:
    """Write the package of `filing` with its documents; see `services.archives.write_archive`."""
    return write_archive(actor=actor, filing=filing, documents=drawn, target=target, now=now)
