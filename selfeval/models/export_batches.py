"""Batches of documents (批量导出): what was asked, how far it is, and the package that came of it."""

import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from selfeval.domain.export_batches import OPEN, BatchState, DocumentKind, ItemState
from selfeval.models.evidence import EvidenceFile
from selfeval.models.filings import Filing
from selfeval.models.reviews import Submission


class ExportBatch(models.Model):
    """One asking for documents of many filings. It keeps the question (`filter`), never the answer: which filings those
    are is found when it is run, by the rights of that moment.

    `worker` has it in hand until `lease_until`, and says so again and again; after that another takes it up. `attempts`
    counts the workers since the last progress. `began_at` and `done_before` are of the worker in hand.
    """

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="export_batches", verbose_name="申请人"
    )
    asked_at = models.DateTimeField("申请时间")
    filter = models.JSONField("筛选条件", default=dict, encoder=DjangoJSONEncoder)
    kinds = models.JSONField("内容", default=list)
    # Of filter and kinds: the same asked again while it is being made is the same batch.
    question_hash = models.CharField("申请哈希", max_length=64)
    state = models.CharField(
        "状态",
        max_length=20,
        default=BatchState.QUEUED.value,
        choices=[(state.value, state.label) for state in BatchState],
    )
    reason = models.TextField("原因", blank=True)
    # Null until it is known which filings those are.
    expected = models.PositiveIntegerField("应有份数", null=True)
    written = models.PositiveIntegerField("已生成", default=0)
    skipped = models.PositiveIntegerField("已跳过", default=0)
    worker = models.CharField("后台进程", max_length=64, blank=True)
    lease_until = models.DateTimeField("占用到", null=True)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    began_at = models.DateTimeField("本次开始时间", null=True)
    done_before = models.PositiveIntegerField("本次开始前已完成", default=0)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    expires_at = models.DateTimeField("保留到", null=True)
    path = models.CharField("文件路径", max_length=200, blank=True)
    sha256 = models.CharField("哈希", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("字节数", default=0)

    class Meta:
        verbose_name = "批量导出"
        verbose_name_plural = "批量导出"
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in BatchState]), name="export_batch_state_known"
            ),
            models.UniqueConstraint(
                fields=["asked_by", "question_hash"],
                condition=Q(state__in=sorted(state.value for state in OPEN)),
                name="export_batch_asked_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=BatchState.DONE.value)
                | (Q(finished_at__isnull=False, expires_at__isnull=False) & ~Q(path="") & ~Q(sha256="")),
                name="export_batch_done_whole",
            ),
        ]
        indexes = [models.Index(fields=["state"], name="export_batch_state")]

    @property
    def current_state(self) -> BatchState:
        """`state` as the domain's value."""
        return BatchState(self.state)

    @property
    def done(self) -> int:
        """How many documents need nothing more."""
        return self.written + self.skipped

    @property
    def download_name(self) -> str:
        """What the package is called where it is saved."""
        return f"自评文件_{self.asked_at:%Y%m%d}_{str(self.public_id)[:8]}.zip"


class ExportBatchItem(models.Model):
    """One document of a batch, or one piece of evidence: the checkpoint from which a batch is taken up again.

    `submission` is null where the unit has not submitted. `attempts` counts how often it was begun; `sha256` and `size`
    are of the file, and `key` finds it among the kept documents.
    """

    batch = models.ForeignKey(ExportBatch, on_delete=models.CASCADE, related_name="items", verbose_name="批量导出")
    position = models.PositiveIntegerField("次序")
    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="+", verbose_name="填报")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="报送快照"
    )
    kind = models.CharField("内容", max_length=20, choices=[(kind.value, kind.label) for kind in DocumentKind])
    evidence = models.ForeignKey(
        EvidenceFile, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name="佐证材料"
    )
    name = models.CharField("包内文件名", max_length=600)
    state = models.CharField(
        "状态",
        max_length=20,
        default=ItemState.WAITING.value,
        choices=[(state.value, state.label) for state in ItemState],
    )
    reason = models.TextField("跳过的原因", blank=True)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    key = models.CharField("文件键", max_length=64, blank=True)
    sha256 = models.CharField("哈希", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("字节数", default=0)

    class Meta:
        verbose_name = "批量导出明细"
        verbose_name_plural = "批量导出明细"
        ordering = ["batch_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="export_item_position_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ItemState]), name="export_item_state_known"
            ),
        ]
