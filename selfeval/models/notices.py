"""What people are told: in the application, and by e-mail where they have an address."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from selfeval.models.filings import Filing


class Notice(models.Model):
    """One thing told to one person. `key` says what it is about: the same is told once."""

    class Kind(models.TextChoices):
        """What it is about."""

        ISSUED = "issued", "下达填报"
        TURN = "turn", "等您办理"
        RETURNED = "returned", "退回修改"
        FINALISED = "finalised", "已定稿"
        REMINDER = "reminder", "催报"
        EXTENDED = "extended", "延期"
        EXEMPTED = "exempted", "免评"
        SPOT_CHECK = "spot_check", "抽查复核"
        RECTIFICATION = "rectification", "整改"
        DISCLOSURE = "disclosure", "公开"
        EXPORT = "export", "批量导出"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", verbose_name="收件人"
    )
    kind = models.CharField("类别", max_length=20, choices=Kind.choices)
    key = models.CharField("事项", max_length=200)
    title = models.CharField("标题", max_length=200)
    words = models.TextField("内容", blank=True)
    filing = models.ForeignKey(Filing, on_delete=models.CASCADE, null=True, related_name="notices", verbose_name="填报")
    # Where to go, a path of this site.
    address = models.CharField("去处", max_length=300, blank=True)
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True)
    # Null while no e-mail has gone out; of people without an address it stays so.
    mailed_at = models.DateTimeField("邮件发出时间", null=True)

    class Meta:
        verbose_name = "通知"
        verbose_name_plural = "通知"
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_of_user"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
        ]
