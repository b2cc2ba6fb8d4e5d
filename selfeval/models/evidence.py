"""Evidence (佐证材料) and the sealed scan (签章件): what was uploaded, where it is kept, and what it belongs to."""

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q

from selfeval.models.filings import Filing
from selfeval.models.reviews import Submission


def private_storage() -> Storage:
    """Where uploaded files are kept; never below an address that is served without asking for rights."""
    return storages["private"]


def kept_at(instance: models.Model, filename: str) -> str:
    """A path that says nothing of the name the file came with."""
    token = uuid.uuid4().hex
    return f"{instance._meta.model_name}/{token[:2]}/{token}"


class KeptFile(models.Model):
    """A file as it was received: `name` as the person called it, `sha256` of the bytes that are kept."""

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    file = models.FileField("文件", storage=private_storage, upload_to=kept_at, max_length=200)
    name = models.TextField("文件名")
    media_type = models.CharField("类型", max_length=100)
    size = models.PositiveBigIntegerField("字节数")
    sha256 = models.CharField("哈希", max_length=64, db_index=True)
    page_count = models.PositiveIntegerField("页数", null=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")

    class Meta:
        abstract = True


class EvidenceFile(KeptFile):
    """A piece of evidence. A newer version names the one it `replaces`; removed ones stay for the record."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="evidence", verbose_name="填报")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", verbose_name="替换的文件"
    )
    removed_at = models.DateTimeField("移除时间", null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="移除人"
    )

    class Meta:
        verbose_name = "佐证材料"
        verbose_name_plural = "佐证材料"
        ordering = ["filing_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True, removed_by__isnull=True)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="evidence_removed_by_somebody",
            )
        ]


class EvidenceLink(models.Model):
    """The indicator (full code) that a piece of evidence belongs to; one piece may serve several."""

    evidence = models.ForeignKey(EvidenceFile, on_delete=models.CASCADE, related_name="links", verbose_name="佐证材料")
    code = models.CharField("指标", max_length=250)

    class Meta:
        verbose_name = "佐证对应的指标"
        verbose_name_plural = "佐证对应的指标"
        ordering = ["evidence_id", "id"]
        constraints = [models.UniqueConstraint(fields=["evidence", "code"], name="evidence_link_once")]


class SealedScan(KeptFile):
    """The scan of the printed, sealed form (签章件) of exactly one frozen copy; the newest one counts.

    `code_read` is the verification code found in the scan, `is_code_typed` whether a person typed it off the paper.
    """

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="sealed_scans", verbose_name="报送快照"
    )
    code_read = models.CharField("读到的验证码", max_length=19)
    is_code_typed = models.BooleanField("人工录入验证码", default=False)

    class Meta:
        verbose_name = "签章件"
        verbose_name_plural = "签章件"
        ordering = ["submission_id", "id"]
