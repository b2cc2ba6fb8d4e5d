"""The documents of a batch: which they are, what each is called, and what became of it."""

import hashlib
from typing import Final

from selfeval.domain.export_batches import MOST_ATTEMPTS, DocumentKind, ItemState
from selfeval.domain.package_names import Names
from selfeval.models import EvidenceFile, ExportBatch, ExportBatchItem, Filing, Submission, User
from selfeval.queries.export_batches import BatchFilter, asked_filings, evidence_of_copies, last_copies
from selfeval.services.export_runs import note_items

NOT_SUBMITTED: Final = "单位还没有提交，没有正式文件"
NO_EVIDENCE: Final = "提交时没有附佐证材料"
QUARANTINED: Final = f"生成这份文件时后台进程 {MOST_ATTEMPTS} 次中断，已跳过；请告知管理员查看日志"
DAMAGED: Final = "佐证文件缺失或已损坏，请告知管理员"
_STEMS: Final = {
    DocumentKind.FORM_PDF: "自评表",
    DocumentKind.FORM_EXCEL: "自评表",
    DocumentKind.REPORT_WORD: "自评报告",
    DocumentKind.REPORT_PDF: "自评报告",
}


def items_of(*, batch: ExportBatch, user: User) -> list[ExportBatchItem]:
    """What the question is about, as far as `user` may see it now, in the order of the units. Raises UnknownChoice."""
    filings = list(asked_filings(user=user, asked=BatchFilter(**batch.filter)))
    copies = last_copies(filings=[filing.pk for filing in filings])
    kinds = [DocumentKind(kind) for kind in batch.kinds]
    files = evidence_of_copies(copies=copies.values()) if DocumentKind.EVIDENCE in kinds else {}
    laying = _Laying(batch, files)
    for filing in filings:
        for kind in kinds:
            laying.add(filing, copies.get(filing.pk), kind)
    return laying.items


class _Laying:
    """Lays one document behind the other and names it."""

    def __init__(self, batch: ExportBatch, files: dict[str, EvidenceFile]) -> None:
        self.batch, self.files = batch, files
        self.items: list[ExportBatchItem] = []
        self._names = Names()

    def add(self, filing: Filing, copy: Submission | None, kind: DocumentKind) -> None:
        """The documents of `kind` of one filing; one that is skipped where there is none."""
        if copy is None:
            self._lay(filing, None, kind, reason=NOT_SUBMITTED)
        elif kind is not DocumentKind.EVIDENCE:
            stem = f"{filing.cycle.fiscal_year}年度_{_STEMS[kind]}"
            self._lay(filing, copy, kind, name=self._names.unique(_folder(filing), stem, kind.ending))
        else:
            self._add_evidence(filing, copy)

    def _add_evidence(self, filing: Filing, copy: Submission) -> None:
        if not copy.evidence:
            self._lay(filing, copy, DocumentKind.EVIDENCE, reason=NO_EVIDENCE)
        for number, told in enumerate(copy.evidence, start=1):
            file = self.files.get(str(told["public_id"]))
            stem, dot, ending = str(told["name"]).rpartition(".")
            name = self._names.unique(
                _folder(filing),
                f"{filing.cycle.fiscal_year}年度_佐证{number:02d}_{stem or ending}",
                f"{dot}{ending}"[:20],
            )
            reason = "" if file is not None else DAMAGED
            self._lay(filing, copy, DocumentKind.EVIDENCE, name=name, file=file, reason=reason)

    def _lay(
        self,
        filing: Filing,
        copy: Submission | None,
        kind: DocumentKind,
        *,
        name: str = "",
        file: EvidenceFile | None = None,
        reason: str = "",
    ) -> None:
        item = ExportBatchItem(
            batch=self.batch,
            position=len(self.items) + 1,
            filing=filing,
            submission=copy,
            kind=kind.value,
            evidence=file,
            name=name,
            state=(ItemState.SKIPPED if reason else ItemState.WAITING).value,
            reason=reason,
        )
        self.items.append(item)


def _folder(filing: Filing) -> str:
    return f"{filing.department.code}_{filing.department.name}"


def written(item: ExportBatchItem, key: str, sha256: str, size: int) -> ExportBatchItem:
    """The item, made."""
    item.state, item.reason = ItemState.WRITTEN.value, ""
    item.key, item.sha256, item.size = key, sha256, size
    return item


def skipped(item: ExportBatchItem, reason: str) -> ExportBatchItem:
    """The item, left out for `reason`."""
    item.state, item.reason = ItemState.SKIPPED.value, reason
    item.key, item.sha256, item.size = "", "", 0
    return item


def with_evidence(item: ExportBatchItem) -> ExportBatchItem:
    """The item of a piece of evidence, which is copied when it is packed."""
    if item.evidence is None:
        return skipped(item, DAMAGED)
    return written(item, "", item.evidence.sha256, item.evidence.size)


def make_again(item: ExportBatchItem) -> None:
    """The file is gone: a document is made once more, evidence cannot be and is left out."""
    if item.kind == DocumentKind.EVIDENCE.value:
        note_items([skipped(item, DAMAGED)])
        return
    item.state, item.key, item.sha256, item.size = ItemState.WAITING.value, "", "", 0
    note_items([item])


def packed_items(batch: ExportBatch) -> list[ExportBatchItem]:
    """All documents of the batch in their order, with what their line in the list tells. One query."""
    rows = batch.items.order_by("position").select_related("filing__department", "filing__cycle", "evidence")
    return list(rows)


def digest(content: bytes) -> str:
    """SHA-256 of a document."""
    return hashlib.sha256(content).hexdigest()
