"""Uploaded files between being looked at and being applied."""

import uuid

from django.conf import settings
from django.db import models

from selfeval.models.cycles import FilingCycle
from selfeval.models.filings import Filing


class PendingUpload(models.Model):
    """A file somebody uploaded, waiting for a yes or no; read again when applied. Gone after a day.

    Only the person who uploaded it may apply it. `base_version` is the filing's version that was compared with.
    """

    class Purpose(models.TextChoices):
        """What the file is for."""

        WORKBOOK = "workbook", "填报工作簿"
        OLD_FORM = "old_form", "旧表"
        DEPARTMENTS = "departments", "部门名单"
        USERS = "users", "用户名单"
        FIGURES = "figures", "期初数据"

    public_id = models.UUIDField("公开编号", default=uuid.uuid4, unique=True, editable=False)
    purpose = models.CharField("用途", max_length=20, choices=Purpose.choices)
    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, null=True, related_name="uploads", verbose_name="填报")
    cycle = models.ForeignKey(FilingCycle, on_delete=models.CASCADE, null=True, verbose_name="自评批次")
    base_version = models.PositiveIntegerField("对照的版本", null=True)
    name = models.TextField("文件名")
    content = models.BinaryField("内容")
    sha256 = models.CharField("哈希", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", db_index=True)

    class Meta:
        verbose_name = "待确认的上传"
        verbose_name_plural = "待确认的上传"
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=["workbook", "old_form", "departments", "users", "figures"]),
                name="upload_purpose_known",
            )
        ]
