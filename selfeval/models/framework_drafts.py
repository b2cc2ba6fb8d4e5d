"""A framework while it is being written: one row, one document, faulty at any time. Publishing makes rows of it."""

from django.conf import settings
from django.db import models

from selfeval.models.frameworks import FrameworkVersion


class FrameworkDraft(models.Model):
    """`document` is the plain document of a framework file, every scalar being text; nothing of it is a column.

    `revision` counts the writes from 1; a write names the revision it was made on. `updated_by` is null for the system
    itself (a command on the server). `based_on` is the version it was copied from.
    """

    document = models.JSONField("内容", default=dict)
    revision = models.PositiveIntegerField("修订号", default=1)
    based_on = models.ForeignKey(
        FrameworkVersion, on_delete=models.PROTECT, null=True, related_name="drafts", verbose_name="复制自"
    )
    created_at = models.DateTimeField("新建时间")
    updated_at = models.DateTimeField("修改时间")
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="修改人"
    )

    class Meta:
        verbose_name = "指标体系草稿"
        verbose_name_plural = "指标体系草稿"
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(revision__gte=1), name="framework_draft_revision_counts")
        ]

    def __str__(self) -> str:
        return f"{self.written('slug') or '未命名'}@{self.written('version') or '?'}"

    def written(self, key: str) -> str:
        """A scalar at the top of the document, empty where there is none."""
        value = self.document.get(key)
        return value if isinstance(value, str) else ""

    @property
    def editor_name(self) -> str:
        """Who changed it last."""
        return self.updated_by.full_name if self.updated_by else "系统"
