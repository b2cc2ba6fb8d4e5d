"""Documents by the thousand (批量导出): what is asked for, what becomes of it, and how long is left."""

from datetime import timedelta
from enum import StrEnum
from typing import Final


class DocumentKind(StrEnum):
    """What may be asked for of each filing. Who can make them tells `selfeval.jobs.documents.MAKERS`."""

    FORM_PDF = "form_pdf"
    FORM_EXCEL = "form_excel"
    REPORT_WORD = "report_word"
    REPORT_PDF = "report_pdf"
    EVIDENCE = "evidence"

    @property
    def label(self) -> str:
        """The words shown to people."""
        return _KINDS[self][0]

    @property
    def ending(self) -> str:
        """Of the files, with its dot; empty for evidence, which keeps its own."""
        return _KINDS[self][1]


_KINDS: Final = {
    DocumentKind.FORM_PDF: ("自评表（PDF）", ".pdf"),
    DocumentKind.FORM_EXCEL: ("自评表（Excel）", ".xlsx"),
    DocumentKind.REPORT_WORD: ("自评报告（Word）", ".docx"),
    DocumentKind.REPORT_PDF: ("自评报告（PDF）", ".pdf"),
    DocumentKind.EVIDENCE: ("佐证材料", ""),
}


class BatchState(StrEnum):
    """Where a batch is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def label(self) -> str:
        """The words shown to people."""
        return _STATES[self]


_STATES: Final = {
    BatchState.QUEUED: "排队中",
    BatchState.RUNNING: "正在生成",
    BatchState.DONE: "已完成",
    BatchState.FAILED: "没有做成",
    BatchState.CANCELLED: "已取消",
    BatchState.EXPIRED: "已过期",
}
OPEN: Final = frozenset({BatchState.QUEUED, BatchState.RUNNING})


class ItemState(StrEnum):
    """Where one document of a batch is."""

    WAITING = "waiting"
    WRITTEN = "written"
    SKIPPED = "skipped"

    @property
    def label(self) -> str:
        """The words shown to people."""
        return {"waiting": "等待生成", "written": "已生成", "skipped": "已跳过"}[self.value]


# So often a document is begun, and a batch without any progress, before it is given up.
MOST_ATTEMPTS: Final = 3


def time_left(*, done_before: int, done: int, expected: int, spent: timedelta) -> timedelta | None:
    """How long the rest takes at the pace since work was taken up with `done_before` done; None while unknown."""
    made = done - done_before
    if made <= 0 or spent <= timedelta(0):
        return None
    return spent / made * max(0, expected - done)
